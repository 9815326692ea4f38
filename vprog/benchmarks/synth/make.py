"""Make a folder of clips with their truth and questions; equal seeds give equal folders."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from vprog.benchmarks.synth.choosing import Chooser, Item
from vprog.benchmarks.synth.facts import Facts
from vprog.benchmarks.synth.happenings import over_time
from vprog.benchmarks.synth.questions import drafts, drafts_of_two
from vprog.benchmarks.synth.render import frames
from vprog.benchmarks.synth.scene import Scene
from vprog.benchmarks.synth.staging import stage_scene
from vprog.benchmarks.synth.truth import Recorder, Truth
from vprog.diagnostics import Code, Diagnostic, OutsideError
from vprog.media import write_clip

Told = Callable[[str, float], None]
"""Told what is being done, and which share of all of it is done."""


def make_synth(
    folder: Path,
    clips: int,
    questions: int,
    seed: int,
    *,
    level: int | None = None,
    duration_s: float | None = None,
    held_out: Path | None = None,
    progress: Told | None = None,
) -> list[Item]:
    """Write `clip_0000.mp4` and so on, `truth/` and `qa.jsonl` into a folder, and give the questions.

    level: 1 to 3; all of them when not given. duration_s: of each clip; eight to twelve seconds when not given. A clip
    is drawn and written frame by frame, so that any length can be made. There may be fewer questions than asked for
    when the clips do not hold as many clear-cut ones. held_out: wordings to take in place of the held-out ones.
    Raises: OutsideError when the folder cannot be written to.
    """
    items: list[Item] = []
    try:
        (folder / "truth").mkdir(parents=True, exist_ok=True)
        with (folder / "qa.jsonl").open("w", encoding="utf-8") as file:
            for item in _items(folder, clips, questions, seed, level, duration_s, held_out, progress):
                file.write(json.dumps(item.record, ensure_ascii=False) + "\n")
                items.append(item)
    except OSError as error:
        message = f"the clips cannot be written to {folder}: {error.strerror or error}"
        hint = "free some space, or name another folder with -o"
        raise OutsideError(Diagnostic(Code("VP0505"), message, found=str(folder), hint=hint)) from error
    return items


def _items(
    folder: Path,
    clips: int,
    questions: int,
    seed: int,
    level: int | None,
    duration_s: float | None,
    held_out: Path | None,
    told: Told | None,
) -> Iterator[Item]:
    # Not the stream that the scenes are drawn from: more questions of the same seed are asked of the same clips.
    rng = np.random.default_rng([seed, 2**31])
    chooser, asked, before = Chooser(rng, held_out), 0, None
    for number in range(clips):
        if told:
            told(f"clip {number + 1} of {clips}", number / clips)
        scene = stage_scene(f"clip_{number:04d}", seed, number, level, duration_s)
        facts = Facts(_filmed(folder, scene), f"{scene.name}.mp4")
        every = list(drafts(facts, rng))
        if before is not None:
            every += drafts_of_two(before, facts)
        due = round(questions * (number + 1) / clips) - asked
        for draft in chooser.choose(every, due):
            asked += 1
            yield chooser.worded(draft, f"{scene.name}_{asked:05d}", facts.video, scene.level)
        before = facts


def _filmed(folder: Path, scene: Scene) -> Truth:
    """Draw a scene into an mp4 file, and write down and give its truth."""
    with (folder / "truth" / f"{scene.name}.json").open("w", encoding="utf-8") as file:
        recorder = Recorder(scene, file)
        write_clip(folder / f"{scene.name}.mp4", recorder.images(frames(scene)), scene.rate_fps)
        truth = recorder.truth()
        recorder.finish(over_time(truth))
    return truth
