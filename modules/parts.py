"""Operators that cut into equal parts of the time that is visible, or was looked at."""

import dataclasses
from collections.abc import Sequence

from vprog.modules.cuts import CUT, Cuttable, cut_to, of_source
from vprog.spec import Choice, Whole, attribute, module, operand
from vprog.types import Type
from vprog.values import Absent, Interval, Source, Spans, Video, span_order, total_s, union

_THIRDS = ("start", "middle", "end")


@module
class Part:
    """Keep the first, middle or last third: of what is visible of a video, or of what was looked at.

    Of spans of several videos, the third of each.
    """

    what = operand(*CUT, doc="what to cut")
    which = attribute(Choice(_THIRDS), doc="which part")
    result = "what"
    examples = ('answer = exists(part(spans_enters, "end"))  # False',)

    @staticmethod
    def compute(what: Cuttable, which: str) -> object:
        where = f"in the {which} third"
        if not isinstance(what, Spans):
            third = _third(what.cuts if isinstance(what, Video) else what.video.cuts, which)
            return cut_to(what, [third], where) if third else Absent(f"nothing was looked at {where}")
        sources = dict.fromkeys(v.source for v in what.looked)
        found = [_third_of_source(what, source, which, where) for source in sources]
        kept = [spans for spans in found if isinstance(spans, Spans)]
        if not kept:
            return Absent(f"nothing was looked at {where}")
        looked = tuple(v for spans in kept for v in spans.looked)
        items = tuple(sorted((s for spans in kept for s in spans.items), key=span_order))
        return dataclasses.replace(what, looked=looked, items=items)


def _third_of_source(spans: Spans, source: Source, which: str, where: str) -> Cuttable | Absent:
    here = of_source(spans, source)
    if isinstance(here, Absent):
        return here
    third = _third(union(cut for v in spans.looked if v.source == source for cut in v.cuts), which)
    return cut_to(here, [third], where) if third else Absent(f"nothing was looked at {where}")


def _third(cuts: Sequence[Interval], which: str) -> Interval | None:
    number = _THIRDS.index(which)
    return _piece(cuts, number, len(_THIRDS))


@module
class Split:
    """Give a video in pieces of equal length, one after the other; only visible time counts."""

    video = operand(Type.VIDEO, doc="what to split")
    pieces = attribute(Whole(2, 64), doc="how many pieces")
    result = Type.VIDEOS
    examples = ("answer = count(split(video, 3))  # 3",)

    @staticmethod
    def compute(video: Video, pieces: int) -> object:
        found = [_piece(video.cuts, number, pieces) for number in range(pieces)]
        views = tuple(video.keep([piece]) for piece in found if piece)
        return views if len(views) == pieces else Absent("nothing of the video is visible")


def _piece(cuts: Sequence[Interval], number: int, pieces: int) -> Interval | None:
    """Give from when to when a piece of visible time lasts, holes included; None where no time is visible."""
    length_s = total_s(cuts) / pieces
    from_s, to_s = number * length_s, (number + 1) * length_s
    found, passed_s = [], 0.0
    for cut in cuts:
        start_s = cut.start_s + max(0.0, from_s - passed_s)
        end_s = min(cut.end_s, cut.start_s + to_s - passed_s)
        if start_s < end_s:
            found.append(Interval(start_s, end_s))
        passed_s += cut.length_s
    return Interval(found[0].start_s, found[-1].end_s) if found else None
