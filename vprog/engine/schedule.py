"""The scheduler: a pure function from a graph and the values known so far to the next wave of nodes."""

from collections.abc import Mapping

from vprog.graph import Graph, Node
from vprog.spec.registry import Registry
from vprog.values import Outcome


def next_wave(graph: Graph, known: Mapping[str, Outcome], registry: Registry) -> tuple[str, ...]:
    """Give the nodes that are wanted and can be computed now, in graph order; empty when the ends are known.

    Wanted is what the ends depend on. A lazy node (`if`, `and`, `or_else`) wants one operand at a time, so a branch
    that is not taken is never in a wave.
    """
    wanted: set[str] = set()
    stack = [end for end in graph.ends if end not in known]
    ready: set[str] = set()
    while stack:
        key = stack.pop()
        if key in wanted:
            continue
        wanted.add(key)
        missing = [operand for operand in demanded(graph.nodes[key], known, registry) if operand not in known]
        if missing:
            stack.extend(missing)
        else:
            ready.add(key)
    return tuple(key for key in graph.nodes if key in ready)


def demanded(node: Node, known: Mapping[str, Outcome], registry: Registry) -> tuple[str, ...]:
    """Give the operands that a node needs before it can be computed, as far as is known now."""
    module = registry.find(node.op)
    if module is None or module.demand is None:
        return node.operands
    outcomes = [known.get(key) for key in node.operands]
    if any(o is not None and o.diagnostic is not None for o in outcomes):
        return tuple(key for key in node.operands if key in known)  # a failure decides
    position = module.demand(*outcomes)
    chosen = [key for key in node.operands if key in known]
    return tuple(chosen) if position is None else (*chosen, node.operands[position])
