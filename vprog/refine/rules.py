"""Rules of repair: each proposes edits for the diagnostics that it is declared for."""

import dataclasses
import difflib
from collections.abc import Callable, Iterable, Iterator

from vprog.diagnostics import Diagnostic
from vprog.refine.draft import Draft, Proposal

UNREAD = ("VP0101", "VP0102", "VP0103", "VP0105")
"""Codes of a line that does not parse."""
Propose = Callable[[Draft, Diagnostic], Iterator[Proposal]]

_FARTHEST = 0.4
_FARTHEST_SHORT = 0.25
_SHORT = 3
"""Words of so few letters look alike by chance."""


@dataclasses.dataclass(frozen=True)
class Rule:
    """What to try where the checker reports one of some codes."""

    codes: frozenset[str]
    propose: Propose


def rule(*codes: str) -> Callable[[Propose], Rule]:
    """Declare a function as the rule for some codes."""
    return lambda propose: Rule(frozenset(codes), propose)


def unlike(word: str, other: str) -> float:
    """Give how far apart two spellings are, from 0 (the same but for capitals and underscores) to 1.

    >>> unlike("countUnique", "count_unique"), round(unlike("detects", "detect"), 2)
    (0.0, 0.08)
    """
    plain, other_plain = (w.replace("_", "").casefold() for w in (word, other))
    return 1 - difflib.SequenceMatcher(None, plain, other_plain).ratio()


def respellings(word: str, known: Iterable[str], farthest: float | None = None) -> list[tuple[float, str]]:
    """Give the known words that look like a word, each with how unlike it is, the nearest first.

    farthest: how unlike they may be; by default less for short words.
    """
    found = ((unlike(word, other), other) for other in known if other != word)
    most = farthest or (_FARTHEST_SHORT if len(word) <= _SHORT else _FARTHEST)
    return sorted((distance, other) for distance, other in found if distance <= most)
