"""The words a module is declared with: operands, attributes, knobs, traits."""

import dataclasses
import enum
import re
from typing import Protocol

from vprog.types import KEYWORDS, Type

Constant = str | int | float | bool
"""What a program may write for an attribute."""


class Trait(enum.Enum):
    """What passes and the engine may assume of a module."""

    PURE = "pure"
    """Equal inputs give equal outputs, no model involved."""
    PER_FRAME = "per-frame"
    """Every frame is looked at on its own, so frames of many calls share a batch."""
    TEMPORAL = "temporal"
    """Frames must come one after the other, in order of time."""
    GPU = "gpu"
    SEEDED = "seeded"
    """Draws random numbers, from a seed that the result key gives."""


@dataclasses.dataclass(frozen=True)
class Operand:
    """An edge of the graph.

    types: the types accepted, each making a signature of its own. same_as: instead of types, the earlier operand
    whose type this one must share.
    """

    doc: str
    types: tuple[Type, ...] = ()
    same_as: str | None = None
    name: str = ""


class Kind(Protocol):
    """What constants an attribute takes."""

    @property
    def wanted(self) -> str:
        """Say in words what is accepted."""

    def accepts(self, value: Constant) -> bool:
        """Say whether the constant may be written."""

    @property
    def near(self) -> tuple[str, ...]:
        """Give the words to suggest from."""


@dataclasses.dataclass(frozen=True)
class Choice:
    """One of a few fixed words."""

    words: tuple[str, ...]

    @property
    def wanted(self) -> str:
        """List the words."""
        return "one of " + ", ".join(f'"{w}"' for w in self.words)

    def accepts(self, value: Constant) -> bool:
        """Accept the listed words."""
        return value in self.words

    @property
    def near(self) -> tuple[str, ...]:
        """Give the listed words."""
        return self.words


@dataclasses.dataclass(frozen=True)
class Whole:
    """A whole number within bounds, both included."""

    low: int = 0
    high: int = 9999

    @property
    def wanted(self) -> str:
        """Name the bounds."""
        return f"a whole number from {self.low} to {self.high}"

    def accepts(self, value: Constant) -> bool:
        """Accept whole numbers within the bounds."""
        return isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high

    @property
    def near(self) -> tuple[str, ...]:
        """Suggest nothing."""
        return ()


@dataclasses.dataclass(frozen=True)
class DurationS:
    """A length of time in seconds, not negative."""

    @property
    def wanted(self) -> str:
        """Name the unit."""
        return "a number of seconds, not negative"

    def accepts(self, value: Constant) -> bool:
        """Accept numbers from 0."""
        return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0

    @property
    def near(self) -> tuple[str, ...]:
        """Suggest nothing."""
        return ()


@dataclasses.dataclass(frozen=True)
class Words:
    """Any text in double quotes."""

    @property
    def wanted(self) -> str:
        """Say what it is."""
        return "a text in double quotes"

    def accepts(self, value: Constant) -> bool:
        """Accept text."""
        return isinstance(value, str)

    @property
    def near(self) -> tuple[str, ...]:
        """Suggest nothing."""
        return ()


PLACEHOLDER = "{}"
"""What a template has where the value goes."""


@dataclasses.dataclass(frozen=True)
class Template:
    """A text with one place for a value."""

    @property
    def wanted(self) -> str:
        """Say what it must contain."""
        return f"a text in double quotes with {PLACEHOLDER} once, where the value goes"

    def accepts(self, value: Constant) -> bool:
        """Accept text with one place for a value."""
        return isinstance(value, str) and value.count(PLACEHOLDER) == 1

    @property
    def near(self) -> tuple[str, ...]:
        """Suggest nothing."""
        return ()


@dataclasses.dataclass(frozen=True)
class Flag:
    """True or False."""

    @property
    def wanted(self) -> str:
        """Name the two."""
        return "True or False"

    def accepts(self, value: Constant) -> bool:
        """Accept the two."""
        return isinstance(value, bool)

    @property
    def near(self) -> tuple[str, ...]:
        """Give the two."""
        return ("True", "False")


@dataclasses.dataclass(frozen=True)
class Attribute:
    """A constant that a program writes. Required ones stand in order after the operands; optional ones by keyword."""

    doc: str
    kind: Kind
    default: Constant | None = None
    required: bool = False
    name: str = ""


@dataclasses.dataclass(frozen=True)
class Knob:
    """A setting that people and search tune and no program writes.

    refilters: changing it only selects from a stored result; otherwise the model must run again.
    """

    doc: str
    default: float | int
    low: float
    high: float
    scale: str
    refilters: bool
    name: str = ""

    def accepts(self, value: float) -> bool:
        """Say whether the value lies within the bounds."""
        whole = isinstance(self.default, int)
        return self.low <= value <= self.high and (not whole or float(value).is_integer())


_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


def check_name(name: str, what: str) -> None:
    """Refuse a name that programs could not write.

    Raises: ValueError.
    """
    if not _NAME.fullmatch(name) or name in KEYWORDS:
        rule = "a name is up to 64 lower-case letters, digits or underscores, letter first, and no keyword"
        raise ValueError(f"{what} `{name}`: {rule}")


def operand(*types: Type, doc: str, same_as: str | None = None) -> Operand:
    """Declare an operand of one of the types, or of the same type as an earlier operand.

    Raises: ValueError when both or neither are given.
    """
    if bool(types) == bool(same_as):
        raise ValueError("an operand has either types or same_as")
    return Operand(doc, types, same_as)


_REQUIRED = object()


def attribute(kind: Kind, *, doc: str, default: Constant | object | None = _REQUIRED) -> Attribute:
    """Declare a constant; without a default a program must write it.

    Raises: ValueError when the default is not acceptable itself.
    """
    if default is _REQUIRED:
        return Attribute(doc, kind, None, required=True)
    if default is not None and not (isinstance(default, str | int | float | bool) and kind.accepts(default)):
        raise ValueError(f"default {default!r} is not {kind.wanted}")
    return Attribute(doc, kind, default)


def knob(
    default: float | int, *, low: float, high: float, doc: str, scale: str = "linear", refilters: bool = False
) -> Knob:
    """Declare a knob with inclusive bounds; scale is `linear` or `log`.

    Raises: ValueError for a default outside the bounds or an unknown scale.
    """
    if scale not in ("linear", "log") or (scale == "log" and low <= 0):
        raise ValueError(f"scale `{scale}` from {low}: use `linear`, or `log` with bounds above 0")
    if not low <= default <= high:
        raise ValueError(f"default {default} lies outside {low} to {high}")
    return Knob(doc, default, low, high, scale, refilters)
