"""Operators that meet absence on purpose; everywhere else it spreads."""

from vprog.spec import module, operand
from vprog.types import Type
from vprog.values import Absent, Outcome


@module
class OrElse:
    """Give the first value, or the second when the first is empty or absent; never hides a failure."""

    name = "or_else"
    value = operand(*Type, doc="what is wanted")
    otherwise = operand(same_as="value", doc="what to take instead; computed only then")
    result = "value"
    sees_absence = True
    falls_back = True
    examples = ("answer = count(or_else(who(stops(tracks_square)), tracks_circle))  # 2",)

    @staticmethod
    def demand(value: Outcome | None, otherwise: Outcome | None) -> int | None:
        if value is None:
            return 0
        return 1 if otherwise is None and (not value.has_value or value.is_empty) else None

    @staticmethod
    def compute(value: Outcome, otherwise: Outcome | None) -> object:
        return value if value.has_value and not value.is_empty else otherwise


@module
class IsAbsent:
    """Say whether there is no value to be had; an empty plural is a value."""

    name = "is_absent"
    value = operand(*Type, doc="what may be absent")
    aliases = ("is_none",)
    result = Type.BOOL
    sees_absence = True
    examples = ("answer = is_absent(first(stops(tracks_square)))  # True",)

    @staticmethod
    def compute(value: Outcome) -> bool:
        return not value.has_value


@module
class Abstain:
    """Give no answer, and say why."""

    version = 2
    reason = operand(Type.TEXT, doc="why there is no answer")
    result = Type.TEXT
    examples = ('answer = abstain("the picture is too dark")  # absent',)

    @staticmethod
    def compute(reason: str) -> Absent:
        return Absent(reason.strip() or "the program abstains, and gives no reason")
