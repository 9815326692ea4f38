"""Worlds that are written down, and a registry whose models read from them: what a converted program finds in them.

Time goes in looks of a quarter of a second, which floats hold exactly.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.engine.running import execute
from vprog.media import VideoFile
from vprog.spec import Registry
from vprog.values import Box, Boxes, Look, Outcome, Sampling, Span, Spans, Track, Tracks, Video, span_order

STEP_S = 0.25
LOOKS = 24
Stretch = tuple[int, int]
"""From one look to another, the second not included."""

REGISTRY = Registry.load()


def run(program: str, models: Mapping[str, Callable[..., object]], clip: VideoFile) -> Outcome:
    """Give what a program answers where these functions stand for the modules of their names."""

    def replaced(name: str) -> Any:
        module = REGISTRY.called(name)
        assert module is not None
        return dataclasses.replace(module, backends=(), gather=None, select=None, compute=models[name])

    kept = [m for m in (*REGISTRY, *REGISTRY.signs) if m.name not in models]
    execution = execute(program, Registry([*kept, *map(replaced, models)]), [clip])
    return execution.known[execution.graph.root]


def found(outcome: Outcome) -> object:
    """Give the value, or "absent"; a failure is none."""
    assert outcome.diagnostic is None, outcome.diagnostic
    return outcome.payload if outcome.has_value else "absent"


@dataclasses.dataclass(frozen=True)
class Seen:
    """A thing at a place of its own, at the upper border of the picture, from one look to another."""

    place: int
    noun: str
    looks: Stretch


def models_of(things: Callable[[str], Sequence[Seen]]) -> dict[str, Callable[..., object]]:
    """Give `detect` and `track` for a world that says which things a noun names."""

    def detect(video: Video, what: str, **_: object) -> Boxes:
        return Boxes(video, _sampling(), (), what)

    def track(boxes: Boxes, **_: object) -> Tracks:
        tracks = [_track(boxes.video, thing, boxes.label) for thing in things(boxes.label)]
        ordered = sorted(tracks, key=lambda t: (t.boxes[0].frame, t.boxes[0].x1))
        numbered = tuple(dataclasses.replace(t, id=n) for n, t in enumerate(ordered, start=1))
        return Tracks(boxes.video, _sampling(), numbered, boxes.label)

    return {"detect": detect, "track": track}


def _sampling() -> Sampling:
    return Sampling(tuple(range(LOOKS)), tuple(n * STEP_S for n in range(LOOKS)), STEP_S)


def _track(video: Video, thing: Seen, label: str) -> Track:
    x1 = 10.0 * thing.place
    boxes = [Box(n, n * STEP_S, x1, 0.0, x1 + 8.0, 8.0, 1.0, label) for n in range(*thing.looks)]
    return Track(video.source, thing.place + 1, label, tuple(boxes), STEP_S)


def place_of(track: Track) -> int:
    return round(track.boxes[0].x1 / 10.0)


def spans_of(tracks: Tracks, stretches: Sequence[tuple[Track, Stretch]]) -> Spans:
    """Give spans with their subjects, as operators on tracks do."""
    items = [Span(t.source, a * STEP_S, b * STEP_S, (t,), 1.0, t.label) for t, (a, b) in stretches]
    look = Look(tracks.video, tracks.sampling)
    return Spans((tracks.video,), tuple(sorted(items, key=span_order)), tracks.label, (look,))


def localize_of(sentences: Mapping[str, Sequence[Stretch]]) -> Callable[..., object]:
    """Give `localize` for a world that says when what a sentence describes happens; all else never does."""

    def localize(video: Video, what: str, **_: object) -> Spans:
        items = [Span(video.source, a * STEP_S, b * STEP_S, label=what) for a, b in sentences.get(what, ())]
        return Spans((video,), tuple(sorted(items, key=span_order)), what)

    return localize
