"""The one graph of the programs that run together, as the profile's backends make it."""

from collections.abc import Mapping, Sequence

from vprog.graph import PASSES, Graph, KnobSettings, Pass, expand, join, lower, optimise
from vprog.graph.expand import Choose
from vprog.language import TypedProgram
from vprog.spec import Registry
from vprog.values import Outcome


def build_graph(programs: Sequence[TypedProgram], registry: Registry, choose: Choose, knobs: KnobSettings) -> Graph:
    """Give the graph of one program or of several, whose keys and names then stand behind `p0.`, `p1.` and so on."""
    graphs = [lower(program, knobs) for program in programs]
    joined = graphs[0] if len(graphs) == 1 else join(graphs)
    return optimise(joined, registry, (expansion(choose, knobs), *PASSES))


def expansion(choose: Choose, knobs: KnobSettings) -> Pass:
    """Give the pass that writes out the backends that are programs, as the profile chooses them."""

    def expand_programs(graph: Graph, registry: Registry) -> Graph:
        return expand(graph, registry, choose, knobs)

    return expand_programs


def result_of(graph: Graph, known: Mapping[str, Outcome], position: int) -> tuple[Outcome, dict[str, Outcome]]:
    """Give the answer and the computed values, by name, of one of the programs that ran together."""
    prefix = f"p{position}." if len(graph.roots) > 1 else ""
    named = ((name.removeprefix(prefix), key) for name, key in graph.bindings.items() if name.startswith(prefix))
    return known[graph.roots[position]], {name: known[key] for name, key in named if key in known}
