"""What is drawn on the pictures of a page: a layer for the evidence, and one for each value with boxes or masks."""

import dataclasses
from collections.abc import Mapping, Sequence

from vprog.report.pictures import Pictures
from vprog.report.recorded import RecordedFrame
from vprog.report.shapes import Shape, Spot, boxed, shapes_of
from vprog.values import Evidence, Source

MAX_SHAPES = 12_000
"""Drawn on all pictures of a page together."""
_SHOWN_LAYERS = 3
"""Where there are more values, all but the last are hidden at first."""
_SAME_S = 1e-6


@dataclasses.dataclass(frozen=True)
class Layer:
    """Something that is drawn on the pictures. colour: one of the style sheet's. payload: the value, if it is one."""

    id: str
    title: str
    colour: int
    payload: object = None
    shown: bool = True
    """From the beginning."""


EVIDENCE = Layer("evidence", "evidence of the answer", 0)


@dataclasses.dataclass(frozen=True)
class FrameView:
    """One picture. shapes: what each layer draws on it, by the layer's id, in pixels of the source."""

    number: int
    source: Source
    time_s: float
    frame: int
    uri: str | None
    shapes: Mapping[str, Sequence[Shape]]


def draw_frames(
    frames: Sequence[RecordedFrame],
    sources: Sequence[Source],
    pictures: Pictures,
    evidence: Sequence[Evidence],
    values: Sequence[Layer],
) -> tuple[tuple[Layer, ...], tuple[FrameView, ...], tuple[str, ...]]:
    """Give the layers that draw anything, the pictures with their shapes, and what was left out.

    Boxes and masks are drawn where a value has them in that very frame: nothing is moved or made up between frames.
    """
    spots = {(frame.video, frame.frame) for frame in frames}
    drawn: dict[str, dict[Spot, list[Shape]]] = {EVIDENCE.id: _of_evidence(evidence, frames)}
    drawn |= {layer.id: shapes_of(layer.payload, spots) for layer in values}
    # The evidence first, then the last values: the closest to the answer.
    order = [EVIDENCE.id, *(layer.id for layer in reversed(values))]
    left_out = _cut(drawn, order)
    known = {source.digest: source for source in sources}
    views = tuple(
        FrameView(
            number,
            known[frame.video],
            frame.time_s,
            frame.frame,
            pictures.uri(number),
            _on((frame.video, frame.frame), drawn),
        )
        for number, frame in enumerate(frames)
        if frame.video in known
    )
    layers = [layer for layer in (EVIDENCE, *values) if drawn[layer.id]]
    hidden = {layer.id for layer in values[:-1]} if len(layers) > _SHOWN_LAYERS else set()
    shown = tuple(dataclasses.replace(layer, shown=layer.id not in hidden) for layer in layers)
    notes = (f"{left_out:,} boxes are not drawn on the pictures: there are too many",) if left_out else ()
    return shown, views, notes


def _on(spot: Spot, drawn: Mapping[str, Mapping[Spot, Sequence[Shape]]]) -> dict[str, Sequence[Shape]]:
    return {key: shapes[spot] for key, shapes in drawn.items() if spot in shapes}


def _of_evidence(evidence: Sequence[Evidence], frames: Sequence[RecordedFrame]) -> dict[Spot, list[Shape]]:
    boxes = [(piece.source, time_s, tuple(corners)) for piece in evidence for time_s, *corners in piece.boxes]
    drawn: dict[Spot, list[Shape]] = {}
    for frame in frames:
        here = dict.fromkeys(c for source, t, c in boxes if source == frame.video and abs(t - frame.time_s) < _SAME_S)
        if here:
            drawn[frame.video, frame.frame] = [boxed((x1, y1, x2, y2), "") for x1, y1, x2, y2 in here]
    return drawn


def _cut(drawn: dict[str, dict[Spot, list[Shape]]], order: Sequence[str]) -> int:
    """Leave out layers' shapes beyond what a page can hold, in this order; give how many were left out."""
    room, left_out = MAX_SHAPES, 0
    for key in order:
        for spot, shapes in drawn[key].items():
            left_out += max(0, len(shapes) - room)
            drawn[key][spot] = shapes[:room]
            room -= len(drawn[key][spot])
    return left_out
