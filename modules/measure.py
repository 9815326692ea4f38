"""What can be measured of one track: where it goes, where it is, how fast and how large."""

import math

import numpy as np

from vprog.modules.trajectory import centres_of, steadied, times_of, velocity
from vprog.modules.where import MIN_TRAVEL, mean_share, net_direction
from vprog.spec import knob, module, operand
from vprog.types import Type
from vprog.values import Absent, Track

_COLUMNS = ("left", "", "right")
_ROWS = ("top", "", "bottom")


@module
class Direction:
    """Say where something goes, from first to last sight: left, right, up, down or still."""

    track = operand(Type.TRACK, doc="what moves")
    min_travel = MIN_TRAVEL
    result = Type.TEXT
    examples = ('answer = direction(first(tracks_triangle))  # "right"',)

    @staticmethod
    def compute(track: Track, min_travel: float) -> str:
        return net_direction(track, min_travel)


@module
class Position:
    """Say in which ninth of the picture something is, on average: `top left`, `middle`, `bottom` and so on.

    Cut the tracks to a time first to ask where it is then.
    """

    track = operand(Type.TRACK, doc="what is somewhere")
    aliases = ("location",)
    result = Type.TEXT
    examples = ('answer = position(first(at(tracks_triangle, 2.0)))  # "left"',)

    @staticmethod
    def compute(track: Track) -> str:
        x_px = math.fsum(b.centre_px[0] for b in track.boxes) / len(track.boxes)
        y_px = math.fsum(b.centre_px[1] for b in track.boxes) / len(track.boxes)
        row, column = _third(y_px, track.source.height_px), _third(x_px, track.source.width_px)
        return f"{_ROWS[row]} {_COLUMNS[column]}".strip() or "middle"


def _third(place_px: float, side_px: float) -> int:
    return min(2, max(0, math.floor(3 * place_px / side_px)))


@module
class Speed:
    """Give how fast something moves in the picture while it is seen, in pixels a second.

    The length of its way over the time it takes; what jitters on the spot is a little faster than 0. Absent for what
    was seen in one look only.
    """

    track = operand(Type.TRACK, doc="what moves")
    window_s = knob(0.8, low=0.1, high=4.0, scale="log", doc="seconds over which a speed is measured")
    aliases = ("velocity",)
    result = Type.NUMBER
    examples = ("answer = speed(first(tracks_triangle))  # about 30",)

    @staticmethod
    def compute(track: Track, window_s: float) -> object:
        times_s = times_of(track.boxes)
        lasted_s = float(times_s[-1] - times_s[0])
        if not lasted_s:
            return Absent("it was seen in one look only, which tells no speed")
        speeds = np.hypot(*velocity(times_s, steadied(centres_of(track.boxes)), window_s).T)
        way_px = ((speeds[1:] + speeds[:-1]) / 2 * np.diff(times_s)).sum()
        return float(way_px / lasted_s)


@module
class Size:
    """Give how large something is: the share of the picture that its box covers, on average, from 0 to 1."""

    track = operand(Type.TRACK, doc="what is measured")
    aliases = ("area",)
    result = Type.NUMBER
    examples = ("answer = size(last(tracks_square))  # about 0.096",)

    @staticmethod
    def compute(track: Track) -> float:
        return mean_share(track)
