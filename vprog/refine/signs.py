"""Edits of signs: of other languages and scripts, brackets, commas, comparisons, numbers."""

import re
import unicodedata
from collections.abc import Iterator

from vprog.diagnostics import Diagnostic
from vprog.language.numerals import rewritten_numeral
from vprog.refine.draft import Draft, Edit, Proposal
from vprog.refine.rules import UNREAD, rule
from vprog.refine.wording import CLOSING, Line, Word, broken_line

_FOREIGN = dict(
    pair.split()
    for pair in (
        *("&& and", "& and", "|| or", "| or", "! not", "AND and", "OR or", "NOT not"),
        *("=== ==", "!== !=", "<> !=", "=> >=", "=< <=", "is ==", "≥ >=", "≤ <=", "≠ !="),
        *("− -", "– -", "× *", "÷ /", "; ,"),
    )
)
"""Signs and words of other languages and scripts, and what this one writes."""
_BINDING = frozenset(("==", ":", ":=", "<-", "->", "is"))
"""What stands behind a name that is bound elsewhere."""
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u2018": "'", "\u2019": "'", "`": '"'})
_TRIPLED = re.compile(r'"""|\'\'\'')
_SAYING = frozenset("+-*/%<>=&|!@^~") | {"**", "//", "<=", ">=", "==", "!=", "->", "=>", ":="}
"""Signs that stand for something: without one of them another thing is said."""


@rule(*UNREAD)
def foreign_sign(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Write a sign of another language as this one does."""
    line = broken_line(draft, problem)
    if line is None:
        return
    for position in {line.position - 1, line.position, line.position + 1} & set(range(len(line.words))):
        word = line.words[position]
        if word.text in _FOREIGN:
            new = _FOREIGN[word.text]
            spaced = word.space or (" " if new.isalpha() and position else "")
            edit = Edit("foreign sign", 1, 0.05)
            after = line.words[position + 1 :]
            # `!x` and `a&&b` leave no room for a word.
            if after and new.isalpha() and not after[0].space:
                after = (Word(after[0].kind, after[0].text, " "), *after[1:])
            both = word.text == "is" and after and after[0].text == "not"
            rest = after[1:] if both else after
            yield line.with_words(edit, (*line.words[:position], Word("sign", "!=" if both else new, spaced), *rest))
    plain = unicodedata.normalize("NFKC", line.text)
    if plain != line.text:
        yield line.with_text(Edit("sign of another script", 1, 0.0), plain)
    straight = line.text.translate(_QUOTES)
    if straight != line.text:
        yield line.with_text(Edit("quotes of another kind", 1, 0.0), straight)
    single = _TRIPLED.sub('"', line.text)
    if single != line.text:
        yield line.with_text(Edit("quotes of another kind", 1, 0.0), single)


@rule(*UNREAD)
def braces(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Write a call's brackets round behind a name, and a list's square."""
    line = broken_line(draft, problem)
    start = next((p for p, word in enumerate(line.words) if word.text == "{"), None) if line else None
    if line is None or start is None:
        return
    end = max((p for p, word in enumerate(line.words) if word.text == "}"), default=None)
    if end is not None and start < end:
        called = start > line.value and line.words[start - 1].kind == "name"
        opening, closing = ("(", ")") if called else ("[", "]")
        new = (Word("sign", opening, line.words[start].space), *line.words[start + 1 : end], Word("sign", closing))
        yield line.changed(Edit("brackets of another kind", 1, 0.1), start, end + 1, *new)


@rule(*UNREAD)
def equals_sign(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Compare with `==`, bind with `=`."""
    line = broken_line(draft, problem)
    if line is None:
        return
    words, position = line.words, line.position
    if position < len(words) and words[position].text == "=" and position > 1:
        yield line.changed(Edit("`=` for `==`", 1, 0.05), position, position + 1, Word("sign", "==", " "))
    if len(words) > 1 and words[0].kind == "name" and words[1].text in _BINDING:
        yield line.changed(Edit("sign of a binding", 1, 0.05), 1, 2, Word("sign", "=", " "))
    equals = next((p for p, word in enumerate(words) if word.text == "="), 0)
    if equals > 2 and words[0].kind == "name" and words[1].text == ":":
        yield line.changed(Edit("type of a binding", 1, 0.0), 1, equals)


@rule(*UNREAD)
def brackets(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Close what is open, open what is closed, take out what is too many, or close it with the right bracket."""
    line = broken_line(draft, problem)
    if line is None:
        return
    words = line.words
    still_open: list[str] = []
    for position, word in enumerate(words):
        if word.text in CLOSING:
            still_open.append(word.text)
        elif word.text in CLOSING.values():
            if still_open and CLOSING[still_open[-1]] != word.text:
                right = Word("sign", CLOSING[still_open[-1]])
                yield line.changed(Edit("unbalanced brackets", 1, 0.05), position, position + 1, right)
            if not still_open or CLOSING[still_open[-1]] != word.text:
                yield line.changed(Edit("unbalanced brackets", 1, 0.1), position, position + 1)
                yield from _opened(line, position, word.text)
            else:
                still_open.pop()
    if still_open:
        bracket = Word("sign", CLOSING[still_open[-1]])
        for position in range(len(words), line.value, -1):
            if words[position - 1].ends:
                cost = 0.1 if position == len(words) else 0.3
                yield line.changed(Edit("unbalanced brackets", 1, cost), position, position, bracket)


def _opened(line: Line, end: int, closing: str) -> Iterator[Proposal]:
    opening = Word("sign", next(o for o, c in CLOSING.items() if c == closing))
    for position in range(line.value, end):
        word = line.words[position]
        if word.begins:
            new = (Word("sign", opening.text, word.space), Word(word.kind, word.text))
            yield line.changed(Edit("unbalanced brackets", 1, 0.3), position, position + 1, *new)


@rule(*UNREAD)
def commas(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Put a comma between two values, or take out one that stands alone."""
    line = broken_line(draft, problem)
    if line is None:
        return
    words, position = line.words, line.position
    comma = Word("sign", ",")
    if 0 < position < len(words) and words[position - 1].ends and words[position].begins:
        yield line.changed(Edit("missing comma", 1, 0.1), position, position, comma)
        if words[position - 1].kind == "name":
            yield line.changed(Edit("missing bracket", 1, 0.2), position, position, Word("sign", "("))
    for lone in (position - 1, position):
        if 0 <= lone < len(words) and words[lone].text == ",":
            yield line.changed(Edit("comma too many", 1, 0.1), lone, lone + 1)
        if 0 < lone < len(words) and words[lone].text in (".", ":") and words[lone - 1].ends:
            yield line.changed(Edit("sign for a comma", 1, 0.4), lone, lone + 1, comma)


@rule(*UNREAD)
def comparison(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Join two comparisons with `and`; subtract from 0 where a sign stands before a value."""
    line = broken_line(draft, problem)
    if line is None:
        return
    words, position = line.words, line.position
    compared = ("<", ">", "<=", ">=", "==", "!=")
    if 0 < position < len(words) and words[position].text in compared:
        start = line.group_start(position)
        middle = words[start:position]
        joined = (Word("name", "and", " "), Word(middle[0].kind, middle[0].text, " "), *middle[1:])
        yield line.changed(Edit("chained comparison", len(middle), 0.1), position, position, *joined)
    if 0 < position < len(words) and words[position - 1].text == "-" and words[position].kind == "name":
        new = (Word("number", "0", " "), Word("sign", "-", " "), Word(words[position].kind, words[position].text, " "))
        yield line.changed(Edit("sign before a value", 1, 0.1), position - 1, position + 1, *new)


@rule(*UNREAD)
def numeral(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Write a number as this language does."""
    line = broken_line(draft, problem)
    if line is None:
        return
    for position in {line.position - 1, line.position} & set(range(len(line.words))):
        word = line.words[position]
        plain = rewritten_numeral(word.text) if word.kind == "number" else None
        if plain is not None and plain != word.text:
            yield line.changed(Edit("number", 1, 0.05), position, position + 1, Word("number", plain, word.space))
        unit = re.fullmatch(r"([0-9]+(?:\.[0-9]*)?)(?:s|sec|secs|seconds)", word.text)
        if unit:
            seconds = Word("number", str(float(unit[1])), word.space)
            yield line.changed(Edit("number with a unit", 1, 0.05), position, position + 1, seconds)


@rule(*UNREAD)
def sign_left_out(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Leave out the sign at which reading failed, if it is written twice or says nothing."""
    line = broken_line(draft, problem)
    if line is not None:
        for position in {line.position - 1, line.position} & set(range(line.value, len(line.words))):
            word = line.words[position]
            twice = position > 0 and line.words[position - 1].text == word.text
            if word.kind == "sign" and (twice or word.text not in _SAYING):
                yield line.changed(Edit("sign too many", 1, 0.7), position, position + 1)
