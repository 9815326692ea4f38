"""Check that a graph keeps its rules, after lowering and after every pass: one that breaks a rule is found at once."""

from vprog.diagnostics import Code, Diagnostic, ProgramError
from vprog.graph.node import CONSTANT, INPUT, LIST, MAP, PARAMETER, Graph, Node
from vprog.spec.registry import Registry
from vprog.types import ANSWERABLE, INPUTS, Type


def verify(graph: Graph, registry: Registry, *, after: str = "lowering") -> Graph:
    """Give the graph back when it is sound.

    Raises: ProgramError VP0401 naming every broken rule and the pass that broke it.
    """
    problems = _problems(graph, registry, parameters=None)
    answers = [graph.nodes[root] for root in graph.roots if root in graph.nodes]
    problems += [f"the answer is {node.type}" for node in answers if node.type not in ANSWERABLE]
    if problems:
        raise ProgramError([Diagnostic(Code("VP0401"), f"after {after}: {problem}") for problem in problems])
    return graph


def _problems(graph: Graph, registry: Registry, parameters: tuple[Type, ...] | None) -> list[str]:
    found = [f"{end} is wanted but missing" for end in graph.ends if end not in graph.nodes]
    found += [f"`{n}` is bound to missing {k}" for n, k in graph.bindings.items() if k not in graph.nodes]
    if graph.condition and graph.condition in graph.nodes and graph.nodes[graph.condition].type is not Type.BOOL:
        found.append("the condition of a body is not Bool")
    seen: dict[str, Node] = {}
    for key, node in graph.nodes.items():
        missing = [operand for operand in node.operands if operand not in seen]
        if key != node.key:
            found.append(f"{key} holds the node {node.key}")
        if missing:
            found.append(f"{key} uses {', '.join(missing)}, not computed before it")
        else:
            types = tuple(seen[operand].type for operand in node.operands)
            found += [f"{key} ({node.op}): {problem}" for problem in _node(node, types, registry, parameters)]
        seen[key] = node
    return found


def _node(node: Node, types: tuple[Type, ...], registry: Registry, parameters: tuple[Type, ...] | None) -> list[str]:
    settings = dict(node.settings)
    match node.op:
        case _ if node.op == INPUT:
            expected = INPUTS.get(str(settings.get("name")))
            return [] if expected is node.type and parameters is None else ["is no input of a program"]
        case _ if node.op == CONSTANT:
            return [] if _constant_type(settings.get("value"), node.type) else ["constant of another type"]
        case _ if node.op == LIST:
            return [] if types and set(types) == {node.type.element} else ["elements of another type"]
        case _ if node.op == PARAMETER:
            position = settings.get("position")
            inside = isinstance(position, int) and parameters is not None and 0 <= position < len(parameters)
            sound = inside and parameters is not None and parameters[int(position or 0)] is node.type
            return [] if sound else ["parameter that nothing is bound to"]
        case _ if node.op == MAP:
            return _map(node, types, registry)
        case _:
            return _call(node, types, registry)


def _constant_type(value: object, type_: Type) -> bool:
    match type_:
        case Type.BOOL:
            return isinstance(value, bool)
        case Type.TEXT:
            return isinstance(value, str)
        case Type.NUMBER | Type.SECONDS:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            return False


def _map(node: Node, types: tuple[Type, ...], registry: Registry) -> list[str]:
    if node.body is None or not types or types[0].element is None:
        return ["needs a body and something to go through"]
    inside = _problems(node.body, registry, parameters=(types[0].element, *types[1:]))
    root = node.body.nodes.get(node.body.root)
    if root is not None and root.type is not node.type.element:
        inside.append(f"the body gives {root.type}, the elements are {node.type.element}")
    return inside


def _call(node: Node, types: tuple[Type, ...], registry: Registry) -> list[str]:
    module = registry.find(node.op)
    if module is None:
        return ["no such module"]
    found = []
    if not any(s.operands == types and s.result is node.type for s in module.signatures):
        found.append(f"no signature takes {', '.join(map(str, types))} and gives {node.type}")
    attributes = {a.name: a for a in module.attributes}
    knobs = {k.name: k for k in module.knobs}
    settings = dict(node.settings)
    if set(settings) != {*attributes, *knobs}:
        found.append(f"has the settings {sorted(settings)}, declared are {sorted((*attributes, *knobs))}")
        return found
    for name, attribute in attributes.items():
        value = settings[name]
        if not (value is None and not attribute.required) and (value is None or not attribute.kind.accepts(value)):
            found.append(f"`{name}` cannot be {value!r}")
    for name, knob in knobs.items():
        value = settings[name]
        if not isinstance(value, int | float) or not knob.accepts(value):
            found.append(f"knob `{name}` cannot be {value!r}: it lies between {knob.low:g} and {knob.high:g}")
    return found
