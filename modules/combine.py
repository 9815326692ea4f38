"""`combine`: what two searches found, together."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from vprog.modules.spans import followed_in, looked_at
from vprog.spec import module, operand
from vprog.types import Type
from vprog.values import Absent, Look, Spans, Track, Tracks, followed_through, span_order


@module
class Combine:
    """Give both together, each thing once, and nothing merged; of tracks only what is of one video.

    Tracks are numbered anew. One whose boxes are all among those of another is that thing, seen less.
    """

    one = operand(Type.SPANS, Type.TRACKS, doc="the ones")
    other = operand(same_as="one", doc="the others")
    aliases = ("concat", "merge")
    result = "one"
    examples = ("answer = count(combine(tracks_circle, tracks_square))  # 4",)

    @staticmethod
    def compute(one: Spans | Tracks, other: Any) -> object:
        label = one.label if one.label == other.label else ""
        return _tracks_of_both(one, other, label) if isinstance(one, Tracks) else _spans_of_both(one, other, label)


def _spans_of_both(one: Spans, other: Spans, label: str) -> Spans:
    items = tuple(sorted(dict.fromkeys((*one.items, *other.items)), key=span_order))
    return Spans(looked_at(one, other), items, label, followed_in(one, other))


def _tracks_of_both(one: Tracks, other: Tracks, label: str) -> Tracks | Absent:
    if one.video.source != other.video.source:
        return Absent("the tracks are of two videos, which have no common time")
    looks = [Look(tracks.video, tracks.sampling) for tracks in (one, other)]
    both = followed_through(one.video.source, _each_once((*one.items, *other.items)), looks, label=label)
    return dataclasses.replace(both, items=tuple(dataclasses.replace(t, id=n) for n, t in enumerate(both.items, 1)))


def _each_once(tracks: Sequence[Track]) -> list[Track]:
    """Leave out a track that another one holds; of equal ones the first stays."""
    seen = [{(b.frame, b.xyxy) for b in t.boxes} for t in tracks]
    held = (
        any(boxes < more or (boxes == more and first < number) for first, more in enumerate(seen) if first != number)
        for number, boxes in enumerate(seen)
    )
    return [track for track, is_held in zip(tracks, held, strict=True) if not is_held]
