"""A run as its trace folder tells it: what was asked, what was computed on the way, how it ended."""

import dataclasses
import functools
import re
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from vprog.diagnostics import Code, Diagnostic, from_json
from vprog.language import parse
from vprog.report.outcomes import recorded_outcome
from vprog.trace import SCHEMA, Trace, TraceError, read_trace
from vprog.types import Type
from vprog.values import Outcome, Source

_PICTURE = re.compile(r"frames/[0-9a-f]{1,32}-[0-9]{1,9}\.jpg")
"""Where pictures of a trace lie in its folder."""


@dataclasses.dataclass(frozen=True)
class RecordedVideo:
    """One of the videos that were given."""

    source: Source
    path: str | None
    """Where it lay; None for a download, frames in memory, or a trace too old to say."""


@dataclasses.dataclass(frozen=True)
class RecordedFrame:
    """A picture of a moment that an answer rests on."""

    path: Path
    """A JPEG in the trace folder."""
    video: str
    """Digest of the source."""
    frame: int
    time_s: float
    width_px: int | None
    """Of the JPEG, which may be smaller than the video; None in a trace too old to say."""
    height_px: int | None


@dataclasses.dataclass(frozen=True)
class RecordedNode:
    """A node that was computed.

    key: its name in the graph; inside a comprehension behind the place of the body, as `n5[0].n2`. id: equal for equal
    work. names: what the programs call it. frames: how many it looked at; frame_range: the first and last of them.
    cached: its work was known from before. model, backend: who looked, None where nobody did.
    """

    key: str
    id: str
    op: str
    type: Type
    operands: tuple[str, ...]
    settings: Mapping[str, Any]
    names: tuple[str, ...]
    line: int | None
    value: str | None
    """Digest of the value."""
    wave: int
    wall_s: float
    """Nodes of one wave that look at frames share its time."""
    cached: bool
    frames: int
    frame_range: tuple[int, int] | None
    backend: str | None
    backend_version: int | None
    model: str | None
    video: str | None
    """Digest of the source that was looked at."""
    outer: str
    """The node of the graph that it belongs to: itself, or the one that its body or program does the work of."""
    origin: str
    """`run`; of an edited trace also `parent` (taken over) and `edit` (given by hand)."""
    trace: Trace = dataclasses.field(repr=False, compare=False)
    record: Mapping[str, Any] = dataclasses.field(repr=False, compare=False)

    @property
    def is_inner(self) -> bool:
        """Say whether it belongs to the body of a comprehension, or to a program that does a module's work."""
        return self.outer != self.key

    @functools.cached_property
    def outcome(self) -> Outcome:
        """Give the value with all that is known about it; read from the folder at first use.

        Raises: TraceError when the folder does not hold it.
        """
        return recorded_outcome(self.record, self.trace)


@dataclasses.dataclass(frozen=True)
class RecordedName:
    """A name that a program bound, and what it stands for."""

    name: str
    line: int
    """Its line in the program, counted from 1."""
    end_line: int
    type: Type | None
    """None only in a trace too old to say, for a name that was not needed."""
    key: str | None
    """The node that it stands for; None when nothing needed it."""
    node: RecordedNode | None
    """None when it was not computed: not needed, or the run ended before."""

    @property
    def outcome(self) -> Outcome | None:
        """Give its value, or None when it was not computed."""
        return self.node.outcome if self.node else None


@dataclasses.dataclass(frozen=True)
class RecordedQuestion:
    """One question of a run, its program and its answer.

    question: None for a program that was run without one. program: None when the planner wrote none; reason says why.
    names: in order of the program. answer: the record that `Answer.to_json` gives but for `trace`, `program` and
    `schema`; None when the run ended before.
    """

    number: int
    question: str | None
    choices: tuple[str, ...]
    planner: str
    program: str | None
    reason: str | None
    names: Mapping[str, RecordedName]
    answer: Mapping[str, Any] | None

    @property
    def attempts(self) -> tuple[Mapping[str, Any], ...]:
        """Give every program that was tried: `program`, `planner`, `status`, `reason`; the last one gave the answer."""
        return tuple(self.answer["attempts"]) if self.answer else ()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Give what went wrong."""
        return tuple(from_json(record) for record in self.answer["diagnostics"]) if self.answer else ()

    @property
    def outcome(self) -> Outcome | None:
        """Give the answer with all that is known about it; None when there was no program or it was not computed."""
        return self.names["answer"].outcome if "answer" in self.names else None


@dataclasses.dataclass(frozen=True)
class Recorded:
    """A run.

    nodes: those that were computed, by key, in the order they were. structure: one record for each node of the graph,
    whether it was needed or not (`node`, `op`, `type`, `operands`, `settings`, `line`). ended: `ok`, `failed`,
    `interrupted`, or `cut off` where the trace just ends. parent, edits: the trace that this one was edited from, and
    the digests of the edited values by name. notes: what an older trace does not say.
    """

    folder: Path
    schema: int
    version: str
    """Of vprog, which wrote it."""
    profile: str
    why: str
    """Why it was this profile."""
    videos: tuple[RecordedVideo, ...]
    clip: tuple[float, float] | None
    knobs: Mapping[str, float | int]
    budget: Mapping[str, float | int | None] | None
    questions: tuple[RecordedQuestion, ...]
    nodes: Mapping[str, RecordedNode]
    structure: tuple[Mapping[str, Any], ...]
    frames: tuple[RecordedFrame, ...]
    ended: str
    parent: str | None
    edits: Mapping[str, str]
    notes: tuple[str, ...]
    trace: Trace = dataclasses.field(repr=False, compare=False)

    @property
    def cost(self) -> Mapping[str, float | int]:
        """Give what the whole run took, as the answers say; empty for a run without one."""
        return next((q.answer["cost"] for q in self.questions if q.answer), {})


def read_run(folder: str | PathLike[str]) -> Recorded:
    """Read what a trace folder says of a run; values are decoded when they are asked for.

    Raises: TraceError for a folder that is no trace, is damaged, or was written by a newer vprog.
    """
    trace = read_trace(Path(folder))
    try:
        return _read(trace)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"{trace.folder} is damaged: a record of it is not as it is written ({type(error).__name__}: {error})"
        raise TraceError(Diagnostic(Code("VP0505"), message, hint="run the program again")) from error


def _read(trace: Trace) -> Recorded:
    opened, given = trace.events[0], _first(trace, "input")
    settings, graph, edit = _first(trace, "settings"), _first(trace, "graph"), _first(trace, "edit")
    structure = tuple(graph.get("nodes", ()))
    nodes = _nodes(trace, graph.get("bindings", {}), {n["node"]: n["line"] for n in structure})
    closed = trace.events[-1].get("ended", "cut off") if trace.is_closed else "cut off"
    return Recorded(
        folder=trace.folder,
        schema=opened["schema"],
        version=opened["vprog"],
        profile=given.get("profile", ""),
        why=given.get("why", ""),
        videos=tuple(_video(record) for record in given.get("videos", ())),
        clip=tuple(settings["clip"]) if settings.get("clip") else None,
        knobs=settings.get("knobs", {}),
        budget=settings.get("budget"),
        questions=_questions(trace, graph, nodes),
        nodes=nodes,
        structure=structure,
        frames=tuple(_frame(trace, record) for record in trace.of("frame")),
        ended=closed,
        parent=edit.get("parent"),
        edits=edit.get("values", {}),
        notes=_notes(opened),
        trace=trace,
    )


def _first(trace: Trace, event: str) -> Mapping[str, Any]:
    return next(iter(trace.of(event)), {})


def _notes(opened: Mapping[str, Any]) -> tuple[str, ...]:
    if opened["schema"] >= SCHEMA:
        return ()
    missing = "it says neither what intermediate values rest on nor where the videos lie"
    return (f"written by vprog {opened['vprog']}, trace schema {opened['schema']}: {missing}; run it again to have it",)


def _video(record: Mapping[str, Any]) -> RecordedVideo:
    facts = {field.name: record[field.name] for field in dataclasses.fields(Source)}
    return RecordedVideo(Source(**facts), record.get("path"))


def _frame(trace: Trace, record: Mapping[str, Any]) -> RecordedFrame:
    # Whoever made the trace must not choose other files of whoever reads it.
    if not _PICTURE.fullmatch(record["file"]):
        raise ValueError(f"`{record['file']}` is no picture of this folder")
    size = (record.get("width_px"), record.get("height_px"))
    number, time_s = int(record["frame"]), float(record["time_s"])
    return RecordedFrame(trace.folder / record["file"], record["video"], number, time_s, *size)


def _program_of(name: str) -> str:
    """Give the prefix of a key or a name where several programs ran together: `p0.`; else nothing."""
    head, dot, _ = name.partition(".")
    return f"{head}." if dot and head[:1] == "p" and head[1:].isdigit() else ""


def _nodes(trace: Trace, bindings: Mapping[str, str], lines: Mapping[str, int | None]) -> dict[str, RecordedNode]:
    named: dict[str, list[str]] = {}
    for name, key in bindings.items():
        named.setdefault(key, []).append(name.removeprefix(_program_of(name)))
    nodes = {}
    for record in trace.of("node"):
        key, frames = record["node"], record.get("frames")
        nodes[key] = RecordedNode(
            key=key,
            id=record["id"],
            op=record["op"],
            type=Type(record["type"]),
            operands=tuple(record["operands"]),
            settings=record["settings"],
            names=tuple(dict.fromkeys(named.get(key, ()))),
            line=lines.get(key),
            value=record["value"],
            wave=record["wave"],
            wall_s=record["wall_s"],
            cached=record["cached"],
            frames=frames[2] if frames else 0,
            frame_range=(frames[0], frames[1]) if frames else None,
            backend=record.get("backend"),
            backend_version=record.get("backend_version"),
            model=record.get("model"),
            video=record.get("video"),
            outer=_outer(key, lines),
            origin=record.get("origin", "run"),
            trace=trace,
            record=record,
        )
    return nodes


def _outer(key: str, graph: Mapping[str, Any]) -> str:
    """Give the node of the graph that a key lies in. A trace too old to list them tells only comprehensions."""
    if key in graph or not graph:
        return key if graph else key.partition("[")[0]
    ends = [i for i, sign in enumerate(key) if sign in ".["]
    return next((key[:end] for end in reversed(ends) if key[:end] in graph), key)


def _questions(
    trace: Trace, graph: Mapping[str, Any], nodes: Mapping[str, RecordedNode]
) -> tuple[RecordedQuestion, ...]:
    plans = {record["of"]: record for record in trace.of("plan")}
    answers = {record["of"]: record for record in trace.of("answer")}
    running = [number for number, record in plans.items() if record["program"] is not None]
    questions = []
    for record in trace.of("question"):
        number = record["of"]
        planned = plans.get(number, {"planner": "", "program": None, "reason": None})
        prefix = f"p{running.index(number)}." if number in running and len(running) > 1 else ""
        kept = {key: value for key, value in answers.get(number, {}).items() if key not in ("event", "at_s", "of")}
        questions.append(
            RecordedQuestion(
                number=number,
                question=record["question"],
                choices=tuple(record["choices"] or ()),
                planner=planned["planner"],
                program=planned["program"],
                reason=planned["reason"],
                names=_names(planned["program"], prefix, graph, nodes),
                answer=kept or None,
            )
        )
    return tuple(questions)


def _names(
    program: str | None, prefix: str, graph: Mapping[str, Any], nodes: Mapping[str, RecordedNode]
) -> dict[str, RecordedName]:
    bindings, types = graph.get("bindings", {}), {n["node"]: Type(n["type"]) for n in graph.get("nodes", ())}
    names = {}
    for statement in parse(program or "")[0].statements:
        key = bindings.get(prefix + statement.name)
        node = nodes.get(key) if key else None
        type_ = node.type if node else types.get(key) if key else None
        place = statement.place
        names[statement.name] = RecordedName(statement.name, place.line, place.end_line, type_, key, node)
    return names
