"""Own association beside the trackers of a kept library, from the same boxes, by the same measure, in one run.

The library is `trackers` (the extra `eval`). Its trackers work online, with their defaults and the sequence's own rate;
`filled` draws straight lines through their gaps and smooths the boxes, as `track` does with its own. `best` takes for
each of them the least score of a box and the buffer that suit it best on this very material; `track` has one setting
for all.

Run: python -m tests.bench.bench_tracking [FOLDER_OF_SEQUENCES [FOLDER_OF_REFERENCE_RESULTS]]
"""

import itertools
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import supervision
import trackers

from tests.bench.bench_clips import DATA
from tests.bench.tables import table
from vprog.api import Session
from vprog.benchmarks import BENCHMARKS, Request, evaluate
from vprog.benchmarks.evaluation import Metrics
from vprog.benchmarks.mot.scores import overall, scores
from vprog.benchmarks.mot.sequences import Sequence as MotSequence
from vprog.benchmarks.mot.sequences import boxes_of, sequences_in, write_result
from vprog.modules.track.fill import filled
from vprog.modules.track.smooth import smoothed
from vprog.values import Box, Boxes, Track, Tracks

ONLINE = {
    "SORT": trackers.SORTTracker,
    "ByteTrack": trackers.ByteTrackTracker,
    "OC-SORT": trackers.OCSORTTracker,
    "C-BIoU": trackers.CBIoUTracker,
}
"""Those that need no pictures."""
LEAST_SCORES = (0.0, 0.5, 0.88)
BUFFERS_FRAMES = (30, 60)
SHOWN = ("MOTA", "IDF1", "HOTA", "IDSW")


def online(name: str, boxes: Boxes, fps: float, least_score: float, buffer_frames: int) -> Iterator[list[Box]]:
    """Give the boxes of each thing that an online tracker follows, in order of time."""
    tracker = ONLINE[name](lost_track_buffer=buffer_frames, frame_rate=fps)
    of_frame = defaultdict(list)
    for box in boxes.items:
        if box.score >= least_score:
            of_frame[box.frame].append(box)
    things = defaultdict(list)
    for frame in boxes.sampling.indices:
        here = of_frame[frame]
        detections = supervision.Detections(
            xyxy=np.array([b.xyxy for b in here], dtype=np.float32).reshape(-1, 4),
            confidence=np.array([b.score for b in here], dtype=np.float32),
            class_id=np.zeros(len(here), dtype=int),
            data={"row": np.arange(len(here))},
        )
        found = tracker.update(detections)
        for number, row in zip(found.tracker_id, found.data.get("row", ()), strict=True):
            if number >= 0:
                things[int(number)].append(here[row])
    yield from things.values()


def tracks_of(boxes: Boxes, things: Sequence[Sequence[Box]], *, fill: bool) -> Tracks:
    step_s = boxes.sampling.step_s
    smooth_s = float(BENCHMARKS["mot"].knobs["track.smooth_s"])
    whole = [smoothed(filled(t, boxes.sampling), smooth_s, step_s) if fill else tuple(t) for t in things]
    items = (Track(boxes.video.source, n, boxes.label, thing, step_s) for n, thing in enumerate(whole, start=1))
    return Tracks(boxes.video, boxes.sampling, tuple(items), boxes.label)


def measured(found: Mapping[str, tuple[MotSequence, Tracks]]) -> Metrics:
    with tempfile.TemporaryDirectory() as folder:
        each = {
            n: scores(s.truth, write_result(Path(folder), n, tracks)) for n, (s, tracks) in found.items() if s.truth
        }
    return overall(each)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "tracking" / "mot15"
    reference = Path(sys.argv[2]) if len(sys.argv) > 2 else DATA / "tracking" / "sort_reference_tracks"
    began = time.perf_counter()
    request = Request(folder, Session("embedded", store=False), lambda _title, _share: None, reference=reference)
    report = evaluate(BENCHMARKS["mot"], request)
    rows = [("track", "", report.overall, time.perf_counter() - began)]
    if report.reference is not None:
        rows.append(("reference results", "", report.reference.overall, 0.0))
    given = {s.name: (s, boxes_of(s, s.detections)) for s in sequences_in(folder) if s.detections and s.truth}
    for name in ONLINE:
        tried = []
        for least, buffer in itertools.product(LEAST_SCORES, BUFFERS_FRAMES):
            began = time.perf_counter()
            things = {n: [*online(name, boxes, s.fps, least, buffer)] for n, (s, boxes) in given.items()}
            took_s = time.perf_counter() - began
            for fill in (False, True):
                found = {n: (s, tracks_of(boxes, things[n], fill=fill)) for n, (s, boxes) in given.items()}
                how = f"least score {least}, buffer {buffer}{', filled' * fill}"
                tried.append((name, how, measured(found), took_s))
        rows += [tried[0], ("  best", *max(tried, key=lambda row: row[2]["IDF1"])[1:])]
    cells = [(n, how, *(_cell(metrics[m]) for m in SHOWN), f"{took_s:.1f}") for n, how, metrics, took_s in rows]
    sys.stdout.write(table(("tracker", "how", *SHOWN, "seconds"), cells) + "\n")


def _cell(value: float) -> str:
    return f"{value:.1%}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
