"""Edits of values whose type does not fit: converted, unwrapped, taken by another name, or written another way."""

from collections.abc import Iterator

from vprog.diagnostics import Diagnostic, near_matches
from vprog.language.syntax import Call, Comprehension, Expression, ListOf, Literal, Name, Operation, children
from vprog.refine.conversions import ways
from vprog.refine.draft import Draft, Edit, Proposal
from vprog.refine.rules import rule
from vprog.refine.tree import Site, part, sites
from vprog.spec import Module
from vprog.types import ANSWERABLE, Type, strict_type

_ELEMENTS = frozenset(t for t in Type if t.plural)
_THINGS = frozenset({Type.SPAN, Type.TRACK})
_PLURALS = frozenset(t for t in Type if t.element)


@rule("VP0301", "VP0306", "VP0307", "VP0308", "VP0309", "VP0310", "VP0311")
def fitting_value(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Make the value one of a type that is due."""
    for site, wanted in _due(draft, problem):
        node, given = part(draft.program, site), draft.types(site)
        yield from _converted(draft, site, node, wanted - given)
        yield from _unwrapped(draft, site, node)
        if isinstance(node, Name):
            beside = children(part(draft.program, site.parent)) if site.parent else ()
            scope = draft.scope(site).items()
            free = {n for n, _ in scope if n not in draft.inputs and Name(n) not in beside}
            names = [n for n, type_ in scope if type_ in wanted - given and n in free and node.id not in draft.inputs]
            for distance, name in near_matches(node.id, names):
                yield draft.with_part(Edit("near name", 1, distance), site, Name(name))
        if isinstance(node, Literal):
            yield from (
                draft.with_part(Edit("constant of another kind", 1, cost), site, Literal(value))
                for cost, value in _other_kinds(node, wanted)
            )
        if site.parent is not None and any(t.plural in wanted for t in given & _THINGS):
            yield draft.with_part(Edit("missing list", 1, 0.9), site, ListOf((node,)))


def _due(draft: Draft, problem: Diagnostic) -> Iterator[tuple[Site, frozenset[Type]]]:
    """Go through the values that a diagnostic may be about, each with the types that would do."""
    for site, node in sites(draft.program):
        here = node.place == problem.place
        if (here and site.parent is None) or (
            draft.program.statements[site.statement].name_place == problem.place and site.parent is None
        ):
            yield site, _of_statement(draft, site)
        module = _module(draft, node)
        positions = range(len(module.operands)) if module else range(0)
        for position, child in zip(positions, children(node), strict=False):
            if module and problem.place in (node.place, child.place):
                types = frozenset(s.operands[position] for s in module.signatures)
                yield Site(site.statement, (*site.path, position)), types
        for position, child in enumerate(children(node)):
            if here or child.place == problem.place:
                types = _of_member(node, position)
                if types:
                    yield Site(site.statement, (*site.path, position)), types


def due_at(draft: Draft, site: Site) -> frozenset[Type]:
    """Give the types that would do at a site, each in some signature; none where anything might."""
    if site.parent is None:
        return _of_statement(draft, site)
    above, position = part(draft.program, site.parent), site.path[-1]
    module = _module(draft, above)
    if module is not None and position < len(module.operands):
        return frozenset(s.operands[position] for s in module.signatures)
    return _of_member(above, position)


def _module(draft: Draft, node: Expression) -> Module | None:
    if isinstance(node, Call):
        return draft.registry.called(node.function)
    return draft.registry.written(node.sign) if isinstance(node, Operation) else None


def _of_statement(draft: Draft, site: Site) -> frozenset[Type]:
    name = draft.program.statements[site.statement].name
    announced = strict_type(name)
    return frozenset({announced}) if announced else frozenset(ANSWERABLE if name == "answer" else ())


def _of_member(node: Expression, position: int) -> frozenset[Type]:
    match node:
        case ListOf():
            return _ELEMENTS
        case Comprehension():
            return (_ELEMENTS, _PLURALS, frozenset({Type.BOOL}))[position]
        case _:
            return frozenset()


def _converted(draft: Draft, site: Site, node: Expression, wanted: frozenset[Type]) -> Iterator[Proposal]:
    if wanted:
        for way in ways(draft.types(site), wanted, draft.hints(site.statement), draft.registry):
            edit = Edit("missing conversion", len(way.steps), way.cost)
            yield draft.with_part(edit, site, way.applied(node))


def _unwrapped(draft: Draft, site: Site, node: Expression) -> Iterator[Proposal]:
    """Take the one member of a list in place of the list; take the operand of a call that cannot take it."""
    if isinstance(node, ListOf) and len(node.items) == 1:
        yield draft.with_part(Edit("needless list", 1, 0.2), site, node.items[0])
    above = site.parent
    around = part(draft.program, above) if above is not None else None
    if above is not None and isinstance(around, Call) and children(around) == (node,) and not draft.types(above):
        yield draft.with_part(Edit("needless conversion", 1, 0.3), above, node)


def _other_kinds(node: Literal, wanted: frozenset[Type]) -> Iterator[tuple[float, str | int | float | bool]]:
    match node.value:
        case str(text) if wanted & {Type.NUMBER, Type.SECONDS} and text.strip().replace(".", "", 1).isdecimal():
            yield 0.1, float(text) if "." in text else int(text)
        case str(text) if Type.BOOL in wanted and text.casefold() in ("true", "false"):
            yield 0.1, text.casefold() == "true"
        case bool(truth) if Type.TEXT in wanted:
            yield 0.3, "yes" if truth else "no"
        case int() | float() as number if Type.TEXT in wanted:
            yield 0.3, str(number)
        case _:
            pass
