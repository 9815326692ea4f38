"""Which chain of boxes goes on as which: sure links first, then links over longer and longer gaps.

Of links that compete, those are taken that are likeliest together; a link with a rival nearly as good waits until more
is known. In the end links that turn out to be weak are undone, and decided once more with all that the chains tell.

Source: Huang, Wu, Nevatia, Robust Object Tracking by Hierarchical Association of Detection Responses, ECCV 2008, has
the levels, and the link that must be better than its rivals.
"""

import dataclasses
import itertools
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from vprog.modules.track.likeness import Rows, Scene, costs
from vprog.modules.track.matching import likeliest, rivals
from vprog.modules.track.motion import End, Ends, Floats, Sights, ends_along

Chain: TypeAlias = tuple[int, ...]
"""Rows of sights that show one thing, in order of time."""

_SMALLEST_REACH_S, _REACH_GROWS = 0.15, 2.0
_ROUNDS = 4
"""A level is gone over until nothing is linked any more, and no more often than this."""
_REVISIONS = 2
_PAIRS_AT_ONCE = 1 << 20
_SAME_TIME_S = 1e-6


@dataclasses.dataclass(frozen=True)
class Policy:
    """When ends are linked; costs in nats, as `costs` gives them."""

    max_cost: float
    lead: float = 4.0
    """By how much a link must be better than every rival at the first level; at the last one, by nothing."""
    weak_by: float = -5.0
    """A link inside a chain is weak unless its cost lies so far from `max_cost`."""


@dataclasses.dataclass(frozen=True)
class _Piece:
    """A chain with what is expected beyond its ends."""

    chain: Chain
    head: End
    tail: End


def chained(sights: Sights, scene: Scene, policy: Policy) -> list[Chain]:
    """Give every row of the sights in exactly one chain; no chain holds two sights of one time."""
    return _Linking(sights, scene, policy).run()


@dataclasses.dataclass(frozen=True)
class _Linking:
    sights: Sights
    scene: Scene
    policy: Policy

    def run(self) -> list[Chain]:
        pieces = [self._piece((row,)) for row in range(len(self.sights.time_s))]
        levels = self._levels()
        for k, reach_s in enumerate(levels):
            lead = self.policy.lead * (1 - k / max(1, len(levels) - 1))
            for _ in range(_ROUNDS):
                links = self._links(pieces, reach_s, lead)
                if not links:
                    break
                pieces = self._joined(pieces, links)
        for _ in range(_REVISIONS):
            pieces = [part for piece in pieces for part in self._broken(piece)]
            pieces = self._joined(pieces, self._links(pieces, levels[-1], 0.0))
        return [piece.chain for piece in pieces]

    def _levels(self) -> list[float]:
        """Give how long a gap may be at each level: the next look, then longer and longer ones."""
        next_s, longest_s = 1.5 * self.scene.step_s, self.scene.longest_s
        growing = itertools.accumulate(itertools.repeat(_REACH_GROWS), lambda s, by: s * by, initial=_SMALLEST_REACH_S)
        between = [s for s in itertools.takewhile(lambda s: s < longest_s, growing) if s > next_s]
        return [next_s, *between, max(longest_s, next_s)]

    def _piece(self, chain: Chain) -> _Piece:
        motion = self.scene.motion
        beginning, end = (ends_along(self.sights, c, motion)[-1] for c in (chain[::-1], chain))
        return _Piece(chain, beginning, end)

    def _links(self, pieces: Sequence[_Piece], reach_s: float, lead: float) -> list[tuple[int, int]]:
        """Give which piece is followed by which."""
        earlier, later, cost = self._candidates(pieces, reach_s, lead)
        likely = np.flatnonzero(cost < self.policy.max_cost)
        chosen = likely[likeliest(earlier[likely], later[likely], self.policy.max_cost - cost[likely])]
        if lead > 0:
            chosen = chosen[(rivals(earlier, later, cost) - cost)[chosen] >= lead]
        return [(int(earlier[k]), int(later[k])) for k in chosen]

    def _candidates(self, pieces: Sequence[_Piece], reach_s: float, lead: float) -> tuple[Rows, Rows, Floats]:
        """Give the pairs that may be linked, or stand in the way of a link, with what linking them costs."""
        tails, heads = Ends(piece.tail for piece in pieces), Ends(piece.head for piece in pieces)
        order = np.argsort(heads.time_s, kind="stable")
        starts_s = heads.time_s[order]
        # What is seen at the same time is seen beside it.
        first = np.searchsorted(starts_s, tails.time_s + _SAME_TIME_S)
        counts = np.maximum(np.searchsorted(starts_s, tails.time_s + reach_s + _SAME_TIME_S) - first, 0)
        parts = [(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp), np.zeros(0))]
        for block in _blocks(counts):
            size = counts[block]
            earlier = np.repeat(np.arange(len(counts))[block], size)
            within = np.arange(len(earlier)) - np.repeat(np.cumsum(size) - size, size)
            later = order[np.repeat(first[block], size) + within]
            cost = costs(tails, heads, earlier, later, self.scene)
            near = cost < self.policy.max_cost + lead
            parts.append((earlier[near], later[near], cost[near]))
        earlier, later, cost = (np.concatenate([part[k] for part in parts]) for k in range(3))
        return earlier, later, cost

    def _joined(self, pieces: Sequence[_Piece], links: Sequence[tuple[int, int]]) -> list[_Piece]:
        follower = dict(links)
        joined = []
        for k in sorted(set(range(len(pieces))) - set(follower.values())):
            members = [k]
            while members[-1] in follower:
                members.append(follower[members[-1]])
            rows = itertools.chain.from_iterable(pieces[m].chain for m in members)
            joined.append(pieces[k] if len(members) == 1 else self._piece(tuple(rows)))
        return joined

    def _broken(self, piece: _Piece) -> list[_Piece]:
        """Give the parts between weak links."""
        chain, motion = piece.chain, self.scene.motion
        tails = Ends(ends_along(self.sights, chain, motion)[:-1])
        heads = Ends(ends_along(self.sights, chain[::-1], motion)[-2::-1])
        k = np.arange(len(chain) - 1)
        weak = np.flatnonzero(costs(tails, heads, k, k, self.scene) > self.policy.max_cost + self.policy.weak_by) + 1
        cuts = [0, *weak.tolist(), len(chain)]
        return [piece] if not len(weak) else [self._piece(chain[a:b]) for a, b in itertools.pairwise(cuts)]


def _blocks(counts: npt.NDArray[np.intp]) -> list[slice]:
    """Cut the ends into runs with a bounded number of pairs each."""
    after = np.cumsum(counts)
    borders = [0]
    while borders[-1] < len(counts):
        done = after[borders[-1] - 1] if borders[-1] else 0
        borders.append(max(borders[-1] + 1, int(np.searchsorted(after, done + _PAIRS_AT_ONCE, side="right"))))
    return [slice(a, b) for a, b in itertools.pairwise(borders)]
