"""What a person or a language model wrote, repaired before it runs, and the attempts that an answer tells of."""

import dataclasses
from collections.abc import Sequence

from vprog.api.result import Answer, Attempt
from vprog.diagnostics import Diagnostic, Severity
from vprog.engine import Execution
from vprog.language import check, parse
from vprog.planner import Plan
from vprog.planner.normal import one_line
from vprog.refine import REPAIRED, Refined, Tried, blame, fix, kind_of, suspicions
from vprog.spec import Registry

RULES = "rules"
GIVEN = "given"
"""The planner of a program that was handed in."""


def repaired_plan(
    planned: Plan, registry: Registry, question: str | None, choices: Sequence[str] | None
) -> tuple[Plan, tuple[Tried, ...]]:
    """Give a plan whose program is repaired, and what was tried before; the plan itself where nothing was changed.

    What a language model wrote that does not check is the draft of a plan without a program.
    """
    written = planned.program or planned.draft
    found = fix(written, registry, question or "", choices) if written else None
    if written is None or found is None or not found.changed:
        return planned, ()
    tried = Tried(written, planned.planner, found.edits, found.diagnostics)
    asked = f"# Q: {one_line(question)}\n" if question and planned.draft else ""
    changes = {"program": f"{asked}{found.program}", "reason": None, "diagnostics": (), "planner": REPAIRED}
    return dataclasses.replace(planned, **changes), (tried,)  # type: ignore[arg-type]


def doubts_before(
    planned: Plan, registry: Registry, question: str | None, choices: Sequence[str] | None
) -> tuple[Diagnostic, ...]:
    """Give what is suspicious about a program as an answer to its question. The rules write what they understood."""
    if planned.program is None or planned.planner == RULES or not question:
        return ()
    checked, program = check(planned.program, registry), parse(planned.program)[0]
    return tuple(suspicions(checked, program, question, choices))


def doubts_after(planned: Plan, question: str | None, ran: Execution, position: int) -> tuple[Diagnostic, ...]:
    """Name the node that left a program without the answer that its question takes for granted."""
    if planned.planner == RULES or not question:
        return ()
    kind = kind_of(question)
    presupposes = kind is not None and kind.presupposes
    found = blame(ran.graph, ran.known, ran.registry, presupposes=presupposes, position=position)
    # What failed is told of by the answer itself.
    return (found,) if found and found.severity is Severity.WARNING else ()


def attempt_of(tried: Tried) -> Attempt:
    """Give an attempt as an answer tells of it."""
    reason = tried.diagnostics[0].message if tried.diagnostics else None
    ended = tried.ran.status if tried.ran and not tried.doubtful else "fallback" if tried.ran else tried.status
    return Attempt(tried.program, tried.author, ended, reason)


def refined_answer(refined: Refined, chosen: Answer) -> Answer:
    """Give the answer of the attempt that counts with all attempts; a doubtful one is a fallback and says why."""
    attempts = tuple(map(attempt_of, refined.attempts))
    if not refined.fallback:
        return dataclasses.replace(chosen, attempts=attempts)
    return dataclasses.replace(chosen, attempts=attempts, status="fallback", reason=refined.stopped)
