"""What a planner gives: a program, or the reason why there is none."""

import dataclasses

from vprog.diagnostics import Diagnostic
from vprog.values import Shown


@dataclasses.dataclass(frozen=True)
class Plan(Shown):
    """A checked program in strict form, or None with a reason that tells what was not understood."""

    program: str | None
    reason: str | None
    diagnostics: tuple[Diagnostic, ...] = ()
    planner: str = "rules"
    """Who wrote it; goes into the trace."""


class NotUnderstoodError(Exception):
    """Raised inside a planner where a question goes beyond what it covers; never leaves it."""

    def __init__(self, why: str, word: str = "") -> None:
        """Keep why, and the word of the question that it was about, if it was one."""
        super().__init__(why)
        self.why = why
        self.word = word
