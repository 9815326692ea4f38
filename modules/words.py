"""Texts made of what was found."""

from vprog.spec import PLACEHOLDER, Template, attribute, module, operand
from vprog.types import Type

_LONGEST = 1e15
"""Whole numbers from here on are written with an exponent."""


@module
class Fill:
    """Put a value in a text, for instance in a question to a module that takes one.

    Whole numbers are written out, others with six digits at most; seconds have no unit.
    """

    template = attribute(Template(), doc="the text around the value")
    value = operand(Type.NUMBER, Type.TEXT, Type.SECONDS, doc="what to put in")
    aliases = ("format",)
    result = Type.TEXT
    examples = ('answer = fill("{} come in", count(spans_enters))  # "1 come in"',)

    @staticmethod
    def compute(template: str, value: float | str) -> str:
        return template.replace(PLACEHOLDER, value if isinstance(value, str) else _written(value))


def _written(number: float) -> str:
    # 3 and 3.0 are one Number.
    return str(int(number)) if float(number).is_integer() and abs(number) < _LONGEST else f"{number:.6g}"
