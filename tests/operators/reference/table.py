"""What every operator without a model should give, written as plainly as can be, by the name of its module.

A reference takes what the module takes. It is slow, knows nothing of the module, and says `Undecided` where two ways of
rounding may rightly disagree.
"""

import math
from collections.abc import Callable
from typing import TypeVar

Reference = TypeVar("Reference", bound=Callable)
REFERENCES: dict[str, Callable] = {}
_CLOSE = 1e-9


class Undecided(Exception):  # noqa: N818  # no error
    """A measure lies on its threshold, up to the last bits."""


def reference(name: str) -> Callable[[Reference], Reference]:
    """Enter a function as what the module of this name should do."""

    def enter(function: Reference) -> Reference:
        assert name not in REFERENCES
        REFERENCES[name] = function
        return function

    return enter


def at_least(measure: float, threshold: float) -> bool:
    """Compare with a threshold, but not in the last bits."""
    if math.isclose(measure, threshold, rel_tol=_CLOSE, abs_tol=_CLOSE):
        raise Undecided
    return measure > threshold
