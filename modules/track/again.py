"""Who comes back is known again, or not, by looks: they judge the links over gaps that motion made, and add others.

Who is gone for longer, and went or came across the border of the picture, has left or entered: that is for
`count_unique` to count as one.
"""

import bisect
import dataclasses
import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from vprog.modules.looks import Look, likeness, together
from vprog.modules.track.matching import likeliest
from vprog.values import Box, Source

Thing: TypeAlias = Sequence[Box]
"""Where one thing was seen, in order of time: at least once."""
Pair: TypeAlias = tuple[int, int]
"""Positions of a thing that got lost and of one that appears later."""

_DOUBTFUL_S = 0.5
"""A link over a longer gap is looked at, even if motion is sure of it."""
_MOVED_SO = 0.05
"""What motion is worth: a link that it made needs a likeness that is lower by this."""
_BORDER = 0.02
"""What comes this near to a side of the picture, as a share of it, may go or come there."""
_REACH = 3.0
"""How many times faster than expected a thing may have gone where nobody saw it."""


@dataclasses.dataclass(frozen=True)
class Parts:
    """Things cut at their gaps, and what may belong together."""

    parts: Sequence[Thing]
    linked: frozenset[Pair]
    """What motion linked."""
    others: tuple[Pair, ...]
    """What it did not link, and time and place allow."""

    @property
    def asked(self) -> tuple[int, ...]:
        """Give those of the parts whose looks decide something."""
        return tuple(sorted({k for pair in (*self.linked, *self.others) for k in pair}))

    def joined(self, looks: Mapping[int, Look], least: float) -> list[list[Thing]]:
        """Give the things, in order of their first parts, each in the stretches over which motion tells its way.

        Links of motion between parts that do not look alike are undone. Then what looks alike is put together: of
        several ways, the likest in all.

        looks: by position; where none are known, the links that motion made hold. least: likeness that is asked for.
        """
        kept = (pair for pair in self.linked if (one := self._alike(pair, looks)) is None or one > least - _MOVED_SO)
        chains = _chains(range(len(self.parts)), dict(kept))
        of_whole = [together([looks.get(k) for k in chain]) for chain in chains]
        last, first = ({chain[end]: n for n, chain in enumerate(chains)} for end in (-1, 0))
        pairs = [(last[i], first[j]) for i, j in self.others if i in last and j in first]
        gains = {(i, j): gain for i, j in pairs if (gain := likeness(of_whole[i], of_whole[j]) - least) > 0}
        earlier, later = np.array([*gains], dtype=np.intp).reshape(-1, 2).T
        taken = likeliest(earlier, later, np.array([*gains.values()]))
        returned = _chains(range(len(chains)), {int(earlier[k]): int(later[k]) for k in taken})
        return [[[box for k in chains[n] for box in self.parts[k]] for n in numbers] for numbers in returned]

    @staticmethod
    def _alike(pair: Pair, looks: Mapping[int, Look]) -> float | None:
        one, other = (looks.get(k) for k in pair)
        return None if one is None or other is None else likeness(one, other)


def cut(things: Sequence[Thing], source: Source, *, lost_s: float, away_s: float, speed: float, step_s: float) -> Parts:
    """Cut things at their gaps, and give which part may go on as which, as far as time and place can tell.

    lost_s: how long a thing may be out of sight, wherever. away_s: the same, inside the picture. speed: how fast things
    are, in their own sizes a second. step_s: between two looks.
    """
    parts: list[Thing] = []
    linked = set()
    for thing in things:
        pieces = _pieces(thing, max(_DOUBTFUL_S, 1.5 * step_s))
        linked |= {(len(parts) + k, len(parts) + k + 1) for k in range(len(pieces) - 1)}
        parts += pieces
    ends = [_at_border(part[-1], source) for part in parts]
    begins = [_at_border(part[0], source) for part in parts]

    def may(i: int, j: int) -> bool:
        gap_s = parts[j][0].time_s - parts[i][-1].time_s
        longest_s = lost_s if ends[i] or begins[j] else max(lost_s, away_s)
        near = _REACH * speed * (gap_s + step_s)
        return 0 < gap_s <= longest_s and _within(parts[i][-1], parts[j][0], near)

    order = sorted(range(len(parts)), key=lambda k: parts[k][0].time_s)
    begin_s = [parts[k][0].time_s for k in order]
    others = []
    for i, part in enumerate(parts):
        end_s = part[-1].time_s
        soon = order[bisect.bisect_right(begin_s, end_s) : bisect.bisect_right(begin_s, end_s + max(lost_s, away_s))]
        others += [(i, j) for j in sorted(soon) if i != j and (i, j) not in linked and may(i, j)]
    return Parts(parts, frozenset(linked), tuple(others))


def _pieces(thing: Thing, longest_s: float) -> list[Thing]:
    cuts = [k for k in range(1, len(thing)) if thing[k].time_s - thing[k - 1].time_s > longest_s]
    return [thing[a:b] for a, b in itertools.pairwise([0, *cuts, len(thing)])]


def _chains(positions: Iterable[int], follower: Mapping[int, int]) -> list[list[int]]:
    """Give each position in one chain, each chain in order; the chains are in order of their first positions."""
    chains = []
    for k in sorted(set(positions) - set(follower.values())):
        chain = [k]
        while chain[-1] in follower:
            chain.append(follower[chain[-1]])
        chains.append(chain)
    return chains


def _at_border(box: Box, source: Source) -> bool:
    x_px, y_px = _BORDER * source.width_px, _BORDER * source.height_px
    return box.x1 <= x_px or box.y1 <= y_px or box.x2 >= source.width_px - x_px or box.y2 >= source.height_px - y_px


def _within(one: Box, other: Box, sizes: float) -> bool:
    """Say whether two places are no further apart, on either axis, than so many sizes of the larger thing."""
    size_px = max(math.sqrt(max(1.0, (b.x2 - b.x1) * (b.y2 - b.y1))) for b in (one, other))
    return all(abs(a - b) <= sizes * size_px for a, b in zip(one.centre_px, other.centre_px, strict=True))
