"""`eval`: measure by a benchmark."""

from pathlib import Path
from typing import Annotated

import typer

from vprog.benchmarks import BENCHMARKS, Report, Request, evaluate, named
from vprog.cli.answering import opened
from vprog.cli.options import Cache, Json, Knobs, Models, NoStore, Profile, read_knobs
from vprog.cli.reporting import print_json, reported, say

_LISTED = "; ".join(f"{b.name}: {b.doc}" for b in BENCHMARKS.values())


def evaluate_by(
    benchmark: Annotated[str, typer.Argument(metavar="NAME", help=f"{_LISTED}.")],
    data: Annotated[Path, typer.Option("--data", help="The benchmark's folder.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Folder for the results, as files.")] = None,
    reference: Annotated[
        Path | None, typer.Option("--reference", help="Folder with another system's results, measured beside.")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Measure no more than so many items.")] = None,
    profile: Profile = None,
    cache: Cache = None,
    models: Models = None,
    no_store: NoStore = False,
    knobs: Knobs = None,
    json: Json = False,
) -> None:
    """Measure by a benchmark: metrics of each item, and of all."""
    with reported(json_wanted=json), opened(profile, cache, models, no_store) as (session, progress):
        chosen = named(benchmark, BENCHMARKS)
        request = Request(data, session, progress, output, limit, read_knobs(knobs), reference)
        report = evaluate(chosen, request)
        progress.close()
        if json:
            print_json({"benchmark": chosen.name, **report.to_json()})
        else:
            _print(report)
            if report.reference is not None:
                say("\nthe reference")
                _print(report.reference)


def _print(report: Report) -> None:
    for note in report.notes:
        say(f"note: {note}", err=True)
    if not report.items:
        return
    rows = [("", *report.overall)]
    for name, metrics in (*report.items.items(), ("all", report.overall)):
        rows.append((name, *(f"{v:.1%}" if isinstance(v, float) else str(v) for v in metrics.values())))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for first, *others in rows:
        cells = (f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
        say("  ".join((f"{first:<{widths[0]}}", *cells)))
