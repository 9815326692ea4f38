"""Parts of a program by the way down to them: to look at one, and to put another in its place."""

import dataclasses
from collections.abc import Callable, Iterator

from vprog.language.syntax import (
    Call,
    Comprehension,
    Expression,
    ListOf,
    Name,
    Operation,
    Program,
    Statement,
    children,
)


@dataclasses.dataclass(frozen=True)
class Site:
    """Where an expression stands: the number of its statement, and which child to take at each step down."""

    statement: int
    path: tuple[int, ...] = ()

    @property
    def parent(self) -> "Site | None":
        """Give the site above, or None for the value of a statement."""
        return Site(self.statement, self.path[:-1]) if self.path else None


def sites(program: Program) -> Iterator[tuple[Site, Expression]]:
    """Go through every expression of a program, each before its parts."""
    for number, statement in enumerate(program.statements):
        yield from _below(Site(number), statement.value)


def _below(site: Site, node: Expression) -> Iterator[tuple[Site, Expression]]:
    yield site, node
    for position, child in enumerate(children(node)):
        yield from _below(Site(site.statement, (*site.path, position)), child)


def part(program: Program, site: Site) -> Expression:
    """Give the expression at a site.

    Raises: IndexError when there is none.
    """
    node = program.statements[site.statement].value
    for position in site.path:
        node = children(node)[position]
    return node


def replaced(program: Program, site: Site, new: Expression) -> Program:
    """Give the program with another expression at a site."""
    statement = program.statements[site.statement]
    value = _replaced(statement.value, site.path, new)
    return with_statement(program, site.statement, dataclasses.replace(statement, value=value))


def _replaced(node: Expression, path: tuple[int, ...], new: Expression) -> Expression:
    if not path:
        return new
    parts = list(children(node))
    parts[path[0]] = _replaced(parts[path[0]], path[1:], new)
    return with_children(node, tuple(parts))


def with_children(node: Expression, parts: tuple[Expression, ...]) -> Expression:
    """Give an expression with other parts, in the order of `children`."""
    match node:
        case Call():
            count = len(node.positional)
            names = (name for name, _ in node.keywords)
            keywords = tuple(zip(names, parts[count:], strict=True))
            return dataclasses.replace(node, positional=parts[:count], keywords=keywords)
        case Operation():
            return dataclasses.replace(node, operands=parts)
        case ListOf():
            return dataclasses.replace(node, items=parts)
        case Comprehension():
            body, iterable, *condition = parts
            only = condition[0] if condition else None
            return dataclasses.replace(node, body=body, iterable=iterable, condition=only)
        case _:
            return node


def with_statement(program: Program, number: int, statement: Statement) -> Program:
    """Give the program with another statement at a position."""
    before, after = program.statements[:number], program.statements[number + 1 :]
    return dataclasses.replace(program, statements=(*before, statement, *after))


def moved(program: Program, source: int, target: int) -> Program:
    """Give the program with the statement at `source` taken out and put in at `target`."""
    statements = list(program.statements)
    statements.insert(target, statements.pop(source))
    return dataclasses.replace(program, statements=tuple(statements))


def rewritten(node: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Give an expression with every part changed, the innermost first."""
    parts = tuple(rewritten(child, change) for child in children(node))
    return change(with_children(node, parts) if parts else node)


def renamed(program: Program, number: int, new: str) -> Program:
    """Give the program with the binding of a statement, and every use of it below, under another name."""
    old = program.statements[number].name

    def follow(node: Expression) -> Expression:
        return dataclasses.replace(node, id=new) if isinstance(node, Name) and node.id == old else node

    statements = list(program.statements)
    statements[number] = dataclasses.replace(statements[number], name=new)
    for later in range(number + 1, len(statements)):
        statements[later] = dataclasses.replace(statements[later], value=rewritten(statements[later].value, follow))
        if statements[later].name == old:
            break
    return dataclasses.replace(program, statements=tuple(statements))


def used_names(program: Program) -> frozenset[str]:
    """Give every name that some expression of the program reads."""
    return frozenset(node.id for _, node in sites(program) if isinstance(node, Name))


def size(node: Expression) -> int:
    """Give how many nodes an expression has."""
    return 1 + sum(map(size, children(node)))
