"""When a question is about: the circumstances named around what it asks."""

import dataclasses
from collections.abc import Sequence

from lark import Token, Tree

from vprog.planner.meaning import Scope
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.words import clock_seconds, exact_seconds, number_value

_PARTS = {"begin": "start", "middle": "middle", "finish": "end"}
_EXTREMES = {"largest": "max", "smallest": "min"}


def scope_of(circumstances: Sequence[Tree[Token]], *, said: bool) -> Scope:
    """Put the circumstances of a question together.

    said: the question itself asks for a largest or smallest number, so that "at the same time" may be left out.
    Raises: NotUnderstoodError for two of a kind, or for an extreme without "at the same time".
    """
    scope = Scope()
    for circumstance in circumstances:
        if circumstance.data != "anywhere":
            scope = _narrowed(scope, circumstance)
    if scope.extreme and not scope.together and not said:
        raise NotUnderstoodError("`at most` or `at least` without `at the same time`")
    return scope


def _narrowed(scope: Scope, circumstance: Tree[Token]) -> Scope:
    name = circumstance.data
    if name == "all_along":
        return dataclasses.replace(scope, all_along=True)
    if name == "together":
        return dataclasses.replace(scope, together=True)
    if name in _EXTREMES:
        if scope.extreme not in (None, _EXTREMES[name]):
            raise NotUnderstoodError("both a largest and a smallest number")
        return dataclasses.replace(scope, extreme=_EXTREMES[name])
    if scope.at_s is not None or scope.part is not None:
        raise NotUnderstoodError("two different times")
    if name in ("edge", "third"):
        which = circumstance.children[0]
        assert isinstance(which, Tree)  # noqa: S101  # the grammar has a rule here
        return dataclasses.replace(scope, part=_PARTS[which.data], momentary=name == "edge")
    return dataclasses.replace(scope, at_s=exact_seconds(_seconds(circumstance)))


def _seconds(moment: Tree[Token]) -> float:
    if moment.data == "at_clock":
        return clock_seconds(str(moment.children[0]))
    values = [number_value(str(part.children[0])) for part in moment.children if isinstance(part, Tree)]
    if moment.data == "at_minutes":
        minutes, seconds = (*values, 0.0)[:2]
        return 60 * minutes + seconds
    return values[0]
