"""Audit the answers of a trace: what they rest on, and whether they would fall without it."""

import contextlib
from collections.abc import Callable, Mapping
from os import PathLike

import vprog.api.inputs as given
from vprog.api.rerun import RecordedFiles, Rerunner
from vprog.audit import on_values, on_video
from vprog.audit.gold import against_gold
from vprog.audit.made import Worlds
from vprog.audit.on_values import Elsewhere
from vprog.audit.pictures import Pictures
from vprog.audit.verdict import NOT_APPLICABLE, Audit, Verdict
from vprog.audit.words import asks_for_order
from vprog.diagnostics import Code, Diagnostic, InputError, VprogError
from vprog.language import check
from vprog.planner import check_question, plan
from vprog.report import RecordedQuestion, read_run

AUDITS = (
    *("consistency", "coverage", "sensitivity", "reading", "cut"),
    *("sufficiency", "necessity", "blind", "order", "mirror", "speed"),
)
"""Every audit, in the order of the table; `values` follows where gold values are given."""


def audit(
    trace: str | PathLike[str],
    *,
    gold: Mapping[str, object] | None = None,
    only: tuple[str, ...] = AUDITS,
    video: given.Videos | None = None,
    models: str | PathLike[str] | None = None,
    cache: str | PathLike[str] | None = None,
) -> tuple[Audit, ...]:
    """Audit the answer to each question of a trace.

    gold: true values by name, in the forms of `vprog.api.edits`; each is measured. only: which audits, of AUDITS.
    video: where the videos lie now, if they have moved; without them, the audits that need pictures do not apply.
    Raises: TraceError for what is no trace; InputError for one that nothing can be run again of, and for gold values of
    names that are not there.
    """
    run = read_run(trace)
    unknown = [name for name in only if name not in AUDITS]
    if unknown:
        message = f"there is no audit `{unknown[0]}`"
        raise InputError(Diagnostic(Code("VP0505"), message, found=unknown[0], expected=", ".join(AUDITS)))
    with contextlib.ExitStack() as stack:
        rerunner = Rerunner(run, models=models, cache=cache)
        files = RecordedFiles(run, stack, video)
        return tuple(_audited(rerunner, files, question, only, gold) for question in run.questions)


def _audited(
    rerunner: Rerunner,
    files: RecordedFiles,
    question: RecordedQuestion,
    only: tuple[str, ...],
    gold: Mapping[str, object] | None,
) -> Audit:
    answer = question.answer["answer"] if question.answer else None
    outcome = question.outcome
    if outcome is None or not outcome.has_value:
        reason = question.reason if question.program is None else outcome.reason if outcome else "the run ended before"
        verdict = Verdict("answer", NOT_APPLICABLE, f"there is no answer to doubt: {reason}")
        return Audit(question.question, answer, (verdict,))
    seen = Pictures(rerunner, files, question)
    there, planned, worlds = _elsewhere(rerunner, question, only)
    moved = bool(there.is_moved)
    audits: dict[str, Callable[[], Verdict]] = {
        "consistency": lambda: on_values.consistency(rerunner, question),
        "coverage": lambda: on_values.coverage(rerunner, question),
        "sensitivity": lambda: on_values.sensitivity(there),
        "reading": lambda: on_values.reading(worlds, there, question, planned),
        "cut": lambda: on_values.cut(rerunner, question),
        "sufficiency": lambda: on_video.sufficiency(seen),
        "necessity": lambda: on_video.necessity(seen, is_moved=moved),
        "blind": lambda: on_video.blind(seen, is_moved=moved),
        "order": lambda: on_video.order(seen, is_moved_by_time=there.is_moved_by_time),
        "mirror": lambda: on_video.mirror(seen),
        "speed": lambda: on_video.speed(seen),
    }
    verdicts = [_judged(name, audits[name]) for name in AUDITS if name in only]
    verdicts += against_gold(rerunner.run, question, gold) if gold else []
    return Audit(question.question, answer, tuple(verdicts))


def _judged(name: str, made: Callable[[], Verdict]) -> Verdict:
    """Give the verdict; an audit that cannot be made does not apply, and says why."""
    try:
        return made()
    except VprogError as error:
        return Verdict(name, NOT_APPLICABLE, error.diagnostics[0].message)


def _elsewhere(
    rerunner: Rerunner, question: RecordedQuestion, only: tuple[str, ...]
) -> tuple[Elsewhere, str | None, Worlds]:
    """Give what the program answers in made worlds, and what the rules read in the question."""
    worlds = Worlds(rerunner.run, question, rerunner.registry, rerunner.pool)
    if not {"sensitivity", "reading", "blind", "necessity", "order"} & set(only):
        return Elsewhere({}, None, None), None, worlds
    planned = _planned(rerunner, question)
    program = question.program or ""
    worlds.look_for(program, *([planned] if planned else []))
    about_order = "order" in only and asks_for_order(question.question)
    return on_values.elsewhere(worlds, program, about_order=about_order), planned, worlds


def _planned(rerunner: Rerunner, question: RecordedQuestion) -> str | None:
    if question.question is None:
        return None
    try:
        check_question(question.question, question.choices or None)
    except InputError:
        return None
    program = plan(question.question, question.choices or None, rerunner.registry).program
    return program if program and check(program, rerunner.registry).ok else None
