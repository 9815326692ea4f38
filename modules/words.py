"""Texts made of what was found."""

from vprog.spec import PLACEHOLDER, Template, attribute, module, operand
from vprog.types import Type


@module
class Fill:
    """Put a value in a text, for instance in a question to a module that takes one.

    Numbers and seconds are written as short as six digits allow, without a unit.
    """

    template = attribute(Template(), doc="the text around the value")
    value = operand(Type.NUMBER, Type.TEXT, Type.SECONDS, doc="what to put in")
    result = Type.TEXT
    examples = ('answer = fill("{} people come in", count(who(enters(tracks_people))))',)

    @staticmethod
    def compute(template: str, value: float | str) -> str:
        return template.replace(PLACEHOLDER, value if isinstance(value, str) else _written(value))


def _written(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else f"{number:.6g}"
