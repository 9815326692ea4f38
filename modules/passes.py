"""`passes`: when something goes by something else."""

import itertools
from collections.abc import Iterator

import numpy as np

from vprog.modules.geometry import beyond, mean_diagonal_px, offset_px, touching_px
from vprog.modules.pairs import Looks, compared
from vprog.modules.relations import MAX_GAP
from vprog.modules.trajectory import Array
from vprog.spec import knob, module, operand
from vprog.types import Type
from vprog.values import Absent, Interval, Spans, Track, Tracks, union


@module
class Passes:
    """Give the times at which something passes something else: from one side of it to the opposite one, close by.

    A time lasts from the last look on the one side to the first on the other, left and right or above and below; a
    thing is on a side as `left_of` has it. It must go that way itself: what is overtaken passes nothing. Every pair
    has spans of its own.
    """

    tracks = operand(Type.TRACKS, doc="the things that pass")
    others = operand(Type.TRACKS, doc="the things that they pass")
    max_gap = MAX_GAP
    min_own = knob(0.25, low=0.0, high=1.0, doc="share of the way from side to side that it must go itself")
    result = Type.SPANS
    examples = ("answer = start(first(passes(tracks_triangle, tracks_square)))  # about 5 s",)

    @staticmethod
    def compute(tracks: Tracks, others: Tracks, max_gap: float, min_own: float) -> Spans | Absent:
        def found(looks: Looks, track: Track, boxes: Array, rest: Array) -> Iterator[Interval]:
            ends_s = looks.ends_s(track)
            for other in rest:
                both = np.flatnonzero(~np.isnan(boxes[:, 0] + other[:, 0]))
                crossings = _crossings(boxes[both], other[both], max_gap, min_own)
                yield from union(Interval(looks.times_s[both[a]], ends_s[both[b]]) for a, b in crossings)

        return compared(tracks, others, found)


def _crossings(one: Array, other: Array, max_gap: float, min_own: float) -> Iterator[tuple[int, int]]:
    """Give the last look on one side and the first on the opposite one, for every change of sides close by."""
    apart, reach, size = offset_px(one, other), touching_px(one, other), mean_diagonal_px(one, other)
    moved = offset_px(one, np.zeros_like(one))
    for axis in (0, 1):
        side = beyond(axis, 1)(one, other).astype(int) - beyond(axis, -1)(one, other)
        clear = np.flatnonzero(side).tolist()
        for a, b in itertools.pairwise(clear):
            if side[a] == side[b]:
                continue
            way, own = apart[b, axis] - apart[a, axis], moved[b, axis] - moved[a, axis]
            at, share = _crossed(apart[a : b + 1, axis] * side[b])
            looks = slice(a + at, a + at + 2)
            across, aside, mean = (
                float(np.interp(share, (0, 1), series[looks]))
                for series in (apart[:, 1 - axis], reach[:, 1 - axis], size)
            )
            if own / way >= min_own and max(0.0, abs(across) - aside) <= max_gap * mean:
                yield a, b


def _crossed(offset: Array) -> tuple[int, float]:
    """Give the look after which an offset from below 0 to above first gets there, and how far on to the next one."""
    before = int((offset > 0).argmax()) - 1
    return before, float(-offset[before] / (offset[before + 1] - offset[before]))
