"""What a question asks for, by its words: the kind of its answer, and whether that is taken for granted to exist."""

import dataclasses
import re
from collections.abc import Sequence

from vprog.planner import normalise
from vprog.types import Type


@dataclasses.dataclass(frozen=True)
class Kind:
    """One kind of question. presupposes: that what it asks about is there to be found."""

    name: str
    pattern: re.Pattern[str]
    types: frozenset[Type]
    presupposes: bool = True


_THINGS = (Type.TEXT, Type.TEXTS, Type.TRACK, Type.TRACKS, Type.BOXES, Type.MASKS)
_TIMES = (Type.SECONDS, Type.SPAN, Type.SPANS)
_START = r"(?:.*, )?(?:and |so |then |in the video )?"
_TRUTH = r"(is|are|was|were|does|do|did|has|have|had|can|could|will|would)\b"
_WHICH = r"(on |to |from |in |of )?(what|which)"
_KINDS = (
    ("duration", r"(for )?how long\b|how (much time|many seconds)\b", (Type.SECONDS,), True),
    ("count", r"how (many|often)\b|(what|which) (is|was) the (\w+ )?(number|count)\b", (Type.NUMBER,), False),
    ("moment", r"(since |until |from )?when\b|at (what|which) (time|moment|second|point)\b", _TIMES, True),
    ("either", _TRUTH + r".* or ", (Type.BOOL, Type.TEXT), False),
    ("truth", _TRUTH, (Type.BOOL,), False),
    ("property", _WHICH + r" (\w+ )?(color|direction|side|way|part|corner)\b", (Type.TEXT, Type.TEXTS), True),
    ("place", r"where\b", _THINGS, True),
    ("thing", r"(what|which|who|whom|whose)\b", (*_THINGS, *_TIMES, Type.NUMBER), True),
)
"""Tried in this order."""
KINDS = tuple(
    Kind(name, re.compile(f"{_START}(?:{pattern})"), frozenset(types), presupposes)
    for name, pattern, types, presupposes in _KINDS
)


def kind_of(question: str) -> Kind | None:
    """Give the kind of a question, or None for one whose first words tell none."""
    text = normalise(question)
    return next((kind for kind in KINDS if kind.pattern.match(text)), None)


def answer_types(question: str, choices: Sequence[str] | None) -> frozenset[Type] | None:
    """Give the types that an answer may have, or None where anything may do. Of choices one is given as a text."""
    if choices:
        return frozenset({Type.TEXT})
    kind = kind_of(question) if question else None
    return kind.types if kind else None
