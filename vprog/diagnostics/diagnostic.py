"""One diagnostic and the place it points at."""

import dataclasses
import enum

from vprog.diagnostics.codes import CODES, Code


class Severity(enum.Enum):
    """Whether a program can run all the same."""

    ERROR = "error"
    WARNING = "warning"


@dataclasses.dataclass(frozen=True, order=True)
class Place:
    """A stretch of program text. Lines and columns count from 1; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, other: "Place") -> "Place":
        """Give the stretch from the start of this one to the end of `other`."""
        return Place(self.line, self.column, other.end_line, other.end_column)


@dataclasses.dataclass(frozen=True)
class Diagnostic:
    """What was found, what was expected and what to do, under a stable code."""

    code: Code
    message: str
    place: Place | None = None
    severity: Severity = Severity.ERROR
    found: str | None = None
    expected: str | None = None
    hint: str | None = None

    def __post_init__(self) -> None:
        """Refuse a code that the table does not know."""
        if self.code not in CODES:
            raise ValueError(f"unknown diagnostic code {self.code}; add it to vprog.diagnostics.codes")
