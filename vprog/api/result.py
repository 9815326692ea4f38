"""The answer: the value, and everything needed to doubt it."""

import dataclasses
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from vprog.diagnostics import Diagnostic, near_match
from vprog.diagnostics.render import as_json
from vprog.planner import Plan
from vprog.report import RunGraph, answer_html, answer_png, as_digraph, read_run, scrubber, why, write_report
from vprog.trace import TraceError
from vprog.types import Type
from vprog.values import Boxes, Evidence, Gap, Masks, Outcome, Span, Spans, Status, Track, Tracks, digest

SCHEMA = 1
"""Version of the JSON form."""


def make_answer(
    planned: Plan,
    outcome: Outcome | None,
    values: Mapping[str, Outcome],
    trace: Path,
    profile: str,
    choices: Sequence[str] | None,
    cost: Mapping[str, float | int],
    position: int = 0,
) -> "Answer":
    """Make the answer of a plan; outcome is None when there was no program to run."""
    status = _status(outcome, planned)
    reason = planned.reason if outcome is None else outcome.reason
    diagnostic = outcome.diagnostic if outcome else None
    partial = outcome is not None and outcome.status is Status.PARTIAL
    return Answer(
        value=outcome.payload if outcome else None,
        status=status,
        kind="judged" if outcome and outcome.judged else "computed",
        confidence=outcome.confidence if outcome else None,
        answer_type=outcome.type if outcome else None,
        program=planned.program,
        evidence=outcome.evidence if outcome else (),
        trace=trace,
        cost=cost,
        attempts=(*_failed_before(planned), Attempt(planned.program, planned.planner, status, reason)),
        profile=profile,
        reason=reason,
        partial=partial,
        budget_spent=outcome is not None and outcome.cut_short,
        gaps=outcome.gaps if outcome else (),
        caveats=outcome.caveats if outcome else (),
        diagnostics=(*planned.diagnostics, *((diagnostic,) if diagnostic else ())),
        choices=tuple(choices or ()),
        values=values,
        position=position,
    )


def _failed_before(planned: Plan) -> tuple["Attempt", ...]:
    """Give the attempt of a language model in whose place another planner wrote the program."""
    if not planned.fallback:
        return ()
    draft = planned.draft
    return (Attempt(draft, "llm", "failed", planned.diagnostics[0].message if planned.diagnostics else None),)


def _status(outcome: Outcome | None, planned: Plan) -> str:
    if outcome is None or outcome.status is Status.ABSENT:
        return "abstained"
    if outcome.status is Status.FAILED:
        return "failed"
    return "fallback" if outcome.fallback or planned.fallback else "answered"


@dataclasses.dataclass(frozen=True)
class Attempt:
    """One program that was tried."""

    program: str | None
    planner: str
    status: str
    reason: str | None = None


@dataclasses.dataclass(frozen=True)
class Change:
    """What an edit did to a value, each in one line for people. None: it was not computed."""

    name: str
    before: str | None
    after: str | None


@dataclasses.dataclass(frozen=True)
class Answer:
    """What a question got.

    value: a number, bool, text, or a value of vprog.values; None when there is none. status: `answered`,
    `abstained` (value is None, reason says why), `fallback` or `failed` (diagnostics say why). kind: `computed` from
    what was found, or `judged` by some model's word. `answer["people"]` opens the value that the program bound to
    `people`.
    """

    value: object
    status: str
    kind: str
    confidence: float | None
    answer_type: Type | None
    program: str | None
    evidence: tuple[Evidence, ...]
    trace: Path
    cost: Mapping[str, float | int]
    attempts: tuple[Attempt, ...]
    profile: str
    reason: str | None = None
    partial: bool = False
    budget_spent: bool = False
    """True when the answer is partial, or there is none, because a budget was spent."""
    gaps: tuple[Gap, ...] = ()
    caveats: tuple[str, ...] = ()
    """What the backends that the answer rests on are known to miss."""
    diagnostics: tuple[Diagnostic, ...] = ()
    choices: tuple[str, ...] = ()
    values: Mapping[str, Outcome] = dataclasses.field(default_factory=dict, repr=False)
    """The outcome of every name that the program bound and that was computed."""
    parent: Path | None = None
    """The trace that this one was edited from."""
    changes: tuple[Change, ...] = ()
    """What the edit changed, in order of the program."""
    position: int = 0
    """Which of the questions that were asked together this is the answer to."""
    ran: tuple[str, ...] = ()
    """The nodes that the edit made run again."""

    def edit(self, **values: object) -> "Answer":
        """Put corrected values in the place of names, and compute what depends on them; see `vprog.replay`.

        Where several questions were asked together, this is the answer to the same one.
        Raises: InputError for an unknown name, an unusable value, or a video that is needed and not where it was.
        """
        from vprog.api.replaying import replay_question

        return replay_question(self.trace, self.position, values)

    def __getitem__(self, name: str) -> Outcome:
        """Open an intermediate value.

        Raises: KeyError with the near match, or saying that the value was not needed.
        """
        if name in self.values:
            return self.values[name]
        near = near_match(name, self.values)
        hint = f"did you mean {near!r}?" if near else f"computed were: {', '.join(self.values) or 'none'}"
        raise KeyError(f"{name!r} was not computed; {hint}")

    def why(self) -> str:
        """Say why in a few lines: from the answer back through the names it rests on to the evidence.

        Raises: TraceError when the trace folder is gone.
        """
        return why(read_run(self.trace), self.position)

    def graph(self) -> RunGraph:
        """Give the graph that ran as a networkx DiGraph, which draws itself in a notebook.

        Where several questions were asked together, it is the graph of them all.
        Raises: TraceError when the trace folder is gone.
        """
        return as_digraph(read_run(self.trace))

    def scrub(self) -> Any:
        """Give a widget that goes through the pictures of the evidence.

        Raises: OutsideError without the package ipywidgets; TraceError when the trace folder is gone.
        """
        return scrubber(self.trace, self.position)

    def _repr_html_(self) -> str | None:
        try:
            return answer_html(self.trace, self.position)
        except TraceError:
            return None  # the folder is gone: words remain

    def _repr_png_(self) -> bytes | None:
        try:
            return answer_png(self.trace, self.position)
        except TraceError:
            return None

    def report(self, output: str | PathLike[str], *, blur_faces: bool = False, pictures: bool = True) -> Path:
        """Write all of the answer as one HTML file that needs nothing else; give its path.

        blur_faces: blur the faces that the embedded profile finds. pictures: False leaves the frames out.
        Raises: TraceError when the trace folder is gone; OutsideError when the file cannot be written.
        """
        return write_report(self.trace, output, blur_faces=blur_faces, pictures=pictures)

    def to_json(self) -> dict[str, Any]:
        """Give the answer as plain JSON data."""
        record: dict[str, Any] = {
            "schema": SCHEMA,
            "answer": answer_json(self.answer_type, self.value),
            "status": self.status,
            "kind": self.kind,
            "confidence": self.confidence,
            "answer_type": self.answer_type.value if self.answer_type else None,
            "program": self.program,
            "evidence": [evidence_json(e) for e in self.evidence],
            "attempts": [dataclasses.asdict(a) for a in self.attempts],
            "cost": dict(self.cost),
            "diagnostics": [as_json(d) for d in self.diagnostics],
            "trace": str(self.trace),
            "profile": self.profile,
            "reason": self.reason,
            "partial": self.partial,
            "gaps": [dataclasses.asdict(g) for g in self.gaps],
            "caveats": list(self.caveats),
        }
        if self.value in self.choices:
            record["choice_index"] = self.choices.index(str(self.value))
        if self.parent is not None:
            changes = [dataclasses.asdict(change) for change in self.changes]
            record["edited"] = {"parent": str(self.parent), "changes": changes, "nodes_run": list(self.ran)}
        return record


def answer_json(type_: Type | None, value: object) -> Any:
    """Give a value as JSON: numbers, texts and times as they are, what was found as a summary with its digest."""
    if type_ is None or value is None:
        return None
    match value:
        case Span():
            return [value.start_s, value.end_s]
        case Spans():
            return [[s.start_s, s.end_s] for s in value.items]
        case Track():
            return _track_json(value) | {"digest": digest(type_, value)}
        case Tracks():
            tracks = [_track_json(t) for t in value.items]
            return {"count": len(tracks), "label": value.label, "tracks": tracks, "digest": digest(type_, value)}
        case Boxes() | Masks():
            frames = len({item.frame for item in value.items})
            found = {"count": len(value.items), "label": value.label, "frames": frames}
            return found | {"digest": digest(type_, value)}
        case tuple():
            return list(value)
        case _:
            return value


def _track_json(track: Track) -> dict[str, Any]:
    return {"id": track.id, "label": track.label, "start_s": track.start_s, "end_s": track.end_s}


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """Give one piece of evidence; boxes are left out where there are none."""
    record: dict[str, Any] = {"video": evidence.video, "start_s": evidence.start_s, "end_s": evidence.end_s}
    if evidence.boxes:
        record["boxes"] = [{"time_s": time_s, "xyxy": list(corners)} for time_s, *corners in evidence.boxes]
    return record
