"""Edits of what other languages and chats write: methods, returned and printed values, imports, fences, prose."""

import re
from collections.abc import Iterator

from vprog.diagnostics import Diagnostic
from vprog.language import parse
from vprog.refine.draft import Draft, Edit, Proposal
from vprog.refine.rules import UNREAD, rule
from vprog.refine.wording import Line, Word, broken_line

_DECLARING = ("let", "const", "var", "val", "auto", "return", "print", "yield")
_IMPORTING = ("import", "from")
_MARKED = re.compile(r"^\s*(?:[-*>+•]+|\d+[.)]|>>>|In \[\d+\]:)\s*")
_BOUND = re.compile(r"^\s*[^\W\d]\w*\s*=(?!=)")
_PUNCTUATION = frozenset(",.:;!?'’-")
_SENTENCE = 3
"""How many words make a line a sentence."""


@rule(*UNREAD)
def method(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Call a module with the value as its argument, where it was written as a method or an attribute."""
    line = broken_line(draft, problem)
    if line is None:
        return
    words, dot = line.words, line.position
    if not (0 < dot < len(words) - 1 and words[dot].text == "." and words[dot + 1].kind == "name"):
        return
    start, name = line.group_start(dot), words[dot + 1]
    value = words[start:dot]
    opening, closing = Word("sign", "("), Word("sign", ")")
    called = Word("name", name.text, value[0].space)
    first = Word(value[0].kind, value[0].text)
    behind = dot + 2
    if behind < len(words) and words[behind].text == "(":
        more = () if words[behind + 1 : behind + 2] and words[behind + 1].text == ")" else (Word("sign", ","),)
        new = (called, opening, first, *value[1:], *more)
        yield line.changed(Edit("method", 1, 0.1), start, behind + 1, *new)
        if len(value) == 1:
            yield line.changed(Edit("name of a package", 1, 0.4), start, dot + 1)
    else:
        yield line.changed(Edit("attribute", 1, 0.1), start, behind, called, opening, first, *value[1:], closing)


@rule(*UNREAD)
def python_word(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Bind where another language declares, returns or prints; leave out what it imports."""
    line = broken_line(draft, problem)
    if line is None or not line.words:
        return
    words = line.words
    rest = "".join(w.space + w.text for w in words[1:]).strip()
    if words[0].text in _DECLARING:
        if _BOUND.match(rest):
            yield line.with_text(Edit("word of another language", 1, 0.0), rest)
        elif rest:
            yield line.with_text(Edit("word of another language", 1, 0.05), f"answer = {rest}")
            yield line.with_text(Edit("word of another language", 1, 0.2), f"# {line.text}")
    if words[0].text in _IMPORTING:
        yield line.with_text(Edit("word of another language", 1, 0.1), f"# {line.text}")
    opened: list[int] = []
    for position, word in enumerate(words[: line.position]):
        if word.text == "(":
            opened.append(position)
        elif word.text == ")" and opened:
            opened.pop()
    if line.position < len(words) and words[line.position].text == "for":
        start = opened[-1] + 1 if opened else line.value
        end = line.group_end(opened[-1]) - 1 if opened else len(words)
        inside = (Word("sign", "["), Word(words[start].kind, words[start].text), *words[start + 1 : end])
        yield line.changed(Edit("list without brackets", 1, 0.1), start, end, *inside, Word("sign", "]"))


@rule(*UNREAD)
def prose(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Take a program out of what stands around it: a fence, a mark at the margin, a sentence, a bare last value."""
    line = broken_line(draft, problem)
    if line is None:
        return
    lines = draft.source.split("\n")
    fences = [number for number, text in enumerate(lines) if text.lstrip().startswith(("```", "~~~"))]
    if fences:
        inside = lines[fences[0] + 1 : fences[1] if len(fences) > 1 else len(lines)]
        edit = Edit("fence", 1, 0.0, lines[fences[0]].strip())
        yield Proposal(edit, "\n".join(inside) + "\n")
    bare = _MARKED.sub("", line.text)
    if bare != line.text and _BOUND.match(bare):
        yield line.with_text(Edit("mark at the margin", 1, 0.0), bare)
    if not _BOUND.match(line.text):
        yield from _unbound(line)
    comment = line.text.find("//")
    if comment >= 0:
        yield line.with_text(
            Edit("comment of another language", 1, 0.1), f"{line.text[:comment]}# {line.text[comment + 2 :]}"
        )


def _unbound(line: Line) -> Iterator[Proposal]:
    """Bind what a line computes, or leave the line to the comments."""
    text, words = line.text.strip(), line.words
    says_answer = any(statement.name == "answer" for statement in line.draft.program.statements)
    if line.last and not says_answer:
        yield line.with_text(Edit("missing answer", 1, 0.2), f"answer = {text}")
    if len(words) > 1 and words[0].kind == "name" and words[1].begins:
        yield line.changed(Edit("sign of a binding", 1, 0.2), 1, 1, Word("sign", "=", " "))
    computes = not parse(f"answer = {text}")[1]
    sentence = [word for word in words if word.text not in _PUNCTUATION]
    prose = len(sentence) >= _SENTENCE and all(word.kind == "name" for word in sentence)
    if prose or (computes and says_answer):
        yield line.with_text(Edit("prose", 1, 0.3), f"# {text}")
