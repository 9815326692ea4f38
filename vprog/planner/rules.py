"""The built-in planner: what its grammar covers becomes a program, all else is declined with a reason."""

import itertools
from collections.abc import Sequence

from vprog.diagnostics import Code, Diagnostic, ProgramError
from vprog.language import check
from vprog.planner.beyond import kind_beyond
from vprog.planner.bounds import check_question
from vprog.planner.lines import MOST_LISTED, Lines, quoted
from vprog.planner.normal import normalise, one_line
from vprog.planner.options import Options, happening_in, offered
from vprog.planner.plan import NotUnderstoodError, Plan
from vprog.planner.read import is_answer, readings_of
from vprog.planner.wanted import Question
from vprog.planner.words import COLORS
from vprog.planner.write import program_value
from vprog.spec import Module, Registry
from vprog.values import Absent

UNDERSTOOD = (
    "understood are questions that count things, ask whether, when, where, in which order or how long something is "
    'there or happens, or ask for a colour or direction, such as "How many people are there?", "How many people enter '
    'after the red circle stops?", "What colour is the car that leaves last?" or "Which enters first, the dog or the '
    'cat?"'
)
_PLACES = tuple(" ".join(p).strip() for p in itertools.product(("top", "", "bottom"), ("left", "", "right")))
_LIKELY: dict[str, Sequence[object]] = {
    "number": range(101),
    "bool": (True, False),
    "seconds": tuple(n / 2 for n in range(1200)),
    "color": tuple(COLORS),
    "direction": ("left", "right", "up", "down", "still"),
    "position": tuple(place or "middle" for place in _PLACES),
    "order": ("before", "after"),
    "video": ("the first video", "the second video"),
}
"""Values tried on the choices, to see whether they say any at all."""
_NAMES = {"number": "a number", "bool": "yes or no", "seconds": "a time"}


def plan(question: str, choices: Sequence[str] | None, registry: Registry) -> Plan:
    """Give a program for a question, or the reason why there is none. No choices is the same as None.

    Raises: InputError for a question or choices out of bounds; ProgramError for a program that does not check, which
    is a mistake of this planner or of a registry that lacks a module.
    """
    check_question(question, choices)
    try:
        body = _body(question, tuple(choices or ()), registry)
    except NotUnderstoodError as error:
        return _declined(error, kind_beyond(normalise(question)))
    program = f"# Q: {one_line(question)}\n{body}"
    checked = check(program, registry)
    if not checked.ok:
        message = f"the rules wrote an invalid program for the question: {one_line(question)}"
        raise ProgramError((Diagnostic(Code("VP0602"), message, found=program), *checked.diagnostics))
    return Plan(program, None, checked.diagnostics)


def _declined(error: NotUnderstoodError, kind: str | None) -> Plan:
    why = f"not understood: {error.why}" + (f"; {kind}" if kind else "")
    diagnostic = Diagnostic(Code("VP0601"), why, found=error.word or None, hint=UNDERSTOOD)
    return Plan(None, f"{why}; {UNDERSTOOD}", (diagnostic,))


def _body(question: str, choices: tuple[str, ...], registry: Registry) -> str:
    """Give the statements, of the question as a whole or of what stands before the answers that it offers."""
    sentence = happening_in(question)
    if sentence and not choices:
        lines = Lines()
        return lines.text(f"localize(video, {quoted(sentence)})")
    try:
        return _written(question, Options(choices, given=bool(choices)), registry)
    except NotUnderstoodError as error:
        first = error
    found = set()
    for stem, texts in offered(question):
        if choices and {t.casefold() for t in texts} != {c.casefold().rstrip(". ") for c in choices}:
            continue
        try:
            found.add(_written(stem, Options(choices or texts, given=bool(choices)), registry))
        except NotUnderstoodError:
            continue
    if len(found) > 1:
        raise NotUnderstoodError("where the question ends and its answers begin")
    if not found:
        raise first
    return found.pop()


def _written(question: str, options: Options, registry: Registry) -> str:
    """Give the one program that every reading of the question comes to.

    Raises: NotUnderstoodError when there is none, or when the readings come to different ones.
    """
    readings = readings_of(normalise(question))
    programs = {_program(reading, options, registry) for reading in readings if isinstance(reading, Question)}
    if len(programs) > 1:
        raise NotUnderstoodError(f"which of {len(programs)} things that the words can mean")
    return programs.pop()


def _program(question: Question, options: Options, registry: Registry) -> str:
    lines = Lines()
    value, kind = program_value(question, options, lines)
    if not options.texts or kind == "chosen":
        return lines.text(value)
    type_ = kind if kind in _NAMES else "text"
    if kind == "label":
        if not options.given and len(options.texts) > MOST_LISTED:
            raise NotUnderstoodError(f"more than {MOST_LISTED} things in the words of the question")
        return lines.text(options.choose(lines, value, type_))
    if kind not in _LIKELY:
        raise NotUnderstoodError("choices for an answer that is a list of times")
    if not options.given and not all(is_answer(text.casefold()) for text in options.texts):
        raise NotUnderstoodError("an answer in the words of the question that says more, or something else")
    _refuse_other_choices(kind, options, registry)
    return lines.text(options.choose(lines, value, type_))


def _refuse_other_choices(kind: str, options: Options, registry: Registry) -> None:
    """Decline unless two of the choices, and half of those that are words, say answers of the right kind.

    Of a direction all must be one.

    `choose` itself tells, so that the two agree. Choices that are written out in several lists must say different
    values: the first list that says one decides.

    Raises: NotUnderstoodError.
    """
    choose = registry.called("choose")
    if choose is None or choose.compute is None:
        return
    chosen = [choose.compute(value=value, choices=options.texts) for value in _LIKELY[kind]]
    if not options.given and len(options.texts) > MOST_LISTED:
        several = [c for c in chosen if isinstance(c, Absent) and not c.reason.startswith("no choice")]
        if several:
            raise NotUnderstoodError(f"choices of which several say the same: {several[0].reason}")
    said = {str(one) for one in chosen if not isinstance(one, Absent)}
    if kind == "direction":
        _refuse_beside_directions(choose, options)
    needed = len(options.texts) / 2 if kind not in _NAMES else 1
    if len(said) < max(min(2, len(options.texts)), needed):
        what = _NAMES.get(kind, f"a {kind}")
        raise NotUnderstoodError(f"choices of which {'only one' if said else 'none'} says {what}")


def _refuse_beside_directions(choose: Module, options: Options) -> None:
    """Decline "towards the camera": it may be the truth of what in the picture does not move at all.

    Raises: NotUnderstoodError.
    """
    assert choose.compute is not None  # noqa: S101  # it needs no model
    for choice in options.texts:
        if not any(choose.compute(value=value, choices=(choice,)) == choice for value in _LIKELY["direction"]):
            raise NotUnderstoodError(f"the choice `{choice}` beside directions in the picture")
