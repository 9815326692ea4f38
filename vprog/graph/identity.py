"""What makes two nodes the same work: operation, version, settings, and the same of all their operands."""

from typing import Any

from vprog.graph.node import BUILT_IN, Graph, Node
from vprog.spec.registry import Registry
from vprog.values.codec import canonical, digest_bytes


def node_ids(graph: Graph, registry: Registry) -> dict[str, str]:
    """Give the id of every node by key; nodes with equal ids give equal values in every run."""
    ids: dict[str, str] = {}
    for key, node in graph.nodes.items():
        ids[key] = _node_id(node, ids, registry)
    return ids


def graph_id(graph: Graph, registry: Registry) -> str:
    """Give the id of what a graph computes."""
    ids = node_ids(graph, registry)
    return digest_bytes(canonical([ids[end] for end in graph.ends]))


def _node_id(node: Node, ids: dict[str, str], registry: Registry) -> str:
    record: dict[str, Any] = {
        "op": node.op,
        "version": None if node.op in BUILT_IN else registry.by_name(node.op).version,
        "type": node.type.value,
        "settings": [[name, type(value).__name__, value] for name, value in sorted(node.settings)],
        "operands": [ids[key] for key in node.operands],
        "body": graph_id(node.body, registry) if node.body else None,
        # Without it, a body that filters and one that does not could meet.
        "filters": bool(node.body and node.body.condition),
    }
    return digest_bytes(canonical(record))
