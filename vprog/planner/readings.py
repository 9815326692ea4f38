"""Every reading of a parsed question. Where English is ambiguous there are several, and none is preferred here."""

import itertools
from collections.abc import Callable, Sequence

from lark import Token, Tree

from vprog.planner.plan import NotUnderstoodError

Rule = Callable[..., object]
_MAX_READINGS = 64
"""A part of a question with more readings than this is not worth telling apart."""


class Readings:
    """Reads a parse forest from its leaves by one function for each rule of the grammar.

    A function that raises NotUnderstoodError says that the words cannot stand together in this way: that reading is
    none. What can be said, but not be answered, is for later to refuse, so that it is not taken for something else.
    """

    def __init__(self, rules: dict[str, Rule]) -> None:
        """Take the functions by the name of their rule; a rule without one stands for its only child."""
        self._rules = rules
        self._seen: dict[int, tuple[object, ...]] = {}
        self._why: NotUnderstoodError | None = None

    def of(self, tree: Tree[Token]) -> tuple[object, ...]:
        """Give the different readings.

        Raises: NotUnderstoodError when there is none, with the first obstacle.
        """
        found = self._read(tree)
        if not found:
            raise self._why or NotUnderstoodError("the question")
        return found

    def _read(self, node: Tree[Token] | Token) -> tuple[object, ...]:
        if isinstance(node, Token):
            return (node,)
        if id(node) not in self._seen:
            self._seen[id(node)] = tuple(dict.fromkeys(self._read_tree(node)))
        return self._seen[id(node)]

    def _read_tree(self, tree: Tree[Token]) -> list[object]:
        if tree.data == "_ambig":
            return [reading for child in tree.children for reading in self._read(child)]
        found = []
        for parts in itertools.islice(itertools.product(*map(self._read, tree.children)), _MAX_READINGS + 1):
            try:
                found.append(self._apply(str(tree.data), parts))
            except NotUnderstoodError as error:
                self._why = self._why or error
        if len(found) > _MAX_READINGS:
            raise NotUnderstoodError("a question with very many readings")
        return found

    def _apply(self, name: str, parts: Sequence[object]) -> object:
        if name in self._rules:
            return self._rules[name](*parts)
        assert len(parts) == 1, name  # noqa: S101  # a rule of the grammar without a function
        return parts[0]
