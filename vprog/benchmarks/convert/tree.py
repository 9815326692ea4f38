"""The tree of operations that a benchmark's program is, whichever way it is written down."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vprog.benchmarks.convert.refusal import no_counterpart

DEEPEST = 40
"""Published programs nest a dozen deep; this bounds the recursion of every walk over a tree."""


@dataclasses.dataclass(frozen=True)
class Operation:
    """An operation and what it is applied to, in order."""

    name: str
    operands: tuple["Tree", ...] = ()


@dataclasses.dataclass(frozen=True)
class Array:
    """A list written out."""

    items: tuple["Tree", ...]


Tree = Operation | Array | str
"""A word stands for itself."""


def from_postfix(tokens: Sequence[str], arities: Mapping[str, int]) -> Tree:
    """Build the tree of a program in postfix: each operation takes the last values before it.

    A token that is no operation is a word.
    Raises: NoCounterpartError when values are missing or left over, or the tree is too deep.
    """
    stack: list[tuple[Tree, int]] = []
    for token in tokens:
        arity = arities.get(token)
        if arity is None:
            stack.append((token, 1))
            continue
        if len(stack) < arity:
            raise no_counterpart(
                token, f"it takes {_counted(arity)}, but {len(stack)} stand{'s' * (len(stack) == 1)} before it"
            )
        taken = stack[len(stack) - arity :]
        del stack[len(stack) - arity :]
        depth = 1 + max((d for _, d in taken), default=0)
        if depth > DEEPEST:
            raise no_counterpart(token, f"the program nests deeper than {DEEPEST} operations")
        stack.append((Operation(token, tuple(t for t, _ in taken)), depth))
    if len(stack) != 1:
        found = "there is no operation" if not stack else f"{len(stack) - 1} values are left over"
        raise no_counterpart(tokens[-1] if tokens else "program", f"{found}: it is no program in postfix")
    return stack[0][0]


def _counted(number: int) -> str:
    return f"{number} value{'s' * (number != 1)}"


def operations(tree: Tree) -> Iterator[Operation]:
    """Go through the operations of a tree, in the order in which they are written in prefix."""
    match tree:
        case Operation():
            yield tree
            for operand in tree.operands:
                yield from operations(operand)
        case Array():
            for item in tree.items:
                yield from operations(item)


def tokens_of(program: Any, where: str) -> tuple[str, ...]:
    """Give the tokens of a program that is a list of them.

    Raises: ValueError naming where it stands.
    """
    if not isinstance(program, list) or not all(isinstance(token, str) for token in program):
        raise ValueError(f"{where} is no list of tokens")
    return tuple(program)
