"""Operators that take one value out of several. Taking one of none is absent, and says of what there was none."""

import math
from collections import Counter
from collections.abc import Callable, Sequence

from vprog.modules.logic import folded
from vprog.spec import Module, Whole, attribute, module, operand
from vprog.types import Type
from vprog.values import NOISE_S, Absent, Span, Spans, Track, Tracks, members

_ORDERED = (Type.SPANS, Type.TRACKS, Type.TEXTS, Type.NUMBERS, Type.VIDEOS)
_TIMED = (Type.SPANS, Type.TRACKS)
_ELEMENT = {t: t.element for t in _ORDERED if t.element}


def none_of(plural: object) -> Absent:
    """Say that there was nothing to take one of."""
    label = getattr(plural, "label", "")
    return Absent(f'nothing was found for "{label}"' if label else "there is nothing to take one of")


def _length_s(item: object) -> float:
    assert isinstance(item, Span | Track)  # noqa: S101  # the declared types
    return item.end_s - item.start_s


def _extreme(plural: object, key: Callable[[object], float], what: str) -> object:
    """Give the only member with the largest key, in seconds; a tie is absent, since either would be a guess."""
    items = members(plural)
    if not items:
        return none_of(plural)
    top = max(map(key, items))
    winners = [item for item in items if key(item) >= top - NOISE_S]
    return winners[0] if len(winners) == 1 else Absent(f"{len(winners)} of {len(items)} are equally {what}")


@module
class Found:
    """Give what was found as it is; absent when it is nothing.

    For a question that takes for granted that there is something: how long it lasts then has no answer, and not 0.
    """

    plural = operand(*_ORDERED, doc="what must not be empty")
    result = "plural"
    examples = ("answer = duration(found(visible(tracks_circle)))  # about 12 s",)

    @staticmethod
    def compute(plural: Spans | Tracks | tuple[object, ...]) -> object:
        return plural if members(plural) else none_of(plural)


@module
class First:
    """Give the earliest span or track, or the first of a list."""

    plural = operand(*_ORDERED, doc="what to take it from")
    aliases = ("earliest",)
    result = _ELEMENT
    examples = ("answer = start(first(spans_enters))  # about 1.5 s",)

    @staticmethod
    def compute(plural: Spans | Tracks | tuple[object, ...]) -> object:
        items = members(plural)
        return items[0] if items else none_of(plural)


@module
class Last:
    """Give the latest span or track, or the last of a list."""

    plural = operand(*_ORDERED, doc="what to take it from")
    aliases = ("latest",)
    result = _ELEMENT
    examples = ('answer = position(last(tracks_square))  # "bottom right"',)

    @staticmethod
    def compute(plural: Spans | Tracks | tuple[object, ...]) -> object:
        items = members(plural)
        return items[-1] if items else none_of(plural)


@module
class Nth:
    """Give the n-th span, track or list member, counted from 1."""

    plural = operand(*_ORDERED, doc="what to take it from")
    position = attribute(Whole(), doc="which one; 1 is the first")
    result = _ELEMENT
    examples = ("answer = start(nth(tracks_circle, 2))  # about 1.5 s",)

    @staticmethod
    def compute(plural: Spans | Tracks | tuple[object, ...], position: int) -> object:
        items = members(plural)
        if 1 <= position <= len(items):
            return items[position - 1]
        return Absent(f"there is no number {position}: there are {len(items)}, counted from 1")


@module
class Best:
    """Give the span or track that is most certain; of equally certain ones the earliest.

    A tie is not absent here, as it is for `longest`: two things of one length are a fact about the video, but scores
    are estimates that are often equal by construction (a find without a model has 1.0). Any of the equally certain
    answers the question, and the earliest is the same one every time.
    """

    plural = operand(*_TIMED, doc="what to take it from")
    result = _ELEMENT
    examples = ('answer = label(best(tracks_square))  # "square"',)

    @staticmethod
    def compute(plural: Spans | Tracks) -> object:
        return max(plural.items, key=lambda item: item.score) if plural.items else none_of(plural)


@module
class Longest:
    """Give the span or track that lasts longest; absent when two do."""

    plural = operand(*_TIMED, doc="what to take it from")
    result = _ELEMENT
    examples = ("answer = duration(longest(tracks_circle))  # about 12 s",)

    @staticmethod
    def compute(plural: Spans | Tracks) -> object:
        return _extreme(plural, _length_s, "long")


@module
class Shortest:
    """Give the span or track that lasts shortest; absent when two do."""

    plural = operand(*_TIMED, doc="what to take it from")
    result = _ELEMENT
    examples = ("answer = duration(shortest(tracks_circle))  # about 9 s",)

    @staticmethod
    def compute(plural: Spans | Tracks) -> object:
        return _extreme(plural, lambda item: -_length_s(item), "short")


def _argextreme(name: str, what: str, example: str, pick: Callable[[Sequence[float]], float]) -> Module:
    """Declare `argmax` or `argmin`."""

    class ArgExtreme:
        __doc__ = (
            f"Give the member of a plural for which a number is {what}; absent when that is so of two.\n\n"
            "There must be one number for each member, as a comprehension over the plural gives them."
        )
        plural = operand(Type.SPANS, Type.TRACKS, Type.TEXTS, Type.VIDEOS, doc="what to take it from")
        by = operand(Type.NUMBERS, doc="a number for each member, in the same order")
        result = {t: t.element for t in (Type.SPANS, Type.TRACKS, Type.TEXTS, Type.VIDEOS)}
        examples = (example,)

        @staticmethod
        def compute(plural: object, by: Sequence[float]) -> object:
            items = members(plural)
            if len(items) != len(by):
                return Absent(f"there are {len(items)} members but {len(by)} numbers to choose by")
            if not items:
                return none_of(plural)
            wanted = pick(by)
            # Sums of parts differ in their last bits: such a difference decides nothing.
            winners = [i for i, n in zip(items, by, strict=True) if math.isclose(n, wanted, rel_tol=1e-9, abs_tol=1e-9)]
            return winners[0] if len(winners) == 1 else Absent(f"of {len(winners)} of {len(items)} it is {what}")

    ArgExtreme.name = name  # type: ignore[attr-defined]  # read by `module`, as written in a class body
    return module(ArgExtreme)


_BY_SIZE = "answer = position({}(tracks_square, [size(track_each) for track_each in tracks_square]))  # {}"
ARGMAX = _argextreme("argmax", "largest", _BY_SIZE.format("argmax", '"bottom right"'), max)
ARGMIN = _argextreme("argmin", "smallest", _BY_SIZE.format("argmin", '"top"'), min)


@module
class Vote:
    """Give what most of several texts or numbers say; absent when no one of them is said most often.

    Texts are compared without regard to case and outer blanks; of equal ones the first is given.
    """

    plural = operand(Type.TEXTS, Type.NUMBERS, doc="what was said")
    result = {Type.TEXTS: Type.TEXT, Type.NUMBERS: Type.NUMBER}
    examples = ('answer = vote(["red", "Red ", "blue"])  # "red"',)

    @staticmethod
    def compute(plural: tuple[str, ...] | tuple[float, ...]) -> object:
        if not plural:
            return none_of(plural)
        said = Counter(map(folded, plural))
        most = max(said.values())
        winners = [member for member, times in said.items() if times == most]
        if len(winners) > 1:
            return Absent(f"{len(winners)} are said equally often: {most} of {len(plural)} times")
        return next(member for member in plural if folded(member) == winners[0])
