"""Which example programs to show: those whose questions are built most like the one that is asked.

Two questions are alike when they share words and pairs of words, the rare ones above all (the cosine of TF-IDF). What
the examples look for ("dog", "red circle") says nothing of how a question is built: the texts of their programs tell
these words apart, and they all count as the same one.
Source: G. Salton and C. Buckley, Term-weighting approaches in automatic text retrieval, 1988, table 2 (`nfc`).
"""

import collections
import functools
import itertools
import math
import re
from collections.abc import Mapping, Sequence

from vprog.planner.examples import Example
from vprog.planner.normal import normalise

_TEXT = re.compile(r'"([^"]*)"')
_THING = "<thing>"


def nearest(question: str, examples: Sequence[Example], count: int) -> tuple[Example, ...]:
    """Give so many examples, the nearest one last: what a model has read last weighs most.

    Of equally near ones the first count.
    """
    weights, vectors = _bank(tuple(examples))
    asked = _vector(_terms(question, _things(tuple(examples))), weights)
    scores = [sum(asked.get(term, 0.0) * value for term, value in vector.items()) for vector in vectors]
    best = sorted(range(len(examples)), key=lambda i: (-scores[i], i))[: max(0, count)]
    return tuple(examples[i] for i in reversed(best))


@functools.lru_cache(maxsize=4)
def _bank(examples: tuple[Example, ...]) -> tuple[Mapping[str, float], tuple[Mapping[str, float], ...]]:
    """Give the weight of each term, and the vector of each example."""
    terms = [_terms(example.question, _things(examples)) for example in examples]
    found_in = collections.Counter(term for found in terms for term in set(found))
    weights = {term: math.log((1 + len(examples)) / count) for term, count in found_in.items()}
    return weights, tuple(_vector(found, weights) for found in terms)


@functools.lru_cache(maxsize=4)
def _things(examples: tuple[Example, ...]) -> frozenset[str]:
    return frozenset(word for e in examples for text in _TEXT.findall(e.program) for word in normalise(text).split())


def _terms(question: str, things: frozenset[str]) -> list[str]:
    words = [_THING if _singular(word) in things or word in things else word for word in normalise(question).split()]
    # "red circle" is one thing.
    words = [word for i, word in enumerate(words) if word != _THING or i == 0 or words[i - 1] != _THING]
    return [*words, *(f"{a} {b}" for a, b in itertools.pairwise(words))]


def _singular(word: str) -> str:
    return {"people": "person"}.get(word, word.removesuffix("s"))


def _vector(terms: Sequence[str], weights: Mapping[str, float]) -> dict[str, float]:
    """Give the weighted counts of the known terms, scaled to the length 1."""
    counts = collections.Counter(term for term in terms if term in weights)
    values = {term: count * weights[term] for term, count in counts.items()}
    length = math.sqrt(sum(value * value for value in values.values()))
    return {term: value / length for term, value in values.items()} if length else {}
