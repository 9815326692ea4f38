"""Explain what looks like a number and is none of this language."""

import re
from decimal import Decimal

from vprog.diagnostics import Code, Diagnostic, Place
from vprog.language.limits import MAX_NUMBER

_LOOKS_LIKE_ONE = re.compile(r"(?<![\w.])\.?[0-9](?:(?<=[eE])[+-](?=[0-9])|[\w.])*")
_WRITTEN = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?")
"""As in grammar/program.lark."""
_DECIMAL = re.compile(r"[0-9]*(\.[0-9]*)?")
_MOST_DIGITS = 9
_BASES = ("0x", "0b", "0o")
_LONGEST_SHOWN = 40


def explain_numeral(text: str, row: int, column: int, first_line: int) -> Diagnostic | None:
    """Say what is wrong with the number at which reading failed, or None when there is none.

    text: the logical line; row and column: where reading failed in it, from 1. first_line: where it stands.
    """
    line = text.split("\n")[row - 1]
    for found in _LOOKS_LIKE_ONE.finditer(line):
        if found.start() <= column - 1 < found.end():
            behind_another = line[: found.start()].rstrip()[-1:].isdigit()
            if behind_another or _WRITTEN.fullmatch(found[0]):
                return None
            number = first_line + row - 1
            return _explained(found[0], Place(number, found.start() + 1, number, found.end() + 1))
    return None


def _explained(word: str, place: Place) -> Diagnostic:
    shown = word if len(word) <= _LONGEST_SHOWN else f"{word[:_LONGEST_SHOWN]}…"
    value = _value(word)
    if value is not None and value >= MAX_NUMBER:
        message = f"the number `{shown}` is too large: numbers are smaller than {MAX_NUMBER}"
        hint = "numbers have at most nine digits before the point, and nine behind it"
        expected = f"less than {MAX_NUMBER}"
        return Diagnostic(Code("VP0105"), message, place, found=shown, expected=expected, hint=hint)
    instead = rewritten_numeral(word)
    hint = f"write `{instead}`" if instead else "digits, and one point at most: `5` of something, `5.0` seconds"
    if not _DECIMAL.fullmatch(word):
        message = f"`{shown}` is no number of this language"
        return Diagnostic(Code("VP0102"), message, place, found=shown, expected="a number", hint=hint)
    whole, _, fraction = word.partition(".")
    if len(fraction) > _MOST_DIGITS:
        message = f"the number `{shown}` has {len(fraction)} digits behind its point; at most {_MOST_DIGITS} are read"
        return Diagnostic(Code("VP0105"), message, place, found=shown, hint=hint)
    wrong = "begins with 0" if len(whole) > 1 else "has no digit on one side of its point"
    return Diagnostic(Code("VP0102"), f"the number `{shown}` {wrong}", place, found=shown, hint=hint)


def rewritten_numeral(word: str) -> str | None:
    """Give a number of Python as this language writes it, or None where it has none.

    >>> rewritten_numeral(".5"), rewritten_numeral("1_000"), rewritten_numeral("5s")
    ('0.5', '1000', None)
    """
    value = _value(word)
    return _written(value, fractional="." in word) if value is not None and value < MAX_NUMBER else None


def _value(word: str) -> Decimal | None:
    """Give the value that Python sees in the word, or None."""
    bare = word.replace("_", "") if word.isascii() else ""
    try:
        return Decimal(int(bare, 0) if bare[:2].lower() in _BASES else bare)
    except (ValueError, ArithmeticError):
        return None


def _written(value: Decimal, *, fractional: bool) -> str | None:
    """Give the number as this language writes it, or None when it would not be that number any more."""
    text = f"{value:.{_MOST_DIGITS}f}"
    if value and not Decimal(text):
        return None
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction or '0'}" if fraction or fractional else whole
