"""What a question of the controlled English asks, without its wording."""

import dataclasses
import enum


class Deed(enum.Enum):
    """What is said of things. The value names the operator that finds it, or the direction that `where` takes."""

    SEEN = "seen"
    APPEAR = "appear"
    """As SEEN, but with a time it would be a moment of coming into view: no time goes with it."""
    ENTER = "enters"
    LEAVE = "leaves"
    COME_INTO_VIEW = "appears"
    GO_OUT_OF_VIEW = "disappears"
    PASS = "pass"  # noqa: S105
    TO_LEFT = "left"
    TO_RIGHT = "right"
    TO_UP = "up"
    TO_DOWN = "down"

    @property
    def is_state(self) -> bool:
        """Say whether it is no more than being in the picture."""
        return self in (Deed.SEEN, Deed.APPEAR)

    @property
    def is_event(self) -> bool:
        """Say whether an operator gives the moments at which it happens."""
        return self in (Deed.ENTER, Deed.LEAVE, Deed.COME_INTO_VIEW, Deed.GO_OUT_OF_VIEW)


@dataclasses.dataclass(frozen=True)
class Bound:
    """How many are meant: `more than two` is `>` and 2."""

    sign: str
    number: int


@dataclasses.dataclass(frozen=True)
class Subject:
    """Who or what a yes-no question is about. Without a bound: at least one."""

    thing: str
    bound: Bound | None = None
    negated: bool = False


@dataclasses.dataclass(frozen=True)
class Scope:
    """When. At most one of `at_s` and `part` is given."""

    at_s: float | None = None
    part: str | None = None
    momentary: bool = False
    """The part stands for a moment near an end of the video, not for all that happens in it."""
    together: bool = False
    """At one and the same time."""
    extreme: str | None = None
    """`max` or `min`: the largest or smallest number at one time."""
    all_along: bool = False
    """The words say the whole video: for a yes-no question that could mean always."""


@dataclasses.dataclass(frozen=True)
class Count:
    """How many things there are, or do something."""

    thing: str
    deed: Deed


@dataclasses.dataclass(frozen=True)
class Times:
    """How many times something happens."""

    thing: str
    deed: Deed


@dataclasses.dataclass(frozen=True)
class Presence:
    """Whether something is there or does something; `joiner` is `and` or `or` between two subjects."""

    subjects: tuple[Subject, ...]
    joiner: str
    deed: Deed


@dataclasses.dataclass(frozen=True)
class Contrast:
    """Whether there are more of one than of another."""

    sign: str
    left: str
    right: str
    deed: Deed


Asked = Count | Times | Presence | Contrast


@dataclasses.dataclass(frozen=True)
class Question:
    """What is asked, and for when."""

    asked: Asked
    scope: Scope
