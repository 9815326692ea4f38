"""Writes a program line by line: every value has a name that says its type, and equal values share a line."""

import dataclasses
import re

from vprog.benchmarks.convert.refusal import Missing, NoCounterpartError, no_counterpart
from vprog.language import Check, Program, check, format_program
from vprog.language.syntax import (
    Call,
    Comprehension,
    Expression,
    ListOf,
    Literal,
    Name,
    Operation,
    Statement,
    walk,
)
from vprog.spec import Registry
from vprog.types import Type

_MAX_NAME = 12
"""Letters of a strict name behind its type."""
_NUMBERED = 10_000
_UNKNOWN_MODULE = "VP0201"
_BEYOND_LIMITS = ("VP0104", "VP0105")

VIDEO = Name("video")


def call(function: str, *operands: Expression, **keywords: Expression) -> Call:
    """Apply a module."""
    return Call(function, operands, tuple(keywords.items()))


def constant(value: str | float) -> Literal:
    """Write a constant."""
    return Literal(value)


def infix(left: Expression, sign: str, right: Expression) -> Operation:
    """Write two values with a sign between them."""
    return Operation(sign, (left, right))


def negated(value: Expression) -> Operation:
    """Write that something does not hold."""
    return Operation("not", (value,))


def choice(value: Expression, condition: Expression, otherwise: Expression) -> Operation:
    """Write one value if a condition holds, else another."""
    return Operation("if", (condition, value, otherwise))


def listed(*items: Expression) -> ListOf:
    """Write a list out."""
    return ListOf(items)


def each(body: Expression, variable: Name, plural: Expression, condition: Expression | None = None) -> Comprehension:
    """Write what something is for each member of a plural for which a condition holds."""
    return Comprehension(body, variable.id, plural, condition)


def only(plural: Expression, what: str, of: Type) -> Operation:
    """Give a Tracks, Spans or Texts if it has one member; otherwise it is absent, and says so."""
    reason = call("abstain", constant(f"there is not exactly one {what}"))
    nothing: dict[Type, Expression] = {
        Type.TRACKS: call("track", call("detect", VIDEO, reason)),
        Type.SPANS: call("visible", call("track", call("detect", VIDEO, reason))),
        Type.TEXTS: listed(reason),
    }
    return choice(plural, infix(call("count", plural), "==", constant(1)), nothing[of])


@dataclasses.dataclass(frozen=True)
class Body:
    """The text of a program that checks, without its header, and the type of its answer."""

    text: str
    answer_type: Type


class Writer:
    """The lines of one program."""

    def __init__(self) -> None:
        """Begin without a line."""
        self._lines: list[Statement] = []
        self._names: dict[Expression, Name] = {}
        self._taken: set[str] = set()

    def bind(self, type_: Type, word: str, value: Expression) -> Name:
        """Give a value a name made of its type and the last fitting word; an equal value keeps the name it has."""
        if isinstance(value, Name):
            return value
        if value not in self._names:
            name = Name(self._free(type_.prefix, word))
            self._lines.append(Statement(name.id, value))
            self._names[value] = name
        return self._names[value]

    def _free(self, prefix: str, phrase: str) -> str:
        words = [w[:_MAX_NAME] for w in re.findall(r"[a-z][a-z0-9]*", phrase.lower())[::-1]] or ["value"]
        numbered = (f"{words[0][: _MAX_NAME - len(str(n))]}{n}" for n in range(2, _NUMBERED))
        name = next(f"{prefix}_{word}" for word in (words[0], *numbered) if f"{prefix}_{word}" not in self._taken)
        self._taken.add(name)
        return name

    def body(self, answer: Expression, registry: Registry) -> Body:
        """Give the program that has this answer. Lines that nothing uses are left out.

        Raises: NoCounterpartError when this installation lacks a module that it needs, or it exceeds the limits.
        """
        values = {line.name: line.value for line in self._lines}
        while isinstance(answer, Name):
            answer = values[answer.id]
        kept = [Statement("answer", answer)]
        used = _names_in(answer)
        for line in reversed(self._lines):
            if line.name in used:
                kept.append(line)
                used |= _names_in(line.value)
        text = format_program(Program(tuple(reversed(kept))), registry)
        checked = check(text, registry)
        if checked.answer_type is None:
            raise _refused(checked)
        return Body(text, checked.answer_type)


def _names_in(expression: Expression) -> set[str]:
    return {node.id for node in walk(expression) if isinstance(node, Name)}


def _refused(checked: Check) -> Exception:
    """Say what the checker found: a module that is not there, a limit, or a mistake of the converter itself."""
    lacking = dict.fromkeys(d.found for d in checked.diagnostics if d.code == _UNKNOWN_MODULE and d.found)
    if lacking:
        return NoCounterpartError(*(Missing(name, "this installation has no module of that name") for name in lacking))
    beyond = next((d for d in checked.diagnostics if d.code in _BEYOND_LIMITS), None)
    if beyond:
        return no_counterpart("program", beyond.message)
    return AssertionError(f"{checked.diagnostics[0].message} in\n{checked.source}")
