"""How things lie to each other in the picture, as spans that carry the things of the first operand.

Compared are the boxes of both in every frame that both were looked for in and seen in. A look or two in which it does
not hold, or one of them is missed, does not end a stretch; one that is too short is none. A thing is never compared
with itself, found once or twice. There is a span for every pair: of two that meet in one set, each is the subject of
one. Where both were never looked for in one frame each relation is absent.
"""

from collections.abc import Callable, Iterator

import numpy as np

from vprog.modules.pairs import aligned, area, one_thing, shared_area
from vprog.modules.stretches import Held, stretches
from vprog.modules.trajectory import Array
from vprog.spec import Module, knob, module, operand
from vprog.spec.declare import Knob
from vprog.types import Type
from vprog.values import Absent, Interval, Look, Span, Spans, Track, Tracks, intersect, span_order, union

_LOOKS_BRIDGED = 1.5
"""One missed look never ends a stretch, however seldom one looks."""
_MAX_GAP = knob(0.5, low=0.0, high=10.0, doc="how far apart is near, in mean diagonals of the two boxes")

Holds = Callable[..., Held]
"""From the boxes of one thing and of many others, and settings by name, when it holds."""


def _offset(one: Array, other: Array) -> tuple[Array, Array]:
    """Give how far the centres lie apart, to the right and down, and half the sum of the sides, in pixels."""
    apart = (one[..., :2] + one[..., 2:] - other[..., :2] - other[..., 2:]) / 2
    sides = (one[..., 2:] - one[..., :2] + other[..., 2:] - other[..., :2]) / 2
    return apart, sides


def _mean_diagonal(one: Array, other: Array) -> Array:
    sides = (one[..., 2:] - one[..., :2], other[..., 2:] - other[..., :2])
    return np.asarray(sum(np.hypot(s[..., 0], s[..., 1]) for s in sides) / 2)


def _near(one: Array, other: Array, max_gap: float) -> Held:
    apart, sides = _offset(one, other)
    gap = np.maximum(np.abs(apart) - sides, 0.0)
    return np.asarray(np.hypot(gap[..., 0], gap[..., 1]) <= max_gap * _mean_diagonal(one, other))


def _touching(one: Array, other: Array, tolerance: float) -> Held:
    apart, sides = _offset(one, other)
    ratio = apart / np.maximum(sides, 1e-9)
    return np.asarray(np.hypot(ratio[..., 0], ratio[..., 1]) <= 1.0 + tolerance)


def _within(one: Array, other: Array, min_share: float) -> Held:
    return np.asarray((shared_area(one, other) >= min_share * area(one)) & (area(one) < area(other)))


def _beyond(axis: int, sign: int) -> Holds:
    """Give when the centre of each box lies beyond the edge of the other, on that side."""

    def holds(one: Array, other: Array) -> Held:
        apart, _ = _offset(one, other)
        reach = np.maximum(one[..., 2 + axis] - one[..., axis], other[..., 2 + axis] - other[..., axis]) / 2
        return np.asarray(sign * apart[..., axis] > reach)

    return holds


class _Looks:
    """The frames of one visible stretch that both were looked for in."""

    def __init__(self, tracks: Tracks, others: Tracks, cut: Interval) -> None:
        common = tracks.sampling.within([cut])
        also = set(others.sampling.within([cut]).indices)
        kept = [(f, t) for f, t in zip(common.indices, common.times_s, strict=True) if f in also]
        self.cut = cut
        self.frames = tuple(f for f, _ in kept)
        self.times_s = tuple(t for _, t in kept)
        self._tracks = tracks

    def ends_s(self, track: Track) -> tuple[float, ...]:
        """Give when each look stops standing for something."""
        return tuple(self._tracks.stands_until_s(t, track.step_s) for t in self.times_s)

    def span(self, track: Track, start_s: float, end_s: float) -> Span:
        # The frame shown at an instant begins before it.
        seen = intersect([Interval(start_s, end_s)], [self.cut])
        stretch = seen[0] if seen else self.cut
        return Span(track.source, stretch.start_s, stretch.end_s, (track,), track.score, track.label)


Found = Callable[[_Looks, Track, Array, Array], Iterator[tuple[float, float]]]
"""From the looks, the subject, its boxes and those of many others, from when to when each pair does it."""


def _compared(tracks: Tracks, others: Tracks, found: Found) -> Spans | Absent:
    """Give a span for every time that a thing of `tracks` does it with a thing of `others`."""
    if tracks.video.source != others.video.source:
        return Absent("the things are of two videos: they lie in no common picture")
    cuts = intersect(tracks.video.cuts, others.video.cuts)
    watched = [looks for looks in (_Looks(tracks, others, cut) for cut in cuts) if looks.frames]
    if not watched:
        return Absent("they were never looked for in the same frame, so it is not known how they lie")
    items = [
        looks.span(track, start_s, end_s)
        for looks in watched
        for track, box, rest in _paired(tracks, others, looks)
        for start_s, end_s in found(looks, track, box, rest)
    ]
    view, look = tracks.video.keep(cuts), Look(tracks.video, tracks.sampling)
    return Spans((view,), tuple(sorted(items, key=span_order)), tracks.label, (look,))


def _paired(tracks: Tracks, others: Tracks, looks: _Looks) -> Iterator[tuple[Track, Array, Array]]:
    """Give each thing with its boxes and those of all others; a thing is none of its own others."""
    boxes, against = aligned(tracks.items, looks.frames), aligned(others.items, looks.frames)
    for track, box in zip(tracks.items, boxes, strict=True):
        yield track, box, against[~one_thing(box, against)]


def _relation(
    name: str, doc: str, example: str, holds: Holds, *, lasting_s: float = 0.3, settings: dict[str, Knob] | None = None
) -> Module:
    """Declare a relation that holds, or not, look by look."""

    class Relation:
        __doc__ = doc
        tracks = operand(Type.TRACKS, doc="the things that it is told of")
        others = operand(Type.TRACKS, doc="the things that they are compared with")
        min_s = knob(lasting_s, low=0.0, high=10.0, doc="what holds for less than this many seconds is passed over")
        bridge_s = knob(0.3, low=0.0, high=10.0, doc="what fails to hold for less than this many seconds goes on")
        result = Type.SPANS
        examples = (example,)

        @staticmethod
        def compute(tracks: Tracks, others: Tracks, min_s: float, bridge_s: float, **given: float) -> Spans | Absent:
            def found(looks: _Looks, track: Track, box: Array, rest: Array) -> Iterator[tuple[float, float]]:
                ends_s, bridged_s = looks.ends_s(track), max(bridge_s, _LOOKS_BRIDGED * track.step_s)
                # Where the view is shorter than that, holding throughout is all that can be asked.
                least_s = min(min_s, ends_s[-1] - looks.times_s[0])
                for held in holds(box, rest, **given):
                    if held.any():
                        for a, b in stretches(held, looks.times_s, ends_s, bridge_s=bridged_s, least_s=least_s):
                            yield looks.times_s[a], ends_s[b]

            return _compared(tracks, others, found)

    Relation.name = name  # type: ignore[attr-defined]  # read by `module`, as written in a class body
    for setting, declared in (settings or {}).items():
        setattr(Relation, setting, declared)
    return module(Relation)


NEAR = _relation(
    "near",
    "Give the stretches in which something is near something else; what touches or overlaps is near.",
    "spans_close = near(tracks_people, tracks_car)",
    _near,
    settings={"max_gap": _MAX_GAP},
)
MEETS = _relation(
    "meets",
    "Give the stretches in which something touches something else, from first contact to its end.\n\n"
    "Things are taken to fill the ellipse inscribed in their boxes: hardly anything fills the corners, and of two\n"
    "circles the corners of the boxes overlap long before they touch. Squares that meet corner to corner are missed.",
    "answer = count(meets(tracks_ball, tracks_box))",
    _touching,
    lasting_s=0.0,
    settings={"tolerance": knob(0.05, low=0.0, high=1.0, doc="gap that is still contact, as a share of the distance")},
)
INSIDE = _relation(
    "inside",
    "Give the stretches in which most of something lies in the box of something larger.",
    "answer = exists(inside(tracks_ball, tracks_box))",
    _within,
    settings={"min_share": knob(0.7, low=0.05, high=1.0, doc="share of its box that must lie in the other")},
)
_BESIDE = "each one's middle lies beyond the other's edge, whatever the difference in the other direction."
LEFT_OF = _relation(
    "left_of",
    f"Give the stretches in which something is left of something else: {_BESIDE}",
    "answer = exists(left_of(tracks_people, tracks_car))",
    _beyond(0, -1),
)
RIGHT_OF = _relation(
    "right_of",
    f"Give the stretches in which something is right of something else: {_BESIDE}",
    "answer = exists(right_of(tracks_people, tracks_car))",
    _beyond(0, 1),
)
ABOVE = _relation(
    "above",
    f"Give the stretches in which something is above something else: {_BESIDE}",
    "answer = exists(above(tracks_ball, tracks_box))",
    _beyond(1, -1),
)
BELOW = _relation(
    "below",
    f"Give the stretches in which something is below something else: {_BESIDE}",
    "answer = exists(below(tracks_ball, tracks_box))",
    _beyond(1, 1),
)


@module
class Passes:
    """Give the times at which something passes something else: from one side of it to the opposite one, close by.

    From the last look on the one side to the first on the other. It must go itself: what is overtaken passes nothing.
    """

    tracks = operand(Type.TRACKS, doc="the things that pass")
    others = operand(Type.TRACKS, doc="the things that they pass")
    max_gap = _MAX_GAP
    min_own = knob(0.25, low=0.0, high=1.0, doc="share of the way from side to side that it must go itself")
    result = Type.SPANS
    examples = ("answer = count(who(passes(tracks_people, tracks_car)))",)

    @staticmethod
    def compute(tracks: Tracks, others: Tracks, max_gap: float, min_own: float) -> Spans | Absent:
        def found(looks: _Looks, track: Track, box: Array, rest: Array) -> Iterator[tuple[float, float]]:
            ends_s = looks.ends_s(track)
            for other in rest:
                both = np.flatnonzero(~np.isnan(box[:, 0] + other[:, 0]))
                crossed = _crossings(box[both], other[both], max_gap, min_own)
                times = [Interval(looks.times_s[both[a]], ends_s[both[b]]) for a, b in crossed]
                yield from ((time.start_s, time.end_s) for time in union(times))

        return _compared(tracks, others, found)


def _crossings(one: Array, other: Array, max_gap: float, min_own: float) -> Iterator[tuple[int, int]]:
    """Give the last look on one side and the first on the opposite one, for each time that sides are changed."""
    apart, sides = _offset(one, other)
    for axis in (0, 1):
        side = _beyond(axis, 1)(one, other).astype(int) - _beyond(axis, -1)(one, other)
        clear = np.flatnonzero(side)
        for a, b in zip(clear[:-1].tolist(), clear[1:].tolist(), strict=True):
            if side[a] == side[b]:
                continue
            sign = int(side[b])
            own = sign * (one[b] - one[a])[[axis, 2 + axis]].mean()
            way = sign * (apart[b, axis] - apart[a, axis])
            before, share = _crossed(sign * apart[a : b + 1, axis])
            at = a + before
            across = (1 - share) * apart[at, 1 - axis] + share * apart[at + 1, 1 - axis]
            gap = max(0.0, abs(across) - sides[at : at + 2, 1 - axis].mean())
            if own >= min_own * way and gap <= max_gap * _mean_diagonal(one, other)[at : at + 2].mean():
                yield a, b


def _crossed(offset: Array) -> tuple[int, float]:
    """Give the look after which an offset that goes from below 0 to above first gets there, and how far behind it."""
    before = int((offset > 0).argmax()) - 1
    return before, float(-offset[before] / (offset[before + 1] - offset[before]))
