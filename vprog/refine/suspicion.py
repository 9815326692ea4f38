"""What is suspicious about a program that checks: it may answer something else than what was asked.

Warnings, never errors: words can be said in other ways. Each rests on words that the question has and on what the
program is made of, so that a program with nothing to be said against it has none.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TypeGuard

from vprog.diagnostics import Code, Diagnostic, Place, Severity
from vprog.language import Check
from vprog.language.syntax import Call, Literal, Program
from vprog.planner import normalise
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.words import COLORS, number_value
from vprog.refine.asked import answer_types
from vprog.refine.tree import sites, used_names
from vprog.types import Type

_WORD = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)?")


@dataclasses.dataclass(frozen=True)
class Opposites:
    """Two words of which a question says one: how it is said, and how programs say it."""

    words: tuple[str, str]
    written: tuple[tuple[str, ...], tuple[str, ...]]
    """In one order: each is turned round into the one at its place."""


def _opposites(*rows: tuple[str, str, str, str]) -> tuple[Opposites, ...]:
    return tuple(
        Opposites((one, other), (tuple(written.split()), tuple(otherwise.split())))
        for one, other, written, otherwise in rows
    )


OPPOSITES = _opposites(
    (r"before|until|prior", r"after|since|once", "before", "after"),
    (r"first|earliest", r"last|latest|final", "first", "last"),
    (r"enters?|entering|entered|comes? in|coming in", r"leaves?|leaving|exits?|goes out|go out", "enters", "leaves"),
    (r"appears?|appearing", r"disappears?|disappearing|vanish\w*", "appears", "disappears"),
    (r"above|over", r"below|under|beneath|underneath", "above", "below"),
    (r"longest|longer", r"shortest|shorter", "longest", "shortest"),
    (r"more|most|largest|biggest|longest", r"less|least|fewer|fewest|smallest|shortest", "argmax", "argmin"),
    (r"start|beginning|begin", r"end|ending", "start", "end"),
    (r"upwards?|up", r"downwards?|down", "up", "down"),
    (r"to the left|leftwards?", r"to the right|rightwards?", "left left_of", "right right_of"),
)
"""Words that turn an answer round. Programs say them by operators and by constants of the same spelling."""


def suspicions(checked: Check, program: Program, question: str, choices: Sequence[str] | None) -> list[Diagnostic]:
    """Give what is suspicious about a program that checks, as an answer to a question."""
    if checked.typed is None or not question:
        return []
    asked = _Asked(normalise(question), program)
    return [
        *_answer_type(checked, question, choices, program),
        *_lost_choices(program, choices),
        *_turned_round(asked),
        *_lost_numbers(asked, choices),
        *_lost_colors(asked),
    ]


@dataclasses.dataclass(frozen=True)
class _Asked:
    question: str
    program: Program

    def says(self, pattern: str) -> bool:
        return re.search(rf"\b(?:{pattern})\b", self.question) is not None

    @property
    def written(self) -> dict[str, Place]:
        """Give each operator and each word of a constant in the program, with its place."""
        found: dict[str, Place] = {}
        for _, node in sites(self.program):
            match node:
                case Call():
                    found.setdefault(node.function, node.function_place)
                case Literal(value=str(text)):
                    found |= {word: node.place for word in _WORD.findall(text.casefold()) if word not in found}
                case _:
                    pass
        return found


def _suspicion(code: str, message: str, place: Place, **rest: str | None) -> Diagnostic:
    return Diagnostic(Code(code), message, place, Severity.WARNING, **rest)


def _answer_type(
    checked: Check, question: str, choices: Sequence[str] | None, program: Program
) -> Iterator[Diagnostic]:
    wanted, found = answer_types(question, choices), checked.answer_type
    if "choices" in used_names(program) and wanted is not None:
        wanted |= {Type.TEXT}
    if wanted is not None and found is not None and found not in wanted and not (choices and found is Type.BOOL):
        listed = " or ".join(str(t) for t in Type if t in wanted)
        message = f"the answer is {found}, and the question asks for {listed}"
        place = program.statements[-1].value.place
        yield _suspicion("VP0603", message, place, found=str(found), expected=listed)


def _lost_choices(program: Program, choices: Sequence[str] | None) -> Iterator[Diagnostic]:
    texts = {node.value for _, node in sites(program) if isinstance(node, Literal) and isinstance(node.value, str)}
    if choices and "choices" not in used_names(program) and not texts >= set(choices):
        message, hint = "the program looks at none of the choices", "end with `answer = choose(…, choices)`"
        yield _suspicion("VP0604", message, program.statements[-1].value.place, found="choices", hint=hint)


def _turned_round(asked: _Asked) -> Iterator[Diagnostic]:
    written = asked.written
    for pair in OPPOSITES:
        for (said, other), (own, opposite) in (
            (pair.words, pair.written),
            (pair.words[::-1], pair.written[::-1]),
        ):
            turned = [position for position, word in enumerate(opposite) if word in written]
            if turned and asked.says(said) and not asked.says(other) and not set(own) & set(written):
                found, expected = opposite[turned[0]], own[turned[0]]
                word = said.partition("|")[0].rstrip("?")
                message = f"the question says `{word}`, and the program `{found}`"
                hint = f"write `{expected}`, or say the same in another way"
                yield _suspicion("VP0605", message, written[found], found=found, expected=expected, hint=hint)


def _lost_numbers(asked: _Asked, choices: Sequence[str] | None) -> Iterator[Diagnostic]:
    """Name numbers of the question that stand nowhere in the program. Offered answers are no part of the question."""
    values = [n.value for _, n in sites(asked.program) if isinstance(n, Literal) and _is_number(n.value)]
    # The third one is at 2 to a subscript, and five minutes are 300 seconds.
    numbers = {form for v in values for form in (v, v / 60, v + 1 if isinstance(v, int) else v)}
    words = asked.written
    offered = {word for choice in choices or () for word in _WORD.findall(choice.casefold())}
    for word in dict.fromkeys(_WORD.findall(asked.question)):
        value = None if word in _NO_NUMBERS else _value(word)
        if value and word not in offered and word not in words and value not in numbers:
            message = f"the number `{word}` of the question is nowhere in the program"
            yield _suspicion("VP0604", message, asked.program.statements[-1].place, found=word)


_NO_NUMBERS = frozenset(("one", "two", "zero"))
"""Number words that are said without counting: `the one`, `the two of them`."""


def _value(word: str) -> float | None:
    try:
        return number_value(word)
    except (KeyError, NotUnderstoodError):
        return None


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _lost_colors(asked: _Asked) -> Iterator[Diagnostic]:
    written = {word.replace("grey", "gray") for word in asked.written}
    for word in dict.fromkeys(_WORD.findall(asked.question)):
        if word in COLORS and word.replace("grey", "gray") not in written:
            message = f"the colour `{word}` of the question is nowhere in the program"
            yield _suspicion("VP0604", message, asked.program.statements[-1].place, found=word)
