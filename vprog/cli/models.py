"""`models list` and `models pull`: model files, what they are for, and fetching them."""

from typing import Annotated, Any

import typer

from vprog.api.models import ModelState, model_states, pull_models
from vprog.cli.options import Cache, Json, Models
from vprog.cli.reporting import print_json, reported, say

app = typer.Typer(help="List the model files, or fetch them.", add_completion=False, rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def models(context: typer.Context) -> None:
    """List the model files, or fetch them."""
    if context.invoked_subcommand is None:
        list_models()


@app.command("list")
def list_models(models: Models = None, cache: Cache = None, json: Json = False) -> None:
    """List every model file that a module can use, and whether it is at hand."""
    with reported(json_wanted=json):
        states = model_states(models, cache)
        if json:
            print_json([_record(state) for state in states])
            return
        for state in states:
            say(_described(state))


@app.command()
def pull(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME...]", help="Which ones; default: all.")] = None,
    models: Models = None,
    cache: Cache = None,
    json: Json = False,
) -> None:
    """Fetch model files from their own addresses, and check their digests."""
    with reported(json_wanted=json):
        pulled = []
        for state in pull_models(names or (), models, cache, lambda text: say(text, err=json)):
            pulled.append(_record(state))
            say(f"  at hand: {state.path}", err=json)
        if json:
            print_json(pulled)


def _described(state: ModelState) -> str:
    size = f"{state.size_bytes / 1e6:.1f} MB"
    used = ", ".join(state.used_by)
    where = f"at hand: {state.path}" if state.path else state.problem or f"not at hand; vprog models pull {state.name}"
    return f"{state.name}  {size}  {state.licence}  profile {', '.join(state.profiles)}  for {used}\n  {where}"


def _record(state: ModelState) -> dict[str, Any]:
    return {
        "name": state.name,
        "licence": state.licence,
        "size_bytes": state.size_bytes,
        "profiles": state.profiles,
        "used_by": state.used_by,
        "url": state.url,
        "sha256": state.sha256,
        "at_hand": state.path is not None,
        "path": None if state.path is None else str(state.path),
        "problem": state.problem,
    }
