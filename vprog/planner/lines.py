"""The lines of a program in strict form as they are written: every step has a name, no step is written twice."""

from vprog.language import format_constant

_MAX_NAME = 12
"""Letters of a strict name behind its type."""
_MAX_LINES = 60
MOST_LISTED = 3
"""Members of a list in strict form."""


class Lines:
    """Writes one program, a line for each step."""

    def __init__(self) -> None:
        """Begin without any."""
        self._lines: list[str] = []
        self._names: dict[str, str] = {}

    def bind(self, kind: str, label: str, value: str) -> str:
        """Give the name of a value: its type with the last word of the label, or with one before, or numbered."""
        if value not in self._names:
            words = [word for word in reversed(label.split()) if _fits(word)] or ["thing"]
            tries = (*words, *(f"{words[0][: _MAX_NAME - 2]}{n}" for n in range(2, _MAX_LINES)))
            taken = set(self._names.values())
            self._names[value] = next(t for t in (f"{kind}_{word}" for word in tries) if t not in taken)
            self._lines.append(f"{self._names[value]} = {value}")
        return self._names[value]

    def text(self, answer: str) -> str:
        """Give the program that ends with this answer."""
        return "\n".join((*self._lines, f"answer = {answer}")) + "\n"


def quoted(text: str) -> str:
    """Give a text as the language writes it."""
    return format_constant(text)


def seconds(value_s: float) -> str:
    """Give a moment or length of time as the language writes it."""
    return format_constant(float(value_s))


def _fits(word: str) -> bool:
    return word.isascii() and word.isalnum() and word[0].isalpha() and len(word) <= _MAX_NAME
