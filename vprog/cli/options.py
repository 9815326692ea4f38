"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from vprog.api import Budget, open_planner
from vprog.diagnostics import Code, Diagnostic, InputError, on_one_line
from vprog.planner import Planner

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else there.")]
Choices = Annotated[list[str] | None, typer.Option("--choice", help="One of the answers to choose from; repeat it.")]
Clip = Annotated[str | None, typer.Option("--clip", metavar="S,E", help="Show only seconds S to E of the video.")]
Profile = Annotated[str | None, typer.Option("--profile", help="Which backends work; default: the best at hand.")]
Cache = Annotated[Path | None, typer.Option("--cache", help="Folder for traces; default: the user's cache folder.")]
Models = Annotated[
    Path | None,
    typer.Option("--models", help="Folder of model files; default: $VPROG_MODELS, else the user's data folder."),
]
Spend = Annotated[
    str | None,
    typer.Option("--budget", metavar="seconds=S,frames=N", help="What may be spent; then: a partial answer."),
]
NoStore = Annotated[bool, typer.Option("--no-store", help="Keep no results and use none of earlier runs.")]
Knobs = Annotated[list[str] | None, typer.Option("--set", metavar="MODULE.KNOB=VALUE", help="Turn a knob; repeat it.")]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="OUT.html", help="Also write all of it as a page to read.")
]
PlannerName = Annotated[
    str | None, typer.Option("--planner", help="Who writes the program: rules, the default, or llm, a language model.")
]
Llm = Annotated[
    list[str] | None,
    typer.Option("--llm", metavar="NAME=VALUE", help="A setting of the language model, as in vprog.toml; repeat it."),
]
Program = Annotated[Path, typer.Argument(metavar="PROGRAM.vp", help="A program file; - reads standard input.")]


def read_clip(text: str | None) -> tuple[float, float] | None:
    """Read `S,E`.

    Raises: typer.BadParameter.
    """
    if text is None:
        return None
    try:
        start_s, end_s = (float(part) for part in text.split(","))
    except ValueError as error:
        raise _unreadable("--clip", f"`{text}` is not S,E: two numbers of seconds") from error
    return start_s, end_s


def read_budget(text: str | None) -> Budget | None:
    """Read `seconds=S,frames=N`, either or both.

    Raises: typer.BadParameter.
    """
    if text is None:
        return None
    limits: dict[str, float] = {}
    for part in text.split(","):
        name, _, value = (piece.strip() for piece in part.partition("="))
        try:
            limits[name] = float(value) if name == "seconds" else int(value)
            if name not in ("seconds", "frames"):
                raise ValueError(name)
        except ValueError as error:
            raise _unreadable("--budget", f"`{part}` is neither seconds=NUMBER nor frames=WHOLE NUMBER") from error
    try:
        frames = limits.get("frames")
        return Budget(limits.get("seconds"), None if frames is None else int(frames))
    except ValueError as error:
        raise _unreadable("--budget", str(error)) from error


def read_knobs(texts: list[str] | None) -> dict[str, float | int]:
    """Read `module.knob=value`, each as often as given.

    Raises: typer.BadParameter.
    """
    knobs: dict[str, float | int] = {}
    for text in texts or []:
        name, equals, value = text.partition("=")
        try:
            number = float(value)
        except ValueError:
            equals = ""
        if not equals:
            raise _unreadable("--set", f"`{text}` is not MODULE.KNOB=NUMBER")
        knobs[name.strip()] = int(number) if number.is_integer() and "." not in value else number
    return knobs


def read_planner(name: str | None, settings: list[str] | None) -> Planner:
    """Give the planner of that name; settings: `name=value`, each as often as given.

    Raises: typer.BadParameter; InputError for a planner or a setting that does not exist.
    """
    given: dict[str, object] = {}
    for text in settings or []:
        key, equals, value = text.partition("=")
        if not equals:
            raise _unreadable("--llm", f"`{text}` is not NAME=VALUE")
        given[key.strip()] = value
    return open_planner(name, **given)


def _unreadable(option: str, message: str) -> typer.BadParameter:
    return typer.BadParameter(on_one_line(message), param_hint=option)


def read_program(path: Path) -> str:
    """Read a program's text, with or without the mark of byte order that some editors put in front.

    Raises: InputError naming the file and the cause.
    """
    name = "standard input" if str(path) == "-" else str(path)
    try:
        data = typer.get_binary_stream("stdin").read() if str(path) == "-" else path.read_bytes()
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        message = f"the program {name} cannot be read: {error.strerror or error}"
        raise InputError(Diagnostic(Code("VP0505"), message, found=name)) from error
    except UnicodeDecodeError as error:
        message = f"the program {name} cannot be read: byte {error.start} is not text in UTF-8"
        raise InputError(Diagnostic(Code("VP0505"), message, found=name, hint="save it as UTF-8")) from error
