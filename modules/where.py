"""Keep the tracks of which something holds as a whole, and say what holds of one."""

import math

from vprog.spec import Choice, Words, attribute, knob, module, operand
from vprog.types import Type
from vprog.values import Track, Tracks

DIRECTIONS = ("left", "right", "up", "down")
STILL = "still"
_SIZES = ("large", "small")

MIN_TRAVEL = knob(
    0.5, low=0.0, high=10.0, doc="shift, in box diagonals, below which a thing counts as still; in a second or more"
)


@module
class Where:
    """Keep the tracks with this label, this net direction in the picture or this size.

    Large is what fills at least a share of the picture that a knob sets, small is all else: so it does not depend on
    what else was found. What changes over time (near, inside, moving) gives spans and is no matter for `where`.
    """

    tracks = operand(Type.TRACKS, doc="what to choose from")
    label = attribute(Words(), default=None, doc="what the detector called it")
    direction = attribute(Choice((*DIRECTIONS, STILL)), default=None, doc="net direction from first to last sight")
    size = attribute(Choice(_SIZES), default=None, doc="how much of the picture it fills")
    min_travel = MIN_TRAVEL
    large_from = knob(
        0.03, low=0.0001, high=0.9, scale="log", doc="what fills this share of the picture or more is large"
    )
    aliases = ("filter",)
    result = Type.TRACKS
    examples = (
        'answer = count(where(tracks_square, size="large"))  # 1',
        'answer = count(where(tracks_triangle, direction="right"))  # 1',
    )

    @staticmethod
    def compute(
        tracks: Tracks,
        label: str | None,
        direction: str | None,
        size: str | None,
        min_travel: float,
        large_from: float,
    ) -> Tracks:
        kept = tuple(
            track
            for track in tracks.items
            if (label is None or track.label.casefold() == label.casefold())
            and (direction is None or net_direction(track, min_travel) == direction)
            and (size is None or (mean_share(track) >= large_from) == (size == "large"))
        )
        return Tracks(tracks.video, tracks.sampling, kept, tracks.label)


def mean_share(track: Track) -> float:
    """Give how much of the picture the boxes of a track cover, on average."""
    areas = [(b.x2 - b.x1) * (b.y2 - b.y1) for b in track.boxes]
    return math.fsum(areas) / len(areas) / (track.source.width_px * track.source.height_px)


def net_direction(track: Track, min_travel: float) -> str:
    """Give where a track goes from first to last box: the larger part of the shift of its centre.

    min_travel: a shift shorter than this many diagonals of its first box is `still`; of what is seen for less than a
    second, the same share of it: who is just leaving does not stand still.
    """
    first, last = track.boxes[0], track.boxes[-1]
    shift_x = last.centre_px[0] - first.centre_px[0]
    shift_y = last.centre_px[1] - first.centre_px[1]
    diagonal_px = math.hypot(first.x2 - first.x1, first.y2 - first.y1)
    least_px = min_travel * diagonal_px * min(1.0, last.time_s - first.time_s)
    still = math.hypot(shift_x, shift_y) < least_px or shift_x == shift_y == 0.0
    return STILL if still else heading(shift_x, shift_y)


def heading(shift_x: float, shift_y: float) -> str:
    """Give the direction in the picture of the larger part of a shift; of equal parts the horizontal one."""
    if abs(shift_x) >= abs(shift_y):
        return "right" if shift_x > 0 else "left"
    return "down" if shift_y > 0 else "up"
