"""What things do: when they come and go, move and stand, where and how large they are, and who does it."""

import math
import statistics

import numpy as np

from tests.operators.reference.logic import NOT_KNOWN
from tests.operators.reference.selection import TICK_S, stretches
from tests.operators.reference.table import at_least, reference
from tests.operators.reference.times import in_order, joined, once, pieces_of
from vprog.values import Interval, Look, Sampling, Span, Spans, Tracks

# --- Looks. ---


def until_s(tracks: Tracks, time_s: float, step_s: float) -> float:
    """Give when what was seen in a look is no longer known: a step later, at the next look, or at the end."""
    borders = [tracks.video.source.duration_s]
    borders += [t for t in tracks.sampling.times_s if t > time_s]
    borders += [c.end_s for c in tracks.video.cuts if c.start_s - TICK_S <= time_s < c.end_s - TICK_S]
    nearest = min(borders)
    return max(time_s, nearest if nearest <= time_s + step_s + TICK_S else time_s + step_s)


def shown_in(cut: Interval, boxes):
    return [b for b in boxes if cut.start_s - TICK_S <= b.time_s < cut.end_s - TICK_S]


def told(tracks: Tracks, spans) -> Spans:
    return Spans((tracks.video,), in_order(spans), tracks.label, (Look(tracks.video, tracks.sampling),))


def span_of(track, start_s: float, end_s: float) -> Span:
    return Span(track.source, start_s, end_s, (track,), track.score, track.label)


# --- Coming and going. ---


def looks_in(tracks: Tracks, cut: Interval):
    timed = zip(tracks.sampling.indices, tracks.sampling.times_s, strict=True)
    return [f for f, t in timed if cut.start_s - TICK_S <= t < cut.end_s - TICK_S]


def events(tracks: Tracks, end: int, margin: float | None) -> Spans:
    """Give the first (0) or last (-1) sights that are not at that end of a cut, at the border of the picture or not."""
    edges = {looks[end] for cut in tracks.video.cuts if (looks := looks_in(tracks, cut))}
    width, height = tracks.video.source.width_px, tracks.video.source.height_px
    found = []
    for track in tracks.items:
        box = track.boxes[end]
        gaps = (box.x1 / width, box.y1 / height, (width - box.x2) / width, (height - box.y2) / height)
        at_border = margin is None or any(not at_least(gap, margin) for gap in gaps)
        if box.frame not in edges and at_border:
            found.append(span_of(track, box.time_s, until_s(tracks, box.time_s, track.step_s)))
    return told(tracks, found)


@reference("appears")
def appears(tracks):
    return events(tracks, 0, None)


@reference("disappears")
def disappears(tracks):
    return events(tracks, -1, None)


@reference("enters")
def enters(tracks, margin):
    return events(tracks, 0, margin)


@reference("leaves")
def leaves(tracks, margin):
    return events(tracks, -1, margin)


@reference("visible")
def visible(tracks):
    seen = []
    for track in tracks.items:
        for part in stretches(tracks, track):
            start_s, end_s = part[0].time_s, until_s(tracks, part[-1].time_s, track.step_s)
            both = [(max(c.start_s, start_s), min(c.end_s, end_s)) for c in tracks.video.cuts]
            seen += [(track, Interval(a, b)) for a, b in both if a < b]
    found = []
    for a, b in joined((a, b) for a, b in pieces_of([i for _, i in seen]) if any(i.holds(a) for _, i in seen)):
        who = [t for t, i in seen if i.start_s < b and a < i.end_s]
        found.append(Span(who[0].source, a, b, once(tuple(who)), min(t.score for t in who), who[0].label))
    return told(tracks, found)


@reference("who")
def who(spans):
    if isinstance(spans, Span):
        return spans.subjects[0] if len(spans.subjects) == 1 else NOT_KNOWN
    sources = {v.source for v in spans.looked} | {s.source for s in spans.items}
    if len(sources) != 1 or any(s.subjects == () for s in spans.items):
        return NOT_KNOWN
    subjects = once(tuple(t for s in spans.items for t in s.subjects))
    ordered = tuple(sorted(subjects, key=lambda t: (t.boxes[0].frame, t.boxes[0].x1)))
    if spans.followed:
        (look,) = spans.followed
        return Tracks(look.video, look.sampling, ordered, spans.label)
    frames = sorted({(b.frame, b.time_s) for t in ordered for b in t.boxes})
    step_s = min((t.step_s for t in ordered), default=0.0)
    sampling = Sampling(tuple(f for f, _ in frames), tuple(t for _, t in frames), step_s)
    return Tracks(spans.looked[0], sampling, ordered, spans.label)


# --- One thing as a whole. ---


def centre(box):
    return ((box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2)


def way(x: float, y: float) -> str:
    return ("right" if x > 0 else "left") if abs(x) >= abs(y) else ("down" if y > 0 else "up")


@reference("direction")
def net_direction(track, min_travel):
    (x1, y1), (x2, y2) = centre(track.boxes[0]), centre(track.boxes[-1])
    first = track.boxes[0]
    moved, size = math.dist((x1, y1), (x2, y2)), math.dist((first.x1, first.y1), (first.x2, first.y2))
    seconds = min(1.0, track.boxes[-1].time_s - first.time_s)
    return way(x2 - x1, y2 - y1) if moved and at_least(moved, min_travel * size * seconds) else "still"


@reference("size")
def share_of_picture(track):
    picture = track.source.width_px * track.source.height_px
    return statistics.fmean((b.x2 - b.x1) * (b.y2 - b.y1) / picture for b in track.boxes)


@reference("where")
def where(tracks, label, direction, size, min_travel, large_from):
    kept = []
    for track in tracks.items:
        large = at_least(share_of_picture(track), large_from)
        if (
            (label is None or track.label.lower() == label.lower())
            and (direction is None or net_direction(track, min_travel) == direction)
            and (size is None or {"large": large, "small": not large}[size])
        ):
            kept.append(track)
    return Tracks(tracks.video, tracks.sampling, tuple(kept), tracks.label)


@reference("position")
def position(track):
    x = statistics.fmean(centre(b)[0] for b in track.boxes) / track.source.width_px
    y = statistics.fmean(centre(b)[1] for b in track.boxes) / track.source.height_px
    column = "left" if not at_least(x, 1 / 3) else "right" if at_least(x, 2 / 3) else ""
    row = "top" if not at_least(y, 1 / 3) else "bottom" if at_least(y, 2 / 3) else ""
    return " ".join(word for word in (row, column) if word) or "middle"


@reference("label")
def label(what):
    names = [what.label, *(t.label for t in getattr(what, "subjects", ()))]
    return next((name for name in names if name), NOT_KNOWN)


@reference("same")
def same(one, other):
    if one.source != other.source:
        return False
    if isinstance(one, Span):
        ends = abs(one.start_s - other.start_s) <= TICK_S and abs(one.end_s - other.end_s) <= TICK_S
        each = all(any(one_thing(a, b, known=True) for b in other.subjects) for a in one.subjects)
        return ends and each and len(one.subjects) == len(other.subjects)
    return one_thing(one, other, known=True)


def one_thing(one, other, frames=None, *, known: bool = False) -> bool:
    """Say whether the boxes coincide on average; known: of things never seen together, number and label decide."""
    pairs = [(a, b) for a in one.boxes for b in other.boxes if a.frame == b.frame]
    pairs = [(a, b) for a, b in pairs if frames is None or a.frame in frames]
    if not pairs:
        return known and (one.id, one.label) == (other.id, other.label)
    return at_least(statistics.fmean(likeness(a, b) for a, b in pairs), 0.9)


def likeness(a, b) -> float:
    both = max(0, min(a.x2, b.x2) - max(a.x1, b.x1)) * max(0, min(a.y2, b.y2) - max(a.y1, b.y1))
    return both / ((a.x2 - a.x1) * (a.y2 - a.y1) + (b.x2 - b.x1) * (b.y2 - b.y1) - both)


@reference("count_repeats")
def count_repeats(track, min_swing, min_share):
    diagonal = max(1.0, statistics.median(math.dist((b.x1, b.y1), (b.x2, b.y2)) for b in track.boxes))
    edges = [medians([getattr(b, side) / diagonal for b in track.boxes]) for side in ("x1", "y1", "x2", "y2")]
    x1, y1, x2, y2 = (np.array(edge) for edge in edges)
    rows = np.stack([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1], axis=1)
    _, strengths, axes = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    if len(strengths) > 1:
        # Two directions in which it varies alike are none that one could rely on.
        at_least(strengths[0] / (strengths[1] or 1.0), 1.0 + 1e-4)
    signal = ((rows - rows.mean(axis=0)) @ axes[0]).tolist()
    least = max(min_swing, min_share * (max(signal) - min(signal)))
    return longest_zigzag(signal, least) // 2


def longest_zigzag(signal, least: float) -> int:
    """Give how many rises and falls in turn, each of at least that much, can be picked from a signal."""
    rises, falls = [0] * len(signal), [0] * len(signal)
    for n, value in enumerate(signal):
        for m, earlier in enumerate(signal[:n]):
            if abs(value - earlier) > 1e-9 and at_least(abs(value - earlier), least):
                if value > earlier:
                    rises[n] = max(rises[n], falls[m] + 1)
                else:
                    falls[n] = max(falls[n], rises[m] + 1)
    return max(rises + falls)


def medians(series):
    """Give each number as the median of itself and its neighbours."""
    inner = [statistics.median(series[n - 1 : n + 2]) for n in range(1, len(series) - 1)]
    return series if len(series) < 3 else [series[0], *inner, series[-1]]


@reference("speed")
def speed(track, window_s):
    if len(track.boxes) == 1:
        return NOT_KNOWN
    times = [b.time_s for b in track.boxes]
    xs, ys = (medians([centre(b)[axis] for b in track.boxes]) for axis in (0, 1))
    speeds = [math.hypot(*slopes(times, xs, ys, n, window_s)) for n in range(len(times))]
    way_px = math.fsum((speeds[n] + speeds[n + 1]) / 2 * (times[n + 1] - times[n]) for n in range(len(times) - 1))
    return way_px / (times[-1] - times[0])


def slopes(times, xs, ys, n: int, window_s: float):
    """Give the slopes of the straight lines through what lies within half a window of look n, or beside it."""
    near = [m for m, t in enumerate(times) if abs(t - times[n]) <= window_s / 2 + TICK_S or abs(m - n) <= 1]
    return [statistics.linear_regression([times[m] for m in near], [s[m] for m in near]).slope for s in (xs, ys)]
