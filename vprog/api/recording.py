"""What every trace says of a run besides its graph and nodes."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from vprog.api.result import Answer
from vprog.engine import Cost
from vprog.planner import Plan
from vprog.refine import Tried
from vprog.trace import TraceWriter
from vprog.values import Source

_COUNTED = ("frames_decoded", "module_calls", "cache_hits", "llm_tokens")
_ELSEWHERE = ("trace", "program", "schema")
"""Fields of an answer that other records hold, or the folder's own name."""


def spent_on(cost: Cost, wall_s: float) -> dict[str, float | int]:
    """Give what an answer says of its cost."""
    return {**{name: getattr(cost, name) for name in _COUNTED}, "wall_s": round(wall_s, 4)}


def record_input(trace: TraceWriter, videos: Sequence[tuple[Source, str | None]], profile: str, why: str) -> None:
    """Record the videos, each with where it lies, and the profile."""
    records = [dataclasses.asdict(source) | {"path": path} for source, path in videos]
    trace.event("input", videos=records, profile=profile, why=why)


def record_settings(
    trace: TraceWriter,
    clip: Sequence[float] | None,
    knobs: Mapping[str, float | int],
    budget: Mapping[str, Any] | None,
) -> None:
    """Record what was set for the whole run."""
    trace.event("settings", clip=list(clip) if clip else None, knobs=dict(knobs), budget=budget)


def record_question(
    trace: TraceWriter,
    number: int,
    question: str | None,
    choices: Sequence[str] | None,
    planned: Plan,
    tried: Sequence[Tried] = (),
) -> None:
    """Record a question, the programs tried before, what a language model was asked about it, and its plan."""
    trace.event("question", of=number, question=question, choices=list(choices) if choices else None)
    for one in tried:
        trace.event("attempt", of=number, **one.record())
    for call in planned.calls:
        trace.event("llm_call", of=number, **call.to_json())
    calls = [
        {"model": c.model, "request": c.request, "tokens": c.prompt_tokens + c.reply_tokens} for c in planned.calls
    ]
    plan = {"planner": planned.planner, "program": planned.program, "reason": planned.reason}
    trace.event("plan", of=number, **plan, calls=calls)


def record_answer(trace: TraceWriter, number: int, answer: Answer) -> None:
    """Record the answer to a question."""
    record = answer.to_json()
    trace.event("answer", of=number, **{key: value for key, value in record.items() if key not in _ELSEWHERE})
