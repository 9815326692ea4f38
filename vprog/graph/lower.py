"""Lower a typed program to a graph: one node for each call, literal and comprehension."""

import dataclasses
from collections.abc import Mapping, Sequence

from vprog.graph.node import CONSTANT, INPUT, LIST, MAP, PARAMETER, Graph, Node
from vprog.language.typed import Typed, TypedCall, TypedList, TypedLiteral, TypedMap, TypedName, TypedProgram
from vprog.types import INPUTS, Type

OWN_INPUTS = ("question", "choices")
"""Inputs that belong to one program; the videos belong to all that run together."""

KnobSettings = Mapping[str, float | int]
"""Knobs that differ from their defaults, by `module.knob`."""


def lower(program: TypedProgram, knobs: KnobSettings | None = None) -> Graph:
    """Give the graph of a program, every node with its attributes and knobs.

    Nothing is shared or left out here: that is what passes are for.
    """
    lowering = _Lowering(knobs or {})
    scope: dict[str, tuple[str, Type]] = {}
    for name, type_ in INPUTS.items():
        scope[name] = (lowering.add(INPUT, type_, settings=(("name", name),)), type_)
    bindings = {}
    for statement in program.statements:
        key = lowering.expression(statement.value, scope)
        scope[statement.name] = (key, statement.value.type)
        bindings[statement.name] = key
    return Graph(lowering.nodes, (bindings["answer"],), None, bindings)


def lower_body(program: TypedProgram, scope: Mapping[str, Type], knobs: KnobSettings) -> Graph:
    """Give the closed graph of a program whose inputs are the names of a scope: parameters, in the scope's order."""
    lowering = _Lowering(knobs)
    names = {
        name: (lowering.add(PARAMETER, type_, settings=(("position", position),)), type_)
        for position, (name, type_) in enumerate(scope.items())
    }
    for statement in program.statements:
        names[statement.name] = (lowering.expression(statement.value, names), statement.value.type)
    return Graph(lowering.nodes, (names["answer"][0],))


def join(graphs: Sequence[Graph]) -> Graph:
    """Put the graphs of several programs on the same videos into one with an answer for each.

    Question and choices stay those of each program: `of` says which. What the programs share, passes merge.
    """
    nodes: dict[str, Node] = {}
    bindings: dict[str, str] = {}
    for position, graph in enumerate(graphs):
        prefix = f"p{position}."
        for key, node in graph.nodes.items():
            settings = node.settings
            if node.op == INPUT and node.setting("name") in OWN_INPUTS:
                settings = (*settings, ("of", position))
            operands = tuple(prefix + operand for operand in node.operands)
            nodes[prefix + key] = dataclasses.replace(node, key=prefix + key, operands=operands, settings=settings)
        bindings |= {prefix + name: prefix + key for name, key in graph.bindings.items()}
    roots = tuple(f"p{position}.{graph.root}" for position, graph in enumerate(graphs))
    return Graph(nodes, roots, None, bindings)


class _Lowering:
    def __init__(self, knobs: KnobSettings) -> None:
        self.nodes: dict[str, Node] = {}
        self._knobs = knobs

    def add(self, op: str, type_: Type, **rest: object) -> str:
        key = f"n{len(self.nodes)}"
        self.nodes[key] = Node(key, op, type_, **rest)  # type: ignore[arg-type]
        return key

    def expression(self, node: Typed, scope: Mapping[str, tuple[str, Type]]) -> str:
        match node:
            case TypedLiteral():
                return self.add(CONSTANT, node.type, settings=(("value", node.value),), place=node.place)
            case TypedName():
                return scope[node.id][0]
            case TypedCall():
                operands = tuple(self.expression(o, scope) for o in node.operands)
                return self.add(
                    node.module.name, node.type, operands=operands, settings=self._settings(node), place=node.place
                )
            case TypedList():
                operands = tuple(self.expression(i, scope) for i in node.items)
                return self.add(LIST, node.type, operands=operands, place=node.place)
            case TypedMap():
                return self._map(node, scope)

    def _settings(self, call: TypedCall) -> tuple[tuple[str, str | int | float | bool | None], ...]:
        module = call.module
        knobs = ((k.name, self._knobs.get(f"{module.name}.{k.name}", k.default)) for k in module.knobs)
        return (*call.attributes, *knobs)

    def _map(self, node: TypedMap, scope: Mapping[str, tuple[str, Type]]) -> str:
        """Close the body: what it takes from outside becomes a parameter, position 0 being the element."""
        iterable = self.expression(node.iterable, scope)
        used = _names(node.body) | (_names(node.condition) if node.condition else set())
        captured = [name for name in scope if name in used and name != node.variable]
        inner = _Lowering(self._knobs)
        parameters = [(node.variable, node.variable_type), *((name, scope[name][1]) for name in captured)]
        inside = {
            name: (inner.add(PARAMETER, type_, settings=(("position", position),)), type_)
            for position, (name, type_) in enumerate(parameters)
        }
        root = inner.expression(node.body, inside)
        condition = inner.expression(node.condition, inside) if node.condition else None
        operands = (iterable, *(scope[name][0] for name in captured))
        body = Graph(inner.nodes, (root,), condition)
        return self.add(MAP, node.type, operands=operands, body=body, place=node.place)


def _names(node: Typed) -> set[str]:
    """Give the names that an expression uses and does not bind itself."""
    match node:
        case TypedName():
            return {node.id}
        case TypedCall():
            return set().union(*map(_names, node.operands))
        case TypedList():
            return set().union(*map(_names, node.items))
        case TypedMap():
            inside = _names(node.body) | (_names(node.condition) if node.condition else set())
            return _names(node.iterable) | (inside - {node.variable})
        case _:
            return set()
