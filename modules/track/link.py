"""Which chain of boxes goes on as which: sure links first, then links over longer and longer gaps.

Nothing here has a direction in time. A link is judged where the two ends meet, in the middle of the gap: the earlier
chain foretold forwards, the later one backwards; of all links that compete, those are taken that are likeliest together.

Source: Huang, Wu, Nevatia, Robust Object Tracking by Hierarchical Association of Detection Responses, ECCV 2008: levels,
and the rule that a link with a rival waits. The likeness of two ends is that of two Kalman filters, as in motion.py.
"""

import dataclasses
import itertools
import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from vprog.modules.track.motion import End, Ends, Floats, Motion, Sights, ends_along

Chain: TypeAlias = tuple[int, ...]
"""Rows of sights that show one thing, in order of time."""
Rows: TypeAlias = npt.NDArray[np.intp]
Appearance: TypeAlias = Callable[[Chain, Chain], float]
"""What two chains look like adds this to the cost of linking them, in nats; negative when they look alike."""

_SMALLEST_REACH_S = 0.15
_REACH_GROWS = 2.0
_ROUNDS = 4
"""A level is gone over until nothing is linked any more, and no more often than this."""
_PAIRS_AT_ONCE = 1 << 20


@dataclasses.dataclass(frozen=True)
class Linking:
    """How links are judged. Costs are in nats: the negative logarithm of how much likelier one thing is than two."""

    motion: Motion
    step_s: float
    """Time between two looks."""
    longest_s: float
    """How long a thing may be out of sight."""
    crowd: float
    """How many things a place of the size of one of them holds by chance; above 0."""
    max_cost: float = -1.0
    lead: float = 6.0
    """By how much a link must be better than every rival at the first level; at the last one, by nothing."""
    appearance: Appearance | None = None


@dataclasses.dataclass(frozen=True)
class _Piece:
    """A chain with what is expected beyond its ends."""

    chain: Chain
    head: End
    tail: End


def _piece(sights: Sights, chain: Chain, motion: Motion) -> _Piece:
    return _Piece(chain, ends_along(sights, chain[::-1], motion)[-1], ends_along(sights, chain, motion)[-1])


def chained(sights: Sights, linking: Linking) -> list[Chain]:
    """Give every row of the sights in exactly one chain; no chain holds two sights of one time."""
    pieces = [_piece(sights, (row,), linking.motion) for row in range(len(sights.time_s))]
    levels = _levels(linking)
    for k, reach_s in enumerate(levels):
        lead = linking.lead * (1 - k / (len(levels) - 1)) if len(levels) > 1 else 0.0
        for _ in range(_ROUNDS):
            links = _links(pieces, linking, reach_s, lead)
            if not links:
                break
            pieces = _joined(pieces, links, sights, linking.motion)
    for _ in range(RELINK):
        pieces = _broken(pieces, sights, linking)
        pieces = _joined(pieces, _links(pieces, linking, linking.longest_s, 0.0), sights, linking.motion)
    return [piece.chain for piece in pieces]


def _levels(linking: Linking) -> list[float]:
    """Give how long a gap may be at each level: the next look, then longer and longer ones."""
    reach_s, levels = _SMALLEST_REACH_S, [1.5 * linking.step_s]
    while reach_s < linking.longest_s:
        if reach_s > levels[-1]:
            levels.append(reach_s)
        reach_s *= _REACH_GROWS
    return [*levels, max(linking.longest_s, levels[-1])]


def _links(pieces: Sequence[_Piece], linking: Linking, reach_s: float, lead: float) -> list[tuple[int, int]]:
    """Give which piece is followed by which."""
    earlier, later, cost = _candidates(pieces, linking, reach_s, lead)
    likely = cost < linking.max_cost
    chosen = _likeliest(earlier[likely], later[likely], linking.max_cost - cost[likely])
    links = np.flatnonzero(likely)[chosen]
    rival = np.minimum(_best_rival(earlier, cost), _best_rival(later, cost))
    sure = links[rival[links] - cost[links] >= lead] if lead > 0 else links
    return [(int(earlier[k]), int(later[k])) for k in sure]


def _candidates(pieces: Sequence[_Piece], linking: Linking, reach_s: float, lead: float) -> tuple[Rows, Rows, Floats]:
    """Give the pairs of pieces that may be linked or stand in the way of a link, with what linking them costs."""
    tails, heads = Ends(piece.tail for piece in pieces), Ends(piece.head for piece in pieces)
    order = np.argsort(heads.time_s, kind="stable")
    starts_s = heads.time_s[order]
    # A little later than the end: what is seen at the same time is seen beside it.
    first = np.searchsorted(starts_s, tails.time_s + 1e-6, side="right")
    stop = np.searchsorted(starts_s, tails.time_s + reach_s + 1e-6, side="right")
    counts = np.maximum(stop - first, 0)
    parts: list[tuple[Rows, Rows, Floats]] = []
    for block in _blocks(counts):
        size = counts[block]
        earlier = np.repeat(np.arange(len(counts))[block], size)
        within = np.arange(len(earlier)) - np.repeat(np.cumsum(size) - size, size)
        later = order[np.repeat(first[block], size) + within]
        cost = _cost(tails, heads, earlier, later, linking)
        near = cost < linking.max_cost + lead
        parts.append((earlier[near], later[near], cost[near]))
    earlier, later, cost = (np.concatenate([part[k] for part in parts]) for k in range(3))
    if linking.appearance is not None:
        looks = [linking.appearance(pieces[i].chain, pieces[j].chain) for i, j in zip(earlier, later, strict=True)]
        cost = cost + np.array(looks, dtype=np.float64)
    return earlier, later, cost


def _blocks(counts: npt.NDArray[np.intp]) -> list[slice]:
    """Cut the chains into runs with a bounded number of pairs each."""
    after = np.cumsum(counts)
    borders = [0]
    while borders[-1] < len(counts):
        done = after[borders[-1] - 1] if borders[-1] else 0
        borders.append(max(borders[-1] + 1, int(np.searchsorted(after, done + _PAIRS_AT_ONCE, side="right"))))
    return [slice(a, b) for a, b in itertools.pairwise(borders)] or [slice(0, 0)]


def _cost(tails: Ends, heads: Ends, earlier: Rows, later: Rows, linking: Linking) -> Floats:
    """Give the negative log likelihood ratio of each pair: the ends of one thing, or of two things by chance."""
    motion = linking.motion
    gap_s = heads.time_s[later] - tails.time_s[earlier]
    place, speed, variances = tails.moved(earlier, motion, gap_s / 2)
    place_back, speed_back, variances_back = heads.moved(later, motion, gap_s / 2)
    size_px = np.exp((tails.log_size[earlier] + heads.log_size[later]).sum(axis=1) / 4)[:, None]
    apart, faster = (place_back - place) / size_px, (-speed_back - speed) / size_px
    # Time runs the other way in what is foretold backwards: speed, and what it has to do with place, change sign.
    s_place, s_speed = variances[0] + variances_back[0], variances[2] + variances_back[2]
    s_both = variances[1] - variances_back[1]
    s_size = tails.size_variance[earlier] + heads.size_variance[later] + motion.size_drift * gap_s[:, None]
    grown = heads.log_size[later] - tails.log_size[earlier]
    crowd = math.log(linking.crowd)
    chance = -crowd + math.log(2 * motion.speed**2) + math.log(_CHANCE_SIZE) - math.log(2 * math.pi)
    cost = np.full(len(gap_s), np.inf)
    for penalty, more_place, more_size in _NOISES:
        p, z = s_place + more_place, s_size + more_size
        spread = p * s_speed - s_both**2
        quadratic = s_speed[:, None] * apart**2 - 2 * s_both[:, None] * apart * faster + p[:, None] * faster**2
        one = quadratic.sum(axis=1) / (2 * spread) + np.log(spread) + (grown**2 / z + np.log(z)).sum(axis=1) / 2
        cost = np.minimum(cost, one + penalty)
    return cost + HID * np.maximum(gap_s - linking.step_s, 0.0) / linking.longest_s - chance


_NOISES = ((0.0, 0.0, 0.0), (2.0, 0.15, 0.3))
HID = 1.0
_CHANCE_SIZE = 0.25
"""Variance of the logarithm of size among things that meet by chance."""


def _likeliest(earlier: Rows, later: Rows, gain: Floats) -> Rows:
    """Give which pairs to take so that each chain is followed by one at most, follows one at most, and gain is largest."""
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


def _best_rival(group: Rows, cost: Floats) -> Floats:
    """Give for each pair the least cost of the other pairs in its group; infinite where it is alone."""
    order = np.lexsort((cost, group))
    begins = np.flatnonzero(np.diff(group[order], prepend=-1))
    rival = np.repeat(cost[order][begins], np.diff(begins, append=len(order)))
    # The best of a group is its own best: its rival is the second.
    second = np.append(cost[order], np.inf)[begins + 1]
    rival[begins] = np.where(np.diff(begins, append=len(order)) > 1, second, np.inf)
    found = np.empty(len(order))
    found[order] = rival
    return found


def _joined(pieces: Sequence[_Piece], links: Sequence[tuple[int, int]], sights: Sights, motion: Motion) -> list[_Piece]:
    follower = dict(links)
    joined = []
    for k in sorted(set(range(len(pieces))) - set(follower.values())):
        chain, at = pieces[k].chain, k
        while at in follower:
            at = follower[at]
            chain += pieces[at].chain
        joined.append(pieces[k] if at == k else _piece(sights, chain, motion))
    return joined


RELINK = 2
WEAK = -7.0


def _broken(pieces, sights, linking):
    out = []
    for piece in pieces:
        chain = piece.chain
        if len(chain) < 2:
            out.append(piece)
            continue
        tails = Ends(ends_along(sights, chain, linking.motion)[:-1])
        heads = Ends(ends_along(sights, chain[::-1], linking.motion)[::-1][1:])
        k = np.arange(len(chain) - 1)
        cost = _cost(tails, heads, k, k, linking)
        cuts = [0, *(np.flatnonzero(cost > WEAK) + 1).tolist(), len(chain)]
        if len(cuts) == 2:
            out.append(piece)
        else:
            out += [_piece(sights, chain[a:b], linking.motion) for a, b in itertools.pairwise(cuts)]
    return out
