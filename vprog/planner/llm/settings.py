"""Which language model, and how it is asked: `vprog.toml`, then the environment, then arguments, the last one wins."""

import dataclasses
import math
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from vprog.diagnostics import Code, Diagnostic, InputError, near_match
from vprog.planner.llm.client import PromptStyle
from vprog.planner.llm.servers import SERVERS

FILE = "vprog.toml"
"""Read in the working folder: its table `[llm]`."""
PREFIX = "VPROG_LLM_"
"""What the environment calls a setting: this, and the name in capitals."""
KEY = "VPROG_LLM_API_KEY"
OPENAI_KEY = "OPENAI_API_KEY"
"""Used for OpenAI's own address only."""


@dataclasses.dataclass(frozen=True)
class Settings:
    """The settings of the planner that asks a language model.

    model: a folder of a local model, or the name that a server knows. base_url: of a server; without one, `model` is a
    folder, unless server is `openai`. fallback: `rules` lets the built-in planner answer where the model gives nothing.
    budget_money needs the prices, which are those of a million tokens. record, replay: a file that calls are kept in;
    that, or the folder of a trace, from which they are answered.
    """

    model: str | None = None
    base_url: str | None = None
    server: str = "auto"
    prompt: PromptStyle = "full"
    temperature: float | None = None
    seed: int = 0
    device: str | None = None
    timeout_s: float = 60.0
    retries: int = 2
    max_tokens: int = 512
    examples: int = 6
    fallback: Literal["none", "rules"] = "none"
    budget_tokens: int | None = None
    budget_money: float | None = None
    price_prompt: float = 0.0
    price_reply: float = 0.0
    record: str | None = None
    replay: str | None = None
    trusted: bool = dataclasses.field(default=True, metadata={"derived": True})
    """False when only a file names the address, which then gets no key: a file may come with a folder of videos."""


_WORDS = {"server": SERVERS, "prompt": get_args(PromptStyle), "fallback": ("none", "rules")}
_FILES = {"record", "replay"}
"""Settings that name files: a folder from elsewhere, with a vprog.toml in it, must not choose them."""
_LEAST = {"timeout_s": 0.001, "max_tokens": 1, "retries": 0, "examples": 0, "budget_tokens": 1}
_MOST = {"retries": 20, "max_tokens": 65_536, "examples": 64, "timeout_s": 3600}
_KINDS = {f.name: f.type for f in dataclasses.fields(Settings) if not f.metadata.get("derived")}


def read_settings(
    arguments: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """Give the settings. environment, folder: by default those of this process.

    Raises: InputError for a file that cannot be read, a setting that does not exist, or a value out of its bounds.
    """
    found = os.environ if environment is None else environment
    path = (folder or Path.cwd()) / FILE
    layers = [
        (str(path), _file_table(path)),
        ("the environment", {name: found[_variable(name)] for name in _KINDS if found.get(_variable(name))}),
        ("the arguments", dict(arguments or {})),
    ]
    values: dict[str, Any] = {}
    for where, given in layers:
        values |= {name: _value(name, value, where) for name, value in given.items()}
    named = any("base_url" in given for _, given in layers[1:])
    return Settings(**values, trusted=named or "base_url" not in values)


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _file_table(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("llm", {})
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _wrong(f"{path} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise _wrong(f"{path} is not TOML: {error}") from error
    if not isinstance(table, dict):
        raise _wrong(f"`llm` of {path} is no table", hint="write [llm] on a line of its own")
    if any("key" in name for name in table):
        raise _wrong(f"{path} holds a key; keys come from the environment alone", hint=f"set {KEY}")
    for name in _FILES & table.keys():
        hint = f"set {_variable(name)}, or give it as an argument"
        raise _wrong(f"{path} names the file `{name}`; which file is written or read says whoever starts it", hint=hint)
    return table


def _value(name: str, value: object, where: str) -> object:
    if name not in _KINDS:
        near = near_match(name, _KINDS)
        hint = f"did you mean `{near}`?" if near else f"there are {', '.join(_KINDS)}"
        raise _wrong(f"there is no setting `{name}` of the language model, which {where} gives", hint=hint)
    kind = str(_KINDS[name])
    if name in _WORDS:
        if value not in _WORDS[name]:
            raise _wrong(f"`{name}` is {value!r} in {where}", expected=" or ".join(_WORDS[name]))
        return value
    if "str" in kind:
        if not isinstance(value, str | os.PathLike):
            raise _wrong(f"`{name}` is {value!r} in {where}", expected="a text")
        return str(value)
    return _number(name, value, where, whole="int" in kind)


def _number(name: str, value: object, where: str, *, whole: bool) -> float | int:
    expected = "a whole number" if whole else "a number"
    try:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise TypeError
        number = int(value) if whole and not isinstance(value, float) else float(value)
    except (TypeError, ValueError) as error:
        raise _wrong(f"`{name}` is {value!r} in {where}", expected=expected) from error
    low, high = _LEAST.get(name, 0), _MOST.get(name, math.inf)
    if (whole and isinstance(number, float)) or not low <= number <= high or math.isinf(number):
        bounds = f"{expected} from {low:g}" + ("" if math.isinf(high) else f" to {high:g}")
        raise _wrong(f"`{name}` is {value!r} in {where}", expected=bounds)
    return number


def _wrong(message: str, *, expected: str | None = None, hint: str | None = None) -> InputError:
    full = f"{message}; expected is {expected}" if expected else message
    return InputError(Diagnostic(Code("VP0505"), full, expected=expected, hint=hint))
