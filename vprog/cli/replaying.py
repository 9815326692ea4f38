"""`replay`: the answer that a trace holds, and what it becomes when a value is corrected."""

import json as json_format
from pathlib import Path
from typing import Annotated, Any

import typer

from vprog.api import Answer, replay
from vprog.cli.answering import exit_code
from vprog.cli.options import Cache, Json, Models
from vprog.cli.reporting import print_json, reported, say
from vprog.cli.showing import print_answer
from vprog.diagnostics import Code, Diagnostic, InputError
from vprog.report import read_run

TraceFolder = Annotated[Path, typer.Argument(metavar="TRACE", help="A trace folder.")]
_FORMS = (
    "Put a value in the place of another; repeat it. VALUE is JSON, or @FILE that holds it: a number, a text; "
    '{"keep": [1, 3]} or {"drop": [2]} by the ids of tracks, else by place; [[2, 3.5], …] for spans in seconds; '
    '{"absent": "why"}; or what a trace keeps.'
)


def replay_trace(
    trace: TraceFolder,
    edit: Annotated[list[str] | None, typer.Option("--edit", metavar="NAME=VALUE", help=_FORMS)] = None,
    video: Annotated[
        list[str] | None, typer.Option("--video", help="Where a video lies now, for edits that look at it again.")
    ] = None,
    cache: Cache = None,
    models: Models = None,
    json: Json = False,
) -> None:
    """Give the answer that a trace holds; with --edit, what it becomes when a value is corrected."""
    with reported(json_wanted=json):
        edits = read_edits(edit)
        given = replay(trace, edits, video=video or None, models=models, cache=cache)
        answers = [given] if isinstance(given, Answer) else list(given)
        for note in read_run(trace).notes:
            say(f"note: {note}", err=True)
        if json:
            print_json(answers[0].to_json() if len(answers) == 1 else [answer.to_json() for answer in answers])
        else:
            for answer in answers:
                _print(answer)
        raise typer.Exit(max(exit_code(answer) for answer in answers))


def _print(answer: Answer) -> None:
    if answer.parent is not None:
        say(f"changed, since {len(answer.ran)} node{'s' * (len(answer.ran) != 1)} ran again")
        for change in answer.changes:
            say(f"  {change.name}: {change.before or 'not computed'}")
            say(f"  {' ' * len(change.name)}→ {change.after or 'not needed'}")
        if not answer.changes:
            say("  nothing")
        say("")
    print_answer(answer)


def read_edits(texts: list[str] | None, option: str = "--edit") -> dict[str, Any]:
    """Read `name=JSON` and `name=@file`, each as often as given.

    Raises: typer.BadParameter for what is no such text, InputError for a file that cannot be read or is no JSON.
    """
    edits: dict[str, Any] = {}
    for text in texts or []:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            raise typer.BadParameter(f"`{text}` is not NAME=VALUE or NAME=@FILE", param_hint=option)
        edits[name] = _read(name, value)
    return edits


def _read(name: str, value: str) -> Any:
    where, text = "the command line", value
    try:
        if value.startswith("@"):
            where = value[1:]
            text = Path(where).read_text(encoding="utf-8-sig")
        return json_format.loads(text)
    except OSError as error:
        message = f"the value of `{name}` cannot be read: {where}: {error.strerror or error}"
        raise InputError(Diagnostic(Code("VP0505"), message, hint="give NAME=@FILE, a file of JSON")) from error
    # Text that is neither UTF-8 nor JSON, brackets without end.
    except (ValueError, RecursionError) as error:
        message = f"the value of `{name}` in {where} is no JSON: {error}"
        hint = "a text stands in quotes, inside those of the shell: --edit 'color=\"red\"'"
        raise InputError(Diagnostic(Code("VP0505"), message, found=text[:80], hint=hint)) from error
