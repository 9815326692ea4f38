"""`report`: a trace as a page."""

from pathlib import Path
from typing import Annotated

import typer

from vprog.cli.options import Json
from vprog.cli.reporting import print_json, reported, say
from vprog.report import write_report

Trace = Annotated[Path, typer.Argument(metavar="TRACE", help="The folder of a trace; `vprog ask` says where it is.")]


def report(
    trace: Trace,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT.html", help="The file to write.")],
    blur_faces: Annotated[bool, typer.Option("--blur-faces", help="Blur the faces that are found in it.")] = False,
    no_frames: Annotated[bool, typer.Option("--no-frames", help="Leave the pictures of the video out.")] = False,
    json: Json = False,
) -> None:
    """Write a trace as one HTML file: the answer, the program with its values, the pictures, the graph, the cost."""
    with reported(json_wanted=json):
        path = write_report(trace, output, blur_faces=blur_faces, pictures=not no_frames)
        if json:
            print_json({"report": str(path), "bytes": path.stat().st_size})
        else:
            say(f"report {path}")
