"""When things move and when they stand still, as spans that carry their subjects.

Boxes jitter, so a place is the median of three looks and a speed the slope over a window of time, in diagonals of the
thing's own box per second: near and far things are judged alike. A movement begins above a speed and ends below half
of it; pauses too short to be a rest do not end it, and what never gets away from where it was is none. A thing seen in
one look only neither moves nor stands still: one look does not tell. Movement straight to the camera or away from it
is not seen, since the middle of the box stays where it is.
"""

import dataclasses
import itertools
from collections.abc import Callable, Iterator

import numpy as np

from vprog.modules.stretches import Held, runs, stretches
from vprog.modules.trajectory import Array, centres_of, diagonal_px, steadied, times_of, velocity
from vprog.modules.where import DIRECTIONS, heading
from vprog.spec import Choice, Module, attribute, knob, module, operand
from vprog.types import Type
from vprog.values import NOISE_S, Box, Look, Span, Spans, Track, Tracks, span_order

_MIN_SPEED = knob(0.2, low=0.01, high=5.0, scale="log", doc="what is slower, in its own diagonals a second, is still")
_WINDOW_S = knob(0.8, low=0.1, high=4.0, scale="log", doc="seconds over which a speed is measured")
_MIN_TRAVEL = knob(0.2, low=0.0, high=5.0, doc="what gets less far, in its own diagonals, has not moved")
_MIN_REST_S = knob(0.4, low=0.0, high=5.0, doc="a stand shorter than this many seconds is no rest")

_STILL_GOING = 0.5
"""A movement goes on down to this share of the speed at which it begins, and begins and ends at this share of the speed
that it soon has: the window straddles its ends."""
_TURN = 1.25
"""A thing has turned when it goes this many times as fast in the new direction: going askew it would turn all the time.
"""


@dataclasses.dataclass(frozen=True)
class _Settings:
    min_speed: float
    window_s: float
    min_travel: float
    min_rest_s: float


@dataclasses.dataclass(frozen=True)
class _Course:
    """One thing through one visible cut: when it was seen, and from which look to which it moved."""

    track: Track
    times_s: tuple[float, ...]
    ends_s: tuple[float, ...]
    """When each look stops standing for something: with the next sight of the thing."""
    until_s: tuple[float, ...]
    """When the frame of each look stops standing for something."""
    places: Array
    velocities: Array
    """In diagonals a second."""
    moves: tuple[tuple[int, int], ...]
    rests: tuple[tuple[int, int], ...]
    """Between the moves, before and after them; none shorter than a rest."""


def _courses(tracks: Tracks, settings: _Settings) -> Iterator[_Course]:
    """Give the course of every thing through every visible cut in which it was seen more than once."""
    for track in tracks.items:
        for cut in tracks.video.cuts:
            boxes = tuple(b for b in track.boxes if cut.shows(b.time_s))
            if len(boxes) > 1:
                until_s = tuple(tracks.until_s(b, track.step_s) for b in boxes)
                yield _course(track, boxes, until_s, settings)


def _course(track: Track, boxes: tuple[Box, ...], until_s: tuple[float, ...], settings: _Settings) -> _Course:
    places = steadied(centres_of(boxes) / diagonal_px(track.boxes))
    velocities = velocity(times_of(boxes), places, settings.window_s)
    times_s = tuple(b.time_s for b in boxes)
    ends_s = (*times_s[1:], until_s[-1])
    moves = _moves(times_of(boxes), ends_s, places, velocities, settings)
    still = np.ones(len(boxes), dtype=np.bool_)
    for first, last in moves:
        still[first : last + 1] = False
    rests = stretches(still, times_s, ends_s, bridge_s=0.0, least_s=settings.min_rest_s)
    return _Course(track, times_s, ends_s, until_s, places, velocities, tuple(moves), tuple(rests))


def _moves(
    times_s: Array, ends_s: tuple[float, ...], places: Array, velocities: Array, settings: _Settings
) -> list[tuple[int, int]]:
    """Give first and last look of each movement."""
    speed = np.hypot(*velocities.T)
    going = np.zeros(len(speed), dtype=np.bool_)
    for first, last in runs(speed >= settings.min_speed * _STILL_GOING):
        if speed[first : last + 1].max() >= settings.min_speed:
            from_, to = _trimmed(times_s, speed, first, last, settings.window_s)
            going[from_ : to + 1] = True
    _close_ends(going, times_s, ends_s, settings.min_rest_s)
    moves = stretches(going, times_s.tolist(), ends_s, bridge_s=settings.min_rest_s, least_s=0.0)
    return [(first, last) for first, last in moves if _extent(places[first : last + 2]) >= settings.min_travel]


def _trimmed(times_s: Array, speed: Array, first: int, last: int, window_s: float) -> tuple[int, int]:
    """Take from the ends of a run what only the window lends speed to; at most half a window."""
    inside = slice(first, last + 1)
    time, fast = times_s[inside], speed[inside]
    begin = fast >= _STILL_GOING * fast[time <= time[0] + window_s].max()
    finish = fast >= _STILL_GOING * fast[time >= time[-1] - window_s].max()
    from_, to = int(begin.argmax()), len(fast) - 1 - int(finish[::-1].argmax())
    if time[from_] > time[0] + window_s / 2 + NOISE_S:
        from_ = 0
    if time[to] < time[-1] - window_s / 2 - NOISE_S:
        to = len(fast) - 1
    return (first + from_, first + to) if from_ <= to else (first, last)


def _close_ends(going: Held, times_s: Array, ends_s: tuple[float, ...], min_rest_s: float) -> None:
    """Let a thing that is seen for less than a rest before or after it moves move all that time."""
    moving = np.flatnonzero(going)
    if len(moving):
        first, last = int(moving[0]), int(moving[-1])
        if times_s[first] - times_s[0] < min_rest_s - NOISE_S:
            going[:first] = True
        if ends_s[-1] - ends_s[last] < min_rest_s - NOISE_S:
            going[last + 1 :] = True


def _extent(places: Array) -> float:
    return float(np.hypot(*(places.max(axis=0) - places.min(axis=0))))


def _turned(course: _Course, first: int, last: int) -> list[tuple[str, int, int]]:
    """Give a movement in pieces, each with the direction of the larger part of its shift; two in a row differ."""
    begins, way = [first], heading(*course.velocities[first])
    for look in range(first + 1, last + 1):
        x, y = course.velocities[look].tolist()
        along = {"left": -x, "right": x, "up": -y, "down": y}
        new = heading(x, y)
        if new != way and along[new] > _TURN * max(0.0, along[way]):
            begins.append(look)
            way = new
    pieces: list[tuple[str, int, int]] = []
    for begin, end in itertools.pairwise((*begins, last + 1)):
        way = heading(*(course.places[min(end, len(course.places) - 1)] - course.places[begin]))
        joined = pieces.pop()[1] if pieces and pieces[-1][0] == way else begin
        pieces.append((way, joined, end - 1))
    return pieces


def _stretch(course: _Course, first: int, last: int) -> Span:
    track = course.track
    return Span(track.source, course.times_s[first], course.ends_s[last], (track,), track.score, track.label)


def _moment(course: _Course, look: int) -> Span:
    track = course.track
    return Span(track.source, course.times_s[look], course.until_s[look], (track,), track.score, track.label)


def _spans(tracks: Tracks, found: Iterator[Span]) -> Spans:
    look = Look(tracks.video, tracks.sampling)
    return Spans((tracks.video,), tuple(sorted(found, key=span_order)), tracks.label, (look,))


@module
class Moving:
    """Give the stretches in which something moves, each with the thing that does.

    direction: only while it goes that way; a thing that turns goes one way after the other.
    """

    tracks = operand(Type.TRACKS, doc="what to watch")
    direction = attribute(Choice(DIRECTIONS), default=None, doc="only while it goes this way in the picture")
    min_speed = _MIN_SPEED
    window_s = _WINDOW_S
    min_travel = _MIN_TRAVEL
    min_rest_s = _MIN_REST_S
    result = Type.SPANS
    examples = ('answer = count(who(moving(tracks_triangle, direction="right")))  # 1',)

    @staticmethod
    def compute(tracks: Tracks, direction: str | None, **settings: float) -> Spans:
        def found() -> Iterator[Span]:
            for course in _courses(tracks, _Settings(**settings)):
                for first, last in course.moves:
                    pieces = [("", first, last)] if direction is None else _turned(course, first, last)
                    yield from (_stretch(course, a, b) for way, a, b in pieces if direction in (None, way))

        return _spans(tracks, found())


def _of_course(name: str, doc: str, example: str, found: Callable[[_Course], Iterator[Span]]) -> Module:
    """Declare what is read off the course of each thing."""

    class OfCourse:
        __doc__ = doc
        tracks = operand(Type.TRACKS, doc="what to watch")
        min_speed = _MIN_SPEED
        window_s = _WINDOW_S
        min_travel = _MIN_TRAVEL
        min_rest_s = _MIN_REST_S
        result = Type.SPANS
        examples = (example,)

        @staticmethod
        def compute(tracks: Tracks, **settings: float) -> Spans:
            courses = _courses(tracks, _Settings(**settings))
            return _spans(tracks, (span for course in courses for span in found(course)))

    OfCourse.name = name  # type: ignore[attr-defined]  # read by `module`, as written in a class body
    return module(OfCourse)


def _rests(course: _Course) -> Iterator[Span]:
    yield from (_stretch(course, first, last) for first, last in course.rests)


def _arrests(course: _Course) -> Iterator[Span]:
    yield from (_moment(course, last + 1) for _, last in course.moves if last + 1 < len(course.times_s))


def _departures(course: _Course) -> Iterator[Span]:
    yield from (_moment(course, first) for first, _ in course.moves if first > 0)


STOPPED = _of_course(
    "stopped",
    "Give the stretches in which something is in the picture and stands still, each with the thing that does.",
    'answer = duration(longest(stopped(track(detect(video, "red circle")))))  # about 2 s',
    _rests,
)
STOPS = _of_course(
    "stops",
    "Give the moments at which something that moved comes to rest; going out of the picture is no rest.",
    'answer = count(stops(track(detect(video, "red circle"))))  # 1',
    _arrests,
)
STARTS_MOVING = _of_course(
    "starts_moving",
    "Give the moments at which something that stood still sets off; coming into the picture is none.",
    'answer = start(first(starts_moving(track(detect(video, "red circle")))))  # about 7 s',
    _departures,
)
