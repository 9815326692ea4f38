"""Constrained decoding, statement by statement: whatever a model prefers, it writes a program that checks.

The grammar of each line is made anew with the names in scope, so that syntax, names, arity and types are right by
construction. Lines are bounded in number and depth. When the tokens run out, the line that was begun is taken back and
the last line is put short, so that no program is cut.
"""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from vprog.language import STRICT_LINES, strict_line_grammar
from vprog.planner.llm.ending import ending_bytes, ending_grammar
from vprog.spec import Registry
from vprog.types import Type, strict_type

_USUAL_LINE_TOKENS = 48
"""What a line takes as a rule: with fewer tokens left, no line is begun but the last."""

_SLICES = [r"[ !#-\[\]-~]{1,10}", r"[ !#-\[\]-~]{1,30}", r"[ !#-\[\]-~\u00a1-\ud7ff]+"]
"""Kinds of tokens that stand inside texts: their masks are made once, which takes most of the time out of a text."""

Pick = Callable[[NDArray[np.float32], NDArray[np.intp]], int]
"""From the scores of all tokens, and the tokens that may stand next, the one that does."""


class Stream(Protocol):
    """A model that reads tokens: those of the prompt first, then what is written."""

    def scores(self) -> NDArray[np.float32]:
        """Give the score of each token of the vocabulary to stand next, without bounds."""
        ...

    def push(self, token: int) -> None:
        """Read one token more."""
        ...

    def cut(self, count: int) -> None:
        """Forget all but the first tokens of what was written."""
        ...


class TooFewTokensError(ValueError):
    """Not even the shortest program fits."""


class DeadEndError(ValueError):
    """No token of the vocabulary may stand next: it lacks a sign that programs are written with."""


@dataclasses.dataclass(frozen=True)
class Written:
    """A program, the tokens that were sampled for it, and whether its last line was put short."""

    text: str
    tokens: int
    ended: bool


class Constraint:
    """What may stand next in one line, as tokens of one vocabulary."""

    def __init__(self, tokenizer: Any, grammar: str) -> None:
        """Begin a line. tokenizer: an llguidance.LLTokenizer."""
        import llguidance

        self._matcher = llguidance.LLMatcher(tokenizer, llguidance.LLMatcher.grammar_from_lark(grammar))
        if self._matcher.is_error():
            raise ValueError(f"llguidance refuses the grammar of a line: {self._matcher.get_error()}")
        self._size = tokenizer.vocab_size

    def allowed(self) -> NDArray[np.intp]:
        """Give the tokens that may stand next, in order.

        Raises: DeadEndError when there is none.
        """
        mask = np.frombuffer(self._matcher.compute_bitmask(), dtype=np.uint8)
        found = np.flatnonzero(np.unpackbits(mask, count=self._size, bitorder="little"))
        if not found.size:
            raise DeadEndError("its vocabulary lacks a sign that programs are written with")
        return found

    def take(self, token: int) -> None:
        """Read one of them."""
        if not self._matcher.consume_token(token):
            raise ValueError(f"token {token} cannot stand here")

    @property
    def complete(self) -> bool:
        """Say whether the line has ended."""
        return bool(self._matcher.is_accepting())


def constraining(tokenizer: Any, size: int | None = None) -> Any:
    """Give the vocabulary of a fast tokenizer as Constraint takes it; for a large one that takes a second or two.

    size: how many scores the model gives, where they are more than the tokenizer has tokens.
    """
    import llguidance.hf

    return llguidance.hf.from_tokenizer(tokenizer, n_vocab=size, slices=_SLICES)


def greedy(scores: NDArray[np.float32], allowed: NDArray[np.intp]) -> int:
    """Give the token with the highest score, the first of several."""
    return int(allowed[int(np.argmax(scores[allowed]))])


def sampler(temperature: float, seed: int) -> Pick:
    """Give a way to draw tokens; equal seeds draw the same from equal scores."""
    rng = np.random.default_rng(seed)

    def draw(scores: NDArray[np.float32], allowed: NDArray[np.intp]) -> int:
        # A model that computes nonsense still writes programs.
        finite = np.nan_to_num(scores[allowed].astype(np.float64), nan=-1e9, posinf=1e9, neginf=-1e9)
        scaled = finite / temperature
        weights = np.exp(scaled - scaled.max())
        return int(rng.choice(allowed, p=weights / weights.sum()))

    return draw


def decode_program(stream: Stream, tokenizer: Any, registry: Registry, max_tokens: int, pick: Pick) -> Written:
    """Write a program of at most so many tokens, those of a line that is taken back counted.

    Raises: TooFewTokensError.
    """
    return _Decoder(stream, tokenizer, registry, max_tokens, pick).program()


def decode_line(stream: Stream, tokenizer: Any, grammar: str, max_tokens: int, pick: Pick) -> Written | None:
    """Write one line of a grammar, with the line feed behind it; None when the tokens do not suffice."""
    constraint = Constraint(tokenizer, grammar)
    tokens: list[int] = []
    while not constraint.complete:
        if len(tokens) == max_tokens:
            return None
        token = pick(stream.scores(), constraint.allowed())
        constraint.take(token)
        stream.push(token)
        tokens.append(token)
    return Written(_text(tokenizer, tokens), len(tokens), ended=False)


class _Decoder:
    def __init__(self, stream: Stream, tokenizer: Any, registry: Registry, max_tokens: int, pick: Pick) -> None:
        self._stream, self._tokenizer, self._registry, self._pick = stream, tokenizer, registry, pick
        self._left = self._max_tokens = max_tokens
        self._reserve = ending_bytes(registry)
        self._tokens: list[int] = []
        self._scope: dict[str, Type] = {}

    def program(self) -> Written:
        if self._left < self._reserve:
            raise TooFewTokensError(f"a program takes up to {self._reserve} tokens; {self._left} are allowed")
        lines: list[str] = []
        while True:
            last = len(lines) == STRICT_LINES or self._left < self._reserve + 2 * _USUAL_LINE_TOKENS
            line = self._line(strict_line_grammar(self._registry, self._scope, last=True if last else None))
            if line is None:
                return Written("".join([*lines, self._ending()]), self._max_tokens - self._left, ended=True)
            lines.append(line)
            name = line.partition(" = ")[0]
            if name == "answer":
                return Written("".join(lines), self._max_tokens - self._left, ended=False)
            announced = strict_type(name)
            assert announced is not None, line  # noqa: S101  # the grammar lets no other name through
            self._scope[name] = announced

    def _line(self, grammar: str) -> str | None:
        """Write a line, or take it back and give None when only the tokens of a short last line are left."""
        begun = len(self._tokens)
        constraint = Constraint(self._tokenizer, grammar)
        while not constraint.complete:
            if self._left <= self._reserve:
                del self._tokens[begun:]
                self._stream.cut(begun)
                return None
            self._step(constraint)
        return _text(self._tokenizer, self._tokens[begun:])

    def _ending(self) -> str:
        begun = len(self._tokens)
        constraint = Constraint(self._tokenizer, ending_grammar(self._registry, self._scope))
        while not constraint.complete:
            self._step(constraint)
        return _text(self._tokenizer, self._tokens[begun:])

    def _step(self, constraint: Constraint) -> None:
        token = self._pick(self._stream.scores(), constraint.allowed())
        constraint.take(token)
        self._stream.push(token)
        self._tokens.append(token)
        self._left -= 1


def _text(tokenizer: Any, tokens: Sequence[int]) -> str:
    return bytes(tokenizer.decode_bytes(list(tokens))).decode("utf-8")
