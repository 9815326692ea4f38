"""Moments, and the span from one to another."""

from vprog.spec import module, operand
from vprog.types import Type
from vprog.values import Absent, Interval, Span, Track, Video, intersect

_TIMED = (Type.SPAN, Type.TRACK)


@module
class Start:
    """Give when a span begins, or a track is first seen."""

    what = operand(*_TIMED, doc="the span or track")
    aliases = ("begin", "start_time")
    result = Type.SECONDS
    examples = ("answer = start(last(tracks_circle))  # about 1.5 s",)

    @staticmethod
    def compute(what: Span | Track) -> float:
        return what.start_s


@module
class End:
    """Give when a span ends, or a track is last seen."""

    what = operand(*_TIMED, doc="the span or track")
    aliases = ("finish", "end_time")
    result = Type.SECONDS
    examples = ("answer = end(span_enters)  # about 1.5 s",)

    @staticmethod
    def compute(what: Span | Track) -> float:
        return what.end_s


@module
class Stretch:
    """Give the stretch of a video from one moment to another, as far as the video lasts.

    Absent when it lies outside of what is visible of the video, or ends before it begins.
    """

    name = "interval"
    video = operand(Type.VIDEO, doc="the video whose time it is")
    start = operand(Type.SECONDS, doc="when it begins, in seconds of the video")
    end = operand(Type.SECONDS, doc="when it ends")
    result = Type.SPAN
    examples = ("answer = end(interval(video, 10.0, 60.0))  # about 12 s",)

    @staticmethod
    def compute(video: Video, start: float, end: float) -> object:
        if not start < end:
            return Absent(f"from {start:g} s to {end:g} s there is no time")
        start_s, end_s = max(start, 0.0), min(end, video.source.duration_s)
        if not start_s < end_s or not intersect(video.cuts, [Interval(start_s, end_s)]):
            return Absent(f"nothing of the video is visible from {start:g} s to {end:g} s")
        return Span(video.source, start_s, end_s)
