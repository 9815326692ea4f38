"""`explain`: the graph of a program, before and after each pass, and what each node cost."""

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from vprog.api import Session
from vprog.api.explain import NodeCost, draw_program, explain_program, measure_program
from vprog.cli.options import Cache, Json, Knobs, Models, NoStore, Profile, Program, read_knobs, read_program
from vprog.cli.reporting import print_json, reported, say
from vprog.diagnostics import Code, Diagnostic, OutsideError
from vprog.graph import show


def explain(
    program: Program,
    videos: Annotated[list[str] | None, typer.Argument(metavar="[VIDEO...]", help="Run it, and show costs.")] = None,
    svg: Annotated[Path | None, typer.Option("--svg", help="Also draw the final graph into this file.")] = None,
    profile: Profile = None,
    cache: Cache = None,
    models: Models = None,
    no_store: NoStore = False,
    knobs: Knobs = None,
    json: Json = False,
) -> None:
    """Show the graph that a program becomes, before and after each pass; with a video, what each node cost."""
    with reported(json_wanted=json):
        text = read_program(program)
    with reported(json_wanted=json, program=text):
        settings = read_knobs(knobs)
        session = Session(profile, cache, models=models, store=not no_store)
        stages = explain_program(text, session, settings)
        costs: tuple[NodeCost, ...] = ()
        if videos:
            costs = measure_program(text, videos, session, settings)
        if svg is not None:
            _write(svg, draw_program(text, session, costs, settings))
        if json:
            graphs = [{"name": stage.name, "graph": show(stage.graph)} for stage in stages]
            print_json({"stages": graphs, "costs": [dataclasses.asdict(cost) for cost in costs]})
            return
        say("\n\n".join(f"after {stage.name}\n{show(stage.graph)}" for stage in stages))
        if costs:
            say("\n" + _table(costs))


def _table(costs: tuple[NodeCost, ...]) -> str:
    head = f"{'wave':>4}  {'node':<16} {'op':<18} {'status':<8} {'ms':>9} {'frames':>6} {'users':>5}"
    rows = [
        f"{c.wave:>4}  {'%' + c.node:<16} {c.op:<18} {c.status:<8} {_took(c):>9} {c.frames or '':>6} {c.users:>5}"
        for c in costs
    ]
    return "\n".join([head, *rows, "nodes of one wave that look at frames share its time; `users` read the value"])


def _took(cost: NodeCost) -> str:
    return "stored" if cost.cached else f"{1000 * cost.wall_s:.1f}"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}"
        raise OutsideError(Diagnostic(Code("VP0505"), message, hint="name another file")) from error
