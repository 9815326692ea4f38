"""The syntax tree of a program, before types: what was written, and where."""

import dataclasses
from collections.abc import Iterator

from vprog.diagnostics import Place

NOWHERE = Place(1, 1, 1, 1)
"""The place of a node that no text stands behind. Places take no part in comparison: two programs are the same when
they say the same, wherever it stands on the page."""


@dataclasses.dataclass(frozen=True)
class Literal:
    """A number, a text, True or False."""

    value: int | float | str | bool
    place: Place = dataclasses.field(default=NOWHERE, compare=False, repr=False)

    def __eq__(self, other: object) -> bool:
        """Tell `True` from `1`, which Python calls equal."""
        return isinstance(other, Literal) and (type(self.value), self.value) == (type(other.value), other.value)

    def __hash__(self) -> int:
        """Hash as equality compares."""
        return hash((type(self.value), self.value))


@dataclasses.dataclass(frozen=True)
class Name:
    """A name bound on an earlier line, an input, or a comprehension's variable."""

    id: str
    place: Place = dataclasses.field(default=NOWHERE, compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class Call:
    """A module called by name."""

    function: str
    positional: tuple["Expression", ...]
    keywords: tuple[tuple[str, "Expression"], ...]
    place: Place = dataclasses.field(default=NOWHERE, compare=False, repr=False)
    function_place: Place = dataclasses.field(default=NOWHERE, compare=False, repr=False)
    keyword_places: tuple[Place, ...] = dataclasses.field(default=(), compare=False, repr=False)
    """Where each keyword stands, its value included."""


@dataclasses.dataclass(frozen=True)
class Operation:
    """Something written with a sign: `a + b`, `not a`, `a if c else b` (operands c, a, b), `xs[0]`."""

    sign: str
    operands: tuple["Expression", ...]
    place: Place = dataclasses.field(default=NOWHERE, compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class ListOf:
    """A list written out."""

    items: tuple["Expression", ...]
    place: Place = dataclasses.field(default=NOWHERE, compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class Comprehension:
    """`[body for variable in iterable if condition]`."""

    body: "Expression"
    variable: str
    iterable: "Expression"
    condition: "Expression | None"
    place: Place = dataclasses.field(default=NOWHERE, compare=False, repr=False)


Expression = Literal | Name | Call | Operation | ListOf | Comprehension


@dataclasses.dataclass(frozen=True)
class Statement:
    """One line: a name and what it is bound to, with the comments before and behind it."""

    name: str
    value: Expression
    place: Place = dataclasses.field(default=NOWHERE, compare=False, repr=False)
    name_place: Place = dataclasses.field(default=NOWHERE, compare=False, repr=False)
    before: tuple[str, ...] = dataclasses.field(default=(), compare=False)
    """Comment lines above; an empty text is a blank line."""
    behind: str = dataclasses.field(default="", compare=False)
    """Comment at the end of the line, without its `#`; empty for none."""


@dataclasses.dataclass(frozen=True)
class Program:
    """Statements in order, and the comments below the last of them."""

    statements: tuple[Statement, ...]
    after: tuple[str, ...] = dataclasses.field(default=(), compare=False)


def children(expression: Expression) -> tuple[Expression, ...]:
    """Give the parts of an expression, in the order they are written."""
    match expression:
        case Call():
            return (*expression.positional, *(value for _, value in expression.keywords))
        case Operation():
            return expression.operands
        case ListOf():
            return expression.items
        case Comprehension():
            condition = (expression.condition,) if expression.condition else ()
            return (expression.body, expression.iterable, *condition)
        case _:
            return ()


def depth(expression: Expression) -> int:
    """Give how deep an expression nests, counted without recursion."""
    level: tuple[Expression, ...] = (expression,)
    count = 0
    while level:
        count += 1
        level = tuple(child for node in level for child in children(node))
    return count


def walk(expression: Expression) -> Iterator[Expression]:
    """Go through an expression and all its parts."""
    stack = [expression]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))
