"""Split a program into logical lines, so that each can be parsed, and be wrong, on its own."""

import dataclasses
import re

_BINDING = re.compile(r"[A-Za-z_]\w*[ \t]*=(?!=)")
_OPENING, _CLOSING = "([{", ")]}"


@dataclasses.dataclass(frozen=True)
class LogicalLine:
    """The text of one statement, its comments blanked out."""

    text: str
    first_line: int
    """Number of its first physical line, from 1."""
    before: tuple[str, ...]
    """Comment lines above it, without `#`; an empty text stands for a blank line."""
    behind: str
    """Comment behind it, without `#`."""


def split(source: str) -> tuple[tuple[LogicalLine, ...], tuple[str, ...]]:
    """Give the logical lines of a program, and the comments below the last one.

    A line goes on while a bracket is open, unless the next line starts at the margin with `name =`: then the
    bracket was forgotten, and that line is a statement of its own.
    """
    lines: list[LogicalLine] = []
    pending: list[str] = []
    texts: list[str] = []
    notes: list[str] = []
    first_line, depth = 0, 0

    def close() -> None:
        nonlocal texts, notes, pending, depth
        behind = "; ".join(note for note in notes if note.strip()) or max(notes, default="")
        lines.append(LogicalLine("\n".join(texts), first_line, tuple(pending), behind))
        texts, notes, pending, depth = [], [], [], 0

    for number, physical in enumerate(source.split("\n"), start=1):
        if texts and _BINDING.match(physical):
            close()
        code, note, change = _scan(physical.removesuffix("\r"))
        if not texts and not code.strip():
            pending.append(note or "")
            continue
        if not texts:
            first_line = number
        texts.append(code)
        notes.append(note or "")
        depth = max(0, depth + change)
        if depth == 0:
            close()
    if texts:
        close()
    while pending and not pending[-1]:
        pending.pop()
    return tuple(lines), tuple(pending)


def _scan(line: str) -> tuple[str, str | None, int]:
    """Give a physical line without its comment, the comment, and how many more brackets it opens than closes."""
    quote, escaped, change = "", False, 0
    for position, char in enumerate(line):
        if escaped:
            escaped = False
        elif quote:
            escaped = char == "\\"
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "#":
            return line[:position].rstrip(), line[position + 1 :].strip() or " ", change
        else:
            change += (char in _OPENING) - (char in _CLOSING)
    return line, None, change
