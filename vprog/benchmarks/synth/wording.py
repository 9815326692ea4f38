"""How questions are worded: templates from a data file, filled with what is asked about."""

import dataclasses
import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import numpy as np

_FILES = ("wordings.toml", "held_out_wordings.toml")


@dataclasses.dataclass(frozen=True)
class Piece:
    """A part of a question that has several wordings itself: an event, a verb, a part of the video.

    lead: stands in front. bare: leave the subject out ("enters" of "{who} enters").
    """

    key: str
    who: str = ""
    whom: str = ""
    lead: str = ""
    bare: bool = False


Words = str | Piece
Slots = Mapping[str, Words]
"""What a template is filled with, by the names of its slots."""


@dataclasses.dataclass(frozen=True)
class Voice:
    """One of the two sets of wordings: those that a planner may be made with, and those that were held out.

    barred: wordings of the set that are not used. file: holds other wordings for the same keys, in place of the set's.
    """

    held_out: bool
    barred: frozenset[str] = frozenset()
    file: Path | None = None

    @property
    def _own(self) -> Mapping[str, list[str]]:
        return _read(self.file) if self.file else _wordings(_FILES[self.held_out])

    def knows(self, key: str) -> bool:
        """Say whether the set has wordings of a question."""
        return bool(self._left(key))

    def _left(self, key: str) -> list[str]:
        return [template for template in self._own.get(key, []) if template not in self.barred]

    def say(self, key: str, slots: Slots, rng: np.random.Generator) -> tuple[str, dict[str, str]]:
        """Give a question, and what its slots were filled with."""
        template = _one_of(self._left(key), rng)
        filled = {name: self._filled(value, rng) for name, value in slots.items()}
        capitals = {name[:1].upper() + name[1:]: text[:1].upper() + text[1:] for name, text in filled.items()}
        return template.format(**filled, **capitals), filled

    def _filled(self, value: Words, rng: np.random.Generator) -> str:
        if isinstance(value, str):
            return value
        # Parts without a wording of their own in this set are worded as in the first.
        known = self._own.get(value.key) or _wordings(_FILES[0])[value.key]
        pattern = _one_of(known, rng)
        if value.bare:
            pattern = pattern.removeprefix("{who} ")
        return value.lead + pattern.format(who=value.who, whom=value.whom)


def voices(held_out: Path | None = None) -> tuple[Voice, Voice]:
    """Give the two sets of wordings; `held_out` is a file to take in place of the held-out ones.

    Raises: OSError for a file that cannot be read, ValueError for one that is no TOML.
    """
    return Voice(held_out=False), Voice(held_out=True, file=held_out)


@functools.cache
def _wordings(file: str) -> Mapping[str, list[str]]:
    return tomllib.loads((resources.files(__package__) / file).read_text(encoding="utf-8"))


@functools.cache
def _read(file: Path) -> Mapping[str, list[str]]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _one_of(texts: list[str], rng: np.random.Generator) -> str:
    return texts[int(rng.integers(len(texts)))]
