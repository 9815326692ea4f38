"""`synth`: clips that are made up, with exact truth and questions."""

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from vprog.benchmarks.synth import LEVELS, make_synth
from vprog.cli.options import Json
from vprog.cli.progress import ProgressLine
from vprog.cli.reporting import print_json, reported, say


def synth(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for clips, truth and questions.")],
    clips: Annotated[int, typer.Option("--clips", min=1, max=9999, help="How many clips.")] = 10,
    questions: Annotated[int, typer.Option("--questions", min=0, help="How many questions, over all clips.")] = 100,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Equal seeds give equal clips and questions.")] = 0,
    level: Annotated[
        int | None,
        typer.Option("--level", min=LEVELS[0], max=LEVELS[-1], help="How hard to see; all levels when left out."),
    ] = None,
    seconds: Annotated[
        float | None, typer.Option("--seconds", min=1.0, help="How long each clip lasts; else eight to twelve.")
    ] = None,
    json: Json = False,
) -> None:
    """Make clips of moving shapes, with their exact truth and questions whose answers are known."""
    with reported(json_wanted=json), contextlib.closing(ProgressLine()) as progress:
        items = make_synth(output, clips, questions, seed, level=level, duration_s=seconds, progress=progress)
        found = {"folder": str(output), "clips": clips, "questions": len(items), "seed": seed}
        if json:
            print_json(found)
        else:
            say(f"{output}: {clips} clips with their truth, {len(items)} questions in qa.jsonl")
            if len(items) < questions:
                say(f"note: the clips hold no more than {len(items)} clear-cut questions; make more clips", err=True)
