"""The graph that a program is lowered to: finite, closed, and known before anything runs."""

import dataclasses
from collections.abc import Mapping

from vprog.diagnostics import Place
from vprog.spec.declare import Constant
from vprog.types import Type

Settings = tuple[tuple[str, Constant | None], ...]

INPUT, CONSTANT, LIST, MAP, PARAMETER = "input", "constant", "list", "map", "parameter"
BUILT_IN = frozenset({INPUT, CONSTANT, LIST, MAP, PARAMETER})
"""Operations of the graph itself; every other one is a module's name."""


@dataclasses.dataclass(frozen=True)
class Node:
    """One step.

    op: a module's name, or one of BUILT_IN. settings: attributes and knobs by name; of an input its `name`, of a
    constant its `value`, of a parameter its `position`. operands: keys of other nodes, in declared order; of a map the
    iterable, then what its body captures.
    """

    key: str
    op: str
    type: Type
    operands: tuple[str, ...] = ()
    settings: Settings = ()
    body: "Graph | None" = None
    place: Place | None = None

    def setting(self, name: str) -> Constant | None:
        """Give one setting.

        Raises: KeyError when the node has none of this name.
        """
        return dict(self.settings)[name]


@dataclasses.dataclass(frozen=True)
class Graph:
    """Nodes by key, operands before those that use them.

    roots: the answers, one for each program, or a body's one value. condition: of a filtering body, the Bool that keeps
    an element. bindings: which node each name of the program stands for.
    """

    nodes: Mapping[str, Node]
    roots: tuple[str, ...]
    condition: str | None = None
    bindings: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def root(self) -> str:
        """Give the first answer, which is the only one of a single program or a body."""
        return self.roots[0]

    @property
    def ends(self) -> tuple[str, ...]:
        """Give the nodes whose values are wanted."""
        return (*self.roots, self.condition) if self.condition else self.roots

    def replaced(self, nodes: Mapping[str, Node], renamed: Mapping[str, str]) -> "Graph":
        """Give the graph with other nodes, every reference following `renamed`."""

        def follow(key: str) -> str:
            return renamed.get(key, key)

        moved = {k: dataclasses.replace(n, operands=tuple(map(follow, n.operands))) for k, n in nodes.items()}
        condition = follow(self.condition) if self.condition else None
        bindings = {name: follow(key) for name, key in self.bindings.items() if follow(key) in moved}
        return Graph(moved, tuple(map(follow, self.roots)), condition, bindings)
