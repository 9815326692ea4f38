"""Tell the parts of a program's text apart, for those who show it in colours."""

import re
from collections.abc import Iterator

from vprog.types import INPUTS, KEYWORDS

_PARTS = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<string>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)
    |(?P<number>\b[0-9]+(?:\.[0-9]+)?)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)""",
    re.VERBOSE,
)
_CALL = re.compile(r"\s*\(")


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """Give (kind, piece) for all of a text, correct program or not; together the pieces are the text.

    kind: `comment`, `string`, `number`, `keyword`, `input`, `module`, `name`, or empty for everything else.

    >>> list(tokens("answer = count(video)"))[:3]
    [('name', 'answer'), ('', ' = '), ('module', 'count')]
    """
    done = 0
    for found in _PARTS.finditer(text):
        if found.start() > done:
            yield "", text[done : found.start()]
        kind = found.lastgroup or ""
        yield _kind_of_name(found.group(), text, found.end()) if kind == "name" else kind, found.group()
        done = found.end()
    if done < len(text):
        yield "", text[done:]


def _kind_of_name(name: str, text: str, end: int) -> str:
    if name in KEYWORDS:
        return "keyword"
    if name in INPUTS:
        return "input"
    return "module" if _CALL.match(text, end) else "name"
