"""What a question asks for."""

import dataclasses

from vprog.planner.meaning import Claim, Event, Said, Thing, When


@dataclasses.dataclass(frozen=True)
class HowMany:
    """How many things there are, or do something; of several kinds how many together."""

    things: tuple[Thing, ...]
    said: Said


@dataclasses.dataclass(frozen=True)
class HowManyMore:
    """How many more there are of one kind than of another."""

    one: Thing
    other: Thing


@dataclasses.dataclass(frozen=True)
class HowOften:
    """How many times something happens."""

    claim: Claim


@dataclasses.dataclass(frozen=True)
class Repeats:
    """How many times a thing repeats its movement."""

    thing: Thing


@dataclasses.dataclass(frozen=True)
class Whether:
    """Whether something is so."""

    claim: Claim


@dataclasses.dataclass(frozen=True)
class MoreThen:
    """Whether there are more, fewer or as many at one time as at another."""

    sign: str
    thing: Thing
    one: tuple[When, ...]
    other: tuple[When, ...]


@dataclasses.dataclass(frozen=True)
class Asked:
    """One property of one thing: its colour, direction, position, or the side at which it comes or goes."""

    what: str
    thing: Thing
    said: Said | None = None
    answers: tuple[str, ...] = ()
    """Those that are named in the question: one is a claim, of several it is asked which."""


@dataclasses.dataclass(frozen=True)
class WhenIs:
    """When something happens."""

    claim: Claim


@dataclasses.dataclass(frozen=True)
class HowLong:
    """How long something lasts; without a claim the video."""

    claim: Claim | None


@dataclasses.dataclass(frozen=True)
class Elapsed:
    """How long it is from one event to another."""

    one: Event
    other: Event


@dataclasses.dataclass(frozen=True)
class Order:
    """Whether one event is before or after another; with an answer, whether that is so."""

    one: Event
    other: Event
    answer: str = ""


@dataclasses.dataclass(frozen=True)
class HappensFirst:
    """Which of the events that the choices name is the first or last."""

    last: bool


@dataclasses.dataclass(frozen=True)
class Compared:
    """Whether one thing has more of a measure than another: `size`, `speed`, or how long something is said of it."""

    sign: str
    measure: str
    one: Thing
    other: Thing
    said: Said | None = None


@dataclasses.dataclass(frozen=True)
class Which:
    """Which of several things does something, is the n-th to do it, or has most of a measure.

    The things are those given here, else those of the kind, else those that the choices name.
    """

    thing: Thing | None
    said: Said | None = None
    nth: int = 0
    most: tuple[str, str] | None = None
    among: tuple[Thing, ...] = ()


@dataclasses.dataclass(frozen=True)
class WhichVideo:
    """Which of two videos shows more or fewer of a kind, or is the only one of which a claim holds."""

    sign: str
    thing: Thing | None = None
    claim: Claim | None = None


@dataclasses.dataclass(frozen=True)
class Videos:
    """Whether two videos show the same number, or in how many of the two a claim holds."""

    what: str
    thing: Thing | None = None
    claim: Claim | None = None


Wanted = (
    HowMany
    | HowManyMore
    | HowOften
    | Repeats
    | Whether
    | MoreThen
    | Asked
    | WhenIs
    | HowLong
    | Elapsed
    | Order
    | HappensFirst
    | Compared
    | Which
    | WhichVideo
    | Videos
)


@dataclasses.dataclass(frozen=True)
class Question:
    """What is asked, and for when."""

    wanted: Wanted
    when: tuple[When, ...] = ()
