"""Whether two runs say the same."""

import dataclasses
from typing import Any

from vprog.api.result import answer_json
from vprog.types import Type
from vprog.values import Outcome

TOLERANCE_S = 0.5
"""Looks lie up to a quarter of a second apart, and an event between two of them."""
_NOTHING: tuple[Any, ...] = (0, False, "no", "none", "0", [])


@dataclasses.dataclass(frozen=True)
class Said:
    """An answer as JSON, or that there was none, and why."""

    answered: bool
    type: Type | None
    answer: Any

    @property
    def is_nothing(self) -> bool:
        """Say whether the answer is what one gets where there is nothing to see."""
        return self.answered and any(self.answer == none and type(self.answer) is type(none) for none in _NOTHING)

    @property
    def text(self) -> str:
        """Give it in a few words."""
        if not self.answered:
            return "no answer"
        shown = amount_of(self.answer)
        return f"{shown:g}" if isinstance(shown, float) else str(shown)

    def agrees(self, other: "Said", scale: float = 1.0) -> bool:
        """Say whether another answer is the same; times and lengths, `scale` times as long, within a tolerance."""
        if not (self.answered and other.answered):
            return self.answered == other.answered
        mine, theirs = amount_of(self.answer), amount_of(other.answer)
        if self.type in (Type.SECONDS, Type.SPAN, Type.SPANS):
            return _close(mine, theirs, scale)
        if isinstance(mine, str) and isinstance(theirs, str):
            return _plain(mine) == _plain(theirs)
        return bool(mine == theirs)


def said(outcome: Outcome) -> Said:
    """Give what an outcome says."""
    if not outcome.has_value:
        return Said(False, outcome.type, outcome.reason)
    return Said(True, outcome.type, answer_json(outcome.type, outcome.payload))


def amount_of(answer: Any) -> Any:
    """Give how much was found, of what was found: ids and digests differ between runs that say the same."""
    if not isinstance(answer, dict):
        return answer
    return answer["count"] if "count" in answer else [answer["start_s"], answer["end_s"]]


def _plain(text: str) -> list[str]:
    """Give the words of a text without articles and without the s of plurals: "the cars" is "car"."""
    return [word.removesuffix("s") for word in text.casefold().split() if word not in ("a", "an", "the")]


def _close(mine: Any, theirs: Any, scale: float) -> bool:
    if isinstance(mine, list):
        return (
            isinstance(theirs, list)
            and len(mine) == len(theirs)
            and all(_close(a, b, scale) for a, b in zip(mine, theirs, strict=True))
        )
    expected = mine * scale
    return bool(abs(expected - theirs) <= max(TOLERANCE_S, 0.1 * abs(expected)))
