"""The words and signs of one line that does not parse, and the texts that edits make of it."""

import dataclasses
import re
from collections.abc import Iterator, Sequence

from vprog.diagnostics import Diagnostic
from vprog.language.lines import LogicalLine, split
from vprog.refine.draft import Draft, Edit, Proposal

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
  | (?P<open>["'].*)                       # a text that nothing closes
  | (?P<number>\.?[0-9][\w.]*)
  | (?P<name>[^\W\d]\w*)
  | (?P<sign>\#.*|===|!==|:=|<-|->|=>|=<|<>|&&|\|\||//|\*\*|<=|>=|==|!=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ENDS = ("text", "number", "name")
"""Kinds of words that an expression can end with, besides closing brackets."""
CLOSING = {"(": ")", "[": "]"}


@dataclasses.dataclass(frozen=True)
class Word:
    """One word or sign, the space in front of it included."""

    kind: str
    text: str
    space: str = ""

    @property
    def ends(self) -> bool:
        """Say whether an expression may end with it."""
        return self.kind in _ENDS or self.text in (")", "]")

    @property
    def begins(self) -> bool:
        """Say whether an expression may begin with it."""
        return self.kind in _ENDS or self.text in ("(", "[")


@dataclasses.dataclass(frozen=True)
class Line:
    """A line that does not parse: its words, and the number of the one at which reading failed."""

    draft: Draft
    logical: LogicalLine
    words: tuple[Word, ...]
    position: int
    """The number of words for a line that ends too early."""
    last: bool
    """No line stands below it."""

    @property
    def text(self) -> str:
        """Give the line as it stands."""
        return self.logical.text

    @property
    def value(self) -> int:
        """Give the position of the first word behind `name =`, or 0 where no name is bound."""
        bound = len(self.words) > 1 and self.words[0].kind == "name" and self.words[1].text == "="
        return 2 if bound else 0

    def with_words(self, edit: Edit, words: Sequence[Word]) -> Proposal:
        """Propose other words for the line."""
        return self.with_text(edit, "".join(w.space + w.text for w in words))

    def changed(self, edit: Edit, start: int, end: int, *new: Word) -> Proposal:
        """Propose other words for those from `start` up to `end`."""
        return self.with_words(edit, (*self.words[:start], *new, *self.words[end:]))

    def with_text(self, edit: Edit, text: str) -> Proposal:
        """Propose another text for the line; its comment stays."""
        behind = f"  # {self.logical.behind}" if self.logical.behind.strip() else ""
        lines = self.draft.source.split("\n")
        first = self.logical.first_line - 1
        count = self.text.count("\n") + 1
        written = text.replace("\n", " ").strip() if "\n" in self.text else text.strip(" \t")
        source = "\n".join((*lines[:first], written + behind, *lines[first + count :]))
        return Proposal(dataclasses.replace(edit, before=self.text.strip(), after=written), source)

    def group_start(self, end: int) -> int:
        """Give where the operand begins that ends before a position: a call, a name, a bracket with what is in it."""
        position = end - 1
        if position >= 0 and self.words[position].text in (")", "]"):
            depth = 0
            while position >= 0:
                text = self.words[position].text
                depth += (text in (")", "]")) - (text in ("(", "["))
                if depth == 0:
                    break
                position -= 1
            if position > 0 and self.words[position].text == "(" and self.words[position - 1].kind == "name":
                position -= 1
        return max(position, 0)

    def group_end(self, start: int) -> int:
        """Give the position behind the bracket that opens at one, or behind the last word."""
        depth = 0
        for position in range(start, len(self.words)):
            text = self.words[position].text
            depth += (text in ("(", "[")) - (text in (")", "]"))
            if depth == 0:
                return position + 1
        return len(self.words)


def broken_line(draft: Draft, problem: Diagnostic) -> Line | None:
    """Give the line that a diagnostic of syntax is about."""
    place = problem.place
    logical, _ = split(draft.source)
    if place is None:
        return None
    for number, line in enumerate(logical):
        row = place.line - line.first_line
        texts = line.text.split("\n")
        if 0 <= row < len(texts):
            read = "\n".join((*texts[:row], texts[row][: place.column - 1]))
            words = words_of(line.text)
            position = len(words_of(read.rstrip())) if problem.code != "VP0103" else len(words)
            return Line(draft, line, words, min(position, len(words)), number == len(logical) - 1)
    return None


def words_of(text: str) -> tuple[Word, ...]:
    """Give the words and signs of a line."""
    return tuple(_words(text))


def _words(text: str) -> Iterator[Word]:
    space = ""
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "sign"
        if kind == "space":
            space = found[0]
        else:
            yield Word(kind, found[0], space)
            space = ""
