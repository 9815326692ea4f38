"""How often people who come back are known again by their looks, and how often someone else is taken for them.

The material is the sequence TUD-Campus with its pictures. The boxes are those of the truth, of which each person loses
a stretch in the middle: so what is measured is association alone. Shown are means over several draws of the stretches,
without looks and with them.

Run: python -m tests.bench.bench_known_again FOLDER_OF_MODELS [FOLDER_OF_DATA]
"""

import dataclasses
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.bench_clips import DATA
from tests.bench.tables import table
from vprog.benchmarks.mot.scores import overall, scores
from vprog.benchmarks.mot.sequences import LABEL, rows_of, sequences_in, write_result
from vprog.media import open_video
from vprog.models import ModelFolder
from vprog.modules.osnet import OSNET, OsnetLooks
from vprog.modules.track import Track
from vprog.spec import Sighting
from vprog.values import Box, Boxes, Sampling, Video

AWAY_S = (0.4, 0.8, 1.2, 1.6)
DRAWS = 10
EVERY = 3
"""Every how many frames there is a look: about 8 a second."""
FEWEST = 5
"""Boxes of a person before and after the stretch."""
SHOWN = ("MOTA", "IDF1", "HOTA", "IDSW")


def with_gaps(people: dict[int, list[Box]], away_s: float, rng: np.random.Generator) -> list[Box]:
    kept = []
    for boxes in people.values():
        latest = boxes[-FEWEST].time_s - away_s if len(boxes) > 2 * FEWEST else -1.0
        earliest = boxes[min(FEWEST, len(boxes)) - 1].time_s
        start_s = rng.uniform(earliest, latest) if latest > earliest else np.inf
        kept += [b for b in boxes if not start_s < b.time_s < start_s + away_s]
    return sorted(kept, key=lambda b: (b.frame, b.xyxy))


def main() -> None:
    models, data = Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else DATA
    (sequence,) = sequences_in(data / "tracking" / "mot15" / "TUD-Campus")
    assert sequence.truth is not None
    backend = OsnetLooks()
    found = ModelFolder(models).find(OSNET)
    assert found is not None, f"{models} has no {OSNET.name}"
    backend.paths = {OSNET.name: found.path}
    backend.load()
    stream = backend.open("person", {})
    with open_video(data / "clips" / "tud_campus.mp4") as clip:
        pictures = {frame.index: frame.image for frame in clip.read(range(0, len(clip.times_s), EVERY))}
        times_s = clip.times_s.tolist()
        source = clip.source
    people = defaultdict(list)
    rows = rows_of(sequence.truth)
    for row in sorted(rows[rows[:, 6] > 0].tolist()):
        frame, number, left, top, width, height = int(row[0]) - 1, int(row[1]), *row[2:6]
        if frame in pictures:
            people[number].append(Box(frame, times_s[frame], left, top, left + width, top + height, 0.9, LABEL))
    frames = tuple(sorted(pictures))
    sampling = Sampling(frames, tuple(times_s[f] for f in frames), EVERY / sequence.fps)
    knobs = {knob.name: knob.default for knob in Track.knobs if not knob.refilters}

    def looked_at(things: Sequence[Sequence[Box]]) -> list[list[Sighting]]:
        """Look at five boxes of each, as the engine does at two looks a second of what lasts for seconds."""
        sightings = []
        for thing in things:
            chosen = [thing[int(k)] for k in np.linspace(0, len(thing) - 1, min(5, len(thing)))]
            said = [stream.look([pictures[b.frame]], [np.array([b.xyxy], dtype=np.float32)])[0][0] for b in chosen]
            sightings.append([Sighting(b, finding) for b, finding in zip(chosen, said, strict=True)])
        return sightings

    with tempfile.TemporaryDirectory() as scratch:
        truth = Path(scratch, "truth.txt")
        kept = rows[np.isin(rows[:, 0] - 1, frames)]
        truth.write_text("".join(",".join(f"{cell:.10g}" for cell in row) + "\n" for row in kept), encoding="ascii")
        shown: list[tuple[Any, ...]] = []
        for away_s in AWAY_S:
            each: dict[str, dict[str, Any]] = {"without": {}, "with looks": {}}
            for seed in range(DRAWS):
                items = with_gaps(people, away_s, np.random.default_rng(seed))
                boxes = Boxes(Video.whole(source), sampling, tuple(items), LABEL)
                prepared = Track.prepare(boxes, **knobs)
                for how, sightings in (("without", []), ("with looks", looked_at(prepared.things))):
                    tracks = Track.gather(boxes=boxes, prepared=prepared.value, sightings=sightings, **knobs)
                    tracks = dataclasses.replace(tracks)
                    each[how][str(seed)] = scores(truth, write_result(Path(scratch), how, tracks))
            for how, measured in each.items():
                whole = overall(measured)
                cells = [f"{whole[m]:.1%}" if isinstance(whole[m], float) else whole[m] / DRAWS for m in SHOWN]
                shown.append((f"{away_s} s away", how, *cells))
    sys.stdout.write(table(("", "", *SHOWN), shown) + "\n")


if __name__ == "__main__":
    main()
