"""Edits of texts: closed, opened, put in quotes, or filled with a value."""

import re
from collections.abc import Iterator

from vprog.diagnostics import Diagnostic
from vprog.refine.draft import Draft, Edit, Proposal
from vprog.refine.rules import UNREAD, rule
from vprog.refine.wording import Line, Word, broken_line, words_of
from vprog.spec import PLACEHOLDER
from vprog.spec.declare import Template
from vprog.types import KEYWORDS

_PLACED = re.compile(r"\{([^{}]*)\}")


@rule(*UNREAD)
def quotes(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Close a text, open one, put words in quotes, or take the letter in front of a text away."""
    line = broken_line(draft, problem)
    if line is None:
        return
    words = line.words
    for position, word in enumerate(words):
        if word.kind == "open":
            yield from _closed(line, position)
        if word.kind == "text" and position and words[position - 1].kind == "name" and not word.space:
            yield from _prefixed(line, position)
    yield from _quoted(line)


def _closed(line: Line, position: int) -> Iterator[Proposal]:
    text, quote = line.words[position].text, line.words[position].text[0]
    other = {'"': "'", "'": '"'}[quote]
    for end in [p for p, char in enumerate(text) if p and char in f"{other}),]"] + [len(text)]:
        inner, rest = text[1:end].rstrip(), text[end:].removeprefix(other)
        edit = Edit("open quotes", 1, 0.05 if text[end : end + 1] == other else 0.2)
        new = (Word("text", f'"{inner}"', line.words[position].space), *words_of(rest))
        yield line.changed(edit, position, position + 1, *new)
    # `detect(video, red car")`: what is open is the end of a text that nothing opened.
    start = position
    while start > line.value and line.words[start - 1].kind in ("name", "number"):
        start -= 1
    if start < position:
        inner = "".join(w.space + w.text for w in line.words[start:position]).strip()
        new = (Word("text", f'"{inner}"', line.words[start].space), *words_of(text[1:]))
        yield line.changed(Edit("open quotes", 1, 0.2), start, position + 1, *new)


def _quoted(line: Line) -> Iterator[Proposal]:
    start = end = line.position
    known = {*KEYWORDS, *line.draft.registry.names, *line.draft.inputs}
    known |= {statement.name for statement in line.draft.program.statements}
    while start > line.value and line.words[start - 1].kind in ("name", "number"):
        start -= 1
    while end < len(line.words) and line.words[end].kind in ("name", "number"):
        end += 1
    said = line.words[start:end]
    if len(said) > 1 and start > line.value and not known & {word.text for word in said}:
        inner = "".join(w.space + w.text for w in line.words[start:end]).strip()
        yield line.changed(
            Edit("missing quotes", 1, 0.2), start, end, Word("text", f'"{inner}"', line.words[start].space)
        )


def _prefixed(line: Line, position: int) -> Iterator[Proposal]:
    text, space = line.words[position].text, line.words[position - 1].space
    placed = _PLACED.findall(text)
    if not placed:
        yield line.changed(Edit("letter before a text", 1, 0.0), position - 1, position + 1, Word("text", text, space))
    if len(placed) != 1:
        return
    template = _PLACED.sub(PLACEHOLDER, text)
    for module in line.draft.registry:
        kinds = {a.name: a.kind for a in module.attributes}
        if len(module.operands) == 1 and any(isinstance(kinds.get(name), Template) for name in module.positional):
            written = ", ".join(template if name in kinds else placed[0] for name in module.positional)
            called = words_of(f"{module.name}({written})")
            new = (Word(called[0].kind, called[0].text, space), *called[1:])
            yield line.changed(Edit("text with a value in it", 1, 0.1), position - 1, position + 1, *new)
