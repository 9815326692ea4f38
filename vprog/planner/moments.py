"""When a question is about, and what else is said around it, from the circumstances it names."""

import dataclasses

from vprog.planner.meaning import SEEN, Aspect, At, AtEnd, Beside, Event, Group, Part, Said, Some, Stretch, When
from vprog.planner.nouns import Number
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.readings import Rule
from vprog.planner.sayings import other_of, refuse_bare
from vprog.planner.words import BODIES, clock_seconds, exact_seconds, number_value


@dataclasses.dataclass(frozen=True)
class Seconds:
    """A moment, or a length of time."""

    value_s: float


@dataclasses.dataclass(frozen=True)
class Ellipse:
    """Before or after another thing does what is said of the subject."""

    how: str
    some: Some


@dataclasses.dataclass(frozen=True)
class Gerund:
    """Before or after the subject itself does something else."""

    how: str
    said: Said


Circumstance = When | Ellipse | Gerund


def whens(*given: Circumstance) -> tuple[Circumstance, ...]:
    """Read several circumstances; what says nothing of time or number is left out."""
    return tuple(when for when in given if not (isinstance(when, Aspect) and when.name == "anywhere"))


def event_of(some: Some, said: Said, nth: int = 0) -> Event:
    """Give an event as a mark in time.

    Raises: NotUnderstoodError for what marks none: a number of things, no thing, or all of them.
    """
    if some.negated or some.bound or (some.plural and some.article == "the"):
        raise NotUnderstoodError(f"a time that `{some.thing.noun}` in this number gives")
    refuse_bare(some)
    return Event(some.thing, said, nth)


def clause(some: Some, said: Said, *nth: int) -> Event:
    """Read "the dog leaves" behind a word of time."""
    return event_of(some, said, nth[0] if nth else 0)


def _clause_ing(some: Some, said: Said) -> Event:
    if said.form != "ing":
        raise NotUnderstoodError("a clause in -ing with another verb")
    return event_of(some, said)


def _clause_each_other(group: Group, said: Said) -> Event:
    if said.op not in ("meets", "near") or said.other or group.joiner != "and":
        raise NotUnderstoodError("two things of which one thing is said")
    return event_of(group.one, dataclasses.replace(said, other=other_of(group.other)))


def _seconds(number: Number) -> Seconds:
    return Seconds(exact_seconds(number_value(number.text)))


def _minutes(minutes: Number, *seconds: Number) -> Seconds:
    rest = number_value(seconds[0].text) if seconds else 0.0
    return Seconds(exact_seconds(60 * number_value(minutes.text) + rest))


def _between_seconds(start: Seconds | Number, end: Seconds) -> Stretch:
    start_s = start.value_s if isinstance(start, Seconds) else _seconds(start).value_s
    if start_s >= end.value_s:
        raise NotUnderstoodError(f"a time from {start_s:g} to {end.value_s:g} seconds")
    return Stretch(start_s, end.value_s)


def _ellipsis(how: str) -> Rule:
    def read(some: Some) -> Ellipse:
        if any(not doing.related for doing in some.thing.doing):
            raise NotUnderstoodError(f"`{how}` a thing that does something")
        # "before the meal" is no thing that enters; of what has a body it is said.
        head = some.thing.noun.rpartition(" ")[2]
        if head not in BODIES:
            raise NotUnderstoodError(f"`{how} {some.thing.noun}` without what it does", head)
        return Ellipse(how, some)

    return read


def beside(how: str) -> Rule:
    """Give the reader of "before the dog leaves"."""

    def read(*parts: Seconds | Event) -> Beside:
        events = [part for part in parts if isinstance(part, Event)]
        seconds = next((part.value_s for part in parts if isinstance(part, Seconds)), None)
        return Beside(how, events[0], events[1] if len(events) > 1 else None, seconds)

    return read


RULES: dict[str, Rule] = {
    "whens": whens,
    "aside": lambda given: given,
    "whens_there": whens,
    "anywhere": lambda: Aspect("anywhere"),
    "all_along": lambda: Aspect("all_along"),
    "together": lambda: Aspect("together"),
    "jointly": lambda: Aspect("jointly"),
    "any_time": lambda: Aspect("any_time"),
    "clause_ing": _clause_ing,
    "most": lambda: Aspect("most"),
    "least": lambda: Aspect("least"),
    "in_both": lambda: Aspect("both"),
    "in_video": lambda number: Aspect("video", number),
    "for_the_time": lambda number: Aspect("nth", number),
    "seconds": _seconds,
    "one_second": lambda: Seconds(1.0),
    "minutes": _minutes,
    "clock": lambda token: Seconds(exact_seconds(clock_seconds(str(token)))),
    "at_moment": lambda seconds: At(seconds.value_s),
    "first_moment": lambda: At(0.0),
    "last_moment": AtEnd,
    "beginning": lambda: Part("start", momentary=True),
    "middle": lambda: Part("middle", momentary=True),
    "finish": lambda: Part("end", momentary=True),
    "third": lambda part: dataclasses.replace(part, momentary=False),
    "half": lambda part: Part(part.which, momentary=False, pieces=2),
    "first_seconds": lambda seconds: Stretch(0.0, seconds.value_s),
    "last_seconds": lambda seconds: Stretch(last_s=seconds.value_s),
    "after_seconds": lambda seconds: Stretch(seconds.value_s),
    "before_seconds": lambda seconds: Stretch(0.0, seconds.value_s),
    "between_seconds": _between_seconds,
    "clause": clause,
    "clause_there": lambda some: event_of(some, Said(SEEN)),
    "clause_each_other": _clause_each_other,
    "after": beside("after"),
    "before": beside("before"),
    "between": beside("between"),
    "while": beside("while"),
    "when_event": beside("when"),
    "later": beside("later"),
    "sooner": beside("sooner"),
    "soon_after": beside("soon_after"),
    "after_doing": lambda said: Gerund("after", said),
    "before_doing": lambda said: Gerund("before", said),
    "ing": lambda said: said,
    "before_thing": _ellipsis("before"),
    "after_thing": _ellipsis("after"),
}
