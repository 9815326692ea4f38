"""What a parameter search may vary: the knobs, as they are declared."""

import dataclasses
from collections.abc import Iterable

from vprog.spec.declare import Knob
from vprog.spec.module import Module


@dataclasses.dataclass(frozen=True)
class SearchDimension:
    """One knob of one module; `name` is what `--set` takes: `detect.min_score`."""

    name: str
    knob: Knob


def search_space(modules: Iterable[Module]) -> tuple[SearchDimension, ...]:
    """Give every knob of these modules; empty when none of them has any."""
    return tuple(SearchDimension(f"{m.name}.{k.name}", k) for m in modules for k in m.knobs)
