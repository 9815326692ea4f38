"""Draw programs from a grammar as a constrained language model would, token by token."""

import functools
import os
import random

SAMPLES = int(os.environ.get("VPROG_SAMPLES", "500"))
"""How many programs are drawn from each grammar."""
_LIMIT_BYTES = 4000
_CLOSING = b'"),\n'


@functools.cache
def tokenizer():
    import llguidance

    return llguidance.LLTokenizer("byte")


def draw(grammar: str, rng: random.Random) -> str | None:
    """Give one text that llguidance lets a decoder write, or None when it has not ended in time."""
    import llguidance
    import numpy as np

    tok = tokenizer()
    matcher = llguidance.LLMatcher(tok, llguidance.LLMatcher.grammar_from_lark(grammar))
    assert not matcher.is_error(), matcher.get_error()
    written = bytearray()
    while len(written) < _LIMIT_BYTES:
        mask = np.frombuffer(matcher.compute_bitmask(), dtype=np.uint8)
        allowed = np.flatnonzero(np.unpackbits(mask, bitorder="little")[: tok.vocab_size]).tolist()
        if tok.eos_token in allowed:
            return written.decode("utf-8")
        # A bias towards what closes, so that most samples end.
        closing = [token for token in allowed if token < 256 and token in _CLOSING]
        token = rng.choice(closing if closing and rng.random() < 0.6 else allowed)
        matcher.consume_token(token)
        written.append(token)
    return None
