"""What the operations of a CLEVRER program speak of: things, events and moments, as descriptions not yet written.

Filters commute: a thing is red and moves whichever is asked first. So a description keeps what was asked for, and the
program is written when the whole of it is known.
"""

import dataclasses

COLOR, MATERIAL, SHAPE = "color", "material", "shape"
VALUES = {
    COLOR: ("gray", "red", "blue", "green", "brown", "yellow", "cyan", "purple"),
    MATERIAL: ("metal", "rubber"),
    SHAPE: ("cube", "sphere", "cylinder"),
}
"""All that there is in CLEVRER."""
IN, OUT, COLLISION = "in", "out", "collision"


@dataclasses.dataclass(frozen=True)
class Things:
    """The things with these attributes, in this state of motion; `unique`: there must be just one."""

    color: str | None = None
    material: str | None = None
    shape: str | None = None
    motions: tuple["Motion", ...] = ()
    unique: bool = False

    @property
    def noun(self) -> str:
        """Give the words that describe them, as the questions do."""
        return " ".join(word for word in (self.color, self.material, self.shape or "object") if word)

    @property
    def everything(self) -> bool:
        """Say whether no thing is left out."""
        return self == Things()

    def with_attribute(self, name: str, value: str) -> "Things":
        """Give those of them that have the attribute as well."""
        return dataclasses.replace(self, **{name: value})  # type: ignore[arg-type]  # the names are those of VALUES

    def excludes(self, other: "Things") -> bool:
        """Say whether an attribute tells that no thing is among both."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in VALUES)
        return any(one and two and one != two for one, two in pairs)


@dataclasses.dataclass(frozen=True)
class Motion:
    """Moving, or at rest, at a moment; without one: moving at some time, or at none."""

    moving: bool
    moment: "Moment | None"


@dataclasses.dataclass(frozen=True)
class Actor:
    """The thing that comes in or goes out."""

    event: "Event"


@dataclasses.dataclass(frozen=True)
class Partner:
    """The thing that collides with another."""

    event: "Event"
    other: "Thing"


Thing = Things | Actor | Partner
"""One thing."""


@dataclasses.dataclass(frozen=True)
class Events:
    """The events of a kind that involve all of these, in a stretch of time."""

    kind: str | None = None
    involved: tuple["Thing", ...] = ()
    limits: tuple["Limit", ...] = ()


@dataclasses.dataclass(frozen=True)
class Limit:
    """Before (`<`) or after (`>`) an event."""

    sign: str
    event: "Event | Edge"


@dataclasses.dataclass(frozen=True)
class Event:
    """One of several events: `first`, `second`, `last`, or `only` where there must be just one."""

    events: Events
    which: str


@dataclasses.dataclass(frozen=True)
class Edge:
    """The start or the end of the video."""

    at_start: bool


@dataclasses.dataclass(frozen=True)
class Moment:
    """When an event takes place."""

    event: Event | Edge


@dataclasses.dataclass(frozen=True)
class Asked:
    """What is asked of a value at last: `count`, `exist`, `color`, `material`, `shape`; `direction` at a moment."""

    what: str
    of: "Thing | Events"
    moment: Moment | None = None
    negated: bool = False
