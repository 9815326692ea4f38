"""Backends that are programs: what they are asked for becomes a part of the graph and shares work with the rest."""

import dataclasses
from collections.abc import Callable, Mapping

from vprog.diagnostics import Code, Diagnostic, ProgramError
from vprog.graph.lower import KnobSettings, lower_body
from vprog.graph.node import CONSTANT, PARAMETER, Graph, Node
from vprog.language import check
from vprog.spec.backend import Backend, ProgramBackend
from vprog.spec.module import Module
from vprog.spec.registry import Registry
from vprog.types import Type

Choose = Callable[[Module, str], type[Backend] | str]
"""Gives the backend that serves a request to a module, or the reason why none does."""


def program_body(
    module: Module, backend: type[ProgramBackend], request: str, registry: Registry, knobs: KnobSettings
) -> Graph:
    """Give the closed graph that does what is asked of a module; its parameters are the operands, by position.

    Raises: ProgramError when the backend wrote a program that does not check or gives something else.
    """
    scope = {o.name: (o.types or (Type.TEXT,))[0] for o in module.operands}
    source = backend.program(request)
    checked = check(source, registry, inputs=scope)
    if checked.typed is None:
        raise ProgramError(checked.diagnostics)
    if checked.answer_type is not module.result:
        message = f"the program of the backend `{backend.name}` gives {checked.answer_type}, not {module.result}"
        raise ProgramError((Diagnostic(Code("VP0402"), message, found=source),))
    return lower_body(checked.typed, scope, knobs)


def expand(graph: Graph, registry: Registry, choose: Choose, knobs: KnobSettings | None = None) -> Graph:
    """Put the programs of backends in the place of the calls whose request stands written in the program.

    A request that is computed is known only when the program runs; its node stays as it is.
    """
    nodes: dict[str, Node] = {}
    renamed: dict[str, str] = {}
    for key, written in graph.nodes.items():
        body = expand(written.body, registry, choose, knobs) if written.body else None
        operands = tuple(renamed.get(o, o) for o in written.operands)
        node = dataclasses.replace(written, body=body, operands=operands)
        inside = _program_of(node, nodes, registry, choose, knobs or {})
        if inside is None:
            nodes[key] = node
        else:
            renamed[key] = _inline(node, inside, nodes)
    return graph.replaced(nodes, renamed)


def _program_of(
    node: Node, nodes: Mapping[str, Node], registry: Registry, choose: Choose, knobs: KnobSettings
) -> Graph | None:
    module = registry.find(node.op)
    if module is None or not any(issubclass(b, ProgramBackend) for b in module.backends):
        return None
    position = module.request_position
    asked = nodes[node.operands[position]] if position is not None else None
    if asked is None or asked.op != CONSTANT:
        return None
    request = str(asked.setting("value"))
    backend = choose(module, request)
    # What no backend serves stays a node: when it runs, it says why.
    if isinstance(backend, str) or not issubclass(backend, ProgramBackend):
        return None
    return program_body(module, backend, request, registry, knobs)


def _inline(call: Node, body: Graph, nodes: dict[str, Node]) -> str:
    """Add the nodes of a body, its parameters replaced by the operands of the call; give the key of its value."""
    renamed: dict[str, str] = {}
    for key, node in body.nodes.items():
        if node.op == PARAMETER:
            renamed[key] = call.operands[int(node.setting("position") or 0)]
            continue
        renamed[key] = f"{call.key}.{key}"
        operands = tuple(renamed[o] for o in node.operands)
        nodes[renamed[key]] = dataclasses.replace(node, key=renamed[key], operands=operands, place=call.place)
    return renamed[body.root]
