"""What stands in the way of a program: an operation, and why the language has nothing that means the same."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Missing:
    """One operation without a counterpart."""

    operation: str
    why: str


class NoCounterpartError(Exception):
    """A program cannot be converted with the same meaning; names what stands in the way, in its own words."""

    def __init__(self, *missing: Missing) -> None:
        """Keep the operations, in order."""
        self.missing = missing
        super().__init__("; ".join(f"{m.operation}: {m.why}" for m in self.missing))


def no_counterpart(operation: str, why: str) -> NoCounterpartError:
    """Say what one operation lacks."""
    return NoCounterpartError(Missing(operation, why))
