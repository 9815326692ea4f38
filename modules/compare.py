"""What two spans or tracks are to each other, and what one is called."""

from typing import Any

from vprog.modules.geometry import one_thing
from vprog.modules.pairs import aligned
from vprog.spec import module, operand
from vprog.types import Type
from vprog.values import NOISE_S, Absent, Span, Track


@module
class Label:
    """Say what a span or track is called; absent when nothing was said of it."""

    what = operand(Type.SPAN, Type.TRACK, doc="what is called something")
    result = Type.TEXT
    examples = ('answer = label(first(spans_enters))  # "circle"',)

    @staticmethod
    def compute(what: Span | Track) -> object:
        subjects = what.subjects if isinstance(what, Span) else ()
        labels = dict.fromkeys((what.label, *(t.label for t in subjects)))
        return next(filter(None, labels), Absent("nothing says what this is"))


@module
class Order:
    """Say whether one span begins "before" or "after" another; absent when they begin together.

    Spans of two videos have no order: their times are not comparable.
    """

    one = operand(Type.SPAN, doc="the span that it is told of")
    other = operand(Type.SPAN, doc="the span that it is compared with")
    result = Type.TEXT
    examples = ('answer = order(span_enters, span_leaves)  # "before"',)

    @staticmethod
    def compute(one: Span, other: Span) -> object:
        if one.source != other.source:
            return Absent("the two spans are of two videos, whose times are not comparable")
        if abs(one.start_s - other.start_s) <= NOISE_S:
            return Absent(f"both begin at {one.start_s:.2f} s")
        return "before" if one.start_s < other.start_s else "after"


@module
class Same:
    """Say whether two tracks show one and the same thing, or two spans are the same time with the same subjects.

    Tracks do when their boxes nearly coincide in the frames that both are seen in; where there is none, when number
    and label are the same, as those of two cuts of one track are.
    """

    one = operand(Type.SPAN, Type.TRACK, doc="one of them")
    other = operand(same_as="one", doc="the other")
    result = Type.BOOL
    examples = ("answer = same(who(span_enters), who(span_leaves))  # True",)

    @staticmethod
    def compute(one: Span | Track, other: Any) -> bool:
        return same(one, other)


def same(one: Any, other: Any) -> bool:
    """Say whether two tracks are one thing, or two spans one time with the same subjects."""
    if one.source != other.source:
        return False
    if isinstance(one, Track):
        return same_thing(one, other)
    return _same_time(one, other) and _same_subjects(one, other)


def _same_time(one: Span, other: Span) -> bool:
    return abs(one.start_s - other.start_s) <= NOISE_S and abs(one.end_s - other.end_s) <= NOISE_S


def _same_subjects(one: Span, other: Span) -> bool:
    same_count = len(one.subjects) == len(other.subjects)
    return same_count and all(any(same_thing(a, b) for b in other.subjects) for a in one.subjects)


def same_thing(one: Track, other: Track) -> bool:
    """Say whether two tracks of one video show one and the same thing, as `same` does."""
    frames = sorted({b.frame for b in one.boxes} & {b.frame for b in other.boxes})
    if not frames:
        return (one.id, one.label) == (other.id, other.label)
    return bool(one_thing(aligned([one], frames)[0], aligned([other], frames))[0])
