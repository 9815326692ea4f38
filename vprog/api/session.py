"""A session: one profile, its loaded models and its folder, kept between calls."""

import contextlib
import dataclasses
import importlib.metadata
import time
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path

import platformdirs

import vprog.api.inputs as given
from vprog.api.evidence_frames import save_evidence_frames
from vprog.api.profiles import choose_profile
from vprog.api.result import Answer, Attempt
from vprog.diagnostics import ProgramError
from vprog.engine import BackendPool, Cost, Execution, Progress
from vprog.graph import Graph, lower, optimise, show
from vprog.language import Check, check
from vprog.media import VideoFile
from vprog.planner import Plan, plan
from vprog.spec import Registry
from vprog.trace import TraceWriter, new_trace_folder
from vprog.values import Outcome, Status


def default_cache() -> Path:
    """Give the user's cache folder for vprog."""
    return Path(platformdirs.user_cache_dir("vprog", appauthor=False))


def _no_progress(_title: str, _share: float) -> None:
    """Show nothing."""


class Session:
    """Answers questions with models that stay loaded. Threads may share one."""

    def __init__(self, profile: str | None = None, cache: str | PathLike[str] | None = None) -> None:
        """Choose the profile; no model is loaded yet.

        cache: the folder for traces; by default the user's cache folder.
        Raises: InputError for an unknown profile.
        """
        self.profile = choose_profile(profile)
        self.cache = Path(cache) if cache is not None else default_cache()
        self.registry = Registry.load()
        self._pool = BackendPool(self.profile)

    def answer(
        self,
        video: given.Videos,
        question: str,
        *,
        choices: Sequence[str] | None = None,
        clip: given.Clip | None = None,
        knobs: Mapping[str, float | int] | None = None,
        progress: Progress = _no_progress,
    ) -> Answer:
        """Plan a program for the question, run it, and give the answer.

        A question that the planner does not understand gives an abstained answer that says so.
        Raises: InputError for an unreadable video or a question, clip or knob out of bounds; OutsideError when the
        trace cannot be written.
        """
        given.check_question(question, choices)
        planned = plan(question, choices, self.registry)
        with contextlib.ExitStack() as stack:
            files = given.open_videos(video, stack)
            return self._answered(planned, files, question, choices, clip, knobs, progress, stack)

    def run(
        self,
        program: str,
        video: given.Videos,
        *,
        question: str | None = None,
        choices: Sequence[str] | None = None,
        clip: given.Clip | None = None,
        knobs: Mapping[str, float | int] | None = None,
        progress: Progress = _no_progress,
    ) -> Answer:
        """Run a program given as text.

        Raises: ProgramError with every diagnostic when the program does not check; InputError, OutsideError as
        `answer` does.
        """
        planned = Plan(program, None, planner="given")
        checked = check(program, self.registry)
        if not checked.ok:
            raise ProgramError(checked.diagnostics)
        with contextlib.ExitStack() as stack:
            files = given.open_videos(video, stack)
            return self._answered(planned, files, question, choices, clip, knobs, progress, stack)

    def _answered(
        self,
        planned: Plan,
        files: Sequence[VideoFile],
        question: str | None,
        choices: Sequence[str] | None,
        clip: given.Clip | None,
        knobs: Mapping[str, float | int] | None,
        progress: Progress,
        stack: contextlib.ExitStack,
    ) -> Answer:
        began = time.perf_counter()
        settings = given.check_knobs(knobs, self.registry)
        inputs = given.bind_inputs(files, question, choices, clip)
        folder = new_trace_folder(self.cache / "traces")
        trace = stack.enter_context(TraceWriter(folder, importlib.metadata.version("vprog")))
        videos = [dataclasses.asdict(file.source) for file in files]
        trace.event("question", question=question, choices=choices, videos=videos, profile=self.profile)
        trace.event("plan", planner=planned.planner, program=planned.program, reason=planned.reason)
        cost = Cost()
        graph: Graph | None = None
        known: Mapping[str, Outcome] = {}
        if planned.program is None:
            outcome = None
        else:
            graph, execution = self._execution(planned.program, settings, inputs, files, trace, progress, cost=cost)
            (outcome,), known = execution.run(), execution.known
        values = {n: known[k] for n, k in graph.bindings.items() if k in known} if graph else {}
        answer = _answer(planned, outcome, values, folder, self.profile, choices, cost, time.perf_counter() - began)
        save_evidence_frames(answer.evidence, files, trace)
        record = answer.to_json()
        trace.event("answer", **{key: record[key] for key in record if key not in ("trace", "program", "schema")})
        return answer

    def _execution(
        self,
        program: str,
        settings: Mapping[str, float | int],
        inputs: Mapping[str, Outcome],
        files: Sequence[VideoFile],
        trace: TraceWriter,
        progress: Progress,
        cost: Cost,
    ) -> tuple[Graph, Execution]:
        checked: Check = check(program, self.registry)
        if checked.typed is None:
            raise ProgramError(checked.diagnostics)
        graph = optimise(lower(checked.typed, settings), self.registry)
        trace.event("graph", text=show(graph), bindings=dict(graph.bindings))
        opened = {file.source.digest: file for file in files}
        return graph, Execution(graph, inputs, self.registry, self._pool, opened, trace, progress, cost=cost)


def _answer(
    planned: Plan,
    outcome: Outcome | None,
    values: Mapping[str, Outcome],
    trace: Path,
    profile: str,
    choices: Sequence[str] | None,
    cost: Cost,
    wall_s: float,
) -> Answer:
    status = _status(outcome)
    reason = planned.reason if outcome is None else outcome.reason
    diagnostic = outcome.diagnostic if outcome else None
    return Answer(
        value=outcome.payload if outcome else None,
        status=status,
        kind="judged" if outcome and outcome.judged else "computed",
        confidence=outcome.confidence if outcome else None,
        answer_type=outcome.type if outcome else None,
        program=planned.program,
        evidence=outcome.evidence if outcome else (),
        trace=trace,
        cost={**dataclasses.asdict(cost), "wall_s": round(wall_s, 4)},
        attempts=(Attempt(planned.program, planned.planner, status, reason),),
        profile=profile,
        reason=reason,
        partial=outcome is not None and outcome.status is Status.PARTIAL,
        gaps=outcome.gaps if outcome else (),
        diagnostics=(*planned.diagnostics, *((diagnostic,) if diagnostic else ())),
        choices=tuple(choices or ()),
        values=values,
    )


def _status(outcome: Outcome | None) -> str:
    if outcome is None or outcome.status is Status.ABSENT:
        return "abstained"
    return "failed" if outcome.status is Status.FAILED else "answered"
