"""Near matches for misspelt names. Whoever suggests one and whoever repairs one asks here, so that they agree."""

import difflib
from collections.abc import Iterable

_FARTHEST = 0.4
_FARTHEST_SHORT = 0.25
_SHORT = 3
"""Words of so few letters look alike by chance."""


def unlike(word: str, other: str) -> float:
    """Give how far apart two spellings are, from 0 (the same but for capitals and underscores) to 1.

    >>> unlike("countUnique", "count_unique"), round(unlike("detects", "detect"), 2)
    (0.0, 0.08)
    """
    plain, other_plain = (w.replace("_", "").casefold() for w in (word, other))
    return 1 - difflib.SequenceMatcher(None, plain, other_plain).ratio()


def near_matches(word: str, known: Iterable[str], farthest: float | None = None) -> list[tuple[float, str]]:
    """Give the known words that look like a word, each with how unlike it is, the nearest first.

    farthest: how unlike they may be; by default less for short words.
    """
    most = farthest or (_FARTHEST_SHORT if len(word) <= _SHORT else _FARTHEST)
    found = ((unlike(word, other), other) for other in dict.fromkeys(known) if other != word)
    return sorted((distance, other) for distance, other in found if distance <= most)


def near_match(word: str, known: Iterable[str]) -> str | None:
    """Give the known word most like `word`, or None when nothing is close.

    >>> near_match("detects", ["detect", "track"])
    'detect'
    >>> near_match("zebra", ["detect", "track"]) is None
    True
    """
    return next((other for _, other in near_matches(word, known)), None)
