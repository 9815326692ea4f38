"""Whether something is so."""

import dataclasses

from vprog.planner.amounts import doing, number, seen
from vprog.planner.context import Context, Value, one_of, refuse_all_of
from vprog.planner.find import with_said
from vprog.planner.meaning import (
    APPEAR,
    MOVING,
    STOPPED,
    Beside,
    Bound,
    Claim,
    Contrast,
    Event,
    Group,
    Said,
    Some,
    Thing,
)
from vprog.planner.options import chosen_of
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.properties import asked, order
from vprog.planner.wanted import Asked


def whether(here: Context, claim: Claim) -> Value:
    """Give whether a claim holds, or which of the answers that it names."""
    if "both" in here.aspects:
        one, other = (truth(here.in_video(n), claim) for n in (1, 2))
        return f"({one} and {other})", "bool"
    some, said = claim.subject, claim.said
    if not isinstance(some, Some) or said.negated:
        return _holds(here, claim), "bool"
    if len(said.directions) > 1:
        return asked(here, Asked("direction", one_of(some), answers=said.directions))
    if len(said.sides) > 1:
        return asked(here, Asked("side", one_of(some), said, said.sides))
    if some.bound and len(some.bound.numbers) > 1:
        return chosen_of(here.lines, number(here, some.thing, said), tuple(map(str, some.bound.numbers))), "label"
    return _holds(here, claim), "bool"


def truth(here: Context, claim: Claim) -> str:
    """Give the name of whether a claim holds."""
    label = claim.subject.thing.noun if isinstance(claim.subject, Some) else "holds"
    return here.lines.bind("bool", label, _holds(here, claim))


def _holds(here: Context, claim: Claim) -> str:
    match claim.subject:
        case Group(one, other, joiner):
            here.only("two things")
            names = [truth(here, Claim(some, claim.said)) for some in (one, other)]
            return f"({names[0]} {joiner} {names[1]})"
        case Contrast(sign, one, other):
            here.only("a comparison of two numbers")
            left, right = number(here, one, claim.said), number(here, other, claim.said)
            return f"({left} {sign} {right})"
        case some:
            return _bounded(here, some, some.bound, claim.said) if some.bound else _some_holds(here, some, claim.said)


def _bounded(here: Context, some: Some, bound: Bound, said: Said) -> str:
    if here.aspects.keys() & {"most", "least"}:
        raise NotUnderstoodError("`at most` or `at least` beside a number")
    if "together" in here.aspects and (bound.sign not in (">", ">=") or not said.is_seen or here.times):
        raise NotUnderstoodError("`at the same time` with anything but more than or at least so many visible")
    if len(bound.numbers) > 1:
        raise NotUnderstoodError("which of several numbers, of what does not happen")
    return f"({number(here, some.thing, said)} {bound.sign} {bound.numbers[0]})"


def _some_holds(here: Context, some: Some, said: Said) -> str:
    refuse_all_of(some)
    if "all_along" in here.aspects and not said.is_rest:
        raise NotUnderstoodError("whether `the whole video` means always or ever")
    here.only("whether there is", "all_along", "any_time")
    if some.article == "the" and not said.is_seen:
        # Whether the dog leaves is not to be told of a video in which there is no dog.
        some = dataclasses.replace(some, thing=dataclasses.replace(some.thing, given=True))
    if some.negated and said.negated:
        raise NotUnderstoodError("two denials")
    if said.op == STOPPED and not here.times:
        if "all_along" not in here.aspects and not said.negated:
            raise NotUnderstoodError("whether it stands still at some time or all the time")
        said = Said(MOVING, negated=not said.negated)
    if said.is_rest and not here.times:
        others = f"exists({here.find.tracks(with_said(some.thing, said, 0))})"
        return _denied(here, some.thing, others) if some.negated else others
    if said.negated and not some.negated and some.article != "the":
        raise NotUnderstoodError("whether none does it, or some do not")
    when = _beside_appearing(here, said)
    if when and not (said.negated or some.negated):
        return order(dataclasses.replace(here, times=()), Event(some.thing, said), when.event, when.how)[0]
    found = _found(here, some.thing, dataclasses.replace(said, negated=False))
    return _denied(here, some.thing, found) if some.negated or said.negated else found


def _denied(here: Context, thing: Thing, found: str) -> str:
    return f"(not {here.lines.bind('bool', thing.noun, found)})"


def _beside_appearing(here: Context, said: Said) -> Beside | None:
    """Give the only time when it is before or after something else appears: coming into view is meant of both."""
    one = here.times[0] if len(here.times) == 1 else None
    if said.op == APPEAR and isinstance(one, Beside) and one.how in ("before", "after"):
        return one if one.event.said.op == APPEAR else None
    return None


def _found(here: Context, thing: Thing, said: Said) -> str:
    """Say whether any of the things does it."""
    if said.is_seen:
        return f"exists({seen(here, thing, said)})"
    if (said.op == MOVING and said.directions and not here.times) or said.sides:
        return f"exists({doing(here, thing, said)})"
    return f"exists({here.find.spans(thing, said, here.times)})"
