"""The built-in planner: what its grammar covers becomes a program, all else is declined with a reason."""

from collections.abc import Sequence

from vprog.diagnostics import Code, Diagnostic, ProgramError
from vprog.language import check
from vprog.planner.bounds import check_question
from vprog.planner.meaning import Count, Question, Times
from vprog.planner.normal import normalise, one_line
from vprog.planner.plan import NotUnderstoodError, Plan
from vprog.planner.read import parse_question
from vprog.planner.understand import understand
from vprog.planner.write import program_text
from vprog.spec import Registry
from vprog.values import Absent

UNDERSTOOD = (
    "understood are questions that count things or ask whether they are there, such as "
    '"How many people are there?", "How many people enter?", "Is there a person at 5 seconds?" or '
    '"Are there more cars than people?"'
)
_LIKELY_NUMBERS = range(101)
"""Counts tried on the choices, to see whether any of them is a number at all."""


def plan(question: str, choices: Sequence[str] | None, registry: Registry) -> Plan:
    """Give a program for a question, or the reason why there is none. No choices is the same as None.

    Raises: InputError for a question or choices out of bounds; ProgramError for a program that does not check, which
    is a mistake of this planner or of a registry that lacks a module.
    """
    check_question(question, choices)
    try:
        meaning = understand(parse_question(normalise(question)))
        _refuse_other_choices(meaning, choices or (), registry)
        body = program_text(meaning, choose=bool(choices))
    except NotUnderstoodError as error:
        return _declined(error)
    program = f"# Q: {one_line(question)}\n{body}"
    checked = check(program, registry)
    if not checked.ok:
        message = f"the rules wrote an invalid program for the question: {one_line(question)}"
        raise ProgramError((Diagnostic(Code("VP0602"), message, found=program), *checked.diagnostics))
    return Plan(program, None, checked.diagnostics)


def _declined(error: NotUnderstoodError) -> Plan:
    reason = f"not understood: {error.why}; {UNDERSTOOD}"
    diagnostic = Diagnostic(Code("VP0601"), f"not understood: {error.why}", found=error.word or None, hint=UNDERSTOOD)
    return Plan(None, reason, (diagnostic,))


def _refuse_other_choices(meaning: Question, choices: Sequence[str], registry: Registry) -> None:
    """Decline when no choice says an answer of the right type; `choose` itself tells, so that the two agree.

    Raises: NotUnderstoodError.
    """
    choose = registry.called("choose")
    if not choices or choose is None or choose.compute is None:
        return
    counts = isinstance(meaning.asked, Count | Times)
    values: Sequence[int | bool] = _LIKELY_NUMBERS if counts else (True, False)
    if all(isinstance(choose.compute(value=value, choices=tuple(choices)), Absent) for value in values):
        raise NotUnderstoodError(f"choices of which none says {'a number' if counts else 'yes or no'}")
