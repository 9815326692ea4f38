"""Make an outcome of what a module gave: status, confidence, evidence and gaps follow from its operands.

Absence spreads through every module that does not meet it on purpose; failure through every one.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

from vprog.diagnostics import Code, Diagnostic
from vprog.types import Type
from vprog.values import Absent, Gap, Look, Outcome, Span, Status, Track, evidence_of, looks_of, things_in, unique
from vprog.values.codec import encode


def decided_by_operands(type_: Type, operands: Sequence[Outcome], *, sees_absence: bool) -> Outcome | None:
    """Give the outcome that failed or absent operands force, or None when the module has to run."""
    failed = next((o for o in operands if o.status is Status.FAILED), None)
    if failed is not None and failed.diagnostic is not None:
        return Outcome.failed(type_, failed.diagnostic)
    absent = next((o for o in operands if o.status is Status.ABSENT), None)
    if absent is not None and not sees_absence:
        return settle(type_, Absent(absent.reason or "no value"), operands)
    return None


def settle(
    type_: Type, given: object, operands: Sequence[Outcome], *, measured: bool = False, judged: bool = False
) -> Outcome:
    """Wrap what a module returned: a payload, Absent, or the outcome of the operand that it chose.

    operands: those that decided. measured: a backend looked or worked, whose certainty is not known. judged: a model's
    word decided.
    """
    known = _inherited(operands, judged)
    if isinstance(given, Outcome):
        return _finished(dataclasses.replace(given, confidence=_least([o.confidence for o in operands]), **known))
    if isinstance(given, Absent):
        return _finished(Outcome(type_, Status.ABSENT, reason=str(given.reason), **known))
    try:
        encode(type_, given)
    except (TypeError, ValueError, AttributeError) as error:
        message = f"a module declared to give {type_} gave something else: {error}"
        return Outcome.failed(type_, Diagnostic(Code("VP0502"), message, hint="this is a bug of the module"))
    own = evidence_of(type_, given)
    if own is not None:
        known["evidence"] = own
    if isinstance(given, Track | Span):
        known["followed"] = _followed(given, operands)
    return _finished(
        Outcome(type_, Status.OK, given, confidence=_confidence(given, operands, measured=measured), **known)
    )


def _inherited(operands: Sequence[Outcome], judged: bool) -> dict[str, Any]:
    """Give what spreads from the operands to whatever is made of them."""
    return {
        "judged": judged or any(o.judged for o in operands),
        "fallback": any(o.fallback for o in operands),
        "incomplete": next((o.incomplete for o in operands if o.incomplete), None),
        "cut_short": any(o.cut_short for o in operands),
        "caveats": tuple(dict.fromkeys(c for o in operands for c in o.caveats)),
        "evidence": unique(e for o in operands for e in o.evidence),
        "gaps": unique_gaps(operands),
    }


def _followed(thing: Track | Span, operands: Sequence[Outcome]) -> tuple[Look, ...]:
    """Give the looks in which a thing was followed: those of the operands that hold it, else of all that hold any."""
    holding = [(o, held) for o in operands if (held := things_in(o.payload))]
    taken = [o for o, held in holding if thing in held] or [o for o, _ in holding]
    return tuple(dict.fromkeys(look for o in taken for look in o.followed or looks_of(o.payload)))


def _finished(outcome: Outcome) -> Outcome:
    """Give the outcome with the status and reason that follow from what was not looked at."""
    if not outcome.incomplete:
        return outcome
    if outcome.has_value:
        return dataclasses.replace(outcome, status=Status.PARTIAL, reason=outcome.incomplete)
    if outcome.incomplete in (outcome.reason or ""):
        return outcome
    return dataclasses.replace(outcome, reason=f"{outcome.reason} ({outcome.incomplete})")


def undecided(unknown: Sequence[Outcome], of: int) -> str:
    """Say of how many elements it is not known whether they belong, and why. unknown: their conditions, all absent."""
    reasons = tuple(dict.fromkeys(o.reason or "no value" for o in unknown))
    others = f", and for {len(reasons) - 1} more reasons" if len(reasons) > 1 else ""
    belong = "belongs" if len(unknown) == 1 else "belong"
    return f"it is not known whether {len(unknown)} of {of} {belong} ({reasons[0]}{others})"


def incomplete(outcome: Outcome, reason: str) -> Outcome:
    """Give the outcome with one more reason why it is not all there is."""
    reasons = [r for r in (outcome.incomplete, reason) if r]
    return _finished(dataclasses.replace(outcome, incomplete="; ".join(dict.fromkeys(reasons))))


def unique_gaps(operands: Sequence[Outcome]) -> tuple[Gap, ...]:
    """Give the gaps of all operands once each, in order."""
    return tuple(dict.fromkeys(gap for o in operands for gap in o.gaps))


def with_gaps(outcome: Outcome, gaps: Sequence[Gap]) -> Outcome:
    """Give the outcome with stretches of the video that could not be read."""
    if not gaps:
        return outcome
    reason = f"{len(gaps)} stretch{'es' * (len(gaps) > 1)} of the video could not be read"
    incomplete = outcome.incomplete or reason
    return _finished(dataclasses.replace(outcome, incomplete=incomplete, gaps=(*outcome.gaps, *gaps)))


def shortened(outcome: Outcome, reason: str | None) -> Outcome:
    """Give the outcome with the budget that ended its search early; None leaves it as it is."""
    if reason is None:
        return outcome
    return _finished(dataclasses.replace(outcome, incomplete=reason, cut_short=True))


def with_caveat(outcome: Outcome, caveat: str) -> Outcome:
    """Give the outcome with what a backend is known to miss; empty for nothing."""
    if not caveat or caveat in outcome.caveats or not outcome.has_value:
        return outcome
    return dataclasses.replace(outcome, caveats=(*outcome.caveats, caveat))


def _confidence(given: object, operands: Sequence[Outcome], *, measured: bool) -> float | None:
    """A single thing keeps its own score; a value computed from others is as sure as the least sure of them."""
    if isinstance(given, Span | Track):
        return given.score
    if measured or not isinstance(given, bool | int | float | str):
        return None
    return _least([o.confidence for o in operands])


def _least(confidences: Sequence[float | None]) -> float | None:
    known = [c for c in confidences if c is not None]
    return min(known) if known and len(known) == len(confidences) else None
