"""Edits of names: respelt, quoted, bound before they are used, bound under a name that fits."""

import dataclasses
import itertools
from collections.abc import Iterator

from vprog.diagnostics import Diagnostic, near_matches
from vprog.language.syntax import Call, Comprehension, Expression, Literal, Name, Operation, children
from vprog.refine.draft import Draft, Edit, Proposal
from vprog.refine.rules import rule
from vprog.refine.tree import Site, moved, part, renamed, replaced, rewritten, sites
from vprog.types import KEYWORDS, Type, strict_type

_TWICE = 0.5
_TRUTHS = {"true": True, "false": False}


@rule("VP0201")
def unknown_module(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Call the module that is spelt most like it; or the sign whose name it is; or take the value of that name."""
    for site, node in sites(draft.program):
        if not isinstance(node, Call) or node.function_place != problem.place:
            continue
        aliases = [(0.0, m.name) for m in draft.registry if node.function.casefold() in m.aliases]
        for distance, name in aliases or near_matches(node.function, draft.registry.names):
            edit = Edit("near name", 1, distance)
            yield draft.with_part(edit, site, dataclasses.replace(node, function=name))
        for sign in draft.registry.signs:
            if sign.name == node.function and sign.notation and len(sign.operands) == len(node.positional):
                edit = Edit("sign for its name", 1, 0.1)
                yield draft.with_part(edit, site, Operation(sign.notation, node.positional))
        if not node.positional and not node.keywords and node.function in draft.scope(site):
            yield draft.with_part(Edit("value called", 1, 0.1), site, Name(node.function))


@rule("VP0202", "VP0304")
def undefined_name(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Take a name in scope that is spelt like it, or a text of these letters, or bind it further up."""
    for site, node in draft.at(problem.place):
        if not isinstance(node, Name):
            continue
        scope = draft.scope(site)
        if node.id.casefold() in _TRUTHS:
            yield draft.with_part(Edit("near name", 1, 0.0), site, Literal(_TRUTHS[node.id.casefold()]))
        if node.id not in scope:
            yield from _in_scope(draft, site, node)
            yield from _bound_wrongly(draft, site, node)
        if node.id not in scope and site.parent is not None:
            quoted = Literal(node.id.replace("_", " "))
            yield draft.with_part(Edit("missing quotes", 1, 0.4), site, quoted)
        yield from _constant_behind(draft, site, node)


def _in_scope(draft: Draft, site: Site, node: Name) -> Iterator[Proposal]:
    scope = draft.scope(site)
    near = near_matches(node.id, scope)
    beside = children(part(draft.program, site.parent)) if site.parent else ()
    for distance, name in near:
        # Whoever writes two names side by side means two things.
        cost = distance + _TWICE if Name(name) in beside else distance
        yield draft.with_part(Edit("near name", 1, cost), site, Name(name))
    announced = strict_type(node.id)
    for name, type_ in scope.items():
        if announced is not None and type_ is announced and name not in (n for _, n in near):
            cost = 0.6 if name not in draft.used else 0.9
            yield draft.with_part(Edit("name of the same type", 1, cost), site, Name(name))


def _bound_wrongly(draft: Draft, site: Site, node: Name) -> Iterator[Proposal]:
    """Blame the binding: it stands below its use, or was misspelt there and is used nowhere."""
    for number, statement in enumerate(draft.program.statements):
        if number > site.statement and statement.name == node.id:
            edit = Edit("order of lines", 1, 0.0)
            yield draft.with_program(edit, moved(draft.program, number, site.statement), site.statement)
        elif number < site.statement and statement.name not in draft.used:
            for distance, _ in near_matches(statement.name, [node.id]):
                edit = Edit("near name", 1, distance)
                yield draft.with_program(edit, renamed(draft.program, number, node.id), number)


def _constant_behind(draft: Draft, site: Site, node: Name) -> Iterator[Proposal]:
    """Write out what a name stands for where a constant is due."""
    for statement in draft.program.statements[: site.statement]:
        if statement.name == node.id and isinstance(statement.value, Literal):
            yield draft.with_part(Edit("constant behind a name", 1, 0.1), site, statement.value)


@rule("VP0205", "VP0309")
def name_of_a_binding(draft: Draft, problem: Diagnostic) -> Iterator[Proposal]:
    """Bind under a name that is free and says the type of the value."""
    program = draft.program
    for number, statement in enumerate(program.statements):
        if statement.name_place == problem.place:
            types = draft.types(Site(number))
            for cost, name in _free_names(draft, statement.name, types):
                yield draft.with_program(Edit("name of a value", 1, cost), renamed(program, number, name), number)
    for site, node in sites(program):
        if isinstance(node, Comprehension) and node.place == problem.place:
            element = draft.scope(Site(site.statement, (*site.path, 0))).get(node.variable)
            types = frozenset({element} if element else ())
            for cost, name in _free_names(draft, node.variable, types):
                edit = Edit("name of a value", 1, cost)
                yield draft.with_program(edit, replaced(program, site, _with_variable(node, name)), site.statement)


def _free_names(draft: Draft, name: str, types: frozenset[Type]) -> Iterator[tuple[float, str]]:
    """Give a free name for each type. Singular for plural is a slip; any other type that is announced may be meant."""
    taken = {s.name for s in draft.program.statements} | set(draft.inputs) | KEYWORDS
    announced = strict_type(name)
    word = name.partition("_")[2] if announced else name.lower()
    for type_ in (t for t in Type if t in types):
        slip = announced is None or type_ in (announced.plural, announced.element)
        free = (f"{type_.prefix}_{word}{end}" for end in ("", *range(2, 9)))
        yield from ((0.0 if slip else 0.5, new) for new in itertools.islice((n for n in free if n not in taken), 1))


def _with_variable(node: Comprehension, name: str) -> Comprehension:
    def follow(inner: Expression) -> Expression:
        return Name(name) if isinstance(inner, Name) and inner.id == node.variable else inner

    body, condition = rewritten(node.body, follow), node.condition
    return dataclasses.replace(
        node, variable=name, body=body, condition=rewritten(condition, follow) if condition else None
    )
