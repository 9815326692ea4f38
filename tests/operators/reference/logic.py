"""What is written with signs, and what meets absence on purpose. Operands may be whole outcomes."""

import fractions
import math

from tests.operators.reference.table import reference
from vprog.values import Absent

NOT_KNOWN = Absent("not known")


def truth(outcome):
    return outcome.payload if outcome.has_value else None


def three_valued(value):
    return NOT_KNOWN if value is None else value


@reference("both")
def both(left, right):
    # Kleene: false is less than unknown, unknown less than true, and `and` is the lesser.
    return three_valued(min((truth(left), truth(right)), key=(False, None, True).index))


@reference("either")
def either(left, right):
    return three_valued(max((truth(left), truth(right)), key=(False, None, True).index))


@reference("negation")
def negation(value):
    return {True: False, False: True}[value]


@reference("if_else")
def if_else(condition, value, otherwise):
    match truth(condition):
        case None:
            return NOT_KNOWN
        case True:
            return value
        case False:
            return otherwise


@reference("or_else")
def or_else(value, otherwise):
    nothing = not value.has_value or (value.type.is_plural and not list(getattr(value.payload, "items", value.payload)))
    return otherwise if nothing else value


@reference("is_absent")
def is_absent(value):
    return not value.has_value


@reference("abstain")
def abstain(reason):
    return Absent(reason)


def as_compared(value):
    return value.strip().casefold() if isinstance(value, str) else value


@reference("equal")
def equal(left, right):
    return as_compared(left) == as_compared(right)


@reference("not_equal")
def not_equal(left, right):
    return as_compared(left) != as_compared(right)


@reference("less")
def less(left, right):
    return fractions.Fraction(left) < fractions.Fraction(right)


@reference("at_most")
def at_most(left, right):
    return not fractions.Fraction(left) > fractions.Fraction(right)


@reference("more")
def more(left, right):
    return fractions.Fraction(left) > fractions.Fraction(right)


@reference("at_least")
def at_least_(left, right):
    return not fractions.Fraction(left) < fractions.Fraction(right)


def shown(exact: fractions.Fraction):
    """Give an exact number as the float next to it."""
    return float(exact) if abs(exact) < fractions.Fraction(10) ** 308 else NOT_KNOWN


@reference("add")
def add(left, right):
    return shown(fractions.Fraction(left) + fractions.Fraction(right))


@reference("subtract")
def subtract(left, right):
    return shown(fractions.Fraction(left) - fractions.Fraction(right))


@reference("multiply")
def multiply(left, right):
    return shown(fractions.Fraction(left) * fractions.Fraction(right))


@reference("divide")
def divide(left, right):
    return shown(fractions.Fraction(left) / fractions.Fraction(right)) if right else NOT_KNOWN


@reference("choose")
def choose(value, choices):
    words = {True: ("yes", "true"), False: ("no", "false")}
    if isinstance(value, bool):
        saying = [c for c in choices if bare(c) in words[value]]
    elif isinstance(value, str):
        saying = [c for c in choices if bare(c) == bare(value)]
    else:
        saying = [c for c in choices if says_number(bare(c), value)]
    return saying[0] if len(saying) == 1 else NOT_KNOWN


def bare(text):
    text = " ".join(text.casefold().split())
    text = text.removesuffix(".").rstrip()
    for article in ("a", "an", "the"):
        if text.startswith(article + " "):
            return text[len(article) + 1 :]
    return text


NUMBER_WORDS = {0: "zero", 1: "one", 2: "two", 3: "three", 5: "five", 9: "nine"}
"""Those among the choices that are drawn."""


def says_number(text, value):
    if isinstance(value, float):
        for unit in (" seconds", " second", " s"):
            if text.endswith(unit):
                text = text[: -len(unit)]
                break
    try:
        written = float(text) if text[:1] in tuple("0123456789-") and "_" not in text else None
    except ValueError:
        written = None
    if written is not None:
        return math.isclose(written, value, rel_tol=0, abs_tol=0)
    return value in NUMBER_WORDS and text == NUMBER_WORDS[int(value)]
