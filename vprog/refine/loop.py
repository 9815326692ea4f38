"""The loop: repair, run, find what is wrong, have that expression written anew, and try again, within limits.

Every attempt is on record. What comes out at the end is an attempt with nothing to be said against it; or, marked as a
fallback, the first that gave an answer; or none.
"""

import dataclasses
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from vprog.diagnostics import Diagnostic, Severity, as_json
from vprog.language.syntax import Literal
from vprog.planner import Plan
from vprog.refine.draft import Draft, Edit
from vprog.refine.hole import Rewriter, hole_for
from vprog.refine.mend import mend
from vprog.refine.repair import repair
from vprog.refine.suspicion import suspicions
from vprog.refine.tree import sites
from vprog.spec import Registry

REPAIRED, MENDED = "repair", "mend"
"""Who wrote a program that no planner and no rewriter wrote."""
_ANSWERED = ("answered", "fallback")


class Ran(Protocol):
    """A finished run of one program, as an answer is."""

    @property
    def status(self) -> str:
        """Give `answered`, `fallback`, `abstained` or `failed`."""
        ...

    @property
    def diagnostics(self) -> Sequence[Diagnostic]:
        """Give what is to be said against the answer, such as the node that is to blame for there being none."""
        ...


Run = Callable[[str, str, tuple["Tried", ...]], Ran]
"""Runs a program that checks. It is told who wrote it, and what was tried before."""


@dataclasses.dataclass(frozen=True)
class Limits:
    """What the loop may spend; None for no limit."""

    rewrites: int = 3
    """How often a rewriter is asked."""
    seconds: float | None = None
    tokens: int | None = None


@dataclasses.dataclass(frozen=True)
class Tried:
    """One program, who wrote it, and what came of it."""

    program: str
    author: str
    edits: tuple[Edit, ...] = ()
    """What made it of the one before, where edits did."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is to be said against it."""
    ran: Ran | None = None
    """None for one that was not run."""

    @property
    def status(self) -> str:
        """Say `invalid` for one that does not check, `suspicious`, or how the run ended: `ok` for a sound answer."""
        if self.ran is None:
            wrong = any(d.severity is Severity.ERROR for d in self.diagnostics)
            return "invalid" if wrong else "suspicious"
        if self.ran.status not in _ANSWERED:
            return self.ran.status
        return "suspicious" if self.diagnostics else "ok"

    @property
    def doubtful(self) -> bool:
        """Say whether there is an answer against which something is to be said."""
        return self.ran is not None and self.status == "suspicious"

    def record(self) -> dict[str, Any]:
        """Give it as plain JSON data, for a trace."""
        return {
            "program": self.program,
            "author": self.author,
            "status": self.status,
            "edits": [dataclasses.asdict(edit) for edit in self.edits],
            "diagnostics": [as_json(d) for d in self.diagnostics],
        }


@dataclasses.dataclass(frozen=True)
class Refined:
    """All attempts in order, and the one whose answer counts; None when no program could be run."""

    attempts: tuple[Tried, ...]
    chosen: Tried | None
    stopped: str | None = None
    """Why no more was tried, where something is still to be said against the answer."""
    tokens: int = 0

    @property
    def fallback(self) -> bool:
        """Say whether an answer is given against which something is to be said."""
        return self.chosen is not None and self.chosen.doubtful


def refine(
    plan: Plan,
    run: Run,
    registry: Registry,
    *,
    question: str = "",
    choices: Sequence[str] | None = None,
    rewriter: Rewriter | None = None,
    limits: Limits | None = None,
    record: Callable[[Tried], None] = lambda tried: None,
) -> Refined:
    """Try the program of a plan and what becomes of it, until nothing is to be said against one or a limit is met.

    The draft of a plan without a program is tried as well. record: told of every attempt as it ends.
    Raises: what `run` raises.
    """
    if plan.program is None and plan.draft is None:
        return Refined((), None, plan.reason)
    return _Loop(run, registry, question, choices, rewriter, limits or Limits(), record).refined(plan)


class _Loop:
    def __init__(
        self,
        run: Run,
        registry: Registry,
        question: str,
        choices: Sequence[str] | None,
        rewriter: Rewriter | None,
        limits: Limits,
        record: Callable[[Tried], None],
    ) -> None:
        self._run, self._registry, self._record = run, registry, record
        self._question, self._choices = question, choices
        self._rewriter, self._limits = rewriter, limits
        self._began_s = time.monotonic()
        self._rewrites = self._tokens = 0
        self._attempts: list[Tried] = []
        self._seen: set[str] = set()

    def refined(self, plan: Plan) -> Refined:
        program, author = plan.program or plan.draft, plan.planner
        edits: tuple[Edit, ...] = ()
        stopped: str | None = None
        while program is not None:
            tried = self._tried(program, author, edits)
            if tried.status == "ok":
                return self._result(tried, None)
            program, author, edits, stopped = self._next(tried)
        ran = [tried for tried in self._attempts if tried.ran is not None]
        answered = (tried for tried in ran if tried.status == "suspicious")
        return self._result(next(answered, ran[0] if ran else None), stopped)

    def _result(self, chosen: Tried | None, stopped: str | None) -> Refined:
        return Refined(tuple(self._attempts), chosen, stopped, self._tokens)

    def _tried(self, program: str, author: str, edits: tuple[Edit, ...]) -> Tried:
        """Check a program, run it if it can be, and note what is to be said against it."""
        self._seen.add(program)
        draft = Draft(program, self._registry, question=self._question)
        if draft.errors:
            tried = Tried(program, author, edits, draft.errors)
        else:
            doubts = suspicions(draft.checked, draft.program, self._question, self._choices)
            ran = None if doubts and self._mended(program) else self._run(program, author, tuple(self._attempts))
            found = (d for d in ran.diagnostics if d not in doubts) if ran else ()
            tried = Tried(program, author, edits, (*doubts, *found), ran)
        self._attempts.append(tried)
        self._record(tried)
        return tried

    def _mended(self, program: str) -> bool:
        return mend(program, self._registry, self._question, self._choices).changed

    def _next(self, tried: Tried) -> tuple[str | None, str, tuple[Edit, ...], str | None]:
        """Give the next program, who wrote it and by which edits; or None and why there is none."""
        why = None
        if tried.status == "invalid":
            found = repair(tried.program, self._registry, question=self._question)
            why = found.reason
        elif tried.ran is None:
            found = mend(tried.program, self._registry, self._question, self._choices)
        else:
            return self._rewritten(tried, None)
        if found.program is not None and found.program not in self._seen:
            return found.program, REPAIRED if tried.status == "invalid" else MENDED, found.edits, None
        return self._rewritten(tried, why)

    def _rewritten(self, tried: Tried, why: str | None) -> tuple[str | None, str, tuple[Edit, ...], str | None]:
        """Have the expression written anew that the first diagnostic is about."""
        said = why or "; ".join(d.message for d in tried.diagnostics)
        draft = Draft(tried.program, self._registry, question=self._question)
        hole = hole_for(draft, tried.diagnostics[-1], self._choices) if tried.diagnostics else None
        while self._rewriter is not None and hole is not None:
            stopped = self._limit()
            if stopped:
                return None, "", (), f"{said}; {stopped}"
            self._rewrites += 1
            written = self._rewriter.rewrite(hole)
            if written is None:
                break
            self._tokens += written.tokens
            program = hole.filled(written.expression)
            if program not in self._seen and self._keeps_words(draft, program):
                return program, self._rewriter.name, (), None
        return None, "", (), said or None

    def _limit(self) -> str | None:
        limits = self._limits
        if self._rewrites >= limits.rewrites:
            return f"{limits.rewrites} rewrites were allowed"
        if limits.seconds is not None and time.monotonic() - self._began_s >= limits.seconds:
            return f"{limits.seconds:g} s were allowed"
        if limits.tokens is not None and self._tokens >= limits.tokens:
            return f"{limits.tokens} tokens were allowed"
        return None

    def _keeps_words(self, draft: Draft, program: str) -> bool:
        """Say whether every text that stands in the question and stood in the program still does.

        Whoever finds nothing under one word may not look for a wider one.
        """
        then = dataclasses.replace(draft, source=program)
        return _texts(draft) <= _texts(then)


def _texts(draft: Draft) -> set[str]:
    texts = {n.value.casefold() for _, n in sites(draft.program) if isinstance(n, Literal) and isinstance(n.value, str)}
    return {text for text in texts if set(text.split()) & draft.words} if draft.words else texts
