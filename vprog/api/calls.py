"""The functions of the package: one call, one session."""

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import overload

import vprog.planner
import vprog.refine
from vprog.api.inputs import Clip, Videos
from vprog.api.models import open_folder
from vprog.api.profiles import choose_profile
from vprog.api.result import Answer
from vprog.api.session import Session
from vprog.engine import Budget
from vprog.language import Check
from vprog.language import check as check_language
from vprog.planner import Plan, Planner, PlannerChoice, check_question
from vprog.refine import Repair
from vprog.spec import Registry


@overload
def answer(  # type: ignore[overload-overlap]  # a str is a Sequence[str] to the type checker; here it is one question
    video: Videos,
    question: str,
    *,
    choices: Sequence[str] | None = ...,
    clip: Clip | None = ...,
    profile: str | None = ...,
    budget: Budget | None = ...,
    cache: str | PathLike[str] | None = ...,
    models: str | PathLike[str] | None = ...,
    planner: PlannerChoice = ...,
) -> Answer: ...


@overload
def answer(
    video: Videos,
    question: Sequence[str],
    *,
    choices: Sequence[Sequence[str] | None] | None = ...,
    clip: Clip | None = ...,
    profile: str | None = ...,
    budget: Budget | None = ...,
    cache: str | PathLike[str] | None = ...,
    models: str | PathLike[str] | None = ...,
    planner: PlannerChoice = ...,
) -> tuple[Answer, ...]: ...


def answer(
    video: Videos,
    question: str | Sequence[str],
    *,
    choices: Sequence[str] | Sequence[Sequence[str] | None] | None = None,
    clip: Clip | None = None,
    profile: str | None = None,
    budget: Budget | None = None,
    cache: str | PathLike[str] | None = None,
    models: str | PathLike[str] | None = None,
    planner: PlannerChoice = None,
) -> Answer | tuple[Answer, ...]:
    """Answer a question about a video; or several, which share their work, with an answer for each.

    video: a path, an address, `vprog.frames(…)`, or a list of them. choices: texts of which one is the answer, for each
    question where there are several. clip: (start_s, end_s); only that stretch is visible, and times stay seconds of
    the whole video. profile: which backends work, None for the best at hand. budget: what may be spent; when it is, the
    answer is partial. cache: the folder for results and traces. models: the folder of model files. planner: `rules`,
    `llm` (the language model that `vprog.toml` or the environment names), or what `vprog.open_planner` gives.
    Raises: InputError, OutsideError (see `vprog.api.Session.answer`).
    """
    session = Session(profile, cache, models=models)
    return session.answer(video, question, choices=choices, clip=clip, budget=budget, planner=planner)


def run(
    program: str,
    video: Videos,
    *,
    question: str | None = None,
    choices: Sequence[str] | None = None,
    clip: Clip | None = None,
    profile: str | None = None,
    budget: Budget | None = None,
    cache: str | PathLike[str] | None = None,
    models: str | PathLike[str] | None = None,
    knobs: Mapping[str, float | int] | None = None,
    fix: bool = False,
) -> Answer:
    """Run the text of a program on a video.

    knobs: settings by `module.knob`, such as {"detect.min_score": 0.4}. fix: repair a program that does not check.
    Raises: ProgramError with every diagnostic; InputError, OutsideError.
    """
    session = Session(profile, cache, models=models)
    return session.run(
        program, video, question=question, choices=choices, clip=clip, budget=budget, knobs=knobs, fix=fix
    )


def check(program: str) -> Check:
    """Check the text of a program: `.ok`, `.diagnostics`, `.answer_type`.

    Raises: OutsideError when the modules of an installed package cannot be loaded, and for nothing in the program.
    """
    return check_language(program, Registry.load())


def fix(program: str, question: str = "", choices: Sequence[str] | None = None) -> Repair:
    """Repair the text of a program by the smallest edits: `.program`, `.edits`, or no program and `.reason`.

    One that checks is given back untouched. question: what it is to answer; by default that of a comment `# Q: …`.
    """
    return vprog.refine.fix(program, Registry.load(), question, choices)


def plan(
    question: str,
    choices: Sequence[str] | None = None,
    *,
    planner: PlannerChoice = None,
    profile: str | None = None,
    models: str | PathLike[str] | None = None,
) -> Plan:
    """Write a program for a question: `.program`, or None and `.reason`.

    planner: as `answer` takes it. profile, models: what the program will run on, for a planner that is told of it.
    Raises: InputError for a question or choices beyond the limits; OutsideError when a language model cannot be asked.
    """
    check_question(question, choices)
    chosen, registry = open_planner(planner), Registry.load()
    if planner is None or planner == "rules":
        return chosen.plan(question, choices, registry)
    used = choose_profile(profile, registry, open_folder(models, None))
    return chosen.plan(question, choices, registry, profile=used.name)


def open_planner(planner: PlannerChoice = "llm", **settings: object) -> Planner:
    """Give a planner to use for many questions: `open_planner(model="folder", temperature=0.5)`.

    settings: of the language model, as `[llm]` in `vprog.toml` names them; they win over the file and the environment.
    Raises: InputError for a planner or a setting that does not exist, or a language model that is not configured.
    """
    return vprog.planner.open_planner(planner, settings)
