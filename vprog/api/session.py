"""A session: one profile, its loaded models, its store and its folder of traces, kept between calls."""

import contextlib
import dataclasses
import importlib.metadata
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import overload

import vprog.api.inputs as given
from vprog.api.evidence_frames import save_evidence_frames
from vprog.api.graphs import build_graph, expansion, result_of
from vprog.api.models import open_folder
from vprog.api.paths import default_cache
from vprog.api.profiles import choose_profile
from vprog.api.recording import record_answer, record_input, record_question, record_settings, spent_on
from vprog.api.repairing import GIVEN, attempt_of, doubts_after, doubts_before, refined_answer, repaired_plan
from vprog.api.result import Answer, make_answer
from vprog.diagnostics import Code, Diagnostic, InputError, ProgramError
from vprog.engine import BackendPool, Budget, Cost, Execution, Meter, NoStore, Progress, ResultStore, graph_record
from vprog.engine.store import Store
from vprog.graph import Pass, lower_body
from vprog.language import TypedProgram, check, parse
from vprog.language.syntax import Name, walk
from vprog.media import VideoFile
from vprog.planner import Plan, Planner, PlannerChoice, check_question, open_planner
from vprog.refine import Limits, Rewriter, Tried, refine
from vprog.spec import Registry
from vprog.trace import TraceWriter, new_trace_folder
from vprog.values import Outcome

Choices = Sequence[str] | None


def _no_progress(_title: str, _share: float) -> None:
    """Show nothing."""


def _warn(message: str) -> None:
    warnings.warn(message, stacklevel=2)


@dataclasses.dataclass(frozen=True)
class _Asked:
    """One program to run, and what it is asked for."""

    planned: Plan
    question: str | None
    choices: Choices
    typed: TypedProgram | None = None
    """The program, where it was checked already."""
    tried: tuple[Tried, ...] = ()
    """What was tried before it."""


class Session:
    """Answers questions with models that stay loaded and results that stay known. Threads may share one."""

    def __init__(
        self,
        profile: str | None = None,
        cache: str | PathLike[str] | None = None,
        *,
        models: str | PathLike[str] | None = None,
        store: bool = True,
        warn: Callable[[str], None] = _warn,
    ) -> None:
        """Choose the profile; no model is loaded yet.

        cache: the folder for results and traces; by default the user's cache folder. models: the folder of model files;
        by default that of VPROG_MODELS, else the user's data folder. store: keep results between runs. warn: told once
        when the store can no longer be written; by default a Python warning.
        Raises: InputError for an unknown profile; OutsideError for one whose packages or model files are not at hand.
        """
        self.cache = Path(cache) if cache is not None else default_cache()
        self.registry = Registry.load()
        folder = open_folder(models, self.cache)
        chosen = choose_profile(profile, self.registry, folder)
        self.profile, self.why = chosen.name, chosen.why
        for problem in chosen.problems:
            warn(problem)
        self._pool = BackendPool(self.profile, folder)
        self._planners: dict[str | None, Planner] = {}
        self._store: ResultStore = Store(self.cache / "store", warn=warn) if store else NoStore()

    def __enter__(self) -> "Session":
        """Give the session itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the session."""
        self.close()

    def close(self) -> None:
        """Write what the store still holds in memory; the session can be used on."""
        if isinstance(self._store, Store):
            self._store.flush()

    @overload
    def answer(  # type: ignore[overload-overlap]  # a str is a Sequence[str] to the type checker; here it is one question
        self,
        video: given.Videos,
        question: str,
        *,
        choices: Choices = ...,
        clip: given.Clip | None = ...,
        budget: Budget | None = ...,
        knobs: Mapping[str, float | int] | None = ...,
        planner: PlannerChoice = ...,
        progress: Progress = ...,
    ) -> Answer: ...

    @overload
    def answer(
        self,
        video: given.Videos,
        question: Sequence[str],
        *,
        choices: Sequence[Choices] | None = ...,
        clip: given.Clip | None = ...,
        budget: Budget | None = ...,
        knobs: Mapping[str, float | int] | None = ...,
        planner: PlannerChoice = ...,
        progress: Progress = ...,
    ) -> tuple[Answer, ...]: ...

    def answer(
        self,
        video: given.Videos,
        question: str | Sequence[str],
        *,
        choices: Choices | Sequence[Choices] = None,
        clip: given.Clip | None = None,
        budget: Budget | None = None,
        knobs: Mapping[str, float | int] | None = None,
        planner: PlannerChoice = None,
        progress: Progress = _no_progress,
    ) -> Answer | tuple[Answer, ...]:
        """Plan a program for each question, run them as one graph, and give an answer for each.

        question: one, or several about the same video, with `choices` for each; work that they share is done once.
        budget: for all of them together. planner: who writes the programs, the rules by default. A question that it
        does not understand gives an abstained answer.
        Raises: InputError for an unreadable video or a question, clip or knob out of bounds; OutsideError when the
        trace cannot be written or a language model cannot be asked.
        """
        single = isinstance(question, str)
        questions = [question] if isinstance(question, str) else list(question)
        offered = [choices] if single else list(choices or [None] * len(questions))
        if len(offered) != len(questions):
            message = f"there are {len(questions)} questions, but choices for {len(offered)}"
            raise InputError(Diagnostic(Code("VP0505"), message, hint="give None for a question without choices"))
        pairs: list[tuple[str, Choices]] = list(zip(questions, offered, strict=True))  # type: ignore[arg-type]  # told apart above
        for text, some in pairs:
            check_question(text, some)
        chosen = self._planner(planner)

        def planned(files: Sequence[VideoFile]) -> list[_Asked]:
            sources = [file.source for file in files]
            plans = [chosen.plan(q, c, self.registry, profile=self.profile, videos=sources) for q, c in pairs]
            # What a language model wrote need not check.
            repaired = [repaired_plan(p, self.registry, *pair) for p, pair in zip(plans, pairs, strict=True)]
            asked = [_Asked(p, *pair, None, tried) for (p, tried), pair in zip(repaired, pairs, strict=True)]
            return [_of_one_video(one) for one in asked] if len(files) > 1 else asked

        answers = self._run(planned, video, clip, budget, knobs, progress)
        return answers[0] if single else answers

    def _planner(self, wanted: PlannerChoice) -> Planner:
        """Give a planner; one that was named stays open, with the model that it has loaded."""
        if wanted is not None and not isinstance(wanted, str):
            return open_planner(wanted)
        if wanted not in self._planners:
            self._planners[wanted] = open_planner(wanted)
        return self._planners[wanted]

    def run(
        self,
        program: str,
        video: given.Videos,
        *,
        question: str | None = None,
        choices: Choices = None,
        clip: given.Clip | None = None,
        budget: Budget | None = None,
        knobs: Mapping[str, float | int] | None = None,
        fix: bool = False,
        progress: Progress = _no_progress,
    ) -> Answer:
        """Run a program given as text.

        fix: one that does not check is repaired first, if small edits do; the answer's `attempts` say so.
        Raises: ProgramError with every diagnostic when the program does not check; InputError, OutsideError as
        `answer` does.
        """
        if not isinstance(program, str):
            found = type(program).__name__
            message = f"a program is text; found {found}"
            raise InputError(Diagnostic(Code("VP0505"), message, found=found, hint="read the file: path.read_text()"))
        given_plan = Plan(program, None, planner=GIVEN)
        planned, tried = repaired_plan(given_plan, self.registry, question, choices) if fix else (given_plan, ())
        asked = _Asked(planned, question, choices, self._typed(planned.program or ""), tried)
        return self._run(lambda _files: [asked], video, clip, budget, knobs, progress)[0]

    def refine(
        self,
        planned: Plan,
        video: given.Videos,
        question: str,
        *,
        choices: Choices = None,
        rewriter: Rewriter | None = None,
        limits: Limits | None = None,
        clip: given.Clip | None = None,
        budget: Budget | None = None,
        knobs: Mapping[str, float | int] | None = None,
        progress: Progress = _no_progress,
    ) -> Answer:
        """Run a plan and what becomes of it: repaired, turned back, or written anew where a node is to blame.

        rewriter: writes one expression anew. limits: of the loop; `budget` is of each run. The answer's `attempts` are
        all that was tried; one against which something is still to be said is a fallback.
        Raises: InputError, OutsideError as `answer` does.
        """

        def run(program: str, author: str, tried: tuple[Tried, ...]) -> Answer:
            plan = dataclasses.replace(planned, program=program, reason=None, planner=author, diagnostics=())
            one = _Asked(plan, question, choices, None, tried)
            return self._run(lambda _files: [one], video, clip, budget, knobs, progress)[0]

        found = refine(
            planned, run, self.registry, question=question, choices=choices, rewriter=rewriter, limits=limits
        )
        if found.chosen is not None and isinstance(found.chosen.ran, Answer):
            return refined_answer(found, found.chosen.ran)
        none = dataclasses.replace(planned, program=None, reason=found.stopped or planned.reason)
        asked = _Asked(none, question, choices, None, found.attempts)
        return self._run(lambda _files: [asked], video, clip, budget, knobs, progress)[0]

    def compute(
        self, program: str, values: Mapping[str, Outcome], *, knobs: Mapping[str, float | int] | None = None
    ) -> Outcome:
        """Give what a program makes of values that are at hand, under the names that it uses for them.

        Raises: ProgramError when the program does not check; InputError for a knob that does not exist.
        """
        scope = {name: outcome.type for name, outcome in values.items()}
        checked = check(program, self.registry, inputs=scope)
        if checked.typed is None:
            raise ProgramError(checked.diagnostics)
        settings = given.check_knobs(knobs, self.registry)
        graph = lower_body(checked.typed, scope, settings)
        folder = new_trace_folder(self.cache / "traces")
        with TraceWriter(folder, importlib.metadata.version("vprog")) as trace:
            trace.event("graph", **graph_record(graph))
            execution = Execution(
                graph,
                {},
                self.registry,
                self._pool,
                {},
                trace,
                store=self._store,
                parameters=tuple(values.values()),
                knobs=settings,
            )
            try:
                return execution.run()[0]
            finally:
                self.close()

    def _run(
        self,
        planned: Callable[[Sequence[VideoFile]], Sequence[_Asked]],
        video: given.Videos,
        clip: given.Clip | None,
        budget: Budget | None,
        knobs: Mapping[str, float | int] | None,
        progress: Progress,
    ) -> tuple[Answer, ...]:
        began = time.perf_counter()
        with contextlib.ExitStack() as stack:
            files = given.open_videos(video, stack)
            settings = given.check_knobs(knobs, self.registry)
            asked = planned(files)
            running = [one for one in asked if one.planned.program is not None] or asked[:1]
            inputs = given.bind_all([f.source for f in files], [(o.question, o.choices) for o in running], clip)
            folder = new_trace_folder(self.cache / "traces")
            trace = stack.enter_context(TraceWriter(folder, importlib.metadata.version("vprog")))
            self._open_trace(trace, asked, files)
            record_settings(trace, clip, settings, dataclasses.asdict(budget) if budget else None)
            cost, meter = Cost(llm_tokens=sum(one.planned.llm_tokens for one in asked)), Meter(budget)
            programs = [a.typed or self._typed(a.planned.program) for a in asked if a.planned.program is not None]
            execution = None
            if programs:
                graph = build_graph(programs, self.registry, self._pool.choose, settings)
                trace.event("graph", **graph_record(graph))
                opened = {file.source.digest: file for file in files}
                execution = Execution(
                    graph,
                    inputs,
                    self.registry,
                    self._pool,
                    opened,
                    trace,
                    progress,
                    self._store,
                    meter,
                    cost,
                    knobs=settings,
                )
                try:
                    execution.run()
                finally:
                    self.close()
            wall_s = time.perf_counter() - began
            spent = spent_on(cost, wall_s)
            answers, position = [], 0
            for number, one in enumerate(asked):
                outcome: Outcome | None = None
                values: dict[str, Outcome] = {}
                doubts = doubts_before(one.planned, self.registry, one.question, one.choices)
                if execution is not None and one.planned.program is not None:
                    outcome, values = result_of(execution.graph, execution.known, position)
                    doubts += doubts_after(one.planned, one.question, execution, position)
                    position += 1
                answer = make_answer(one.planned, outcome, values, folder, self.profile, one.choices, spent, number)
                attempts = (*map(attempt_of, one.tried), *answer.attempts)
                diagnostics = (*answer.diagnostics, *doubts)
                answers.append(dataclasses.replace(answer, attempts=attempts, diagnostics=diagnostics))
            evidence = [e for answer in answers for e in answer.evidence]
            save_evidence_frames(evidence, files, trace, self._store, meter)
            for number, answer in enumerate(answers):
                record_answer(trace, number, answer)
            self.close()
            return tuple(answers)

    def _open_trace(self, trace: TraceWriter, asked: Sequence[_Asked], files: Sequence[VideoFile]) -> None:
        paths = [str(file.path) if file.path else None for file in files]
        record_input(trace, [(f.source, path) for f, path in zip(files, paths, strict=True)], self.profile, self.why)
        for number, one in enumerate(asked):
            record_question(trace, number, one.question, one.choices, one.planned, one.tried)

    def _typed(self, program: str) -> TypedProgram:
        checked = check(program, self.registry)
        if checked.typed is None:
            raise ProgramError(checked.diagnostics)
        return checked.typed

    def expansion(self, knobs: Mapping[str, float | int]) -> Pass:
        """Give the pass that writes out the backends that are programs, as the profile chooses them."""
        return expansion(self._pool.choose, knobs)


def _of_one_video(one: _Asked) -> _Asked:
    """Decline a planned program that would look at the first of several videos and pass over the others."""
    program = one.planned.program
    names = {n.id for s in parse(program or "")[0].statements for n in walk(s.value) if isinstance(n, Name)}
    if program is None or "videos" in names:
        return one
    reason = "several videos were given, and the planned program looks at one only; ask about one video at a time"
    declined = dataclasses.replace(one.planned, program=None, reason=reason)
    return dataclasses.replace(one, planned=declined)
