"""Edits of the end of a program: the answer is bound, on the last line."""

import dataclasses
from collections.abc import Iterator

from vprog.diagnostics import Diagnostic, unlike
from vprog.language.syntax import Name, Statement
from vprog.refine.draft import Draft, Edit, Proposal
from vprog.refine.rules import rule
from vprog.refine.tree import moved, renamed

_ANSWER = "answer"


@rule("VP0206")
def missing_answer(draft: Draft, _: Diagnostic) -> Iterator[Proposal]:
    """Move the answer to the end; or let the one value that nothing uses be the answer, or the last where all are used.

    With several that nothing uses, what put them together is lost.
    """
    program, last = draft.program, len(draft.program.statements) - 1
    bound = [number for number, s in enumerate(program.statements) if s.name == _ANSWER]
    if bound:
        yield draft.with_program(Edit("answer not last", 1, 0.1), moved(program, bound[-1], last), last)
        return
    unused = [(number, s) for number, s in enumerate(program.statements) if s.name not in draft.used]
    for number, statement in unused if len(unused) == 1 else ():
        spelt = renamed(program, number, _ANSWER)
        cost = min(0.5, unlike(statement.name, _ANSWER)) if number == last else 0.6
        yield draft.with_program(Edit("missing answer", 1, cost), moved(spelt, number, last), last)
    if last >= 0 and not unused:
        added = Statement(_ANSWER, Name(program.statements[last].name))
        longer = dataclasses.replace(program, statements=(*program.statements, added))
        yield draft.with_program(Edit("missing answer", 1, 0.55), longer, last + 1)
