"""Operators on lists of numbers and words, and what is in one plural and not in another."""

import dataclasses

from vprog.modules.compare import same
from vprog.modules.logic import bounded
from vprog.spec import module, operand
from vprog.types import Type
from vprog.values import Absent, Spans, Tracks, members

Number = int | float


@module
class Sum:
    """Give the sum of numbers; 0 for none, absent when it is too large."""

    numbers = operand(Type.NUMBERS, doc="what to add up")
    result = Type.NUMBER
    examples = ('answer = sum([count(track(detect(video_each, "circle"))) for video_each in split(video, 2)])  # 4',)

    @staticmethod
    def compute(numbers: tuple[Number, ...]) -> object:
        return bounded(sum(numbers))


@module
class Max:
    """Give the largest of some numbers; absent for none."""

    numbers = operand(Type.NUMBERS, doc="the numbers")
    aliases = ("maximum",)
    result = Type.NUMBER
    examples = ("answer = max([size(track_each) for track_each in tracks_circle])  # about 0.015",)

    @staticmethod
    def compute(numbers: tuple[Number, ...]) -> object:
        return max(numbers) if numbers else Absent("there is no number to take the largest of")


@module
class Min:
    """Give the smallest of some numbers; absent for none."""

    numbers = operand(Type.NUMBERS, doc="the numbers")
    aliases = ("minimum",)
    result = Type.NUMBER
    examples = ("answer = min([count_repeats(track_each) for track_each in tracks_circle])  # 1",)

    @staticmethod
    def compute(numbers: tuple[Number, ...]) -> object:
        return min(numbers) if numbers else Absent("there is no number to take the smallest of")


@module
class Contains:
    """Say whether a list has a member that equals a word."""

    texts = operand(Type.TEXTS, doc="the list")
    text = operand(Type.TEXT, doc="the word to look for; case and outer blanks do not matter")
    result = Type.BOOL
    examples = ('answer = contains(["red", "blue"], "Red")  # True',)

    @staticmethod
    def compute(texts: tuple[str, ...], text: str) -> bool:
        return _bare(text) in map(_bare, texts)


def _bare(text: str) -> str:
    return " ".join(text.casefold().split())


@module
class Without:
    """Give those of a plural that are not in another: of tracks those that are no thing of the other's.

    Tracks and spans are compared as `same` does, words and numbers by their value. Tracks keep their numbers.
    """

    one = operand(Type.TRACKS, Type.SPANS, Type.TEXTS, Type.NUMBERS, doc="what to take from")
    other = operand(same_as="one", doc="what to leave out")
    aliases = ("difference", "exclude")
    result = "one"
    examples = ("answer = count(without(tracks_circle, who(spans_leaves)))  # 1",)

    @staticmethod
    def compute(one: object, other: object) -> object:
        left, others = members(one), members(other)
        if isinstance(one, Tracks | Spans):
            kept = tuple(a for a in left if not any(same(a, b) for b in others))
            return dataclasses.replace(one, items=kept)  # type: ignore[arg-type]  # elements of the same plural
        return tuple(a for a in left if a not in others)
