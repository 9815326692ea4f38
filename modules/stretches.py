"""What holds look by look, made into stretches of time."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vprog.values import NOISE_S

Held = npt.NDArray[np.bool_]


def runs(held: Held) -> list[tuple[int, int]]:
    """Give first and last position, both included, of every unbroken run of True, in order."""
    turns = np.flatnonzero(np.diff(np.concatenate(([False], held, [False])).astype(np.int8)))
    return [(int(first), int(after) - 1) for first, after in zip(turns[::2], turns[1::2], strict=True)]


def stretches(
    held: Held, times_s: Sequence[float], ends_s: Sequence[float], *, bridge_s: float, least_s: float
) -> list[tuple[int, int]]:
    """Give first and last position of each stretch in which something holds, whatever a single noisy look says.

    times_s, ends_s: from when to when each look stands for something. Interruptions shorter than `bridge_s` are no
    interruptions; of what is left, stretches shorter than `least_s` are none.
    """
    found: list[tuple[int, int]] = []
    for first, last in runs(held):
        if found and times_s[first] - ends_s[found[-1][1]] < bridge_s - NOISE_S:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return [(first, last) for first, last in found if ends_s[last] - times_s[first] >= least_s - NOISE_S]
