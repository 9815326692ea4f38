"""`crop`: the part of the picture, and of the time, in which a thing is seen."""

import dataclasses

from vprog.spec import knob, module, operand
from vprog.types import Type
from vprog.values import Absent, Track, Video


@module
class Crop:
    """Keep the rectangle in which a thing moves about, while it is seen.

    The rectangle holds all of its boxes, and a margin around them. What a view shows already bounds it: a crop of a
    crop never shows more. Absent when the thing is of another video, or outside of what is visible.
    """

    video = operand(Type.VIDEO, doc="what to crop")
    track = operand(Type.TRACK, doc="the thing to crop to")
    margin = knob(0.1, low=0.0, high=2.0, doc="how much more is kept on each side, as a share of the rectangle's side")
    result = Type.VIDEO
    examples = ("answer = duration(crop(video, who(span_leaves)))  # about 9 s",)

    @staticmethod
    def compute(video: Video, track: Track, margin: float) -> object:
        if track.source != video.source:
            return Absent("the thing was followed in another video")
        shown = video.region_px or (0.0, 0.0, float(video.source.width_px), float(video.source.height_px))
        x1, y1 = min(b.x1 for b in track.boxes), min(b.y1 for b in track.boxes)
        x2, y2 = max(b.x2 for b in track.boxes), max(b.y2 for b in track.boxes)
        more_x, more_y = margin * (x2 - x1), margin * (y2 - y1)
        region = (
            max(shown[0], x1 - more_x),
            max(shown[1], y1 - more_y),
            min(shown[2], x2 + more_x),
            min(shown[3], y2 + more_y),
        )
        if region[0] >= region[2] or region[1] >= region[3]:
            return Absent("the thing is outside of the part of the picture that is visible")
        cut = video.keep([track.interval])
        if not cut.cuts:
            return Absent(f"nothing is visible from {track.start_s:.2f} s to {track.end_s:.2f} s")
        return dataclasses.replace(cut, region_px=region)
