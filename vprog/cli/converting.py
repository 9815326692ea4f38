"""`convert`: the functional programs of benchmarks as programs of ours."""

from pathlib import Path
from typing import Annotated, Any

import typer

from vprog.benchmarks.convert import BENCHMARKS, Report, convert_file, write_programs
from vprog.cli.options import Json
from vprog.cli.reporting import print_json, reported, say
from vprog.spec import Registry


def convert(
    benchmark: Annotated[str, typer.Argument(help=f"Whose programs: {', '.join(BENCHMARKS)}.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The benchmark's file of questions with programs.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the programs, one file for each.")],
    vocabulary: Annotated[
        Path | None,
        typer.Option(help="The benchmark's own lists of names: AGQA's file of words, STAR's folder of classes."),
    ] = None,
    json: Json = False,
) -> None:
    """Convert a benchmark's programs; what has no counterpart is refused by name."""
    with reported(json_wanted=json):
        if benchmark not in BENCHMARKS:
            message = f"`{benchmark}` is none of {', '.join(BENCHMARKS)}"
            raise typer.BadParameter(message, param_hint="benchmark")
        if vocabulary is not None and BENCHMARKS[benchmark].vocabulary is None:
            raise typer.BadParameter(f"{benchmark} has no lists of names", param_hint="--vocabulary")
        report = convert_file(benchmark, file, Registry.load(), vocabulary)
        paths = write_programs(report, output)
        if json:
            print_json(_record(report, paths))
        else:
            _print(report, output)


def _record(report: Report, paths: tuple[Path, ...]) -> dict[str, Any]:
    converted = zip(report.converted, paths, strict=True)
    return {
        "converted": [{"name": c.source.name, "file": str(path)} for c, path in converted],
        "refused": [
            {"name": r.source.name, "missing": [{"operation": m.operation, "why": m.why} for m in r.missing]}
            for r in report.refused
        ],
        "by_operation": [
            {"operation": missing.operation, "why": missing.why, "programs": programs}
            for missing, programs in report.by_operation.items()
        ],
    }


def _print(report: Report, output: Path) -> None:
    say(f"converted {len(report.converted)}, written to {output}")
    say(f"refused   {len(report.refused)}")
    rows = [(str(number), missing.operation, missing.why) for missing, number in report.by_operation.items()]
    if not rows:
        return
    rows.insert(0, ("programs", "operation", "why"))
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    say("")
    for programs, operation, why in rows:
        say(f"  {programs:>{widths[0]}}  {operation:<{widths[1]}}  {why}")
