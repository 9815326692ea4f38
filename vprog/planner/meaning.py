"""What a question speaks of, without its wording: things, what is said of them, and when."""

import dataclasses

MOMENTS = frozenset(("enters", "leaves", "appears", "disappears", "stops", "starts_moving"))
"""Operators that give the moments at which something happens to a thing."""
RELATIONS = frozenset(("left_of", "right_of", "above", "below", "inside", "near", "meets", "passes"))
"""Operators that give the stretches in which something holds between two things."""
SEEN, APPEAR, PASS_BY, MOVING, STOPPED = "visible", "appear", "pass_by", "moving", "stopped"
"""`appear` is to be there or to come into view: at a time it could be either. `pass_by` is to pass, with no object."""
LAST = -1
"""The ordinal of the last one."""


@dataclasses.dataclass(frozen=True)
class Said:
    """What is said of a thing: an operator on its tracks, or one of the words above."""

    op: str
    directions: tuple[str, ...] = ()
    """Which way it moves; of several it is asked which."""
    sides: tuple[str, ...] = ()
    """Across which side of the picture it comes or goes; of several it is asked which."""
    other: "Thing | None" = None
    negated: bool = False
    manner: str = ""
    """A verb that only some things do, as `drive`."""
    form: str = ""
    """`ing` or `finite`, as the verb stood; empty where there was none."""

    @property
    def is_moment(self) -> bool:
        """Say whether an operator gives the moments at which it happens."""
        return self.op in MOMENTS

    @property
    def is_seen(self) -> bool:
        """Say whether it is no more than being in the picture."""
        return self.op in (SEEN, APPEAR)

    @property
    def happens(self) -> bool:
        """Say whether it begins at a moment that is worth a question: what happens, and contacts."""
        return self.op in MOMENTS or self.op in ("meets", "passes")

    @property
    def sideless(self) -> "Said":
        """Give the same without the side of the picture."""
        return dataclasses.replace(self, sides=())

    @property
    def is_plain(self) -> bool:
        """Say whether there is nothing in it but the operator and the other thing."""
        return not (self.directions or self.sides or self.negated)

    @property
    def is_rest(self) -> bool:
        """Say whether it is to stay where it is."""
        return (self.op == MOVING and self.negated and not self.directions) or (self.op == STOPPED and not self.negated)


@dataclasses.dataclass(frozen=True)
class Doing:
    """What chooses among things: what they do, when, and which of those that do it is meant."""

    said: Said
    when: "tuple[When, ...]" = ()
    nth: int = 0
    related: bool = dataclasses.field(default=False, compare=False)
    """It stood in a clause of its own, behind `that`."""


@dataclasses.dataclass(frozen=True)
class Thing:
    """A kind of thing, narrowed down."""

    noun: str
    size: str = ""
    """`large` or `small`, for kinds that differ in size by nothing but how they are drawn."""
    side: str = ""
    """`left` or `right`: the one that has none of its kind further to that side."""
    doing: tuple[Doing, ...] = ()
    nth: int = 0
    """Which one in the order of coming into view; with something done, in the order of doing it."""
    most: tuple[str, str] | None = None
    """The one with the largest or smallest measure: `argmax` or `argmin`, and the operator that measures."""
    unique: bool = False
    """Said to be different ones: seen twice is still one."""
    given: bool = False
    """It is taken for granted that there is one: of none there is nothing to say."""

    @property
    def is_plain(self) -> bool:
        """Say whether any thing of the kind is meant."""
        return not (self.doing or self.nth or self.most or self.side)


@dataclasses.dataclass(frozen=True)
class Bound:
    """How many are meant: `more than two` is `>` and 2."""

    sign: str
    numbers: tuple[int, ...]
    """One, or several of which it is asked which."""


@dataclasses.dataclass(frozen=True)
class Some:
    """Who or what something is said of. Without a bound: at least one."""

    thing: Thing
    bound: Bound | None = None
    negated: bool = False
    article: str = ""
    """`a`, `some`, `the` or nothing."""
    plural: bool = False


@dataclasses.dataclass(frozen=True)
class Group:
    """Two subjects, joined by `and` or `or`."""

    one: Some
    other: Some
    joiner: str


@dataclasses.dataclass(frozen=True)
class Contrast:
    """More, fewer or as many of one kind than of another."""

    sign: str
    one: Thing
    other: Thing


@dataclasses.dataclass(frozen=True)
class Claim:
    """That something is so."""

    subject: Some | Group | Contrast
    said: Said
    when: "tuple[When, ...]" = ()


@dataclasses.dataclass(frozen=True)
class Event:
    """Something that happens or holds, as a mark in time: its first time unless it says which."""

    thing: Thing
    said: Said
    nth: int = 0


# ---- when ------------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class At:
    """The frame shown at a moment."""

    at_s: float


@dataclasses.dataclass(frozen=True)
class AtEnd:
    """The last moment of the video."""


@dataclasses.dataclass(frozen=True)
class Stretch:
    """From a moment to another; without an end to the end of the video, with `last_s` so much of its end."""

    start_s: float = 0.0
    end_s: float | None = None
    last_s: float | None = None


@dataclasses.dataclass(frozen=True)
class Part:
    """The start, middle or end of the video."""

    which: str
    momentary: bool
    """It stands for a moment near there, not for all that happens in it."""
    pieces: int = 3


@dataclasses.dataclass(frozen=True)
class Beside:
    """Before, after, while or when something happens; `between` two events."""

    how: str
    event: Event
    other: Event | None = None
    seconds: float | None = None
    """So long before or after it, or within so long of it."""


@dataclasses.dataclass(frozen=True)
class Aspect:
    """What is said around a question that is no time: anywhere, all_along, together, most, least, both, nth, video."""

    name: str
    number: int = 0


When = At | AtEnd | Stretch | Part | Beside | Aspect
