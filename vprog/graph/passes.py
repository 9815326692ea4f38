"""Passes: graph to graph, never changing a result. The graph is verified after each."""

import dataclasses
from collections.abc import Callable

import networkx as nx

from vprog.graph.identity import node_ids
from vprog.graph.node import CONSTANT, Graph, Node
from vprog.graph.verify import verify
from vprog.spec.registry import Registry

Pass = Callable[[Graph, Registry], Graph]

_FOLDABLE = frozenset({"add", "subtract", "multiply", "equal", "not_equal", "less", "at_most", "more", "at_least"})
"""Signs whose value on constants is nearly always a constant; one that is absent stays as it is."""


_BEFORE_FILTER = "u"
"""Behind the key of a node: the same work before its filter."""


def fold_constants(graph: Graph, registry: Registry) -> Graph:
    """Compute arithmetic and comparison of constants."""
    nodes: dict[str, Node] = {}
    for key, node in graph.nodes.items():
        operands = [nodes[o] for o in node.operands]
        nodes[key] = node
        if node.body is not None:
            nodes[key] = dataclasses.replace(node, body=fold_constants(node.body, registry))
        elif node.op in _FOLDABLE and all(o.op == CONSTANT for o in operands):
            module = registry.by_name(node.op)
            names = [o.name for o in module.operands]
            values = [o.setting("value") for o in operands]
            assert module.compute is not None  # noqa: S101  # _FOLDABLE names modules without a backend
            value = module.compute(**dict(zip(names, values, strict=True)))
            if isinstance(value, bool | int | float):
                nodes[key] = Node(key, CONSTANT, node.type, settings=(("value", value),), place=node.place)
    return graph.replaced(nodes, {})


def split_filters(graph: Graph, registry: Registry) -> Graph:
    """Make a node of its own of every filter, so that what comes before it is shared by all its settings."""
    nodes: dict[str, Node] = {}
    for key, node in graph.nodes.items():
        body = split_filters(node.body, registry) if node.body else None
        module = registry.find(node.op)
        if module is None or module.parts is None:
            nodes[key] = dataclasses.replace(node, body=body)
            continue
        every, chosen = module.parts
        settings = dict(node.settings)
        names = [*(a.name for a in every.attributes), *(k.name for k in every.knobs)]
        kept = tuple((name, settings[name]) for name in names)
        filtering = tuple((k.name, settings[k.name]) for k in chosen.knobs)
        inner = f"{key}{_BEFORE_FILTER}"
        nodes[inner] = dataclasses.replace(node, key=inner, op=every.name, settings=kept)
        nodes[key] = dataclasses.replace(node, op=chosen.name, operands=(inner,), settings=filtering)
    return graph.replaced(nodes, {})


def merge_equal(graph: Graph, registry: Registry) -> Graph:
    """Let one node stand for all that do the same work."""
    inner = {
        key: dataclasses.replace(node, body=merge_equal(node.body, registry)) if node.body else node
        for key, node in graph.nodes.items()
    }
    ids = node_ids(graph, registry)
    first: dict[str, str] = {}
    renamed = {key: first.setdefault(ids[key], key) for key in inner}
    kept = {key: node for key, node in inner.items() if renamed[key] == key}
    return graph.replaced(kept, renamed)


def drop_unused(graph: Graph, registry: Registry) -> Graph:
    """Leave out nodes that the answer does not depend on."""
    needed = set(graph.ends)
    for end in graph.ends:
        needed |= nx.ancestors(as_networkx(graph), end)
    kept = {
        key: dataclasses.replace(node, body=drop_unused(node.body, registry)) if node.body else node
        for key, node in graph.nodes.items()
        if key in needed
    }
    return graph.replaced(kept, {})


PASSES: tuple[Pass, ...] = (fold_constants, split_filters, merge_equal, drop_unused)


def optimise(graph: Graph, registry: Registry, passes: tuple[Pass, ...] = PASSES) -> Graph:
    """Run the passes in order, verifying before the first and after each."""
    verify(graph, registry)
    for step in passes:
        graph = verify(step(graph, registry), registry, after=step.__name__)
    return graph


def as_networkx(graph: Graph) -> "nx.DiGraph[str]":
    """Give the graph for algorithms and drawing: an edge from each operand to its user, `label` and `type` on nodes."""
    drawn: nx.DiGraph[str] = nx.DiGraph()
    for key, node in graph.nodes.items():
        drawn.add_node(key, label=node.op, type=node.type.value)
        drawn.add_edges_from((operand, key) for operand in node.operands)
    return drawn
