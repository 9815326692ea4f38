"""What a call may spend. When it is spent the call ends with what it has, and says so."""

import dataclasses
import time


@dataclasses.dataclass(frozen=True)
class Budget:
    """Limits of one call; None for no limit."""

    seconds: float | None = None
    """Wall time from the start of the run; decoding and looking stop then."""
    frames: int | None = None
    """Frames decoded; a pass that would take more looks at a coarser grid."""

    def __post_init__(self) -> None:
        """Refuse limits that nothing can keep."""
        if self.seconds is not None and not self.seconds > 0:
            raise ValueError(f"a budget of {self.seconds} seconds; it must be above 0")
        if self.frames is not None and self.frames < 1:
            raise ValueError(f"a budget of {self.frames} frames; it must be at least 1")


class Meter:
    """Keeps count of what a run has spent."""

    def __init__(self, budget: Budget | None = None) -> None:
        """Start the clock."""
        self._budget = budget or Budget()
        self._began_s = time.monotonic()
        self._frames = 0
        self.spent: str | None = None
        """Which limit was met, in words; None while none was."""

    @property
    def frames_left(self) -> int | None:
        """Give how many more frames may be decoded; None without a limit."""
        return None if self._budget.frames is None else max(0, self._budget.frames - self._frames)

    def decoded(self, frames: int) -> None:
        """Count frames that were decoded."""
        self._frames += frames

    def meet(self, reason: str) -> str:
        """Note that a limit was met, and give the reason."""
        self.spent = reason
        return reason

    def stop_reason(self) -> str | None:
        """Give the reason to decode no further when a limit is met, else None."""
        limit_s, limit_frames = self._budget.seconds, self._budget.frames
        if limit_s is not None and time.monotonic() - self._began_s >= limit_s:
            return self.meet(f"the budget of {limit_s:g} s is spent")
        if limit_frames is not None and self._frames >= limit_frames:
            return self.meet(f"the budget of {limit_frames} frames is spent")
        return None
