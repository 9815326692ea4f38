"""How a command ends: errors on stderr, their exit codes, and one JSON document whatever happens."""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import typer

from vprog.diagnostics import VprogError, as_text
from vprog.diagnostics.render import as_json, one_line

ANSWERED, WRONG_INPUT, ABSTAINED, OUTSIDE, INTERRUPTED = 0, 1, 3, 4, 130
"""Exit codes; 2 is a usage error and is typer's own."""


def print_json(record: Any) -> None:
    """Print the one document."""
    typer.echo(json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False))


@contextlib.contextmanager
def reported(*, json_wanted: bool, program: str | None = None) -> Iterator[None]:
    """Turn errors into messages and exit codes. program: the text that carets point into."""
    try:
        yield
    except VprogError as error:
        placed = [d for d in error.diagnostics if d.place and program is not None]
        typer.echo(as_text(placed, program or ""), err=True) if placed else None
        for diagnostic in error.diagnostics:
            if diagnostic not in placed:
                typer.echo(one_line(diagnostic), err=True)
        if json_wanted:
            diagnostics = [as_json(d) for d in error.diagnostics]
            print_json({"schema": 1, "answer": None, "status": "failed", "diagnostics": diagnostics})
        raise typer.Exit(error.exit_code) from error
    except KeyboardInterrupt as error:
        typer.echo("interrupted", err=True)
        raise typer.Exit(INTERRUPTED) from error
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`): that is no error, and Python must not complain while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(ANSWERED) from None
