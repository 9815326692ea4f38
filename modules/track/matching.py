"""Which of many pairs to take when each end may be used once."""

import numpy as np

from vprog.modules.track.likeness import Rows
from vprog.modules.track.motion import Floats


def likeliest(earlier: Rows, later: Rows, gain: Floats) -> Rows:
    """Give the positions of the pairs that gain most together when each row and each column is used once at most.

    gain: above 0. None for no pairs.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    if not len(gain):
        return np.zeros(0, dtype=np.intp)
    ones, row = np.unique(earlier, return_inverse=True)
    others, column = np.unique(later, return_inverse=True)
    # Each may also be followed by nothing, at no gain. Weights must not be zero, which stands for no pair at all.
    nothing = np.arange(len(ones))
    top = gain.max() + 1.0
    weight = np.concatenate([top - gain, np.full(len(ones), top)])
    where = (np.concatenate([row, nothing]), np.concatenate([column, len(others) + nothing]))
    table = csr_array((weight, where), shape=(len(ones), len(others) + len(ones)))
    follower = min_weight_full_bipartite_matching(table)[1]
    return np.flatnonzero(follower[row] == column)


def rivals(earlier: Rows, later: Rows, cost: Floats) -> Floats:
    """Give for each pair the least cost of another one with the same row or column; infinite where there is none."""
    return np.minimum(_rivals(earlier, cost), _rivals(later, cost))


def _rivals(group: Rows, cost: Floats) -> Floats:
    order = np.lexsort((cost, group))
    begins = np.flatnonzero(np.diff(group[order], prepend=-1))
    counts = np.diff(begins, append=len(order))
    least = np.repeat(cost[order][begins], counts)
    # The least of a group is no rival of itself: its rival is the second.
    second = np.append(cost[order], np.inf)[begins + 1]
    least[begins] = np.where(counts > 1, second, np.inf)
    found = np.empty(len(order))
    found[order] = least
    return found
