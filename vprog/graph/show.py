"""Print a graph as text, one node on each line, so that people can read it and tests can compare it."""

from vprog.graph.node import CONSTANT, INPUT, PARAMETER, Graph, Node
from vprog.language.format import format_constant


def show(graph: Graph, indent: str = "") -> str:
    """Give `%key: Type = op(%operand, …) {setting=value}` for each node; the name that a program gave it behind."""
    names: dict[str, list[str]] = {}
    for name, key in graph.bindings.items():
        names.setdefault(key, []).append(name)
    lines = []
    for key, node in graph.nodes.items():
        called = f"  # {', '.join(names[key])}" if key in names else ""
        lines.append(f"{indent}%{key}: {node.type} = {_right_side(node)}{called}")
        if node.body is not None:
            lines.append(show(node.body, indent + "    "))
    condition = f" if %{graph.condition}" if graph.condition else ""
    roots = ", ".join(f"%{root}" for root in graph.roots)
    lines.append(f"{indent}{'gives' if indent else 'answer'} {roots}{condition}")
    return "\n".join(lines)


def _right_side(node: Node) -> str:
    settings = {name: value for name, value in node.settings if value is not None}
    match node.op:
        case _ if node.op == CONSTANT:
            value = settings["value"]
            return f"constant {format_constant(value)}"
        case _ if node.op in (INPUT, PARAMETER):
            return " ".join(map(str, (node.op, *settings.values())))
        case _:
            written = ", ".join(f"{name}={format_constant(value)}" for name, value in settings.items())
            operands = ", ".join(f"%{o}" for o in node.operands)
            return f"{node.op}({operands})" + (f" {{{written}}}" if written else "")
