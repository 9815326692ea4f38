"""`export`: traces as files that other programs read."""

from pathlib import Path
from typing import Annotated

import typer

from vprog.cli.options import Json
from vprog.cli.reporting import print_json, reported, say
from vprog.report.exports import FORMATS, LAYOUTS, export


def export_traces(
    traces: Annotated[list[Path], typer.Argument(metavar="TRACE...", help="Trace folders.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file; for parquet a folder.")],
    format_: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")],
    name: Annotated[str | None, typer.Option("--name", help="Only the value that programs call so.")] = None,
    layout: Annotated[str, typer.Option("--layout", help=f"Of jsonl: one of {', '.join(LAYOUTS)}.")] = "pairs",
    video: Annotated[str | None, typer.Option("--video", help="Of mp4: where the video lies now.")] = None,
    json: Json = False,
) -> None:
    """Write what traces hold as tables, COCO, MOT, WebVTT, an annotated film or training data."""
    with reported(json_wanted=json):
        written = export(traces, format_, output, name=name, layout=layout, video=video)
        if json:
            print_json({"written": [str(path) for path in written]})
        else:
            for path in written:
                say(str(path))
