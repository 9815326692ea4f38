"""Draw a graph as SVG: a column for each layer of the dataflow, an arrow from each operand to its user."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

import networkx as nx

from vprog.graph.node import CONSTANT, INPUT, PARAMETER, Graph, Node
from vprog.graph.passes import as_networkx

_WIDTH_PX, _HEIGHT_PX, _GAP_X_PX, _GAP_Y_PX, _MARGIN_PX = 190, 56, 60, 18, 16
_LETTERS = 28
"""As many letters of the sans-serif face fit into a box."""
_STYLE = (
    "svg{background:#fff}text{font:13px sans-serif;fill:#1b1f24}.s{font-size:11px;fill:#57606a}"
    "rect{fill:#fff;stroke:#8c959f;rx:6}"
    ".end rect{stroke:#0969da;stroke-width:2.5}.lit rect{fill:#f6f8fa}path{fill:none;stroke:#8c959f}"
)


def picture(graph: Graph, notes: Mapping[str, str] | None = None) -> str:
    """Give the SVG of a graph. notes: a line to add to a node, by key, such as what it cost."""
    head, *rest = drawing(graph, notes)
    return "\n".join([head, f"<style>{_STYLE}</style>", *rest])


def drawing(
    graph: Graph, notes: Mapping[str, str] | None = None, marks: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Give the SVG of a graph line by line, without a style of its own, for a page that has one.

    marks: a class to add to a node, by key. Nodes have the classes `lit`, `op` and `end`, small text has `s`.
    """
    layers = list(nx.topological_generations(as_networkx(graph)))
    at = {
        key: (_MARGIN_PX + column * (_WIDTH_PX + _GAP_X_PX), _MARGIN_PX + row * (_HEIGHT_PX + _GAP_Y_PX))
        for column, layer in enumerate(layers)
        for row, key in enumerate(layer)
    }
    width = max(x for x, _ in at.values()) + _WIDTH_PX + _MARGIN_PX
    height = max(y for _, y in at.values()) + _HEIGHT_PX + _MARGIN_PX
    arrows = [_arrow(at[operand], at[key]) for key, node in graph.nodes.items() for operand in node.operands]
    names: dict[str, list[str]] = {}
    for name, key in graph.bindings.items():
        names.setdefault(key, []).append(name)
    boxes = [
        _box(
            node,
            at[key],
            ", ".join(names.get(key, [])),
            (notes or {}).get(key, ""),
            f"{_kind(node, graph)} {(marks or {}).get(key, '')}".rstrip(),
        )
        for key, node in graph.nodes.items()
    ]
    label = f'aria-label="a graph of {len(graph.nodes)} steps"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img" {label}>'
    return (head, *arrows, *boxes, "</svg>\n")


def _kind(node: Node, graph: Graph) -> str:
    if node.op in (CONSTANT, INPUT, PARAMETER):
        return "lit"
    return "end" if node.key in graph.ends else "op"


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    x1, y1 = start[0] + _WIDTH_PX, start[1] + _HEIGHT_PX // 2
    x2, y2 = end[0], end[1] + _HEIGHT_PX // 2
    middle = (x1 + x2) // 2
    return f'<path d="M{x1},{y1} C{middle},{y1} {middle},{y2} {x2},{y2}"/>'


def _box(node: Node, at: tuple[int, int], names: str, note: str, classes: str) -> str:
    x, y = at
    settings = dict(node.settings)
    title = str(settings.get("value", settings.get("name", node.op))) if node.op in (CONSTANT, INPUT) else node.op
    lines = [
        (18, "", f"{title}: {node.type}"),
        (34, "s", names),
        (49, "s", note),
    ]
    texts = "".join(
        f'<text x="{x + 10}" y="{y + down}" class="{style}">{escape(_short(text))}</text>'
        for down, style, text in lines
        if text
    )
    whole = escape(f"{node.key} {title} {settings} {note}")
    rectangle = f'<rect x="{x}" y="{y}" width="{_WIDTH_PX}" height="{_HEIGHT_PX}"/>'
    return f'<g class="{escape(classes)}"><title>{whole}</title>{rectangle}{texts}</g>'


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"
