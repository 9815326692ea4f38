"""Show what a program becomes before it runs, and what each step cost when it has run."""

import dataclasses
from collections.abc import Mapping

from vprog.api.inputs import Videos, check_knobs
from vprog.api.session import Session
from vprog.diagnostics import ProgramError
from vprog.graph import PASSES, Graph, as_networkx, lower, picture, show, verify
from vprog.language import check
from vprog.trace import read_trace

Knobs = Mapping[str, float | int] | None


@dataclasses.dataclass(frozen=True)
class Stage:
    """The graph after one step of its way."""

    name: str
    graph: Graph


@dataclasses.dataclass(frozen=True)
class NodeCost:
    """What one node took.

    wall_s: nodes of one wave that look at frames share its time. users: how many nodes read its value.
    """

    node: str
    op: str
    wave: int
    status: str
    wall_s: float
    cached: bool
    frames: int
    users: int


def explain_program(source: str, session: Session, knobs: Knobs = None) -> tuple[Stage, ...]:
    """Give the graph after lowering and after each pass that changed it, for the profile of the session.

    Raises: ProgramError with every diagnostic, InputError for a knob that does not exist or is out of bounds.
    """
    registry = session.registry
    checked = check(source, registry)
    if checked.typed is None:
        raise ProgramError(checked.diagnostics)
    settings = check_knobs(knobs, registry)
    graph = verify(lower(checked.typed, settings), registry)
    stages = [Stage("lowering", graph)]
    for step in (session.expansion(settings), *PASSES):
        graph = verify(step(graph, registry), registry, after=step.__name__)
        if show(graph) != show(stages[-1].graph):
            stages.append(Stage(step.__name__, graph))
    return tuple(stages)


def measure_program(source: str, videos: Videos, session: Session, knobs: Knobs = None) -> tuple[NodeCost, ...]:
    """Run a program and give what each node cost, in the order they were computed.

    Raises: as `Session.run` does.
    """
    graph = explain_program(source, session, knobs)[-1].graph
    users = dict(as_networkx(graph).out_degree())
    trace = read_trace(session.run(source, videos, knobs=knobs).trace)
    return tuple(
        NodeCost(
            event["node"],
            event["op"],
            event["wave"],
            event["status"],
            event["wall_s"],
            event["cached"],
            event["frames"][2] if "frames" in event else 0,
            users.get(event["node"], 0),
        )
        for event in trace.of("node")
    )


def draw_program(source: str, session: Session, costs: tuple[NodeCost, ...] = (), knobs: Knobs = None) -> str:
    """Give the final graph as SVG, with what its nodes cost where that is known."""
    notes = {cost.node: _note(cost) for cost in costs}
    return picture(explain_program(source, session, knobs)[-1].graph, notes)


def _note(cost: NodeCost) -> str:
    frames = f", {cost.frames} frames" if cost.frames else ""
    how = "stored" if cost.cached else f"{1000 * cost.wall_s:.1f} ms"
    return f"wave {cost.wave}: {how}{frames}"
