"""The graph of a run, as its trace tells it: for networkx, and drawn."""

from collections.abc import Mapping
from typing import Any

import networkx as nx

from vprog.graph import Graph, Node, drawing, picture
from vprog.report.recorded import Recorded
from vprog.report.words import counted, took
from vprog.types import Type


def recorded_graph(run: Recorded) -> Graph:
    """Give the graph that was run, without the bodies of comprehensions; of an older trace, what was computed."""
    records: list[Mapping[str, Any]] = list(run.structure) or [
        {"node": n.key, "op": n.op, "type": n.type.value, "operands": n.operands, "settings": n.settings}
        for n in run.nodes.values()
        if not n.is_inner
    ]
    nodes = {
        record["node"]: Node(
            record["node"],
            record["op"],
            Type(record["type"]),
            tuple(record["operands"]),
            tuple(record["settings"].items()),
        )
        for record in records
    }
    answers = [question.names["answer"].key for question in run.questions if "answer" in question.names]
    named = {name: key for question in run.questions for name, key in _bindings(run, question.number).items()}
    roots = tuple(key for key in answers if key is not None and key in nodes)
    return Graph(nodes, roots, bindings={name: key for name, key in named.items() if key in nodes})


class RunGraph(nx.DiGraph):  # type: ignore[type-arg]  # networkx cannot be subscripted when it runs
    """The graph of a run for networkx, with an edge from each operand to its user; in a notebook it is drawn.

    Nodes carry `op`, `type`, `settings`, `names`, `state` and `wall_s`, the last two None where nothing was computed.
    """

    svg = ""
    """The drawing, with what each node cost."""

    def _repr_svg_(self) -> str | None:
        return self.svg or None


def as_digraph(run: Recorded) -> RunGraph:
    """Give the graph that was run."""
    graph = recorded_graph(run)
    made = RunGraph()
    made.svg = picture(graph, _notes(run, graph)[0]) if graph.nodes else ""
    for key, node in graph.nodes.items():
        known = run.nodes.get(key)
        made.add_node(
            key,
            op=node.op,
            type=node.type.value,
            settings=dict(node.settings),
            names=tuple(name for name, bound in graph.bindings.items() if bound == key),
            state=known.record["status"] if known else None,
            wall_s=known.wall_s if known else None,
        )
        made.add_edges_from((operand, key) for operand in node.operands)
    return made


def drawn_graph(run: Recorded) -> str:
    """Give the SVG of the graph with what each node cost, for a page that styles it; empty where there is no graph.

    A node that was not computed, or that has no value, carries its state as a class.
    """
    graph = recorded_graph(run)
    if not graph.nodes:
        return ""
    return "\n".join(drawing(graph, *_notes(run, graph)))


def _notes(run: Recorded, graph: Graph) -> tuple[dict[str, str], dict[str, str]]:
    """Give what each node cost, and the state of those that have no full value, by key."""
    notes, marks = {}, {}
    for key in graph.nodes:
        node = run.nodes.get(key)
        if node is None:
            notes[key], marks[key] = "not needed", "unused"
            continue
        state = node.record["status"]
        looked = f", {counted(node.frames, 'frame')}" if node.frames else ""
        notes[key] = took(node.wall_s, node.cached) + looked + ("" if state == "ok" else f", {state}")
        if state != "ok":
            marks[key] = state
    return notes, marks


def _bindings(run: Recorded, number: int) -> dict[str, str]:
    several = len(run.questions) > 1
    question = run.questions[number]
    return {
        f"{number + 1}. {name}" if several else name: bound.key for name, bound in question.names.items() if bound.key
    }
