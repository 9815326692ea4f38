"""Print an answer for people, and `demo`, which shows one."""

import textwrap
from pathlib import Path
from typing import Annotated

import typer

from vprog.api import Answer, Session
from vprog.api.demo import DEMO_FURTHER_QUESTIONS, DEMO_QUESTION, make_demo_clip
from vprog.cli.options import Cache, Json, Models
from vprog.cli.reporting import print_json, reported, say
from vprog.diagnostics import Severity, on_one_line
from vprog.types import Type
from vprog.values import Evidence, describe, describe_payload

_EVIDENCE_SHOWN = 8
_OF_PLANNERS = "VP06"
"""Codes of diagnostics that tell how a program came about."""


def headline(answer: Answer) -> str:
    """Give the answer in one line."""
    if answer.status == "abstained":
        return f"no answer: {answer.reason}"
    if answer.status == "failed":
        return f"failed: {answer.reason}"
    partial = f"  (partial: {answer.reason})" if answer.partial else ""
    partial += "  (fallback: what was asked for first gave nothing)" if answer.status == "fallback" else ""
    shown = answer.value if isinstance(answer.value, str) else describe_payload(answer.value)
    shown += " s" if answer.answer_type is Type.SECONDS else ""
    return f"{shown}{partial}"


def print_answer(answer: Answer) -> None:
    """Print the answer, then the program with its values, the evidence, the cost and where the trace is."""
    say(headline(answer))
    for attempt in answer.attempts[:-1]:
        say(f"note: another program was tried before ({attempt.planner}, {attempt.status}): {attempt.reason}")
    for caveat in answer.caveats:
        say(f"note: {caveat}")
    for note in answer.diagnostics if answer.program else ():
        if note.severity is Severity.WARNING and note.code.startswith(_OF_PLANNERS):
            say(f"note: {note.message}")
    if answer.program:
        say("\nprogram")
        say(textwrap.indent(answer.program.rstrip("\n"), "  "))
    if answer.values:
        say("\nvalues")
        for name, outcome in answer.values.items():
            say(f"  {name}: {outcome.type} = {describe(outcome)}")
    if answer.evidence and answer.status in ("answered", "fallback"):
        say(f"\nevidence ({answer.kind})")
        for evidence in answer.evidence[:_EVIDENCE_SHOWN]:
            say(f"  {_evidence(evidence)}")
        if len(answer.evidence) > _EVIDENCE_SHOWN:
            say(f"  and {len(answer.evidence) - _EVIDENCE_SHOWN} more")
    cost = answer.cost
    tokens = f"{cost['llm_tokens']} tokens of a language model, " if cost["llm_tokens"] else ""
    frames = _counted(cost["frames_decoded"], "frame")
    say(f"\n{frames} decoded, {tokens}{cost['wall_s']:.2f} s, profile {answer.profile}")
    say(f"trace {answer.trace}")


def _counted(count: float, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _evidence(evidence: Evidence) -> str:
    text = f"{on_one_line(evidence.video)}  {evidence.start_s:.2f}-{evidence.end_s:.2f} s"
    if not evidence.boxes:
        return f"{text}  whole picture"
    time_s, x1, y1, x2, y2 = evidence.boxes[0]
    return f"{text}  box ({x1:.0f}, {y1:.0f})-({x2:.0f}, {y2:.0f}) px at {time_s:.2f} s"


def demo(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the clip.")] = Path("vprog-demo"),
    cache: Cache = None,
    models: Models = None,
    json: Json = False,
) -> None:
    """Make a small clip, ask it, and show the program, its values and the evidence."""
    with reported(json_wanted=json):
        clip = make_demo_clip(output)
        session = Session(cache=cache, models=models)
        first = session.answer(clip, DEMO_QUESTION)
        further = [(q, session.answer(clip, q)) for q in DEMO_FURTHER_QUESTIONS]
        if json:
            print_json([{"question": q, **a.to_json()} for q, a in [(DEMO_QUESTION, first), *further]])
            return
        say(f'$ vprog ask {clip} "{DEMO_QUESTION}"')
        print_answer(first)
        say("\nand, asked the same way")
        for question, answer in further:
            say(f"  {question}  {headline(answer)}")
