"""What must hold of every program a planner writes."""

import functools

from lark import Lark

from vprog.language import check, format_program, parse, strict_grammar
from vprog.spec import Registry


@functools.cache
def _parser(registry: Registry) -> Lark:
    return Lark(strict_grammar(registry), parser="lalr")


def statements_of(program: str) -> str:
    """Give the program without its comment lines, which are no part of the strict form."""
    return "".join(line for line in program.splitlines(keepends=True) if not line.startswith("#"))


def assert_strict(program: str, registry: Registry) -> None:
    """Assert that a program checks without a warning, is formatted, and lies in the strict grammar."""
    checked = check(program, registry)
    assert checked.ok, checked.diagnostics
    assert not checked.diagnostics
    tree, _ = parse(program)
    assert format_program(tree, registry) == program
    _parser(registry).parse(statements_of(program))
