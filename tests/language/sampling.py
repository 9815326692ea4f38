"""Draw programs from a grammar as a constrained language model would, token by token."""

import functools
import os
import random

from vprog.language import strict_line_grammar
from vprog.spec import Registry
from vprog.types import Type, strict_type

SAMPLES = int(os.environ.get("VPROG_SAMPLES", "500"))
"""How many programs are drawn from each grammar."""
_LIMIT_BYTES = 4000
_MOST_LINES = 8
_CLOSING = frozenset(b"),\n")
_LITERAL = frozenset(b'"0123456789')
"""What a literal begins with."""
_QUOTE = b'"'


@functools.cache
def tokenizer():
    import llguidance

    return llguidance.LLTokenizer("byte")


@functools.lru_cache(maxsize=4)  # a matcher is made anew for every line, but copied where the grammar stays
def _matcher(grammar: str):
    import llguidance

    matcher = llguidance.LLMatcher(tokenizer(), llguidance.LLMatcher.grammar_from_lark(grammar))
    assert not matcher.is_error(), matcher.get_error()
    return matcher


def draw(grammar: str, rng: random.Random) -> str | None:
    """Give one text that llguidance lets a decoder write, or None when it has not ended in time."""
    import numpy as np

    end, size = tokenizer().eos_token, tokenizer().vocab_size
    matcher = _matcher(grammar).deep_copy()
    written = bytearray()
    while len(written) < _LIMIT_BYTES:
        mask = np.frombuffer(matcher.compute_bitmask(), dtype=np.uint8)
        allowed = np.flatnonzero(np.unpackbits(mask, bitorder="little")[:size]).tolist()
        if end in allowed:
            return written.decode("utf-8")
        token = rng.choice(_preferred(allowed, rng, in_a_text=written.count(_QUOTE) % 2 == 1))
        matcher.consume_token(token)
        written.append(token)
    return None


def _preferred(allowed: list[int], rng: random.Random, *, in_a_text: bool) -> list[int]:
    """Lean towards what closes, so that most samples end, and away from literals, so that something is computed."""
    if in_a_text:
        closing, rest = [token for token in allowed if token in _QUOTE], allowed
    else:
        closing = [token for token in allowed if token in _CLOSING]
        rest = [token for token in allowed if token not in _LITERAL] if rng.random() < 0.8 else allowed
    return closing if closing and rng.random() < 0.6 else rest or allowed


def written_line_by_line(registry: Registry, rng: random.Random) -> str:
    """Draw a program in which every line uses only what stands above it."""
    while True:
        scope: dict[str, Type] = {}
        program = ""
        count = rng.randint(1, _MOST_LINES)
        for number in range(count):
            line = draw(strict_line_grammar(registry, scope, last=number == count - 1), rng)
            if line is None:
                break
            program += line
            name = line.partition(" = ")[0]
            scope |= {name: announced} if (announced := strict_type(name)) else {}
        else:
            return program


@functools.cache  # drawn once for all tests that look at them
def programs_line_by_line() -> tuple[str, ...]:
    """Give the programs that every run draws from the modules that are installed."""
    rng = random.Random(21)
    return tuple(written_line_by_line(Registry.load(), rng) for _ in range(SAMPLES))
