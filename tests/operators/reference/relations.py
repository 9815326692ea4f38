"""How things lie to each other, pair by pair and frame by frame."""

import math

from tests.operators.reference.logic import NOT_KNOWN
from tests.operators.reference.selection import TICK_S
from tests.operators.reference.table import Undecided, at_least, reference
from tests.operators.reference.things import centre, one_thing, until_s
from tests.operators.reference.times import in_order, joined, pieces_of
from vprog.values import Interval, Look, Span, Spans


def compared(tracks, others, found):
    """Give spans of what `found` says of one thing and those that it is compared with, in the looks at both."""
    if tracks.video.source != others.video.source:
        return NOT_KNOWN
    pairs = [(a, b) for a in tracks.video.cuts for b in others.video.cuts]
    cuts = [(max(a.start_s, b.start_s), min(a.end_s, b.end_s)) for a, b in pairs]
    cuts = [Interval(a, b) for a, b in sorted(cuts) if a < b]
    also = set(others.sampling.indices)
    items, looked = [], False
    for cut in cuts:
        timed = zip(tracks.sampling.indices, tracks.sampling.times_s, strict=True)
        looks = [(f, t) for f, t in timed if f in also and cut.start_s - TICK_S <= t < cut.end_s - TICK_S]
        looked = looked or bool(looks)
        frames = {f for f, _ in looks}
        for track in tracks.items if looks else ():
            rest = [o for o in others.items if not one_thing(track, o, frames)]
            for start_s, end_s in found(tracks, track, rest, looks):
                a, b = max(start_s, cut.start_s), min(end_s, cut.end_s)
                items.append(Span(track.source, a, b, (track,), track.score, track.label))
    if not looked:
        return NOT_KNOWN
    view = tracks.video if not cuts else tracks.video.keep(cuts)
    return Spans((view,), in_order(items), tracks.label, (Look(tracks.video, tracks.sampling),))


def at(track, frame):
    return next((b for b in track.boxes if b.frame == frame), None)


def holding(tracks, others, holds, min_s, bridge_s, *, each_pair=False):
    def found(tracks, track, rest, looks):
        ends = {f: until_s(tracks, t, track.step_s) for f, t in looks}
        longest_s = ends[looks[-1][0]] - looks[0][1]
        times = []
        for other in rest:
            runs = []
            for frame, time_s in looks:
                a, b = at(track, frame), at(other, frame)
                if a and b and holds(a, b):
                    if runs and time_s - runs[-1][1] < max(bridge_s, 1.5 * track.step_s) - TICK_S:
                        runs[-1] = (runs[-1][0], ends[frame])
                    else:
                        runs.append((time_s, ends[frame]))
            times += [(a, b) for a, b in runs if b - a >= min(min_s, longest_s) - TICK_S]
        if each_pair:
            return times
        spans = [Interval(a, b) for a, b in times]
        return joined((a, b) for a, b in pieces_of(spans) if any(s.start_s <= a and b <= s.end_s for s in spans))

    return compared(tracks, others, found)


def sides(box):
    return (box.x2 - box.x1, box.y2 - box.y1)


def apart(a, b):
    """Give how far a's middle lies to the right of b's and below it, and how far when they touch side by side."""
    (ax, ay), (bx, by) = centre(a), centre(b)
    (aw, ah), (bw, bh) = sides(a), sides(b)
    return (ax - bx, ay - by), ((aw + bw) / 2, (ah + bh) / 2)


def mean_diagonal(a, b):
    return (math.hypot(*sides(a)) + math.hypot(*sides(b))) / 2


@reference("near")
def near(tracks, others, min_s, bridge_s, max_gap):
    def holds(a, b):
        gap_x, gap_y = max(a.x1 - b.x2, b.x1 - a.x2, 0.0), max(a.y1 - b.y2, b.y1 - a.y2, 0.0)
        gap = math.hypot(gap_x, gap_y)
        return gap == 0.0 or not at_least(gap, max_gap * mean_diagonal(a, b))

    return holding(tracks, others, holds, min_s, bridge_s)


@reference("meets")
def meets(tracks, others, min_s, bridge_s, tolerance):
    def holds(a, b):
        (x, y), (reach_x, reach_y) = apart(a, b)
        return not at_least(math.hypot(x / reach_x, y / reach_y), 1.0 + tolerance)

    return holding(tracks, others, holds, min_s, bridge_s, each_pair=True)


@reference("inside")
def inside(tracks, others, min_s, bridge_s, min_share):
    def holds(a, b):
        width, height = min(a.x2, b.x2) - max(a.x1, b.x1), min(a.y2, b.y2) - max(a.y1, b.y1)
        share = max(0.0, width) * max(0.0, height) / math.prod(sides(a))
        within = share == 1.0 or at_least(share, min_share)
        return math.prod(sides(a)) < math.prod(sides(b)) and within

    return holding(tracks, others, holds, min_s, bridge_s)


def beyond(name, axis, sign):
    @reference(name)
    def relation(tracks, others, min_s, bridge_s):
        return holding(tracks, others, lambda a, b: side(a, b, axis) == sign, min_s, bridge_s)


def side(a, b, axis) -> int:
    """Give on which side of b the thing a is: 1 right or below, -1 left or above, 0 on neither."""
    low, high = (("x1", "x2"), ("y1", "y2"))[axis]
    if centre(a)[axis] > getattr(b, high) and centre(b)[axis] < getattr(a, low):
        return 1
    return -1 if centre(a)[axis] < getattr(b, low) and centre(b)[axis] > getattr(a, high) else 0


beyond("left_of", 0, -1)
beyond("right_of", 0, 1)
beyond("above", 1, -1)
beyond("below", 1, 1)


@reference("passes")
def passes(tracks, others, max_gap, min_own):
    def found(tracks, track, rest, looks):
        for other in rest:
            both = [(t, a, b) for f, t in looks if (a := at(track, f)) and (b := at(other, f))]
            times = []
            for axis in (0, 1):
                for stretch in crossings(both, axis):
                    if goes_itself(stretch, axis, min_own) and close_by(stretch, axis, max_gap):
                        times.append(Interval(stretch[0][0], until_s(tracks, stretch[-1][0], track.step_s)))
            yield from joined(
                (a, b) for a, b in pieces_of(times) if any(i.start_s <= a and b <= i.end_s for i in times)
            )

    return compared(tracks, others, found)


def crossings(both, axis):
    """Give the looks from the last on one side to the first on the other."""
    stretch = []
    for look in both:
        now = side(look[1], look[2], axis)
        if now:
            if stretch and side(*stretch[0][1:], axis) == -now:
                yield [*stretch, look]
            stretch = [look]
        elif stretch:
            stretch.append(look)


def goes_itself(stretch, axis, min_own):
    (_, a1, b1), (_, a2, b2) = stretch[0], stretch[-1]
    own = centre(a2)[axis] - centre(a1)[axis]
    passed = own - (centre(b2)[axis] - centre(b1)[axis])
    return at_least(own / passed, min_own)


def close_by(stretch, axis, max_gap):
    """Say whether the two are near when the middle of the one goes by that of the other."""
    towards = side(*stretch[-1][1:], axis)
    offsets = [towards * apart(a, b)[0][axis] for _, a, b in stretch]
    n = next(n for n, offset in enumerate(offsets) if offset > 0) - 1
    if math.isclose(offsets[n], 0.0, abs_tol=1e-9) and offsets[n] != 0.0:
        raise Undecided
    share = offsets[n] / (offsets[n] - offsets[n + 1])
    mixed = []
    for measure in (
        lambda a, b: apart(a, b)[0][1 - axis],
        lambda a, b: apart(a, b)[1][1 - axis],
        mean_diagonal,
    ):
        before, after = measure(*stretch[n][1:]), measure(*stretch[n + 1][1:])
        mixed.append(before + share * (after - before))
    across, touching, size = mixed
    gap = max(0.0, abs(across) - touching)
    return gap == 0.0 or not at_least(gap, max_gap * size)
