"""`ask` and `run`."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypedDict

import typer

from vprog.api import Answer, Budget, Session
from vprog.cli.options import (
    Cache,
    Choices,
    Clip,
    Json,
    Knobs,
    Llm,
    Models,
    NoStore,
    PlannerName,
    Profile,
    Program,
    Report,
    Spend,
    read_budget,
    read_clip,
    read_knobs,
    read_planner,
    read_program,
)
from vprog.cli.progress import ProgressLine
from vprog.cli.reporting import ABSTAINED, ANSWERED, OUTSIDE, WRONG_INPUT, print_json, reported, say
from vprog.cli.showing import print_answer

Videos = Annotated[
    list[str], typer.Argument(metavar="VIDEO...", help="A video, an image, a folder of numbered images, or an address.")
]
_OUTSIDE_CODES = ("VP0502", "VP0504")


def ask(
    videos: Videos,
    question: Annotated[str, typer.Argument(help="What to ask, in quotes.")],
    choice: Choices = None,
    clip: Clip = None,
    profile: Profile = None,
    budget: Spend = None,
    cache: Cache = None,
    models: Models = None,
    no_store: NoStore = False,
    knobs: Knobs = None,
    planner: PlannerName = None,
    llm: Llm = None,
    report: Report = None,
    json: Json = False,
) -> None:
    """Answer a question about a video."""
    with reported(json_wanted=json), opened(profile, cache, models, no_store) as (session, progress):
        given = _read(choice, clip, budget, knobs)
        writer = read_planner(planner, llm)
        _finish(session.answer(videos, question, planner=writer, progress=progress, **given), report, json)


def run(
    program: Program,
    videos: Videos,
    question: Annotated[str | None, typer.Option("--question", help="What `question` stands for.")] = None,
    choice: Choices = None,
    clip: Clip = None,
    profile: Profile = None,
    budget: Spend = None,
    cache: Cache = None,
    models: Models = None,
    no_store: NoStore = False,
    knobs: Knobs = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Repair a program that does not check, if small edits do.")
    ] = False,
    report: Report = None,
    json: Json = False,
) -> None:
    """Run a program on a video."""
    with reported(json_wanted=json):
        text = read_program(program)
    with reported(json_wanted=json, program=text), opened(profile, cache, models, no_store) as (session, progress):
        given = _read(choice, clip, budget, knobs)
        answer = session.run(text, videos, question=question, fix=fix, progress=progress, **given)
        _finish(answer, report, json)


@contextlib.contextmanager
def opened(
    profile: str | None, cache: Path | None, models: Path | None, no_store: bool
) -> Iterator[tuple[Session, ProgressLine]]:
    """Give a session that says on stderr when its store can no longer be written, and a line of progress."""
    warn = lambda text: say(f"warning: {text}", err=True)  # noqa: E731  # one line, used once
    session = Session(profile, cache, models=models, store=not no_store, warn=warn)
    progress = ProgressLine()
    try:
        yield session, progress
    finally:
        progress.close()


class _Given(TypedDict):
    """What `ask` and `run` take alike."""

    choices: list[str] | None
    clip: tuple[float, float] | None
    budget: Budget | None
    knobs: dict[str, float | int]


def _read(choice: list[str] | None, clip: str | None, budget: str | None, knobs: list[str] | None) -> _Given:
    return _Given(choices=choice, clip=read_clip(clip), budget=read_budget(budget), knobs=read_knobs(knobs))


def _finish(answer: Answer, report: Path | None, json_wanted: bool) -> None:
    if report is not None:
        answer.report(report)
    if json_wanted:
        print_json(answer.to_json())
    else:
        print_answer(answer)
        if report is not None:
            say(f"report {report}")
    raise typer.Exit(exit_code(answer))


def exit_code(answer: Answer) -> int:
    """Give the exit code of an answer."""
    if answer.status == "abstained" or answer.budget_spent:
        return ABSTAINED
    if answer.status == "failed":
        return OUTSIDE if any(d.code in _OUTSIDE_CODES for d in answer.diagnostics) else WRONG_INPUT
    return ANSWERED
