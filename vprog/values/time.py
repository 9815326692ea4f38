"""Intervals of time and the frames that were looked at. Seconds are float64 from the first shown frame."""

import bisect
import dataclasses
from collections.abc import Iterable, Sequence

NOISE_S = 1e-6
"""Sums of frame times differ by less than this from what they stand for."""


@dataclasses.dataclass(frozen=True, order=True)
class Interval:
    """A half-open stretch `[start_s, end_s)`; with `start_s == end_s` the instant that `at` asks for."""

    start_s: float
    end_s: float

    def __post_init__(self) -> None:
        """Refuse an interval that runs backwards or has no place in time."""
        if not 0.0 <= self.start_s <= self.end_s:
            raise ValueError(f"an interval needs 0 <= start_s <= end_s; got [{self.start_s}, {self.end_s})")

    @property
    def length_s(self) -> float:
        """Give the length in seconds."""
        return self.end_s - self.start_s

    def holds(self, time_s: float) -> bool:
        """Say whether the moment lies inside; an instant holds itself."""
        return self.start_s <= time_s < self.end_s or time_s == self.start_s == self.end_s

    def shows(self, time_s: float) -> bool:
        """Say whether a frame that is first shown then lies inside; on a border up to noise it lies behind the border.

        Borders are often sums of times, whose last bits differ from the time of the frame that they stand for.
        """
        if self.length_s == 0.0:
            return self.holds(time_s)
        return self.start_s - NOISE_S <= time_s < self.end_s - NOISE_S

    def meets(self, other: "Interval") -> bool:
        """Say whether the two have a moment in common."""
        if self.length_s == 0.0:
            return other.holds(self.start_s)
        if other.length_s == 0.0:
            return self.holds(other.start_s)
        return self.start_s < other.end_s and other.start_s < self.end_s


@dataclasses.dataclass(frozen=True)
class Sampling:
    """The frames that were looked at, in order of time.

    indices: frame numbers in the source. times_s: when each is shown. step_s: how long one looked-at frame stands for.
    """

    indices: tuple[int, ...]
    times_s: tuple[float, ...]
    step_s: float

    def __post_init__(self) -> None:
        """Refuse columns of different length."""
        if len(self.indices) != len(self.times_s):
            raise ValueError(f"{len(self.indices)} frame numbers but {len(self.times_s)} times")

    def within(self, cuts: Sequence[Interval]) -> "Sampling":
        """Keep the frames shown inside one of the cuts.

        An instant keeps the frame shown then: the last one at or before it.
        """
        moments = {self._shown_at(cut.start_s) for cut in cuts if cut.length_s == 0.0}
        stretches = [cut for cut in cuts if cut.length_s > 0.0]
        kept = [
            (index, time)
            for position, (index, time) in enumerate(zip(self.indices, self.times_s, strict=True))
            if position in moments or any(cut.shows(time) for cut in stretches)
        ]
        return Sampling(tuple(i for i, _ in kept), tuple(t for _, t in kept), self.step_s)

    def _shown_at(self, moment_s: float) -> int | None:
        """Give the position of the one frame shown then: time and step alone overlap in their last bits."""
        position = bisect.bisect_right(self.times_s, moment_s) - 1
        shown = position >= 0 and moment_s < self.times_s[position] + self.step_s + NOISE_S
        return position if shown else None


def together(samplings: Iterable[Sampling]) -> Sampling:
    """Give the frames that any of them looked at, with the smallest step; step 0.0 when there is none to tell."""
    told = tuple(dict.fromkeys(samplings))
    if len(told) == 1:
        return told[0]
    frames = sorted({frame for s in told for frame in zip(s.indices, s.times_s, strict=True)})
    step_s = min((s.step_s for s in told), default=0.0)
    return Sampling(tuple(i for i, _ in frames), tuple(t for _, t in frames), step_s)


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Give the same moments as disjoint intervals in order; touching ones become one, but for an instant at an end.

    >>> union([Interval(2, 3), Interval(0, 1), Interval(1, 2.5)])
    (Interval(start_s=0, end_s=3),)
    """
    merged: list[Interval] = []
    instants: list[Interval] = []
    for interval in sorted(set(intervals)):
        if interval.length_s == 0.0:
            instants.append(interval)
        elif merged and interval.start_s <= merged[-1].end_s:
            merged[-1] = Interval(merged[-1].start_s, max(merged[-1].end_s, interval.end_s))
        else:
            merged.append(interval)
    # The end of a stretch is not part of it: an instant there would be lost in it.
    return tuple(sorted((*merged, *(i for i in instants if not any(m.holds(i.start_s) for m in merged)))))


def intersect(left: Sequence[Interval], right: Sequence[Interval]) -> tuple[Interval, ...]:
    """Give the moments in both. Empty when they have none in common."""
    common = [Interval(max(a.start_s, b.start_s), min(a.end_s, b.end_s)) for a in left for b in right if a.meets(b)]
    return union(common)


def subtract(left: Sequence[Interval], right: Sequence[Interval]) -> tuple[Interval, ...]:
    """Give the moments of `left` that are in none of `right`."""
    rest = list(left)
    for hole in right:
        if hole.length_s == 0.0:
            continue
        pieces: list[Interval] = []
        for interval in rest:
            if not interval.meets(hole):
                pieces.append(interval)
                continue
            if interval.start_s < hole.start_s:
                pieces.append(Interval(interval.start_s, hole.start_s))
            if hole.end_s < interval.end_s:
                pieces.append(Interval(hole.end_s, interval.end_s))
        rest = pieces
    return union(rest)


def total_s(intervals: Iterable[Interval]) -> float:
    """Give the length of all of them together, counting shared moments once; 0.0 for none."""
    return sum(interval.length_s for interval in union(intervals))
