"""Edits of arguments: put in order, named rightly, added, left out, or respelt."""

import dataclasses
import itertools
import re
from collections.abc import Iterator

from vprog.diagnostics import Diagnostic, near_matches
from vprog.language.syntax import Call, Expression, Literal, Name, Operation, children
from vprog.refine.draft import Draft, Edit, Proposal
from vprog.refine.rules import rule
from vprog.refine.tree import Site, part, sites, with_children
from vprog.spec import Module
from vprog.spec.declare import Attribute, Constant
from vprog.types import Type

_MOST_PERMUTED = 4
_SHIFTED = 0.03
"""What it costs more to put an argument before others: too little to tell `left_of(a, b)` from `left_of(b, a)`."""
_FARTHEST = 0.46
"""How unlike a word of an attribute may be: there are few to choose from."""
_LEFT_OUT = Edit("argument left out", 1, 0.5)
_OPERATORS = ("if", "[]")
"""Signs whose operands have places of their own."""


def _blamed(draft: Draft, problem: Diagnostic) -> Iterator[tuple[Site, Call, Module]]:
    """Give the calls that a diagnostic is about: what stands at its place, and what this is an argument of."""
    for site, node in sites(draft.program):
        module = draft.registry.called(node.function) if isinstance(node, Call) else None
        if isinstance(node, Call) and module is not None:
            places = (node.place, *node.keyword_places, *(child.place for child in children(node)))
            if problem.place in places:
                yield site, node, module


@rule("VP0301", "VP0302", "VP0303", "VP0304", "VP0305", "VP0306", "VP0307")
def argument_order(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Put the arguments in another order."""
    for site, node in sites(draft.program):
        written = isinstance(node, Call) or (isinstance(node, Operation) and node.sign in _OPERATORS)
        near = problem.place in (node.place, *(child.place for child in children(node)))
        if not (written and near):
            continue
        given = node.positional if isinstance(node, Call) else children(node)
        if 2 <= len(given) <= _MOST_PERMUTED:
            rest = children(node)[len(given) :]
            for order in itertools.permutations(range(len(given))):
                shifted = sum(place != position for place, position in enumerate(order))
                if shifted:
                    edit = Edit("argument order", 1, 0.1 * shifted)
                    swapped = tuple(given[position] for position in order)
                    yield draft.with_part(edit, site, with_children(node, (*swapped, *rest)))


@rule("VP0203", "VP0313")
def argument_name(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Write the argument under a name that is still free."""
    for site, node, module in _blamed(draft, problem):
        for position, ((name, value), place) in enumerate(zip(node.keywords, node.keyword_places, strict=True)):
            if place != problem.place:
                continue
            near = {other: distance for distance, other in near_matches(name, _free(node, module))}
            for other in _free(node, module):
                if other in near or _takes(module, other, value):
                    keywords = tuple((other, v) if p == position else (k, v) for p, (k, v) in enumerate(node.keywords))
                    edit = Edit("argument name", 1, near.get(other, 0.7))
                    yield draft.with_part(edit, site, dataclasses.replace(node, keywords=keywords))


def _free(node: Call, module: Module) -> list[str]:
    """Give the names of what a call does not say yet."""
    said = {*module.positional[: len(node.positional)], *(name for name, _ in node.keywords)}
    known = (*(o.name for o in module.operands), *(a.name for a in module.attributes))
    return [name for name in known if name not in said]


def _takes(module: Module, name: str, value: Expression) -> bool:
    attribute = next((a for a in module.attributes if a.name == name), None)
    return attribute is None or (isinstance(value, Literal) and attribute.kind.accepts(value.value))


@rule("VP0203", "VP0303", "VP0312", "VP0313")
def argument_left_out(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Leave out an argument with which nothing that was asked goes."""
    for site, node, _ in _blamed(draft, problem):
        for position, ((_, value), place) in enumerate(zip(node.keywords, node.keyword_places, strict=True)):
            if place == problem.place:
                without = tuple(k for p, k in enumerate(node.keywords) if p != position)
                if _is_no_loss(draft, site, node, value, problem):
                    yield draft.with_part(_LEFT_OUT, site, dataclasses.replace(node, keywords=without))
        for position, value in enumerate(node.positional):
            if value.place == problem.place and problem.code == "VP0303":
                fewer = tuple(v for p, v in enumerate(node.positional) if p != position)
                if _is_no_loss(draft, site, node, value, problem):
                    yield draft.with_part(_LEFT_OUT, site, dataclasses.replace(node, positional=fewer))


def _is_no_loss(draft: Draft, site: Site, node: Call, value: Expression, problem: Diagnostic) -> bool:
    """Say whether nothing that was asked goes with an argument.

    That is so of a knob, of what the call says elsewhere, of the input that stands for itself, of True and False, and
    of a constant that is in no word of a known question.
    """
    if problem.code == "VP0313" or children(node).count(value) > 1:
        return True
    match value:
        case Name():
            return draft.inputs.get(value.id) is Type.VIDEO
        case Literal(value=bool()):
            return True
        case Literal():
            said = set(re.findall(r"[a-z]+|[0-9]+", str(value.value).casefold()))
            return bool(draft.words) and not said & draft.words
        case _:
            return False


@rule("VP0303")
def argument_by_keyword(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Write a constant that stands too far behind by keyword."""
    for site, node, module in _blamed(draft, problem):
        extra = [value for value in node.positional if value.place == problem.place]
        free = [a for a in module.optional_attributes if a.name in _free(node, module)]
        for value, attribute in itertools.product(extra, free):
            if isinstance(value, Literal) and (accepted := _accepted(attribute, value.value)) is not None:
                positional = tuple(v for v in node.positional if v is not value)
                keywords = (*node.keywords, (attribute.name, Literal(accepted)))
                edit = Edit("argument by keyword", 1, 0.2 if attribute.kind.near else 0.4)
                yield draft.with_part(edit, site, dataclasses.replace(node, positional=positional, keywords=keywords))


@rule("VP0302", "VP0303")
def misplaced_bracket(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Move the last argument into the call before it, or out of a call to behind it."""
    edit = Edit("misplaced bracket", 1, 0.2)
    for site, node in sites(draft.program):
        if not isinstance(node, Call):
            continue
        for position, inner in enumerate(node.positional):
            if not isinstance(inner, Call) or problem.place not in _places_about(node, inner):
                continue
            before, after = node.positional[:position], node.positional[position + 1 :]
            if after:
                fuller = dataclasses.replace(inner, positional=(*inner.positional, after[0]))
                yield draft.with_part(edit, site, dataclasses.replace(node, positional=(*before, fuller, *after[1:])))
            if inner.positional:
                *kept, last = inner.positional
                emptier = dataclasses.replace(inner, positional=tuple(kept))
                yield draft.with_part(
                    edit, site, dataclasses.replace(node, positional=(*before, emptier, last, *after))
                )


def _places_about(outer: Call, inner: Call) -> set[object]:
    return {outer.place, inner.place, *(v.place for v in (*outer.positional, *inner.positional))}


@rule("VP0302")
def missing_argument(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Add a name in scope whose type is due: what nothing uses yet, an input, or any other."""
    for site, node, module in _blamed(draft, problem):
        if node.place != problem.place:
            continue
        scope = draft.scope(site)
        due = frozenset(t for s in module.signatures for t in s.operands)
        above = draft.program.statements[site.statement - 1].name if site.statement else None
        for name, type_ in scope.items():
            if type_ not in due or Name(name) in node.positional or draft.inputs.get(name) is Type.TEXT:
                continue
            cost = 0.3 if name in draft.inputs or name not in draft.used else 0.5 if name == above else 0.7
            for position in range(len(node.positional) + 1):
                given = (*node.positional[:position], Name(name), *node.positional[position:])
                if len(given) <= len(module.positional):
                    shifted = _SHIFTED if position < len(node.positional) else 0.0
                    edit = Edit("missing argument", 1, cost + shifted)
                    yield draft.with_part(edit, site, dataclasses.replace(node, positional=given))


@rule("VP0305", "VP0304")
def attribute_value(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Write a constant that the attribute takes and that looks like the one that is there."""
    for site, node, module in _blamed(draft, problem):
        named = dict(zip(module.positional, range(len(node.positional)), strict=False))
        count = len(node.positional)
        named |= {name: count + position for position, (name, _) in enumerate(node.keywords)}
        for attribute in (a for a in module.attributes if a.name in named):
            below = Site(site.statement, (*site.path, named[attribute.name]))
            value = part(draft.program, below)
            unbound = isinstance(value, Name) and value.id not in draft.scope(below)
            if value.place == problem.place and (isinstance(value, Literal) or unbound):
                written = value.value if isinstance(value, Literal) else value.id  # type: ignore[union-attr]
                for cost, constant in _constants(attribute, written):
                    yield draft.with_part(Edit("attribute value", 1, cost), below, Literal(constant))


def _constants(attribute: Attribute, written: Constant) -> Iterator[tuple[float, Constant]]:
    yield from near_matches(str(written), attribute.kind.near, _FARTHEST)
    accepted = _accepted(attribute, written)
    if accepted is not None:
        yield 0.1, accepted


def _accepted(attribute: Attribute, written: Constant) -> Constant | None:
    """Give the constant in the kind that the attribute takes, or None when it is another one in every kind."""
    forms: list[Constant] = [written] if isinstance(written, bool) else [written, str(written)]
    if isinstance(written, str):
        forms += [{"true": True, "false": False}[written.casefold()]] if written.casefold() in ("true", "false") else []
        forms += [written.strip().casefold().replace("_", " ")]
        forms += [float(written)] if written.strip().replace(".", "", 1).isdecimal() else []
    forms += [int(f) for f in forms if isinstance(f, float) and f.is_integer()]
    return next((form for form in forms if attribute.kind.accepts(form)), None)
