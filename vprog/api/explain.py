"""Show what a program becomes before it runs."""

from collections.abc import Mapping

from vprog.api.inputs import check_knobs
from vprog.diagnostics import ProgramError
from vprog.graph import PASSES, lower, show, verify
from vprog.language import check
from vprog.spec import Registry


def explain_program(source: str, knobs: Mapping[str, float | int] | None = None) -> tuple[tuple[str, str], ...]:
    """Give the graph as text after lowering and after each pass that changed it, with the step's name.

    Raises: ProgramError with every diagnostic, InputError for a knob that does not exist or is out of bounds.
    """
    registry = Registry.load()
    checked = check(source, registry)
    if checked.typed is None:
        raise ProgramError(checked.diagnostics)
    graph = verify(lower(checked.typed, check_knobs(knobs, registry)), registry)
    stages = [("lowering", show(graph))]
    for step in PASSES:
        graph = verify(step(graph, registry), registry, after=step.__name__)
        if show(graph) != stages[-1][1]:
            stages.append((step.__name__, show(graph)))
    return tuple(stages)
