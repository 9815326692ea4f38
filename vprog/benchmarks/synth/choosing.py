"""Choose among all the questions of a clip: every type alike, and every answer of a type alike."""

import collections
import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from vprog.benchmarks.synth.draft import Draft, Value
from vprog.benchmarks.synth.wording import Voice, voices

_OFFERED_SHARE = 0.25
"""Share of questions with which the possible answers are given, where they can be listed."""
_HELD_OUT_SHARE = 1 / 3


@dataclasses.dataclass(frozen=True)
class Item:
    """A question as it is asked: the record that `qa.jsonl` holds, and what only measurements need.

    held_out: worded as no question is that a planner was made with. accept: other wordings of the right answer.
    """

    record: dict[str, Any]
    held_out: bool
    accept: tuple[str, ...]


class Chooser:
    """Remembers what was asked of earlier clips."""

    def __init__(self, rng: np.random.Generator, held_out: Path | None = None) -> None:
        """Begin with nothing asked; `held_out` holds wordings in place of the held-out ones."""
        self._rng = rng
        self._voices = voices(held_out)
        self._types: collections.Counter[str] = collections.Counter()
        self._keys: collections.Counter[str] = collections.Counter()
        self._answers: collections.Counter[tuple[str, Value]] = collections.Counter()

    def choose(self, drafts: Sequence[Draft], number: int) -> list[Draft]:
        """Give so many of the questions, fewer when there are not as many; the rarest types, wordings and answers."""
        luck = self._rng.random(len(drafts))
        left = dict(enumerate(drafts))
        chosen: list[Draft] = []
        while left and len(chosen) < number:
            best = min(left, key=lambda k: (*self._rarity(left[k]), luck[k]))
            draft = left.pop(best)
            chosen.append(draft)
            self._types[draft.type] += 1
            self._keys[draft.key] += 1
            self._answers[draft.key, _plain(draft.answer)] += 1
        return chosen

    def _rarity(self, draft: Draft) -> tuple[int, int, int]:
        return self._types[draft.type], self._keys[draft.key], self._answers[draft.key, _plain(draft.answer)]

    def worded(self, draft: Draft, id_: str, video: str, level: int) -> Item:
        """Word a question and make its record."""
        rng = self._rng
        voice = self._voice(draft.key)
        question, filled = voice.say(draft.key, draft.slots, rng)
        options = [_with_slots(option, filled) for option in draft.options]
        chosen = bool(options) and draft.program is not None and (draft.offered or rng.random() < _OFFERED_SHARE)
        choices = [options[i] for i in rng.permutation(len(options))] if chosen else None
        answer = _with_slots(draft.answer, filled) if isinstance(draft.answer, str) else draft.answer
        program = draft.program and _with_slots(draft.program.text(chosen=chosen), filled)
        record: dict[str, Any] = {
            "id": id_, "video": list(draft.videos) if draft.videos else video, "question": question,
            "answer": _as_choice(answer) if chosen else answer, "answer_type": "Text" if chosen else draft.answer_type,
        }  # fmt: skip
        if choices:
            record["choices"] = choices
        record |= {"type": draft.type, "level": level, "program": program, "evidence": list(draft.evidence)}
        return Item(record, voice.held_out, draft.accept)

    def _voice(self, key: str) -> Voice:
        known = [voice for voice in self._voices if voice.knows(key)]
        return known[-1] if self._rng.random() < _HELD_OUT_SHARE else known[0]


def _plain(answer: Value) -> Value:
    """Give what answers are balanced over: times are all different."""
    return "a time" if isinstance(answer, float) else answer


def _with_slots(text: str, filled: dict[str, str]) -> str:
    for name, value in filled.items():
        text = text.replace(f"<{name}>", value)
    return text


def _as_choice(answer: Value) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer)
