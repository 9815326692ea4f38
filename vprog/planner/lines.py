"""The lines of a program in strict form as they are written: every step has a name, no step is written twice."""

import re
from collections.abc import Iterator

from vprog.language import STRICT_LINES, format_constant
from vprog.planner.meaning import LAST
from vprog.planner.plan import NotUnderstoodError

_MAX_NAME = 12
"""Letters of a strict name behind its type."""
_MOST_OF_A_NAME = 60
MOST_LISTED = 3
"""Members of a list in strict form."""


_PLAIN_CALL = re.compile(r"[a-z_]+\([^()\[\]]*\)")
_OUTER_CALL = re.compile(r"[a-z_]+\((?:[^()\[\]]|[a-z_]+\([^()\[\]]*\))*\)")
_CALL_INSIDE = re.compile(r"[a-z_]+\([^()]*\)")


class Lines:
    """Writes one program, a line for each step."""

    def __init__(self) -> None:
        """Begin without any."""
        self._names: dict[str, str] = {}

    def bind(self, kind: str, label: str, value: str) -> str:
        """Give the name of a value: its type with the last word of the label, or with one before, or numbered."""
        if value not in self._names:
            words = [word for word in reversed(label.split()) if _fits(word)] or ["thing"]
            tries = (*words, *(f"{words[0][: _MAX_NAME - 2]}{n}" for n in range(2, _MOST_OF_A_NAME)))
            taken = set(self._names.values())
            self._names[value] = next(t for t in (f"{kind}_{word}" for word in tries) if t not in taken)
        return self._names[value]

    def text(self, answer: str) -> str:
        """Give the program that ends with this answer; a long one with fewer names, where calls can stand in calls.

        Raises: NotUnderstoodError when it stays too long.
        """
        steps = {name: value for value, name in self._names.items()} | {"answer": answer}
        while len(steps) > STRICT_LINES + 1:
            inlined = next(_inlinable(steps), None)
            if inlined is None:
                raise NotUnderstoodError(f"what takes more than {STRICT_LINES} steps to find out")
            name, user = inlined
            steps[user] = _put_in(name, steps.pop(name), steps[user])
        return "".join(f"{name} = {value}\n" for name, value in steps.items())


def _inlinable(steps: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give the names that are used once, as an operand of an outermost call, by a plain call themselves, and where."""
    for name, value in steps.items():
        users = [user for user, other in steps.items() if re.search(rf"\b{name}\b", other)]
        if len(users) == 1 and _PLAIN_CALL.fullmatch(value):
            other = steps[users[0]]
            operands = _CALL_INSIDE.sub("", other.partition("(")[2])
            if _OUTER_CALL.fullmatch(other) and len(re.findall(rf"\b{name}\b", operands)) == 1:
                yield name, users[0]


def _put_in(name: str, value: str, other: str) -> str:
    return re.sub(rf"\b{name}\b", lambda _: value, other)


def quoted(text: str) -> str:
    """Give a text as the language writes it."""
    return format_constant(text)


def seconds(value_s: float) -> str:
    """Give a moment or length of time as the language writes it."""
    return format_constant(float(value_s))


def nth_word(nth: int) -> str:
    """Give the word of an ordinal; -1 is the last."""
    words = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
    return "last" if nth == LAST else words[nth - 1]


def nth_of(plural: str, nth: int) -> str:
    """Give the expression for the n-th of a plural; -1 is the last."""
    return {1: f"first({plural})", LAST: f"last({plural})"}.get(nth, f"nth({plural}, {nth})")


def _fits(word: str) -> bool:
    return word.isascii() and word.isalnum() and word[0].isalpha() and len(word) <= _MAX_NAME
