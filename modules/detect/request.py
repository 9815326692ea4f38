"""Reads what a program asks for: "the red circles" is the words `red`, `circle`.

Every word that is left counts. A backend that does not know one of them must refuse, never ignore it.
"""

import functools
import re
from typing import Any

_LEADING = frozenset({"a", "an", "the", "any", "some", "every", "each", "all"})
"""Words in front that choose no kind of thing."""
_WORD = re.compile(r"[^\W_]+(?:'s)?")
_MAYBE_PLURAL = re.compile(r"(s|ople|en|ice|eet|eeth|eese)$")
"""Endings of English plurals; asking about other words would import a large package for nothing."""
_SINGULAR_IN_S = frozenset(
    {"bus", "minibus", "gas", "lens", "canvas", "tennis", "atlas", "cactus", "octopus", "walrus", "moves"}
)
"""Singular nouns, and a verb of requests, that inflect takes for plurals."""


def words_of(request: str) -> tuple[str, ...]:
    """Give the words in order, lower-case, without leading articles, the last one in the singular.

    Empty when the request holds no word.
    """
    words = _WORD.findall(request.lower())
    while words and words[0] in _LEADING:
        words = words[1:]
    return (*words[:-1], singular(words[-1])) if words else ()


@functools.lru_cache(maxsize=1024)
def singular(noun: str) -> str:
    """Give the singular of an English noun; one that is not a plural stays as it is."""
    if not _MAYBE_PLURAL.search(noun) or noun in _SINGULAR_IN_S:
        return noun
    return str(_inflections().singular_noun(noun) or noun)


@functools.cache
def _inflections() -> Any:
    # Imported on first use: it takes a second, and most runs of the command line need no plural.
    import inflect

    return inflect.engine()


def unknown_to(backend_knows: str) -> str:
    """Give the reason with which a backend refuses; the engine puts it behind what was asked for."""
    return f"knows {backend_knows}"
