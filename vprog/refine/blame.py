"""Where a run went wrong: from the answer back along the operands to the first value that there is none of."""

from collections.abc import Mapping

from vprog.diagnostics import Code, Diagnostic, Severity
from vprog.graph import Graph, Node
from vprog.spec import Registry
from vprog.values import Outcome, Status


def blame(
    graph: Graph, known: Mapping[str, Outcome], registry: Registry, *, presupposes: bool, position: int = 0
) -> Diagnostic | None:
    """Name the node that left the answer without a value, or with one that says that nothing was found.

    It is the last on the way back whose own operands have values. presupposes: the question takes it for granted that
    there is something; else an empty answer, 0 or False is an answer. position: of the program, among those that ran
    together. None when there is nothing to blame.
    """
    root = graph.nodes[graph.roots[position]]
    outcome = known.get(root.key)
    if outcome is None:
        return None
    hollow = outcome.is_empty or (outcome.has_value and outcome.payload in (0, False))
    if outcome.has_value and not (presupposes and hollow):
        return None
    node = _first_without(graph, known, root)
    lacking = known[node.key]
    if not _lacks(lacking):
        return None
    return _diagnostic(node, lacking, registry)


def _first_without(graph: Graph, known: Mapping[str, Outcome], node: Node) -> Node:
    while True:
        operands = (graph.nodes[key] for key in node.operands if key in known)
        below = next((operand for operand in operands if _lacks(known[operand.key])), None)
        if below is None:
            return node
        node = below


def _lacks(outcome: Outcome) -> bool:
    return not outcome.has_value or outcome.is_empty


def _diagnostic(node: Node, outcome: Outcome, registry: Registry) -> Diagnostic:
    module = registry.find(node.op)
    name = (module.notation or module.title) if module else node.op
    failed = outcome.status is Status.FAILED
    what = outcome.reason or ("failed" if failed else "found nothing")
    code = outcome.diagnostic.code if outcome.diagnostic else Code("VP0506")
    severity = Severity.ERROR if failed else Severity.WARNING
    hint = "the question takes it for granted that there is something" if outcome.is_empty else None
    return Diagnostic(code, f"`{name}`: {what}", node.place, severity, found=name, hint=hint)
