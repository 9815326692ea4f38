"""Reads programs written as nested functions: `Exists(dish, Iterate(video, Filter(frame, [objects])))`."""

import functools

import lark

from vprog.benchmarks.convert.refusal import no_counterpart
from vprog.benchmarks.convert.tree import DEEPEST, Array, Operation, Tree

_GRAMMAR = r"""
?value: operation | array | word
operation: WORDS "(" value ("," value)* ")"
array: "[" value ("," value)* "]"
word: WORDS
WORDS: /[^()\[\],\s][^()\[\],]*/
%ignore /\s+/
"""
"""Names are words with blanks in between: `standing up`, `temporal tag`, `phone/camera`."""


@functools.cache
def _parser() -> lark.Lark:
    return lark.Lark(_GRAMMAR, start="value", parser="lalr", transformer=_Builder())


class _Builder(lark.Transformer[lark.Token, Tree]):
    """One method for each alternative of the grammar."""

    def operation(self, parts: list[lark.Token]) -> Tree:
        name, *operands = parts
        return Operation(_plain(name), tuple(operands))

    def array(self, parts: list[lark.Token]) -> Tree:
        return Array(tuple(parts))

    def word(self, parts: list[lark.Token]) -> Tree:
        return _plain(parts[0])


def _plain(word: str) -> str:
    return " ".join(str(word).replace("_", " ").split())


def from_nested(text: str) -> Tree:
    """Build the tree of a program in nested functions.

    Raises: NoCounterpartError for a text that is none, or one that nests too deeply.
    """
    if _depth(text) > DEEPEST:
        raise no_counterpart("program", f"it nests deeper than {DEEPEST} operations")
    try:
        # With a transformer, the parser gives what that builds.
        return _parser().parse(text)  # type: ignore[return-value]
    except lark.exceptions.UnexpectedInput as error:
        at = getattr(error, "pos_in_stream", None)
        where = f"at character {at + 1}" if isinstance(at, int) and at < len(text) else "at its end"
        raise no_counterpart("program", f"it is no nesting of functions {where}") from error


def _depth(text: str) -> int:
    depth = deepest = 0
    for char in text:
        depth += (char in "([") - (char in ")]")
        deepest = max(deepest, depth)
    return deepest
