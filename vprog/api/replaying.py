"""The answer once more, from a trace folder alone; and what it becomes when a value is corrected."""

import contextlib
import dataclasses
import importlib.metadata
import time
from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import vprog.api.inputs as given
from vprog.api.edits import edited
from vprog.api.evidence_frames import save_evidence_frames
from vprog.api.graphs import result_of
from vprog.api.recording import record_answer, record_input, record_question, record_settings, spent_on
from vprog.api.rerun import RecordedFiles, Rerun, Rerunner
from vprog.api.result import Answer, Attempt, Change, make_answer
from vprog.diagnostics import Code, Diagnostic, InputError, from_json, near_match
from vprog.engine import Meter
from vprog.planner import Plan
from vprog.report import Recorded, RecordedName, RecordedQuestion, RecordedVideo, read_run
from vprog.trace import TraceWriter, new_trace_folder
from vprog.types import Type
from vprog.values import Evidence, Outcome, describe, digest

Folder = str | PathLike[str]


def replay(
    trace: Folder,
    edits: Mapping[str, object] | None = None,
    *,
    video: given.Videos | None = None,
    models: Folder | None = None,
    cache: Folder | None = None,
) -> Answer | tuple[Answer, ...]:
    """Give the answer that a trace holds, bit for bit; of several questions that were asked together, all answers.

    Without edits nothing but the folder is read: neither store, video nor model. With edits, values by name, what
    depends on them is computed again, and nothing else; the result is a trace of its own that names its parent. Where
    several questions bind one name to different values, `1.people` means that of question 1, counted from 0. Forms of
    values: `vprog.api.edits`. video: where the videos lie now, if an edit needs pictures and they have moved.
    models, cache: as for `Session`; by default the cache folder that the trace lies in.
    Raises: TraceError for what is no trace, or one of a newer version; InputError for a run that ended before it
    answered, for an unusable edit, or when a video is needed and is not where it was.
    """
    run = read_run(trace)
    answers = edit_run(run, edits, video, models, cache) if edits else [recorded_answer(run, q) for q in run.questions]
    if not answers:
        raise _unusable(f"the trace {trace} holds no question", "replay the trace of an answer")
    return answers[0] if len(answers) == 1 else tuple(answers)


def replay_question(trace: Folder, position: int, edits: Mapping[str, object]) -> Answer:
    """Edit the values of one of the questions of a trace, and give its answer.

    Raises: as `replay` does.
    """
    run = read_run(trace)
    prefix = f"{position}." if len(run.questions) > 1 else ""
    named = {prefix + name: value for name, value in edits.items()}
    return edit_run(run, named)[position] if named else recorded_answer(run, run.questions[position])


def recorded_answer(run: Recorded, question: RecordedQuestion) -> Answer:
    """Give the answer to a question as the trace holds it.

    Raises: InputError when the run ended before there was one.
    """
    record, outcome = question.answer, question.outcome
    if record is None:
        message = f"the trace {run.folder} holds no answer: the run was {run.ended} before it had one"
        raise _unusable(message, "ask again; an edit (--edit NAME=…) goes on from what was computed")
    values = {name: value.outcome for name, value in question.names.items() if value.outcome is not None}
    told = record.get("edited")
    return Answer(
        value=outcome.payload if outcome else None,
        status=record["status"],
        kind=record["kind"],
        confidence=record["confidence"],
        answer_type=Type(record["answer_type"]) if record["answer_type"] else None,
        program=question.program,
        evidence=outcome.evidence if outcome and outcome.evidence else _evidence(run, record),
        trace=run.folder,
        cost=record["cost"],
        attempts=tuple(Attempt(**attempt) for attempt in record["attempts"]),
        profile=record["profile"],
        reason=record["reason"],
        partial=record["partial"],
        budget_spent=outcome is not None and outcome.cut_short,
        gaps=outcome.gaps if outcome else (),
        caveats=tuple(record["caveats"]),
        diagnostics=tuple(from_json(one) for one in record["diagnostics"]),
        choices=question.choices,
        values=values,
        position=question.number,
        parent=Path(told["parent"]) if told else None,
        changes=tuple(Change(**change) for change in told["changes"]) if told else (),
        ran=tuple(told["nodes_run"]) if told else (),
    )


def _evidence(run: Recorded, record: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """Give the evidence of an answer whose nodes do not say theirs, as in older traces."""
    digests = {video.source.name: video.source.digest for video in run.videos}
    pieces = []
    for piece in record["evidence"]:
        boxes = tuple((box["time_s"], *box["xyxy"]) for box in piece.get("boxes", ()))
        name = piece["video"]
        pieces.append(Evidence(name, piece["start_s"], piece["end_s"], boxes, digests.get(name, "")))
    return tuple(pieces)


def edit_run(
    run: Recorded,
    edits: Mapping[str, object],
    video: given.Videos | None = None,
    models: Folder | None = None,
    cache: Folder | None = None,
) -> list[Answer]:
    """Put values in the place of others, compute what depends on them, and give the answer to each question.

    Raises: as `replay` does.
    """
    began = time.perf_counter()
    rerunner = Rerunner(run, models=models, cache=cache)
    replaced = _replaced(run, edits)
    with contextlib.ExitStack() as stack:
        files = RecordedFiles(run, stack, video)
        folder = new_trace_folder(rerunner.cache / "traces")
        trace = stack.enter_context(TraceWriter(folder, importlib.metadata.version("vprog")))
        record_input(trace, [(v.source, _path(v, files)) for v in run.videos], run.profile, run.why)
        for question in run.questions:
            record_question(trace, question.number, question.question, question.choices, _plan(question))
        record_settings(trace, run.clip, run.knobs, run.budget)
        told = {name: digest(o.type, o.payload) if o.has_value else None for name, o in _named(run, edits, replaced)}
        trace.event("edit", parent=str(run.folder.resolve()), values=told)
        again = rerunner.compute(replaced, files, trace)
        spent = spent_on(again.cost, time.perf_counter() - began)
        answers = [_answer(run, question, rerunner, again, folder, spent) for question in run.questions]
        _keep_frames(run, answers, files, rerunner, trace)
        for answer in answers:
            record_answer(trace, answer.position, answer)
    return answers


def _path(video: RecordedVideo, files: RecordedFiles) -> str | None:
    """Give where a video lies now: where it was opened, else where it lay."""
    opened = files.opened.get(video.source.digest)
    return str(opened.path) if opened and opened.path else video.path


def _plan(question: RecordedQuestion) -> Plan:
    return Plan(question.program, question.reason, planner=question.planner)


def _named(run: Recorded, edits: Mapping[str, object], replaced: Mapping[str, Outcome]) -> list[tuple[str, Outcome]]:
    return [(name, replaced[_find(run, name).key or ""]) for name in edits]


def _replaced(run: Recorded, edits: Mapping[str, object]) -> dict[str, Outcome]:
    sources = [video.source for video in run.videos]
    replaced: dict[str, Outcome] = {}
    problems: list[Diagnostic] = []
    for name, value in edits.items():
        try:
            bound = _find(run, name)
            assert bound.key is not None and bound.type is not None  # noqa: S101  # _find made sure
            replaced[bound.key] = edited(bound.name, bound.type, value, bound.outcome, sources)
        except InputError as error:
            problems += error.diagnostics
    if problems:
        raise InputError(problems)
    return replaced


def _find(run: Recorded, name: str) -> RecordedName:
    """Give what a name stands for: `people`, or `1.people` for that of question 1.

    Raises: InputError for a name that no program binds, that several bind differently, or that nothing needs.
    """
    number, dot, plain = name.rpartition(".")
    asked = [q for q in run.questions if not dot or str(q.number) == number]
    found = [q.names[plain] for q in asked if plain in q.names]
    known = [n for q in run.questions for n in q.names]
    if not found:
        near = near_match(plain, known)
        hint = f"did you mean `{near}`?" if near else f"names are {', '.join(dict.fromkeys(known)) or 'none'}"
        raise _unusable(f"the program of the trace binds no name `{name}`", hint)
    if all(bound.key is None for bound in found):
        raise _unusable(f"nothing depends on `{name}`: its value cannot change the answer", "edit another name")
    keys = {bound.key: bound for bound in found if bound.key is not None}
    if len(keys) > 1:
        listed = ", ".join(f"`{q.number}.{plain}`" for q in asked if plain in q.names)
        raise _unusable(f"several questions bind `{plain}` to different values", f"say which: {listed}")
    return next(iter(keys.values()))


def _answer(
    run: Recorded,
    question: RecordedQuestion,
    rerunner: Rerunner,
    again: Rerun,
    folder: Path,
    spent: Mapping[str, float | int],
) -> Answer:
    outcome: Outcome | None = None
    values: dict[str, Outcome] = {}
    if question.program is not None:
        outcome, values = result_of(rerunner.graph, again.known, rerunner.running.index(question))
    choices = question.choices or None
    made = make_answer(_plan(question), outcome, values, folder, run.profile, choices, spent, question.number)
    earlier = tuple(Attempt(**attempt) for attempt in question.attempts[:-1])
    return dataclasses.replace(
        made,
        attempts=(*earlier, *made.attempts),
        parent=run.folder,
        changes=tuple(_changes(question, values)),
        ran=again.ran,
    )


def _changes(question: RecordedQuestion, values: Mapping[str, Outcome]) -> Iterator[Change]:
    for name, bound in question.names.items():
        before, after = bound.outcome, values.get(name)
        if _mark(before) != _mark(after):
            yield Change(name, describe(before) if before else None, describe(after) if after else None)


def _mark(outcome: Outcome | None) -> object:
    """Give what is equal for outcomes that say the same."""
    if outcome is None:
        return None
    value = digest(outcome.type, outcome.payload) if outcome.has_value else None
    return (outcome.status, value, outcome.reason)


def _keep_frames(
    run: Recorded, answers: Sequence[Answer], files: RecordedFiles, rerunner: Rerunner, trace: TraceWriter
) -> None:
    """Keep the pictures that the answers rest on; without the videos, those that the parent kept."""
    if files.opened:
        evidence = [piece for answer in answers for piece in answer.evidence]
        save_evidence_frames(evidence, list(files.opened.values()), trace, rerunner.store, Meter())
        return
    for frame in (frame for frame in run.frames if frame.path.is_file()):
        where = trace.frame(frame.video, frame.frame, frame.path.read_bytes())
        size = {"width_px": frame.width_px, "height_px": frame.height_px}
        trace.event("frame", video=frame.video, frame=frame.frame, time_s=frame.time_s, file=where, **size)


def _unusable(message: str, hint: str) -> InputError:
    return InputError(Diagnostic(Code("VP0505"), message, hint=hint))
