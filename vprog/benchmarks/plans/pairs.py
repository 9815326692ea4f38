"""Pairs of a question and its program: the wordings of `vprog synth`, and the rules as the teacher.

What the rules do not understand is left out. The wordings that were held out are never used: a planner that was trained
on these pairs has not seen them.
"""

import dataclasses
import functools
import tomllib
from collections.abc import Iterator, Sequence
from importlib import resources

import numpy as np

from vprog.benchmarks.plans.slots import filled_slots
from vprog.benchmarks.synth.wording import Voice
from vprog.language import check
from vprog.planner import normalise, plan
from vprog.spec import Registry
from vprog.types import Type

_PIECES = ("clause_", "bare_", "part_", "toward_", "state_")
_UNSERVED = "unserved"
_CHOICES: dict[Type, Sequence[Sequence[str]]] = {
    Type.NUMBER: (("0", "1", "2", "3"), ("one", "two", "three"), ("1", "2", "3", "4", "5")),
    Type.BOOL: (("yes", "no"), ("Yes.", "No."), ("no", "yes")),
    Type.TEXT: (("red", "green", "blue"), ("left", "right"), ("before", "after"), ("up", "down", "left", "right")),
    Type.SECONDS: (("1 s", "2 s", "4 s"), ("2 seconds", "5 seconds", "10 seconds")),
}
_CHOSEN_SHARE = 0.2
_FRUITLESS = 2000
"""Questions in a row without a new pair, after which there are no more."""


@dataclasses.dataclass(frozen=True)
class Pair:
    """A question, its choices, and the statements of the program that answers it, in strict form."""

    question: str
    choices: tuple[str, ...]
    program: str


def pairs(count: int, seed: int, registry: Registry | None = None) -> Iterator[Pair]:
    """Give so many pairs whose questions all differ, or as many as there are; equal seeds give equal pairs."""
    rng = np.random.default_rng(seed)
    known = registry or Registry.load()
    seen: set[tuple[str, tuple[str, ...]]] = set()
    fruitless = 0
    while len(seen) < count and fruitless < _FRUITLESS:
        fruitless += 1
        pair = _pair(_question(rng), rng, known)
        if pair is None or (normalise(pair.question), pair.choices) in seen:
            continue
        fruitless = 0
        seen.add((normalise(pair.question), pair.choices))
        yield pair


def _question(rng: np.random.Generator) -> str:
    voice, keys = _allowed()
    return voice.say(keys[int(rng.integers(len(keys)))], filled_slots(rng), rng)[0]


@functools.cache
def _allowed() -> tuple[Voice, tuple[str, ...]]:
    """Give the wordings that may be used, and the kinds of questions that they word.

    A few stand in both sets, but for their spelling: those are held out as well.
    """
    used, held_out = _wordings("wordings.toml"), _wordings("held_out_wordings.toml")
    kept_apart = {normalise(text) for texts in held_out.values() for text in texts}
    voice = Voice(held_out=False, barred=frozenset(t for ts in used.values() for t in ts if normalise(t) in kept_apart))
    return voice, tuple(k for k in used if not k.startswith((*_PIECES, _UNSERVED)) and voice.knows(k))


def _wordings(file: str) -> dict[str, list[str]]:
    return tomllib.loads(resources.files("vprog.benchmarks.synth").joinpath(file).read_text("utf-8"))


def _pair(question: str, rng: np.random.Generator, registry: Registry) -> Pair | None:
    planned = plan(question, None, registry)
    choices: tuple[str, ...] = ()
    if planned.program is not None and rng.random() < _CHOSEN_SHARE:
        type_ = check(planned.program, registry).answer_type
        some = _CHOICES.get(type_, ()) if type_ else ()
        choices = tuple(some[int(rng.integers(len(some)))]) if some else ()
        planned = plan(question, choices, registry)
    if planned.program is None:
        return None
    return Pair(question, choices, "".join(_statements(planned.program)))


def _statements(program: str) -> Iterator[str]:
    return (line for line in program.splitlines(keepends=True) if not line.startswith("#"))
