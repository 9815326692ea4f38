"""A question before it is worded: what is asked, the answer from the truth, the gold program and the evidence."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from vprog.benchmarks.synth.facts import APART_S, Facts, Request
from vprog.benchmarks.synth.program import Program
from vprog.benchmarks.synth.wording import Piece, Slots

Value = str | float | int | bool | None
VERBS = {"enter": "enters", "leave": "leaves", "stop": "stops", "set_off": "starts_moving", "meet": "meets"}
"""The operator for each kind of event."""
_WORDED = {"set_off": "start"}


@dataclasses.dataclass(frozen=True)
class Draft:
    """One question.

    key: under which its wordings stand. type: what it asks for. answer: None when nothing in the picture tells it.
    program: None where the language has no words for the question. Answer and program may hold `<slot>`, which stands
    for what that slot is filled with. options: answers that may be given with it, the right one among them; offered:
    they always are. accept: other wordings of the right answer.
    """

    type: str
    key: str
    slots: Slots
    answer_type: str
    answer: Value
    program: Program | None
    evidence: Sequence[Mapping[str, Any]]
    options: tuple[str, ...] = ()
    offered: bool = False
    accept: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Happening:
    """An event that a question speaks of; `position` says which of several: first or last, or "" for the only one."""

    kind: str
    request: Request
    row: int
    start_s: float
    end_s: float
    position: str = ""
    other: Request | None = None

    @property
    def who(self) -> str:
        """Give the subject in words."""
        return f"the {self.position} {self.request.text}" if self.position else self.request.the

    @property
    def whom(self) -> str:
        """Give the object in words; empty where there is none."""
        return self.other.the if self.other else ""

    @property
    def clause(self) -> Piece:
        """Give "the red circle enters"."""
        return Piece(f"clause_{self._word}", who=self.who, whom=self.whom)

    @property
    def base(self) -> Piece:
        """Give "the red circle enter"."""
        return Piece(f"bare_{self._word}", whom=self.whom, lead=self.who + " ")

    @property
    def _word(self) -> str:
        return _WORDED.get(self.kind, self.kind)

    @property
    def interval(self) -> tuple[float, float]:
        """Give when it happens."""
        return (self.start_s, self.end_s)

    def bind(self, program: Program) -> str:
        """Bind the span of the event in a program and give its name."""
        operands = program.tracks(self.request.text)
        if self.other:
            operands += ", " + program.tracks(self.other.text)
        spans = program.bind("spans", self._word, f"{VERBS[self.kind]}({operands})")
        which = self.position or "first"
        return program.bind("span", self._word, f"{which}({spans})")


def verb(kind: str, *, third: bool = False) -> Piece:
    """Give "enter", or with `third` "enters"."""
    name = _WORDED.get(kind, kind)
    return Piece(f"clause_{name}", bare=True) if third else Piece(f"bare_{name}")


def happenings(facts: Facts) -> list[Happening]:
    """Give the events that can be spoken of: of what is alone of its kind, or the first or last of several."""
    found = []
    for request in facts.requests():
        rows = facts.rows(request)
        if request.shape is None:
            continue
        for kind in ("enter", "leave", "stop", "set_off"):
            times = facts.happen(kind, rows)
            if not times:
                continue
            if len(rows) == len(times) == 1:
                found.append(_at(kind, request, times[0], facts, ""))
            elif len(rows) > 1 and len(times) > 1:
                if times[1][0] - times[0][0] >= APART_S:
                    found.append(_at(kind, request, times[0], facts, "first"))
                if times[-1][0] - times[-2][0] >= APART_S:
                    found.append(_at(kind, request, times[-1], facts, "last"))
    return found + _touches(facts)


def _at(kind: str, request: Request, time: tuple[float, int], facts: Facts, position: str) -> Happening:
    return Happening(kind, request, time[1], time[0], time[0] + facts.truth.step_s, position)


def _touches(facts: Facts) -> list[Happening]:
    alone = [(r, facts.rows(r)[0]) for r in facts.requests() if r.shape and len(facts.rows(r)) == 1]
    found = []
    for one, row in alone:
        for other, other_row in alone:
            held = facts.meetings(row, other_row) if row != other_row else None
            # Who touches is the one that moves; what holds from the first frame did not begin in the clip.
            if held and len(held) == 1 and held[0][0] > 0.8 and facts.plainly_moves(row):
                found.append(Happening("meet", one, row, *held[0], other=other))
    return found
