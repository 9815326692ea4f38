"""Operators on spans of time, and the times they begin and end."""

from vprog.spec import module, operand
from vprog.types import Type
from vprog.values import Interval, Look, Span, Spans, Track, Tracks, Video, intersect, span_order, union

_TIMED = (Type.SPAN, Type.TRACK)


def _looked(*plurals: Spans) -> tuple[Video, ...]:
    return tuple(dict.fromkeys(video for plural in plurals for video in plural.looked))


def _followed(*plurals: Spans) -> tuple[Look, ...]:
    return tuple(dict.fromkeys(look for plural in plurals for look in plural.followed))


def _subjects(interval: Interval, spans: tuple[Span, ...]) -> tuple[Track, ...]:
    return tuple(dict.fromkeys(t for s in spans if s.interval.meets(interval) for t in s.subjects))


def _merged(spans: tuple[Span, ...], stretches: tuple[Interval, ...]) -> tuple[Span, ...]:
    """Give a span for each stretch, with the subjects and the lowest score of the spans that meet it."""
    found = []
    for stretch in stretches:
        parts = [s for s in spans if s.interval.meets(stretch)]
        score, label = min(s.score for s in parts), parts[0].label
        found.append(Span(parts[0].source, stretch.start_s, stretch.end_s, _subjects(stretch, spans), score, label))
    return tuple(found)


def _by_source(*plurals: Spans) -> list[tuple[tuple[Span, ...], ...]]:
    """Give, for each source in turn, the spans of each plural that lie in it: times of two videos never mix."""
    sources = dict.fromkeys(s.source for plural in plurals for s in plural.items)
    return [tuple(tuple(s for s in p.items if s.source == source) for p in plurals) for source in sources]


@module
class Union:
    """Give the time covered by either; overlapping spans become one."""

    one = operand(Type.SPANS, doc="one set of spans")
    other = operand(Type.SPANS, doc="the other")
    result = Type.SPANS

    @staticmethod
    def compute(one: Spans, other: Spans) -> Spans:
        found = [
            span
            for left, right in _by_source(one, other)
            for span in _merged(left + right, union(s.interval for s in left + right))
        ]
        ordered = tuple(sorted(found, key=span_order))
        return Spans(_looked(one, other), ordered, one.label, _followed(one, other))


@module
class Intersect:
    """Give the time covered by both."""

    one = operand(Type.SPANS, doc="one set of spans")
    other = operand(Type.SPANS, doc="the other")
    result = Type.SPANS

    @staticmethod
    def compute(one: Spans, other: Spans) -> Spans:
        found = [
            span
            for left, right in _by_source(one, other)
            for span in _merged(left + right, intersect([s.interval for s in left], [s.interval for s in right]))
        ]
        ordered = tuple(sorted(found, key=span_order))
        return Spans(_looked(one, other), ordered, one.label, _followed(one, other))


@module
class Overlaps:
    """Say whether two spans have a moment in common."""

    one = operand(Type.SPAN, doc="one span")
    other = operand(Type.SPAN, doc="the other")
    result = Type.BOOL

    @staticmethod
    def compute(one: Span, other: Span) -> bool:
        return one.source == other.source and one.interval.meets(other.interval)


@module
class Start:
    """Give when a span begins, or a track is first seen."""

    what = operand(*_TIMED, doc="the span or track")
    result = Type.SECONDS

    @staticmethod
    def compute(what: Span | Track) -> float:
        return what.start_s


@module
class End:
    """Give when a span ends, or a track is last seen."""

    what = operand(*_TIMED, doc="the span or track")
    result = Type.SECONDS

    @staticmethod
    def compute(what: Span | Track) -> float:
        return what.end_s


@module
class Duration:
    """Give how long a span, a track or the visible part of a video lasts."""

    what = operand(*_TIMED, Type.VIDEO, doc="the span, track or video")
    result = Type.SECONDS

    @staticmethod
    def compute(what: Span | Track | Video) -> float:
        return what.length_s if isinstance(what, Video) else what.end_s - what.start_s


@module
class Visible:
    """Give when at least one of the tracks is in the picture."""

    tracks = operand(Type.TRACKS, doc="what must be in the picture")
    result = Type.SPANS

    @staticmethod
    def compute(tracks: Tracks) -> Spans:
        each = tuple(
            Span(t.source, stretch.start_s, stretch.end_s, (t,), t.score, t.label)
            for t in tracks.items
            for stretch in _seen(t, tracks)
        )
        found = _merged(each, union(s.interval for s in each))
        return Spans((tracks.video,), found, tracks.label, (Look(tracks.video, tracks.sampling),))


def _seen(track: Track, tracks: Tracks) -> tuple[Interval, ...]:
    """Give first to last sight, as far as the view shows it: what was cut away is not known to go on."""
    sighted = Interval(track.start_s, tracks.until_s(track.boxes[-1], track.step_s))
    # The frame shown at an instant begins before it, sometimes just as much as it lasts.
    return intersect([sighted], tracks.video.cuts) or (Interval(track.start_s, track.start_s),)
