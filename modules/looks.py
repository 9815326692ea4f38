"""What things look like, in numbers that can be compared."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from vprog.spec import Sighting

Look: TypeAlias = npt.NDArray[np.float64] | None
"""What a thing looks like: a vector of length 1, or None for one that could not be looked at."""
Looks: TypeAlias = Sequence[Look]


def mean_looks(sightings: Sequence[Sequence[Sighting]]) -> Looks:
    """Give the mean vector of each thing's sightings."""
    return [together([np.asarray(s.finding.vector) for s in seen]) for seen in sightings]


def together(looks: Looks) -> Look:
    """Give the mean of several looks at one thing."""
    known = [look for look in looks if look is not None]
    mean = np.mean(known, axis=0) if known else np.zeros(0)
    length = float(np.linalg.norm(mean))
    return mean / length if length > 0 else None


def likeness(one: Look, other: Look) -> float:
    """Give the cosine of two looks; less than any for two of which one was not seen."""
    return -1.0 if one is None or other is None else float(one @ other)
