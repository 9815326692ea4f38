"""Operators that count what was found. Counting an empty plural gives 0: it was looked for and not found."""

import numpy as np

from vprog.modules.trajectory import Array, corners_of, diagonal_px, steadied, swings
from vprog.spec import knob, module, operand
from vprog.types import Type
from vprog.values import Absent, Boxes, Masks, Spans, Track, Tracks, members

_COUNTED = (Type.SPANS, Type.TRACKS, Type.TEXTS, Type.NUMBERS, Type.VIDEOS)
# Not Boxes: how often something was seen in some frame is the answer to no question.


@module
class Count:
    """Give how many there are."""

    plural = operand(*_COUNTED, doc="what to count; for things that stay in the picture, tracks")
    aliases = ("len", "number_of")
    result = Type.NUMBER
    examples = ("answer = count(tracks_circle)  # 2",)

    @staticmethod
    def compute(plural: Spans | Tracks | tuple[object, ...]) -> int:
        return len(members(plural))


@module
class Exists:
    """Say whether there is at least one."""

    plural = operand(Type.BOXES, Type.MASKS, *_COUNTED, doc="what to look for")
    aliases = ("any",)
    result = Type.BOOL
    examples = ("answer = exists(tracks_triangle)  # True",)

    @staticmethod
    def compute(plural: Spans | Tracks | Boxes | Masks | tuple[object, ...]) -> bool:
        return bool(members(plural))


def _simultaneous(tracks: Tracks) -> list[int]:
    """Count, for each looked-at frame, the tracks that are under way in it."""
    stretches = [[(s[0].frame, s[-1].frame) for s in tracks.stretches(track)] for track in tracks.items]
    return [
        sum(any(first <= frame <= last for first, last in each) for each in stretches)
        for frame in tracks.sampling.indices
    ]


@module
class MaxSimultaneous:
    """Give the largest number of tracks in the picture at one moment."""

    name = "max_simultaneous"
    tracks = operand(Type.TRACKS, doc="what to count")
    result = Type.NUMBER
    examples = ("answer = max_simultaneous(tracks_circle)  # 2",)

    @staticmethod
    def compute(tracks: Tracks) -> object:
        counts = _simultaneous(tracks)
        return max(counts) if counts else Absent("no frame was looked at")


@module
class MinSimultaneous:
    """Give the smallest number of tracks in the picture at one moment."""

    name = "min_simultaneous"
    tracks = operand(Type.TRACKS, doc="what to count")
    result = Type.NUMBER
    examples = ("answer = min_simultaneous(tracks_circle)  # 1",)

    @staticmethod
    def compute(tracks: Tracks) -> object:
        counts = _simultaneous(tracks)
        return min(counts) if counts else Absent("no frame was looked at")


@module
class CountRepeats:
    """Give how many cycles of a repeated movement something goes through; 0 when it turns back nowhere.

    A cycle is there and back, of the middle or the size of the box, along the direction in which these vary most.
    Swings that are small beside the thing or beside its longest swing are none. What moves faster than two looks a
    cycle cannot be counted.
    Source: ASTM E1049-85, Practices for Cycle Counting in Fatigue Analysis: turning points of a history.
    """

    name = "count_repeats"
    track = operand(Type.TRACK, doc="what moves")
    min_swing = knob(0.15, low=0.01, high=5.0, scale="log", doc="smaller swings, in its own diagonals, are none")
    min_share = knob(0.3, low=0.0, high=1.0, doc="nor are those smaller than this share of all of its range")
    result = Type.NUMBER
    examples = ("answer = count_repeats(first(tracks_circle))  # 3",)

    @staticmethod
    def compute(track: Track, min_swing: float, min_share: float) -> int:
        corners = steadied(corners_of(track.boxes) / diagonal_px(track.boxes))
        shape = np.hstack(((corners[:, :2] + corners[:, 2:]) / 2, corners[:, 2:] - corners[:, :2]))
        signal = _along_principal_axis(shape)
        return swings(signal, max(min_swing, min_share * float(np.ptp(signal)))) // 2


def _along_principal_axis(rows: Array) -> Array:
    """Give each row's place along the direction in which they vary most."""
    centred = rows - rows.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    return np.asarray(centred @ axes[:, -1])
