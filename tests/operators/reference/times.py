"""Cuts to a part of the time, and what is done with spans of it."""

import dataclasses
import itertools
import math
from fractions import Fraction

from tests.operators.reference.logic import NOT_KNOWN
from tests.operators.reference.selection import TICK_S
from tests.operators.reference.table import reference
from vprog.values import Absent, Interval, Sampling, Span, Spans, Track, Tracks, Video


def in_order(spans):
    return tuple(sorted(spans, key=lambda s: (s.start_s, s.end_s)))


def shown_from_to(view: Video, start_s: float, end_s: float) -> Video:
    if start_s == end_s:
        return moment_of(view, start_s)
    both = [(max(c.start_s, start_s), min(c.end_s, end_s)) for c in view.cuts]
    return dataclasses.replace(view, cuts=tuple(Interval(a, b) for a, b in both if a < b))


def with_frames(tracks: Tracks, view: Video, inside) -> Tracks | Absent:
    """Give what is left of tracks in the looked-at frames whose time is inside."""
    kept = [(f, t) for f, t in zip(tracks.sampling.indices, tracks.sampling.times_s, strict=True) if inside(t)]
    if not kept:
        return NOT_KNOWN
    frames = [f for f, _ in kept]
    cut = [dataclasses.replace(t, boxes=tuple(b for b in t.boxes if b.frame in frames)) for t in tracks.items]
    sampling = Sampling(tuple(frames), tuple(t for _, t in kept), tracks.sampling.step_s)
    return Tracks(view, sampling, tuple(t for t in cut if t.boxes), tracks.label)


def cut(what, source, start_s: float, end_s: float):
    """Give what lies from one time to another of a source; a frame on the border lies behind it."""
    match what:
        case Video(source=of) | Tracks(video=Video(source=of)) if of != source:
            return NOT_KNOWN
        case Video():
            view = shown_from_to(what, start_s, end_s)
            return view if view.cuts else NOT_KNOWN
        case Tracks() if start_s == end_s:
            return at_moment(what, start_s)
        case Tracks():
            view = shown_from_to(what.video, start_s, end_s)
            return with_frames(what, view, lambda t: any(c.start_s - TICK_S <= t < c.end_s - TICK_S for c in view.cuts))
        case Spans():
            looked = tuple(shown_from_to(v, start_s, end_s) for v in what.looked if v.source == source)
            mine = [s for s in what.items if s.source == source]
            kept = tuple(s for s in mine if start_s - TICK_S <= s.start_s and s.end_s <= end_s + TICK_S)
            if not looked or not (kept or any(v.cuts for v in looked)):
                return NOT_KNOWN
            followed = tuple(look for look in what.followed if look.video.source == source)
            return Spans(looked, kept, what.label, followed)


def cut_if_any(what, source, start_s: float, end_s: float):
    return cut(what, source, start_s, end_s) if start_s < end_s else NOT_KNOWN


@reference("before")
def before(what, span, within):
    return cut_if_any(what, span.source, 0.0 if within is None else max(0.0, span.start_s - within), span.start_s)


@reference("after")
def after(what, span, within):
    return cut_if_any(what, span.source, span.end_s, math.inf if within is None else span.end_s + within)


@reference("during")
def during(what, span):
    times = in_order(span.items) if isinstance(span, Spans) else (span,)
    if len({t.source for t in times}) != 1:
        return NOT_KNOWN
    stretches: list[list[float]] = []
    for time in times:
        if time.start_s < time.end_s and stretches and time.start_s <= stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], time.end_s)
        elif time.start_s < time.end_s:
            stretches.append([time.start_s, time.end_s])
    instants = {time.start_s for time in times if time.start_s == time.end_s}
    stretches += [[t, t] for t in instants if not any(a <= t < b for a, b in stretches)]
    stretches.sort()
    pieces = [cut(what, times[0].source, start_s, end_s) for start_s, end_s in stretches]
    return put_together([p for p in pieces if p is not NOT_KNOWN])


def put_together(pieces):
    """Put disjoint cuts of one thing together, in order of time."""
    if len(pieces) < 2:
        return pieces[0] if pieces else NOT_KNOWN
    match pieces[0]:
        case Video():
            return dataclasses.replace(pieces[0], cuts=tuple(c for p in pieces for c in p.cuts))
        case Spans():
            items = in_order({id(s): s for p in pieces for s in p.items}.values())
            views = [[p.looked[k] for p in pieces] for k in range(len(pieces[0].looked))]
            looked = tuple(map(put_together, views))
            return dataclasses.replace(pieces[0], looked=looked, items=items)
        case Tracks():
            boxes = {}
            for piece in pieces:
                for track in piece.items:
                    boxes.setdefault(track.id, []).extend(track.boxes)
            first = {t.id: t for p in reversed(pieces) for t in p.items}
            seen = sorted(
                {i: t for p in pieces for i, t in zip(p.sampling.indices, p.sampling.times_s, strict=True)}.items()
            )
            sampling = Sampling(tuple(i for i, _ in seen), tuple(t for _, t in seen), pieces[0].sampling.step_s)
            items = tuple(dataclasses.replace(first[k], boxes=tuple(b)) for k, b in boxes.items())
            return Tracks(put_together([p.video for p in pieces]), sampling, items, pieces[0].label)


@reference("between")
def between(what, one, other):
    early, late = in_order((one, other))
    if one.source != other.source or late.start_s < early.end_s - TICK_S:
        return NOT_KNOWN
    return cut_if_any(what, one.source, early.end_s, late.start_s)


def moment_of(view: Video, moment_s: float) -> Video:
    held = any(c.start_s <= moment_s < c.end_s or c.start_s == moment_s == c.end_s for c in view.cuts)
    return dataclasses.replace(view, cuts=(Interval(moment_s, moment_s),) if held else ())


def at_moment(what, moment_s: float):
    match what:
        case Video():
            view = moment_of(what, moment_s)
            return view if view.cuts else NOT_KNOWN
        case Tracks():
            view = moment_of(what.video, moment_s)
            shown = max((t for t in what.sampling.times_s if t <= moment_s), default=None)
            if not view.cuts or shown is None or moment_s >= shown + what.sampling.step_s + TICK_S:
                return NOT_KNOWN
            return with_frames(what, view, lambda t: t == shown)
        case Spans():
            looked = tuple(moment_of(v, moment_s) for v in what.looked)
            kept = tuple(s for s in what.items if s.start_s <= moment_s < s.end_s or s.start_s == moment_s == s.end_s)
            known = kept or any(v.cuts for v in looked)
            return dataclasses.replace(what, looked=looked, items=kept) if known else NOT_KNOWN


@reference("at")
def at(what, moment):
    views = what.looked if isinstance(what, Spans) else [what if isinstance(what, Video) else what.video]
    if not any(0.0 <= moment < v.source.duration_s for v in views):
        return NOT_KNOWN
    return at_moment(what, moment)


def piece(cuts, number: int, pieces: int) -> tuple[float, float]:
    """Give from when to when one of several equal pieces of the visible time lasts."""
    each = sum(Fraction(c.end_s) - Fraction(c.start_s) for c in cuts) / pieces
    ends = []
    for visible in (number * each, (number + 1) * each):
        left = visible
        for c in cuts:
            length = Fraction(c.end_s) - Fraction(c.start_s)
            # A piece ends with the cut that it fills, and begins with the next one.
            if left < length or (left == length and ends) or c is cuts[-1]:
                ends.append(float(Fraction(c.start_s) + left))
                break
            left -= length
    return ends[0], ends[1]


def flat(cuts):
    """Give the same time as cuts that do not touch."""
    found = []
    for c in sorted(cuts, key=lambda c: c.start_s):
        if found and c.start_s <= found[-1].end_s:
            found[-1] = Interval(found[-1].start_s, max(found[-1].end_s, c.end_s))
        else:
            found.append(c)
    return found


@reference("part")
def part(what, which):
    number = {"start": 0, "middle": 1, "end": 2}[which]
    if isinstance(what, Spans):
        thirds = []
        for source in dict.fromkeys(v.source for v in what.looked):
            cuts = flat([c for v in what.looked if v.source == source for c in v.cuts])
            if cuts:
                thirds.append(cut(what, source, *piece(cuts, number, 3)))
        known = [t for t in thirds if t is not NOT_KNOWN]
        looked = tuple(v for t in known for v in t.looked)
        items = in_order(s for t in known for s in t.items)
        return Spans(looked, items, what.label, what.followed) if known else NOT_KNOWN
    view = what if isinstance(what, Video) else what.video
    return cut(what, view.source, *piece(view.cuts, number, 3)) if view.cuts else NOT_KNOWN


@reference("split")
def split(video, pieces):
    if not video.cuts:
        return NOT_KNOWN
    return tuple(shown_from_to(video, *piece(video.cuts, number, pieces)) for number in range(pieces))


@reference("interval")
def interval(video, start, end):
    start_s, end_s = max(0.0, start), min(end, video.source.duration_s)
    visible = start_s < end_s and any(max(c.start_s, start_s) < min(c.end_s, end_s) for c in video.cuts)
    return Span(video.source, start_s, end_s) if visible else NOT_KNOWN


# --- Spans. ---


def pieces_of(spans, cuts=()):
    """Give the time between any two neighbouring ends."""
    ends = sorted({t for s in (*spans, *cuts) for t in (s.start_s, s.end_s)})
    return list(itertools.pairwise(ends))


def covers(span, a: float, b: float) -> bool:
    return span.start_s <= a and b <= span.end_s


def joined(pieces):
    found = []
    for a, b in pieces:
        if found and found[-1][1] == a:
            found[-1] = (found[-1][0], b)
        else:
            found.append((a, b))
    return found


def of_both(one: Spans, other: Spans, wanted) -> Spans:
    items = []
    for source in dict.fromkeys(s.source for s in (*one.items, *other.items)):
        left, right = ([s for s in spans.items if s.source == source] for spans in (one, other))
        covered = [
            (a, b)
            for a, b in pieces_of([*left, *right])
            if wanted(any(covers(s, a, b) for s in left), any(covers(s, a, b) for s in right))
        ]
        for a, b in joined(covered):
            parts = [s for s in [*left, *right] if s.start_s < b and a < s.end_s]
            subjects = tuple(dict.fromkeys(t for s in parts for t in s.subjects))
            items.append(Span(source, a, b, subjects, min(s.score for s in parts), parts[0].label))
    return Spans(once(one.looked + other.looked), in_order(items), one.label, once(one.followed + other.followed))


def once(items):
    return tuple(item for n, item in enumerate(items) if item not in items[:n])


@reference("union")
def union(one, other):
    return of_both(one, other, lambda left, right: left or right)


@reference("intersect")
def intersect(one, other):
    return of_both(one, other, lambda left, right: left and right)


@reference("gaps")
def gaps(spans):
    items = []
    for source in once(tuple(v.source for v in spans.looked)):
        cuts = [c for v in spans.looked if v.source == source for c in v.cuts]
        mine = [s for s in spans.items if s.source == source]
        bare = [
            (a, b)
            for a, b in pieces_of(mine, cuts)
            if any(covers(c, a, b) for c in cuts) and not any(covers(s, a, b) for s in mine)
        ]
        items += [Span(source, a, b, score=min([1.0, *(s.score for s in spans.items)])) for a, b in joined(bare)]
    return Spans(spans.looked, in_order(items))


@reference("combine")
def combine(one, other):
    label = one.label if one.label == other.label else ""
    if isinstance(one, Spans):
        looked, followed = once(one.looked + other.looked), once(one.followed + other.followed)
        return Spans(looked, in_order(once(one.items + other.items)), label, followed)
    if one.video.source != other.video.source:
        return NOT_KNOWN
    kept: list[Track] = []
    # The longest first: what comes later adds nothing when it is part of what is there.
    for track in sorted((*one.items, *other.items), key=lambda t: -len(t.boxes)):
        places = {(b.frame, b.x1, b.y1, b.x2, b.y2) for b in track.boxes}
        if not any(places <= {(b.frame, b.x1, b.y1, b.x2, b.y2) for b in k.boxes} for k in kept):
            kept.append(track)
    inputs = [*one.items, *other.items]
    kept.sort(key=lambda t: (t.boxes[0].frame, t.boxes[0].x1, inputs.index(t)))
    numbered = tuple(dataclasses.replace(t, id=n + 1) for n, t in enumerate(kept))
    frames = sorted({*times_of(one), *times_of(other)})
    steps = [t.sampling.step_s for t in (one, other)]
    sampling = Sampling(tuple(f for f, _ in frames), tuple(t for _, t in frames), min(steps))
    cuts = one.video.cuts if one.video == other.video else tuple(flat(one.video.cuts + other.video.cuts))
    return Tracks(dataclasses.replace(one.video, cuts=cuts), sampling, numbered, label)


def times_of(tracks: Tracks):
    return list(zip(tracks.sampling.indices, tracks.sampling.times_s, strict=True))


@reference("overlaps")
def overlaps(one, other):
    if one.source != other.source:
        return False
    if one.start_s == one.end_s or other.start_s == other.end_s:
        instant, rest = (one, other) if one.start_s == one.end_s else (other, one)
        return rest.start_s <= instant.start_s < rest.end_s or rest.start_s == instant.start_s == rest.end_s
    return max(one.start_s, other.start_s) < min(one.end_s, other.end_s)


@reference("start")
def start(what):
    return what.boxes[0].time_s if isinstance(what, Track) else what.start_s


@reference("end")
def end(what):
    if isinstance(what, Span):
        return what.end_s
    last = what.boxes[-1].time_s
    return max(last, min(last + what.step_s, what.source.duration_s))


@reference("duration")
def duration(what):
    if isinstance(what, Video):
        return math.fsum(c.end_s - c.start_s for c in what.cuts)
    if isinstance(what, Spans):
        sources = once(tuple(s.source for s in what.items))
        each = [flat([s.interval for s in what.items if s.source == source]) for source in sources]
        return math.fsum(i.end_s - i.start_s for cuts in each for i in cuts)
    return end(what) - start(what)


@reference("order")
def order(one, other):
    if one.source != other.source or abs(one.start_s - other.start_s) <= TICK_S:
        return NOT_KNOWN
    return "before" if one.start_s < other.start_s else "after"
