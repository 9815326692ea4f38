"""When things move and when they stand still, look by look."""

import dataclasses
import math
import statistics

from tests.operators.reference.selection import TICK_S
from tests.operators.reference.table import at_least, reference
from tests.operators.reference.things import centre, medians, shown_in, slopes, span_of, told, until_s, way


@dataclasses.dataclass
class Course:
    """One thing in one cut. moving: for each look."""

    track: object
    times: list
    ends: list
    untils: list
    xs: list
    ys: list
    speeds: list
    moving: list


def courses(tracks, min_speed, window_s, min_travel, min_rest_s):
    for track in tracks.items:
        for cut in tracks.video.cuts:
            boxes = shown_in(cut, track.boxes)
            if len(boxes) > 1:
                yield course(tracks, track, boxes, min_speed, window_s, min_travel, min_rest_s)


def course(tracks, track, boxes, min_speed, window_s, min_travel, min_rest_s) -> Course:
    size = max(1.0, statistics.median(math.dist((b.x1, b.y1), (b.x2, b.y2)) for b in track.boxes))
    times = [b.time_s for b in boxes]
    untils = [until_s(tracks, t, track.step_s) for t in times]
    ends = [*times[1:], untils[-1]]
    xs, ys = (medians([centre(b)[axis] / size for b in boxes]) for axis in (0, 1))
    speeds = [slopes(times, xs, ys, n, window_s) for n in range(len(times))]
    fast = [math.hypot(*s) for s in speeds]
    moving = [False] * len(times)
    for run in runs([at_least(f, min_speed / 2) for f in fast]):
        if at_least(max(fast[n] for n in run), min_speed):
            for n in without_smear(run, times, fast, window_s):
                moving[n] = True
    if any(moving):
        for rest in runs([not m for m in moving]):
            # A stand that is too short is none.
            if short(ends[rest[-1]] - times[rest[0]], min_rest_s):
                for n in rest:
                    moving[n] = True
    for run in runs(moving):
        reached = range(run[0], min(run[-1] + 2, len(times)))
        far = [max(s[n] for n in reached) - min(s[n] for n in reached) for s in (xs, ys)]
        if not at_least(math.hypot(*far), min_travel):
            for n in run:
                moving[n] = False
    return Course(track, times, ends, untils, xs, ys, speeds, moving)


def short(lasts_s: float, min_rest_s: float) -> bool:
    return lasts_s < min_rest_s - TICK_S


def runs(flags):
    """Give the positions of each unbroken run of True."""
    found = []
    for n, flag in enumerate(flags):
        if flag and found and found[-1][-1] == n - 1:
            found[-1].append(n)
        elif flag:
            found.append([n])
    return found


def without_smear(run, times, fast, window_s):
    """Leave out of a run's ends what moves at less than half of the speed that is soon reached, if that is soon."""
    soon = max(fast[n] for n in run if times[n] <= times[run[0]] + window_s)
    late = max(fast[n] for n in run if times[n] >= times[run[-1]] - window_s)
    begin = next(n for n in run if at_least(fast[n], soon / 2))
    finish = next(n for n in reversed(run) if at_least(fast[n], late / 2))
    if times[begin] - times[run[0]] > window_s / 2 + TICK_S:
        begin = run[0]
    if times[run[-1]] - times[finish] > window_s / 2 + TICK_S:
        finish = run[-1]
    return range(begin, finish + 1) if begin <= finish else run


@reference("moving")
def moving(tracks, direction, **settings):
    found = []
    for c in courses(tracks, **settings):
        for run in runs(c.moving):
            for part, going in [(run, None)] if direction is None else turned(c, run):
                if going == direction:
                    found.append(span_of(c.track, c.times[part[0]], c.ends[part[-1]]))
    return told(tracks, found)


def turned(c: Course, run):
    """Give a run in pieces: a thing has turned once it is clearly faster in another direction than in the old one.

    Each piece goes where it gets furthest; what goes on in the same direction is one piece.
    """
    parts, now = [], ""
    for n in run:
        x, y = c.speeds[n]
        along = {"left": -x, "right": x, "up": -y, "down": y}
        new = way(x, y)
        at_least(abs(x), abs(y))
        if not parts or (new != now and at_least(along[new], 1.25 * max(0.0, along[now]))):
            parts.append([])
            now = new
        parts[-1].append(n)
    found = []
    for part in parts:
        to = min(part[-1] + 1, len(c.times) - 1)
        x, y = c.xs[to] - c.xs[part[0]], c.ys[to] - c.ys[part[0]]
        at_least(abs(x), abs(y))
        if found and found[-1][1] == way(x, y):
            found[-1][0].extend(part)
        else:
            found.append((part, way(x, y)))
    return found


@reference("stopped")
def stopped(tracks, **settings):
    found = []
    for c in courses(tracks, **settings):
        for rest in runs([not m for m in c.moving]):
            if not short(c.ends[rest[-1]] - c.times[rest[0]], settings["min_rest_s"]):
                found.append(span_of(c.track, c.times[rest[0]], c.ends[rest[-1]]))
    return told(tracks, found)


@reference("stops")
def stops(tracks, **settings):
    return told(tracks, changes(tracks, settings, before=True))


@reference("starts_moving")
def starts_moving(tracks, **settings):
    return told(tracks, changes(tracks, settings, before=False))


def changes(tracks, settings, *, before: bool):
    for c in courses(tracks, **settings):
        for n in range(1, len(c.times)):
            if (c.moving[n - 1], c.moving[n]) == (before, not before):
                yield span_of(c.track, c.times[n], c.untils[n])
