"""The scheduler: a pure function from a graph and the values known so far to the next wave of nodes."""

from collections.abc import Mapping, Sequence

from vprog.graph import Graph, Node
from vprog.spec.registry import Registry
from vprog.values import Outcome, Status


def next_wave(
    graph: Graph, known: Mapping[str, Outcome], registry: Registry, ends: Sequence[str] | None = None
) -> tuple[str, ...]:
    """Give the nodes that are wanted and can be computed now, in graph order; empty when the ends are known.

    Wanted is what the ends depend on; by default all ends of the graph. A lazy node (`if`, `and`, `or_else`) wants one
    operand at a time, so a branch that is not taken is never in a wave.
    """
    wanted: set[str] = set()
    stack = [end for end in (graph.ends if ends is None else ends) if end not in known]
    ready: set[str] = set()
    while stack:
        key = stack.pop()
        if key in wanted:
            continue
        wanted.add(key)
        node = graph.nodes[key]
        needed = (node.operands[position] for position in demanded(node, known, registry))
        missing = [operand for operand in needed if operand not in known]
        if missing:
            stack.extend(missing)
        else:
            ready.add(key)
    return tuple(key for key in graph.nodes if key in ready)


def demanded(node: Node, known: Mapping[str, Outcome], registry: Registry) -> tuple[int, ...]:
    """Give the positions of the operands that a node needs, as far as is known now.

    Of a lazy node these are the ones that it asks for, one after the other: what others happen to have computed of the
    rest is none of its business. A failed operand decides, and nothing more is asked for.
    """
    module = registry.find(node.op)
    if module is None or module.demand is None:
        return tuple(range(len(node.operands)))
    shown: list[Outcome | None] = [None] * len(node.operands)
    asked: list[int] = []
    while (position := module.demand(*shown)) is not None:
        asked.append(position)
        outcome = known.get(node.operands[position])
        if outcome is None or outcome.status is Status.FAILED:
            break
        shown[position] = outcome
    return tuple(asked)
