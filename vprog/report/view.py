"""What a page shows, gathered from a run: plain records that a template writes down."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from vprog.diagnostics import as_text, from_json
from vprog.report.drawing import FrameView, Layer, draw_frames
from vprog.report.highlight import tokens
from vprog.report.pictures import Pictures
from vprog.report.recorded import Recorded, RecordedName, RecordedNode, RecordedQuestion
from vprog.report.shapes import is_drawable
from vprog.report.timeline import Row, evidence_rows, rows_of
from vprog.report.words import Table, counted, headline, members_of, percent, state_of, took
from vprog.trace import TraceError
from vprog.values import Evidence, Outcome, Source, describe

COLOURS = 8
"""Of the style sheet; values take them in turn, and the evidence has the first."""
MAX_CHARS = 4_000
"""Of one line about a value."""
MAX_PROMPT_CHARS = 20_000
"""Of one message to a language model, and of its reply; the trace holds all of it."""


@dataclasses.dataclass(frozen=True)
class ValueView:
    """A name that a program bound. called: the name, behind the question's number where there are several."""

    name: str
    called: str
    type: str
    state: str
    text: str
    outcome: Outcome | None
    node: RecordedNode | None
    members: Table | None
    facts: tuple[str, ...] = ()
    """What stands beside it: confidence, who decided, what its line took."""


@dataclasses.dataclass(frozen=True)
class LineView:
    """One line of a program, in pieces with their kinds; the value stands on the last line of its statement."""

    number: int
    pieces: tuple[tuple[str, str], ...]
    value: ValueView | None


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


@dataclasses.dataclass(frozen=True)
class QuestionView:
    """One question and its answer. failures: its diagnostics in words, with carets where they have a place."""

    recorded: RecordedQuestion
    headline: str
    status: str
    outcome: Outcome | None
    lines: tuple[LineView, ...]
    evidence: tuple[Evidence, ...]
    failures: str
    attempts: tuple[AttemptView, ...]
    calls: tuple[CallView, ...]


@dataclasses.dataclass(frozen=True)
class RowView:
    """A row of the axis of time. colour: one of the style sheet's; 0 is that of the evidence."""

    title: str
    colour: int
    source: Source
    row: Row


@dataclasses.dataclass(frozen=True)
class PageView:
    """All that a page shows. notes: what it leaves out or changed."""

    run: Recorded
    sources: tuple[Source, ...]
    questions: tuple[QuestionView, ...]
    layers: tuple[Layer, ...]
    frames: tuple[FrameView, ...]
    rows: tuple[RowView, ...]
    notes: tuple[str, ...]

    def frame_at(self, digest: str, start_s: float, end_s: float) -> int | None:
        """Give the number of the first frame within a stretch of a source, else of the nearest; None without any."""
        of = [f for f in self.frames if f.source.digest == digest]
        nearest = min(of, key=lambda f: (max(start_s - f.time_s, f.time_s - end_s, 0.0), f.time_s), default=None)
        return nearest.number if nearest else None


def page_view(run: Recorded, pictures: Pictures, only: int | None = None) -> PageView:
    """Gather what a page shows of a run; a value that the trace folder lacks is said to be missing.

    only: the number of the one question to show, where several were asked together.
    """
    asked = [question for question in run.questions if only in (None, question.number)]
    sources = tuple(dict.fromkeys(video.source for video in run.videos))
    values = {
        (question.number, name.name): _value(name, question, run, several=len(asked) > 1)
        for question in asked
        for name in question.names.values()
    }
    questions = tuple(_question(one, values, run) for one in asked)
    views = list(values.values())
    colours = _colours(views, sources)
    same = _by_value(views, colours)
    evidence = [piece for question in questions for piece in question.evidence]
    layers, frames, notes = draw_frames(run.frames, sources, pictures, evidence, _layers(same, colours))
    missing = [
        f"the value of `{view.called}` is missing in the trace folder" for view in views if view.state == "missing"
    ]
    return PageView(
        run=run,
        sources=sources,
        questions=questions,
        layers=layers,
        frames=frames,
        rows=_rows(questions, same, colours, sources),
        notes=(*run.notes, *missing, *pictures.notes, *notes),
    )


def _value(name: RecordedName, question: RecordedQuestion, run: Recorded, *, several: bool) -> ValueView:
    called = f"{question.number + 1}. {name.name}" if several else name.name
    type_ = name.type.value if name.type else ""
    try:
        outcome = name.outcome
    except TraceError as error:
        return ValueView(name.name, called, type_, "missing", str(error), None, name.node, None)
    text = describe(outcome) if outcome else "the answer did not need it"
    text = _short(text, MAX_CHARS)
    members = members_of(outcome.payload) if outcome else None
    known = outcome is not None and outcome.confidence is not None
    facts = [f"confidence {percent(outcome.confidence)}"] if outcome and known else []
    facts += ["by a model's word"] if outcome and outcome.judged else []
    facts += _cost(name, run)
    return ValueView(name.name, called, type_, state_of(outcome), text, outcome, name.node, members, tuple(facts))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _attempts(recorded: RecordedQuestion, run: Recorded) -> tuple[AttemptView, ...]:
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


def _call(record: Mapping[str, Any]) -> CallView:
    messages = tuple((role, _short(text, MAX_PROMPT_CHARS)) for role, text in record["messages"])
    tokens = record["prompt_tokens"] + record["reply_tokens"]
    return CallView(record["model"], messages, _short(record["reply"], MAX_PROMPT_CHARS), tokens)


def _cost(name: RecordedName, run: Recorded) -> list[str]:
    """Give what the steps of a statement took; lines of several programs cannot be told apart."""
    lines = range(name.line, name.end_line + 1)
    steps = [node for node in run.nodes.values() if node.line in lines and not node.is_inner]
    if not steps or len(run.questions) > 1:
        return []
    # Filters and arithmetic are never stored: they take less time than reading would.
    cached = any(step.cached for step in steps) and all(step.cached for step in steps if step.backend)
    # Of a search that a budget ended, the trace says what it should have looked at.
    frames = 0 if any(step.record.get("cut_short") for step in steps) else sum(step.frames for step in steps)
    backends = ", ".join(dict.fromkeys(step.backend for step in steps if step.backend))
    looked = f"{counted(frames, 'frame')} looked at with {backends}" if frames else ""
    return [took(sum(step.wall_s for step in steps), cached), *([looked] if looked else [])]


def _question(recorded: RecordedQuestion, values: Mapping[tuple[int, str], ValueView], run: Recorded) -> QuestionView:
    answer: Mapping[str, Any] = recorded.answer or {}
    value = values.get((recorded.number, "answer"))
    outcome = value.outcome if value else None
    status = answer.get("status", "no answer")
    if recorded.answer is None:
        line = "the run ended before there was an answer"
    else:
        payload, type_ = (outcome.payload, outcome.type) if outcome else (answer["answer"], None)
        line = headline(status, payload, type_, answer["reason"], partial=answer["partial"])
    program = recorded.program or ""
    return QuestionView(
        recorded=recorded,
        headline=line,
        status=status,
        outcome=outcome,
        lines=_lines(program, {name: values[recorded.number, name] for name in recorded.names}, recorded),
        evidence=_evidence(outcome, answer, [video.source for video in run.videos]),
        failures=as_text(recorded.diagnostics, program),
        attempts=_attempts(recorded, run),
        calls=tuple(_call(record) for record in run.trace.of("llm_call") if record["of"] == recorded.number),
    )


def _lines(program: str, values: Mapping[str, ValueView], recorded: RecordedQuestion) -> tuple[LineView, ...]:
    bound = {recorded.names[name].end_line: view for name, view in values.items()}
    texts = program.rstrip("\n").split("\n") if program else []
    blank = next((place for place, text in enumerate(texts) if text.strip()), 0)
    return tuple(
        LineView(number, tuple(tokens(text)), bound.get(number))
        for number, text in enumerate(texts, start=1)
        if number > blank
    )


def _evidence(outcome: Outcome | None, answer: Mapping[str, Any], sources: Sequence[Source]) -> tuple[Evidence, ...]:
    """Give what the answer rests on; an older trace says it in the answer alone, and by the name of the video."""
    if outcome is not None and outcome.evidence:
        return outcome.evidence
    digests = {source.name: source.digest for source in reversed(sources)}
    return tuple(
        Evidence(
            piece["video"],
            piece["start_s"],
            piece["end_s"],
            tuple((box["time_s"], *box["xyxy"]) for box in piece.get("boxes", ())),
            digests.get(piece["video"], ""),
        )
        for piece in answer.get("evidence", ())
    )


def _colours(values: Sequence[ValueView], sources: Sequence[Source]) -> dict[str, int]:
    """Give a colour to each value that is drawn anywhere, by digest: what is equal looks alike."""
    drawn = [
        view.node.value
        for view in values
        if view.node and view.node.value and view.outcome and _is_shown(view.outcome.payload, sources)
    ]
    return {digest: 1 + place % (COLOURS - 1) for place, digest in enumerate(dict.fromkeys(drawn))}


def _is_shown(payload: object, sources: Sequence[Source]) -> bool:
    return is_drawable(payload) or bool(rows_of(payload, sources))


def _by_value(values: Sequence[ValueView], colours: Mapping[str, int]) -> dict[str, list[ValueView]]:
    """Give the names of each value that is drawn, by digest, in order of the programs."""
    same: dict[str, list[ValueView]] = {digest: [] for digest in colours}
    for view in values:
        if view.node and view.node.value in same:
            same[view.node.value].append(view)
    return same


def _layers(same: Mapping[str, Sequence[ValueView]], colours: Mapping[str, int]) -> list[Layer]:
    return [
        Layer(f"v{digest[:12]}", _titled(views), colours[digest], _payload(views))
        for digest, views in same.items()
        if is_drawable(_payload(views))
    ]


def _rows(
    questions: Sequence[QuestionView],
    same: Mapping[str, Sequence[ValueView]],
    colours: Mapping[str, int],
    sources: Sequence[Source],
) -> tuple[RowView, ...]:
    by_digest = {source.digest: source for source in sources}
    rows = [
        RowView(_titled(views), colours[digest], by_digest[row.source], row)
        for digest, views in same.items()
        for row in rows_of(_payload(views), sources)
    ]
    several = len(questions) > 1
    for question in questions:
        title = f"evidence {question.recorded.number + 1}" if several else "evidence"
        rows += [RowView(title, 0, by_digest[row.source], row) for row in evidence_rows(question.evidence, sources)]
    # What happens in one video stands together.
    return tuple(sorted(rows, key=lambda row: [source.digest for source in sources].index(row.source.digest)))


def _titled(views: Sequence[ValueView]) -> str:
    return ", ".join(view.called for view in views)


def _payload(views: Sequence[ValueView]) -> object:
    outcome = views[0].outcome
    return outcome.payload if outcome else None
