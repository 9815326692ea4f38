"""A package of somebody else's: one module in one file."""

from vprog.spec import Choice, attribute, knob, module, operand
from vprog.types import Type
from vprog.values import Absent, Track


@module
class Pace:
    """Give how fast something moves, in its own widths a second."""

    track = operand(Type.TRACK, doc="what moves")
    along = attribute(Choice(("x", "y")), default=None, doc="only along this axis")
    min_s = knob(0.5, low=0.1, high=10.0, scale="log", doc="shorter tracks are too short to tell")
    result = Type.NUMBER
    examples = ('answer = pace(first(track(detect(video, "red circle"))))',)

    @staticmethod
    def compute(track: Track, along: str | None, min_s: float) -> object:
        lasted_s = track.end_s - track.start_s
        if lasted_s < min_s:
            return Absent("the track is too short to tell its pace")
        (x1, y1), (x2, y2) = track.boxes[0].centre_px, track.boxes[-1].centre_px
        x, y = (0 if along == "y" else x2 - x1), (0 if along == "x" else y2 - y1)
        return float((x**2 + y**2) ** 0.5 / lasted_s / (track.boxes[0].x2 - track.boxes[0].x1))
