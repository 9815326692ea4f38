"""Operators that count what was found. Counting an empty plural gives 0: it was looked for and not found."""

from vprog.spec import module, operand
from vprog.types import Type
from vprog.values import Absent, Boxes, Masks, Spans, Tracks, members

_COUNTED = (Type.SPANS, Type.TRACKS, Type.TEXTS, Type.NUMBERS, Type.VIDEOS)
# Not Boxes: how often something was seen in some frame is the answer to no question.


@module
class Count:
    """Give how many there are."""

    plural = operand(*_COUNTED, doc="what to count; for things that stay in the picture, tracks")
    result = Type.NUMBER
    examples = ('answer = count(track(detect(video, "person")))',)

    @staticmethod
    def compute(plural: Spans | Tracks | tuple[object, ...]) -> int:
        return len(members(plural))


@module
class Exists:
    """Say whether there is at least one."""

    plural = operand(Type.BOXES, Type.MASKS, *_COUNTED, doc="what to look for")
    result = Type.BOOL
    examples = ('answer = exists(track(detect(video, "face")))',)

    @staticmethod
    def compute(plural: Spans | Tracks | Boxes | Masks | tuple[object, ...]) -> bool:
        return bool(members(plural))


def _simultaneous(tracks: Tracks) -> list[int]:
    """Count, for each looked-at frame, the tracks that are under way in it."""
    return [sum(track.under_way(frame) for track in tracks.items) for frame in tracks.sampling.indices]


@module
class MaxSimultaneous:
    """Give the largest number of tracks in the picture at one moment."""

    name = "max_simultaneous"
    tracks = operand(Type.TRACKS, doc="what to count")
    result = Type.NUMBER

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

    @staticmethod
    def compute(tracks: Tracks) -> object:
        counts = _simultaneous(tracks)
        return min(counts) if counts else Absent("no frame was looked at")
