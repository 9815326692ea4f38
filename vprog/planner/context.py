"""Around what a question asks: the times, what else is said, the choices, and the lines written so far."""

import dataclasses
from collections.abc import Sequence

from vprog.planner.find import Finder
from vprog.planner.lines import Lines, nth_of, nth_word, quoted
from vprog.planner.meaning import Aspect, Claim, Some, Thing, When
from vprog.planner.options import Options
from vprog.planner.plan import NotUnderstoodError

Value = tuple[str, str]
"""An expression, and its kind: the type, as names begin with it, or what a text tells.

`color`, `direction`, `position`, `order` and `video` are texts; so are `label`, the name of a thing, and `chosen`, one
of the options.
"""
_WORDS = {
    "together": "`at the same time`",
    "jointly": "`together`",
    "any_time": "any time",
    "most": "a largest number",
    "least": "a smallest number",
    "all_along": "the whole video",
    "both": "both videos",
    "nth": "which time",
    "video": "which video",
}


@dataclasses.dataclass(frozen=True)
class Context:
    """What a part of a question is written in."""

    find: Finder
    times: tuple[When, ...]
    aspects: dict[str, int]
    """What is said beside the times, by the name of the aspect, with its number where it has one."""
    options: Options

    @property
    def lines(self) -> Lines:
        """Give the lines written so far."""
        return self.find.lines

    def only(self, what: str, *allowed: str, timed: bool = True) -> None:
        """Refuse what is said around a question when it would not be clear what it goes with.

        Raises: NotUnderstoodError.
        """
        for name in self.aspects:
            if name not in allowed:
                raise NotUnderstoodError(f"{what}, with {_WORDS.get(name, name)}")
        if self.times and not timed:
            raise NotUnderstoodError(f"{what}, at a time")

    def at(self, when: Sequence[When]) -> "Context":
        """Give the same at other times."""
        times, aspects = aspects_of(when)
        return dataclasses.replace(self, times=times, aspects=aspects)

    def in_video(self, number: int) -> "Context":
        """Give the same in one of several videos; 1 is the first, -1 the last."""
        video = f"videos[{number - 1}]" if number > 0 else "last(videos)"
        find = Finder(self.lines, self.lines.bind("video", nth_word(number), video))
        aspects = {name: n for name, n in self.aspects.items() if name not in ("video", "both")}
        return dataclasses.replace(self, find=find, aspects=aspects)

    def nth(self, spans: str) -> str:
        """Give the name of the span of the time that is asked about, the first unless another one is named."""
        number = self.aspects.get("nth", 1)
        return self.lines.bind("span", nth_word(number), nth_of(spans, number))

    def is_text(self, text: str, word: str) -> str:
        """Give the expression for whether a text is a word."""
        return f"({self.lines.bind('text', 'found', text)} == {quoted(word)})"


def aspects_of(when: Sequence[When]) -> tuple[tuple[When, ...], dict[str, int]]:
    """Part the times from what else is said around a question."""
    times = tuple(w for w in when if not isinstance(w, Aspect))
    return times, {w.name: w.number for w in when if isinstance(w, Aspect)}


def some_of(claim: Claim, what: str) -> Some:
    """Give the only subject of a claim.

    Raises: NotUnderstoodError for two, a number or a denial of them.
    """
    some = claim.subject
    if not isinstance(some, Some):
        raise NotUnderstoodError(f"`{what}` of two things")
    if some.bound or some.negated:
        raise NotUnderstoodError(f"`{what}` with a number or a denial of things")
    return some


def one_of(some: Some) -> Thing:
    """Give the one thing that is meant.

    Raises: NotUnderstoodError for several or none.
    """
    if some.plural or some.negated or some.bound:
        raise NotUnderstoodError(f"`{some.thing.noun}` where one thing is expected", some.thing.noun)
    return some.thing


def refuse_all_of(some: Some) -> None:
    """Refuse "the people leave".

    Raises: NotUnderstoodError.
    """
    if some.plural and some.article == "the":
        raise NotUnderstoodError(f"`the {some.thing.noun}` in the plural may mean all of them or some", "the")
