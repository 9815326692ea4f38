"""What was tried before there was an answer, and what language models were asked for it."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from vprog.diagnostics import as_text, from_json
from vprog.report.recorded import Recorded, RecordedQuestion
from vprog.report.words import shortened

MAX_PROMPT_CHARS = 20_000
"""Of one message to a language model, and of its reply; the trace holds all of it."""


@dataclasses.dataclass(frozen=True)
class AttemptView:
    """A program that was tried. mistakes: with their carets. repairs: the rule, the line before and the line after.

    same: it is the program that ran.
    """

    author: str
    status: str
    reason: str | None
    program: str | None
    same: bool
    mistakes: str = ""
    repairs: tuple[tuple[str, str, str], ...] = ()


@dataclasses.dataclass(frozen=True)
class CallView:
    """What a language model was asked, and what it said. messages: role and text of each, cut where they are long."""

    model: str
    messages: tuple[tuple[str, str], ...]
    reply: str
    tokens: int


def attempts_of(recorded: RecordedQuestion, run: Recorded) -> tuple[AttemptView, ...]:
    """Give what was tried, in order; of a run that was cut off, what it says before."""
    repaired = [record for record in run.trace.of("attempt") if record["of"] == recorded.number]
    first = tuple(
        AttemptView(
            record["author"],
            record["status"],
            None,
            record["program"],
            same=False,
            mistakes=as_text([from_json(d) for d in record["diagnostics"]], record["program"]),
            repairs=tuple((edit["name"], edit["before"], edit["after"]) for edit in record["edits"]),
        )
        for record in repaired
    )
    others = tuple(
        AttemptView(a["planner"], a["status"], a["reason"], a["program"], same=a["program"] == recorded.program)
        for a in recorded.attempts[len(repaired) :]
    )
    return first + others


def calls_of(recorded: RecordedQuestion, run: Recorded) -> tuple[CallView, ...]:
    """Give what language models were asked about a question, in order."""
    return tuple(_call(record) for record in run.trace.of("llm_call") if record["of"] == recorded.number)


def _call(record: Mapping[str, Any]) -> CallView:
    messages = tuple((role, shortened(text, MAX_PROMPT_CHARS)) for role, text in record["messages"])
    tokens = record["prompt_tokens"] + record["reply_tokens"]
    return CallView(record["model"], messages, shortened(record["reply"], MAX_PROMPT_CHARS), tokens)
