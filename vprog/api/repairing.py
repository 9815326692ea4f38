"""What a person or a language model wrote, repaired before it runs, and the attempts that an answer tells of."""

from collections.abc import Sequence

from vprog.api.result import Attempt
from vprog.planner import Plan
from vprog.refine import REPAIRED, Tried, fix
from vprog.spec import Registry

GIVEN = "given"
"""The planner of a program that was handed in."""


def repaired_plan(
    planned: Plan, registry: Registry, question: str | None, choices: Sequence[str] | None
) -> tuple[Plan, tuple[Tried, ...]]:
    """Give a plan whose program is repaired, and what was tried before; the plan itself where nothing was changed."""
    if planned.program is None:
        return planned, ()
    found = fix(planned.program, registry, question or "", choices)
    if not found.changed:
        return planned, ()
    tried = Tried(planned.program, planned.planner, found.edits, found.diagnostics)
    return Plan(found.program, None, planner=REPAIRED), (tried,)


def attempt_of(tried: Tried) -> Attempt:
    """Give an attempt as an answer tells of it."""
    reason = tried.diagnostics[0].message if tried.diagnostics else None
    return Attempt(tried.program, tried.author, tried.status, reason)
