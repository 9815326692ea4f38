"""`choose`: which of the choices given with a question says the value that was found."""

import functools
from typing import TYPE_CHECKING

from vprog.spec import module, operand
from vprog.types import Type
from vprog.values import Absent

if TYPE_CHECKING:
    import inflect

_ARTICLES = ("a ", "an ", "the ")
_TRUTH = {"yes": True, "true": True, "no": False, "false": False}
_UNITS = (" seconds", " second", " s")


@module
class Choose:
    """Give the choice that says the value, exactly as it is written; absent when none or several do.

    Case, outer blanks, an article in front and a full stop behind do not matter. A number is said by digits or by
    words, a truth by yes, no, true or false, a time with or without its unit. Nothing else counts as saying it: the
    nearest choice would be a guess.
    """

    value = operand(Type.NUMBER, Type.TEXT, Type.BOOL, Type.SECONDS, doc="what was found")
    choices = operand(Type.TEXTS, doc="the choices, as they were given")
    result = Type.TEXT
    examples = ('answer = choose(count(tracks_square), ["one", "two"])  # "two"',)

    @staticmethod
    def compute(value: float | str | bool, choices: tuple[str, ...]) -> object:
        found = [choice for choice in choices if _says(choice, value)]
        if len(found) == 1:
            return found[0]
        listed = ", ".join(f'"{c}"' for c in choices) or "(there are no choices)"
        how_many = f"{len(found)} choices say" if found else "no choice says"
        return Absent(f"{how_many} {_shown(value)}: {listed}")


def _says(choice: str, value: float | str | bool) -> bool:
    text = _bare(choice)
    if isinstance(value, bool):
        return _TRUTH.get(text) is value
    if isinstance(value, str):
        return text == _bare(value)
    if isinstance(value, float):
        # Times are always fractions and counts never are, so that "3 seconds" is no way to say three people.
        text = next((text.removesuffix(unit) for unit in _UNITS if text.endswith(unit)), text)
    if text[:1].isdigit() or text[:1] == "-":
        return _number(text) == value
    return float(value).is_integer() and text.replace("-", " ") == _in_words(int(value))


def _bare(text: str) -> str:
    """Take away what does not tell one answer from another."""
    plain = " ".join(text.casefold().split()).removesuffix(".").rstrip()
    article = next((a for a in _ARTICLES if plain.startswith(a)), "")
    return plain.removeprefix(article)


def _number(text: str) -> float | None:
    # `float` alone would take "1_0" and, once the first character is a digit, nothing else that no one writes.
    try:
        return None if "_" in text else float(text)
    except ValueError:
        return None


@functools.cache
def _engine() -> "inflect.engine":
    # Importing it takes a third of a second, which no program without number words should pay.
    import inflect

    return inflect.engine()


@functools.lru_cache(maxsize=1024)
def _in_words(value: int) -> str | None:
    """Give the English words, or None for a number so large that it has none."""
    import inflect

    try:
        return str(_engine().number_to_words(value)).replace("-", " ")  # type: ignore[arg-type]
    except inflect.NumOutOfRangeError:
        return None


def _shown(value: float | str | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f'"{value}"' if isinstance(value, str) else f"{value:g}"
