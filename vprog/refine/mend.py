"""Mend a program that checks and yet seems to answer another question: the word turned back, the answer converted."""

import dataclasses
from collections.abc import Iterator, Sequence

from vprog.diagnostics import Diagnostic
from vprog.graph import graph_id, lower, optimise
from vprog.language.syntax import Call, Literal
from vprog.refine.asked import answer_types
from vprog.refine.conversions import ALWAYS, WITH_CHOICES, ways
from vprog.refine.draft import Draft, Edit, Proposal
from vprog.refine.repair import Repair, repair
from vprog.refine.suspicion import suspicions
from vprog.refine.tree import Site, part, sites
from vprog.spec import Registry
from vprog.types import Type


def fix(source: str, registry: Registry, question: str = "", choices: Sequence[str] | None = None) -> Repair:
    """Repair a program that does not check, and mend what is suspicious about what became of it.

    question: by default that of a comment `# Q: …`. One that checks is given back untouched; a repair that seems to
    answer another question is none.
    """
    repaired = repair(source, registry, question=question)
    asked = Draft(source, registry, question=question).asked
    if not (repaired.program and repaired.changed and asked):
        return repaired
    mended = mend(repaired.program, registry, asked, choices)
    left = _suspicions(Draft(mended.program or "", registry, question=asked), asked, choices)
    if left:
        return dataclasses.replace(repaired, program=None, edits=(), reason=f"repaired, {left[0].message}")
    return dataclasses.replace(repaired, program=mended.program, edits=(*repaired.edits, *mended.edits))


def mend(source: str, registry: Registry, question: str, choices: Sequence[str] | None = None) -> Repair:
    """Give a program that checks with what is suspicious about it mended, as far as one way is better than all others.

    With nothing suspicious, or nothing that is known to help, it is given back untouched.
    """
    draft = Draft(source, registry, question=question)
    edits: list[Edit] = []
    found = _suspicions(draft, question, choices)
    first = tuple(found)
    while found:
        better = _best(draft, question, choices, found)
        if better is None:
            break
        edits.append(better.edit)
        draft = dataclasses.replace(draft, source=better.source)
        found = _suspicions(draft, question, choices)
    return Repair(source, draft.source, tuple(edits), first)


def _suspicions(draft: Draft, question: str, choices: Sequence[str] | None) -> list[Diagnostic]:
    return suspicions(draft.checked, draft.program, question, choices)


def _best(draft: Draft, question: str, choices: Sequence[str] | None, found: Sequence[Diagnostic]) -> Proposal | None:
    """Give the cheapest edit that leaves less to be suspected, unless another as cheap means something else."""
    helpful: list[tuple[float, str, Proposal]] = []
    for proposal in _proposals(draft, question, choices, found):
        then = dataclasses.replace(draft, source=proposal.source)
        typed = then.checked.typed
        if typed is not None and len(_suspicions(then, question, choices)) < len(found):
            meaning = graph_id(optimise(lower(typed), draft.registry), draft.registry)
            helpful.append((proposal.edit.size + proposal.edit.cost, meaning, proposal))
    helpful.sort(key=lambda one: one[0])
    ties = {meaning for cost, meaning, _ in helpful if cost == helpful[0][0]}
    return helpful[0][2] if len(ties) == 1 else None


def _proposals(
    draft: Draft, question: str, choices: Sequence[str] | None, found: Sequence[Diagnostic]
) -> Iterator[Proposal]:
    for problem in found:
        if problem.code == "VP0605":
            yield from _turned_back(draft, problem)
        if problem.code in ("VP0603", "VP0604"):
            yield from _converted(draft, answer_types(question, choices) or frozenset(), choices)


def _turned_back(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    wrong, right = problem.found or "", problem.expected or ""
    edit = Edit("direction", 1, 0.0)
    for site, node in sites(draft.program):
        match node:
            case Call(function=name) if name == wrong and draft.registry.called(right):
                yield draft.with_part(edit, site, dataclasses.replace(node, function=right))
            case Literal(value=str(text)) if text == wrong:
                yield draft.with_part(edit, site, Literal(right))
            case _:
                pass


def _converted(draft: Draft, wanted: frozenset[Type], choices: Sequence[str] | None) -> Iterator[Proposal]:
    last = Site(len(draft.program.statements) - 1)
    supplied = WITH_CHOICES if choices else ALWAYS
    for way in ways(draft.types(last), wanted, draft.words, draft.registry, supplied):
        edit = Edit("kind of answer", len(way.steps), way.cost)
        yield draft.with_part(edit, last, way.applied(part(draft.program, last)))
