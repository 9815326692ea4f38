"""Keep the tracks of which something holds as a whole."""

import math

from vprog.spec import Choice, Words, attribute, knob, module, operand
from vprog.types import Type
from vprog.values import Track, Tracks

_DIRECTIONS = ("left", "right", "up", "down", "still")


@module
class Where:
    """Keep the tracks with this label or this net direction in the picture.

    What changes over time (near, inside, moving) gives spans and is no matter for `where`.
    """

    tracks = operand(Type.TRACKS, doc="what to choose from")
    label = attribute(Words(), default=None, doc="what the detector called it")
    direction = attribute(Choice(_DIRECTIONS), default=None, doc="net direction from first to last sight")
    min_travel = knob(
        0.5, low=0.0, high=10.0, refilters=True, doc="shift, in box diagonals, below which a thing counts as still"
    )
    result = Type.TRACKS
    examples = ('answer = count(where(track(detect(video, "person")), direction="left"))',)

    @staticmethod
    def compute(tracks: Tracks, label: str | None, direction: str | None, min_travel: float) -> Tracks:
        kept = tuple(
            track
            for track in tracks.items
            if (label is None or track.label.casefold() == label.casefold())
            and (direction is None or net_direction(track, min_travel) == direction)
        )
        return Tracks(tracks.video, tracks.sampling, kept, tracks.label)


def net_direction(track: Track, min_travel: float) -> str:
    """Give where a track goes from first to last box: the larger part of the shift of its centre.

    min_travel: a shift shorter than this many diagonals of its first box is `still`.
    """
    first, last = track.boxes[0], track.boxes[-1]
    shift_x = last.centre_px[0] - first.centre_px[0]
    shift_y = last.centre_px[1] - first.centre_px[1]
    diagonal_px = math.hypot(first.x2 - first.x1, first.y2 - first.y1)
    if math.hypot(shift_x, shift_y) < min_travel * diagonal_px or shift_x == shift_y == 0.0:
        return "still"
    if abs(shift_x) >= abs(shift_y):
        return "right" if shift_x > 0 else "left"
    return "down" if shift_y > 0 else "up"
