"""`audit`: what an answer rests on, and whether it would fall without it."""

from typing import Annotated

import typer

from vprog.audit import AUDITS, FAIL, audit, table
from vprog.cli.options import Cache, Json, Models
from vprog.cli.replaying import TraceFolder, read_edits
from vprog.cli.reporting import ANSWERED, WRONG_INPUT, print_json, reported, say

_GOLD = "A true value to measure against; VALUE is JSON or @FILE, as for `vprog replay --edit`; repeat it."


def audit_trace(
    trace: TraceFolder,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="AUDIT", help=f"Only this audit: {', '.join(AUDITS)}.")
    ] = None,
    gold: Annotated[list[str] | None, typer.Option("--gold", metavar="NAME=VALUE", help=_GOLD)] = None,
    video: Annotated[list[str] | None, typer.Option("--video", help="Where a video lies now, if it has moved.")] = None,
    cache: Cache = None,
    models: Models = None,
    json: Json = False,
) -> None:
    """Doubt an answer: hide what it cites, hide all, change the video; a verdict for each. Exit 1: one failed."""
    with reported(json_wanted=json):
        values = read_edits(gold, "--gold")
        given = audit(trace, gold=values, only=tuple(only or AUDITS), video=video or None, models=models, cache=cache)
        if json:
            print_json([one.to_json() for one in given])
        else:
            for one in given:
                say(f"{one.question or 'program'}  {one.answer}")
                say(f"{table(one)}\n")
        raise typer.Exit(WRONG_INPUT if any(one.verdict == FAIL for one in given) else ANSWERED)
