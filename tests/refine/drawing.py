"""A rewriter without any sense."""

import dataclasses
import random

from tests.language.sampling import draw
from tests.refine.faults import REGISTRY
from vprog.language import strict_value_grammar
from vprog.refine import Hole, Rewritten


@dataclasses.dataclass
class Drawing:
    """Writes whatever the strict grammar of a value allows, at random: what a model without any sense would write."""

    rng: random.Random
    name: str = "drawing"
    asked: list[Hole] = dataclasses.field(default_factory=list)

    def rewrite(self, hole: Hole) -> Rewritten | None:
        self.asked.append(hole)
        grammar = strict_value_grammar(REGISTRY, hole.scope, hole.types, depth=hole.depth)
        written = draw(grammar, self.rng) if grammar else None
        return None if written is None else Rewritten(written.rstrip("\n"), len(written))
