"""What programs write with signs: logic, comparison, arithmetic, choice between two values, subscripts.

`and`, `or` and `not` are Kleene's three-valued logic with absence as the third value: `False and absent` is False,
`True and absent` is absent. `and`, `or` and `if` compute only the operands that they need.
Source: S. C. Kleene, Introduction to Metamathematics (1952), §64.
"""

import math
import operator as op
from collections.abc import Callable
from typing import Any

from vprog.spec import Module, Whole, attribute, module, operand
from vprog.types import Type
from vprog.values import Absent, Outcome, Spans, Tracks, members

EVERY_TYPE = tuple(Type)
_COMPARED = (Type.NUMBER, Type.SECONDS)
_EQUATED = (Type.NUMBER, Type.SECONDS, Type.TEXT, Type.BOOL)


_EXACT = 2**53
"""Up to here a float counts every whole number."""


def bounded(number: float) -> object:
    """Give the number, or why there is none; squaring a whole number again and again must not fill the memory."""
    if not math.isfinite(number):
        return Absent("the result is too large")
    return float(number) if abs(number) > _EXACT else number


def _decided(left: Outcome | None, right: Outcome | None, short: bool) -> object:
    """Give the Kleene value of two outcomes, where `short` alone decides."""
    known = [o for o in (left, right) if o is not None]
    if any(o.has_value and o.payload is short for o in known):
        return short
    unknown = next((o for o in known if not o.has_value), None)
    return Absent(unknown.reason or "unknown") if unknown else not short


def _next_of_two(left: Outcome | None, right: Outcome | None, short: bool) -> int | None:
    if left is None:
        return 0
    return 1 if right is None and left.payload is not short else None


def _connective(name: str, sign: str, doc: str, short: bool) -> Module:
    """Declare `and` or `or`: the connective that the value `short` of one operand decides."""

    class Connective:
        __doc__ = doc
        left = operand(Type.BOOL, doc="the first condition")
        right = operand(Type.BOOL, doc="the second, computed only when the first does not decide")
        result = Type.BOOL
        sees_absence = True

        @staticmethod
        def demand(left: Outcome | None, right: Outcome | None) -> int | None:
            return _next_of_two(left, right, short)

        @staticmethod
        def compute(left: Outcome | None, right: Outcome | None) -> object:
            return _decided(left, right, short)

    return _named(Connective, name, sign)


def _comparison(name: str, sign: str, doc: str, types: tuple[Type, ...], holds: Callable[[Any, Any], bool]) -> Module:
    """Declare a comparison of two values of one type."""

    class Comparison:
        __doc__ = doc
        left = operand(*types, doc="one value")
        right = operand(same_as="left", doc="the other")
        result = Type.BOOL

        @staticmethod
        def compute(left: object, right: object) -> bool:
            return holds(folded(left), folded(right))

    return _named(Comparison, name, sign)


def _named(cls: type, name: str, sign: str) -> Module:
    cls.name, cls.notation = name, sign  # type: ignore[attr-defined]  # read by `module`, as written in a class body
    return module(cls)


def folded(value: object) -> object:
    """Give a value as it is compared: texts without regard to case and outer blanks."""
    return value.strip().casefold() if isinstance(value, str) else value


AND = _connective("both", "and", "Say whether both hold.", False)
OR = _connective("either", "or", "Say whether at least one holds.", True)
_CASE = "texts are compared without regard to case and outer blanks."
EQUAL = _comparison("equal", "==", f"Say whether two values are the same; {_CASE}", _EQUATED, op.eq)
NOT_EQUAL = _comparison("not_equal", "!=", f"Say whether two values differ; {_CASE}", _EQUATED, op.ne)
LESS = _comparison("less", "<", "Say whether the first is smaller.", _COMPARED, op.lt)
AT_MOST = _comparison("at_most", "<=", "Say whether the first is smaller or equal.", _COMPARED, op.le)
MORE = _comparison("more", ">", "Say whether the first is larger.", _COMPARED, op.gt)
AT_LEAST = _comparison("at_least", ">=", "Say whether the first is larger or equal.", _COMPARED, op.ge)


@module
class Not:
    """Say whether it does not hold."""

    notation = "not"
    name = "negation"
    value = operand(Type.BOOL, doc="the condition")
    result = Type.BOOL

    @staticmethod
    def compute(value: bool) -> bool:
        return not value


@module
class If:
    """Give one of two values; the other is not computed."""

    notation = "if"
    name = "if_else"
    condition = operand(Type.BOOL, doc="what decides")
    value = operand(*EVERY_TYPE, doc="the value when it holds")
    otherwise = operand(same_as="value", doc="the value when it does not")
    result = "value"
    sees_absence = True

    @staticmethod
    def demand(condition: Outcome | None, value: Outcome | None, otherwise: Outcome | None) -> int | None:
        if condition is None:
            return 0
        if not condition.has_value:
            return None
        wanted, position = (value, 1) if condition.payload else (otherwise, 2)
        return position if wanted is None else None

    @staticmethod
    def compute(condition: Outcome, value: Outcome | None, otherwise: Outcome | None) -> object:
        if not condition.has_value:
            return Absent(condition.reason or "the condition is unknown")
        return value if condition.payload else otherwise


@module
class Add:
    """Give the sum."""

    notation = "+"
    name = "add"
    left = operand(*_COMPARED, doc="one value")
    right = operand(same_as="left", doc="the other")
    result = "left"

    @staticmethod
    def compute(left: float, right: float) -> object:
        return bounded(left + right)


@module
class Subtract:
    """Give the difference."""

    notation = "-"
    name = "subtract"
    left = operand(*_COMPARED, doc="what to take from")
    right = operand(same_as="left", doc="what to take away")
    result = "left"

    @staticmethod
    def compute(left: float, right: float) -> object:
        return bounded(left - right)


@module
class Multiply:
    """Give the product of two numbers."""

    notation = "*"
    name = "multiply"
    left = operand(Type.NUMBER, doc="one number")
    right = operand(Type.NUMBER, doc="the other")
    result = Type.NUMBER

    @staticmethod
    def compute(left: float, right: float) -> object:
        return bounded(left * right)


@module
class Divide:
    """Give the quotient of two numbers; absent when the second is 0."""

    notation = "/"
    name = "divide"
    left = operand(Type.NUMBER, doc="what to divide")
    right = operand(Type.NUMBER, doc="by what")
    result = Type.NUMBER

    @staticmethod
    def compute(left: float, right: float) -> object:
        return bounded(left / right) if right else Absent(f"{left:g} cannot be divided by 0")


@module
class Item:
    """Give one member of a plural, counted from 0, or from the end with a minus; absent when there is none."""

    notation = "[]"
    name = "item"
    plural = operand(Type.VIDEOS, Type.SPANS, Type.TRACKS, Type.TEXTS, Type.NUMBERS, doc="where to take it from")
    index = attribute(Whole(low=-9999), doc="which one")
    result = {t: t.element for t in (Type.VIDEOS, Type.SPANS, Type.TRACKS, Type.TEXTS, Type.NUMBERS) if t.element}

    @staticmethod
    def compute(plural: Spans | Tracks | tuple[object, ...], index: int) -> object:
        items = members(plural)
        if -len(items) <= index < len(items):
            return items[index]
        return Absent(f"there is no member {index}: there are {len(items)}")
