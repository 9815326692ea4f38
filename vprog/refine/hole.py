"""A program with a hole in the place of one expression: what a rewriter is given, and what it gives."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from vprog.diagnostics import Diagnostic, Place, as_json
from vprog.language import format_program
from vprog.language.format import format_expression
from vprog.language.syntax import Name
from vprog.refine.draft import Draft, Edit
from vprog.refine.tree import Site, part, replaced, sites
from vprog.refine.values import due_at
from vprog.refine.wording import broken_line
from vprog.types import ANSWERABLE, Type

HOLE = "___"
"""Stands in a program where an expression is wanted."""


@dataclasses.dataclass(frozen=True)
class Hole:
    """What is to be written anew."""

    program: str
    """The program with HOLE in it, once."""
    types: frozenset[Type]
    """What would do there."""
    scope: Mapping[str, Type]
    """The names that may stand there, inputs included, each with its type."""
    was: str
    """The text that stood there."""
    depth: int
    """In how many calls it stands."""
    diagnostics: tuple[Mapping[str, Any], ...]
    """What is wrong, as JSON."""
    question: str = ""
    choices: tuple[str, ...] = ()

    def filled(self, expression: str) -> str:
        """Give the program with an expression in the hole."""
        return self.program.replace(HOLE, expression, 1)


@dataclasses.dataclass(frozen=True)
class Rewritten:
    """What a rewriter wrote, and the tokens that it took."""

    expression: str
    tokens: int = 0


class Rewriter(Protocol):
    """Writes one expression anew, such as a language model under the grammar of values."""

    @property
    def name(self) -> str:
        """Say who writes; it stands in the trace."""
        ...

    def rewrite(self, hole: Hole) -> Rewritten | None:
        """Give an expression for the hole, or None for nothing better."""
        ...


def hole_for(draft: Draft, problem: Diagnostic, choices: Sequence[str] | None) -> Hole | None:
    """Make the hole where a diagnostic points; None when there is no expression there."""
    if problem.code.startswith("VP01"):
        return _line_hole(draft, problem, choices)
    site = _site(draft, problem.place)
    if site is None:
        return None
    was = part(draft.program, site)
    types = draft.types(site) or due_at(draft, site) or frozenset(Type)
    return _hole(draft, site, types, format_expression(was, draft.registry), problem, choices)


def _line_hole(draft: Draft, problem: Diagnostic, choices: Sequence[str] | None) -> Hole | None:
    line = broken_line(draft, problem)
    if line is None or not line.value:
        return None
    name = line.words[0].text
    proposal = line.with_text(Edit("hole", 1, 0.0), f"{name} = {HOLE}")
    holed = dataclasses.replace(draft, source=proposal.source)
    site = next((s for s, node in sites(holed.program) if node == Name(HOLE)), None)
    was = "".join(w.space + w.text for w in line.words[line.value :]).strip()
    return None if site is None else _hole(holed, site, due_at(holed, site) or frozenset(Type), was, problem, choices)


def _site(draft: Draft, place: Place | None) -> Site | None:
    """Give the smallest expression that holds a place, or the value of the statement whose name stands there."""
    if place is None:
        return None
    holding = [
        (site, node.place)
        for site, node in sites(draft.program)
        if (node.place.line, node.place.column) <= (place.line, place.column)
        and (place.end_line, place.end_column) <= (node.place.end_line, node.place.end_column)
    ]
    if holding:
        return max(holding, key=lambda found: len(found[0].path))[0]
    lines = [n for n, s in enumerate(draft.program.statements) if s.place.line <= place.line <= s.place.end_line]
    return Site(lines[0]) if lines else None


def _hole(
    draft: Draft, site: Site, types: frozenset[Type], was: str, problem: Diagnostic, choices: Sequence[str] | None
) -> Hole:
    statement = draft.program.statements[site.statement]
    wanted = types & frozenset(ANSWERABLE) if site.parent is None and statement.name == "answer" else types
    program = format_program(replaced(draft.program, site, Name(HOLE)), draft.registry)
    scope = {name: type_ for name, type_ in draft.scope(site).items() if type_ is not None}
    problems = (as_json(problem),)
    return Hole(program, wanted, scope, was, len(site.path), problems, draft.question, tuple(choices or ()))
