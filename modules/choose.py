"""`choose`: which of the choices given with a question says the value that was found."""

from vprog.modules.said import bare, says
from vprog.spec import module, operand
from vprog.types import Type
from vprog.values import Absent


@module
class Choose:
    """Give the choice that says the value, exactly as it is written; absent when none or several do.

    Case, outer blanks, an article in front and a full stop behind do not matter. A number is said by digits or words,
    alone or before what is counted; a truth by yes, no, true or false; a time with or without its unit; a colour by
    any words with this colour and no other in them; a direction or place by its usual names, as "upwards", "to the
    left" or "in the top left corner". A choice that says just the value goes before one that says it in more words.
    Nothing else counts as saying it: the nearest choice would be a guess.
    """

    value = operand(Type.NUMBER, Type.TEXT, Type.BOOL, Type.SECONDS, doc="what was found")
    choices = operand(Type.TEXTS, doc="the choices, as they were given")
    aliases = ("select", "pick")
    result = Type.TEXT
    version = 2
    examples = ('answer = choose(count(tracks_square), ["one", "two"])  # "two"',)

    @staticmethod
    def compute(value: float | str | bool, choices: tuple[str, ...]) -> object:
        exact = [choice for choice in choices if isinstance(value, str) and bare(choice) == bare(value)]
        found = exact or [choice for choice in choices if says(choice, value)]
        if len(found) == 1:
            return found[0]
        listed = ", ".join(f'"{c}"' for c in choices) or "(there are no choices)"
        how_many = f"{len(found)} choices say" if found else "no choice says"
        return Absent(f"{how_many} {_shown(value)}: {listed}")


def _shown(value: float | str | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f'"{value}"' if isinstance(value, str) else f"{value:g}"
