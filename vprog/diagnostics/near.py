"""Near matches for misspelt names."""

import difflib
from collections.abc import Iterable


def near_match(word: str, known: Iterable[str]) -> str | None:
    """Give the known word most like `word`, or None when nothing is close.

    >>> near_match("detects", ["detect", "track"])
    'detect'
    >>> near_match("zebra", ["detect", "track"]) is None
    True
    """
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None
