"""What one node of a run gave: a value, an honest absence, or a failure; never a silent substitute."""

import dataclasses
import enum

from vprog.diagnostics import Diagnostic
from vprog.types import Type
from vprog.values.shown import Shown
from vprog.values.things import Look


class Status(enum.Enum):
    """How far a value can be trusted to be all there is."""

    OK = "ok"
    PARTIAL = "partial"
    ABSENT = "absent"
    FAILED = "failed"


@dataclasses.dataclass(frozen=True)
class Absent:
    """Returned by a module that has no value to give; the reason is shown to the person who asked."""

    reason: str


@dataclasses.dataclass(frozen=True)
class Gap:
    """A stretch of a video that could not be looked at."""

    video: str
    """Name of the source."""
    start_s: float
    end_s: float
    reason: str


@dataclasses.dataclass(frozen=True)
class Evidence:
    """A stretch of a source that a value rests on. Without boxes: all of the picture was looked at."""

    video: str
    """Name of the source."""
    start_s: float
    end_s: float
    boxes: tuple[tuple[float, float, float, float, float], ...] = ()
    """(time_s, x1, y1, x2, y2) in source pixels: where the thing was first, in the middle and last seen."""
    source: str = ""
    """Digest of the source: names may repeat."""


@dataclasses.dataclass(frozen=True)
class Outcome(Shown):
    """A value with all that is known about it. Only type and payload enter its digest."""

    type: Type
    status: Status
    payload: object = None
    """The value when status is ok or partial, else None."""
    reason: str | None = None
    """Why it is absent or partial."""
    diagnostic: Diagnostic | None = None
    """Why it failed."""
    confidence: float | None = None
    """In [0, 1]; None where nothing calibrated is known."""
    judged: bool = False
    """True when some model's word decided it, False when it was computed from what was found."""
    incomplete: str | None = None
    """Why not everything was looked at that should have been; spreads through absence too."""
    cut_short: bool = False
    """True when that is because a budget was spent."""
    caveats: tuple[str, ...] = ()
    """What the backends that it rests on are known to miss."""
    fallback: bool = False
    """True when it rests on the second choice of an `or_else`."""
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    followed: tuple[Look, ...] = ()
    """In which looks a single Track, or the subjects of a single Span, were followed; plurals say that themselves."""

    @property
    def has_value(self) -> bool:
        """Say whether there is a payload to read."""
        return self.status in (Status.OK, Status.PARTIAL)

    @property
    def is_empty(self) -> bool:
        """Say whether this is a plural in which nothing was found."""
        items = getattr(self.payload, "items", self.payload)
        return self.has_value and self.type.is_plural and isinstance(items, tuple) and not items

    @classmethod
    def of(cls, type_: Type, payload: object) -> "Outcome":
        """Wrap a value that came from outside: an input or a literal."""
        return cls(type_, Status.OK, payload, confidence=1.0)

    @classmethod
    def absent(cls, type_: Type, reason: str) -> "Outcome":
        """Wrap an absence."""
        return cls(type_, Status.ABSENT, reason=reason)

    @classmethod
    def failed(cls, type_: Type, diagnostic: Diagnostic) -> "Outcome":
        """Wrap a failure."""
        return cls(type_, Status.FAILED, reason=diagnostic.message, diagnostic=diagnostic)
