"""How a command ends: errors on stderr, their exit codes, and one JSON document whatever happens."""

import contextlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import typer

from vprog.diagnostics import Code, Diagnostic, VprogError, as_json, as_text, json_escaped, printable
from vprog.diagnostics.render import one_line

ANSWERED, WRONG_INPUT, ABSTAINED, OUTSIDE, INTERRUPTED = 0, 1, 3, 4, 130
"""Exit codes; 2 is a usage error and is typer's own."""


def say(text: str, *, err: bool = False) -> None:
    """Print a line for people; what a terminal would obey instead of showing is shown as an escape."""
    with _writing():
        typer.echo(printable(text), err=err)


def print_program(text: str) -> None:
    """Print a program or grammar: for people on a terminal, else as the very text that a file holds."""
    with _writing():
        if sys.stdout.isatty():
            typer.echo(printable(text), nl=False)
            return
        # In UTF-8 wherever it goes: no other encoding is read back.
        stream = typer.get_binary_stream("stdout")
        stream.write(text.encode("utf-8"))
        stream.flush()


def print_json(record: Any) -> None:
    """Print the one document."""
    readable = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    with _writing():
        typer.echo(json_escaped(json.dumps(record, ensure_ascii=not readable, indent=2, allow_nan=False)))


class _OutputError(Exception):
    """What we print can no longer be written."""


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        # Whoever read our output has gone (`| head`): that is no error.
        raise _OutputError from error
    except OSError as error:
        raise _OutputError(f"the output cannot be written: {error.strerror or error}") from error


@contextlib.contextmanager
def _until_output_ends() -> Iterator[None]:
    try:
        yield
    except _OutputError as error:
        # Python must not complain while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not str(error):
            raise typer.Exit(ANSWERED) from None
        with contextlib.suppress(_OutputError):
            say(one_line(Diagnostic(Code("VP0505"), str(error), hint="free some space")), err=True)
        raise typer.Exit(OUTSIDE) from error


@contextlib.contextmanager
def reported(*, json_wanted: bool, program: str | None = None) -> Iterator[None]:
    """Turn errors into messages and exit codes. program: the text that carets point into."""
    with _until_output_ends():
        try:
            yield
        except VprogError as error:
            _explain(error.diagnostics, program)
            if json_wanted:
                _print_unanswered("failed", error.diagnostics)
            raise typer.Exit(error.exit_code) from error
        except typer.BadParameter as error:
            if json_wanted:
                _print_unanswered("failed", [Diagnostic(Code("VP0505"), error.format_message())])
            raise
        except KeyboardInterrupt as error:
            say("interrupted", err=True)
            if json_wanted:
                _print_unanswered("interrupted", [])
            raise typer.Exit(INTERRUPTED) from error


def _explain(diagnostics: Sequence[Diagnostic], program: str | None) -> None:
    placed = [d for d in diagnostics if d.place and program is not None]
    if placed:
        say(as_text(placed, program or ""), err=True)
    for diagnostic in diagnostics:
        if not (diagnostic.place and program is not None):
            say(one_line(diagnostic), err=True)


def _print_unanswered(status: str, diagnostics: Sequence[Diagnostic]) -> None:
    record = {"schema": 1, "answer": None, "status": status, "diagnostics": [as_json(d) for d in diagnostics]}
    print_json(record)
