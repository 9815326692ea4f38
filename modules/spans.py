"""Operators on the time that spans cover."""

import math

from vprog.spec import module, operand
from vprog.types import Type
from vprog.values import (
    NOISE_S,
    Interval,
    Look,
    Source,
    Span,
    Spans,
    Track,
    Tracks,
    Video,
    intersect,
    span_order,
    subtract,
    total_s,
    union,
)

_TIMED = (Type.SPAN, Type.TRACK)


def looked_at(*plurals: Spans) -> tuple[Video, ...]:
    """Give every view that any of these were searched in, once."""
    return tuple(dict.fromkeys(video for plural in plurals for video in plural.looked))


def followed_in(*plurals: Spans) -> tuple[Look, ...]:
    """Give every look in which subjects of any of these were followed, once."""
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
    examples = ("answer = count(union(spans_enters, spans_leaves))  # 2",)

    @staticmethod
    def compute(one: Spans, other: Spans) -> Spans:
        found = [
            span
            for left, right in _by_source(one, other)
            for span in _merged(left + right, union(s.interval for s in left + right))
        ]
        ordered = tuple(sorted(found, key=span_order))
        return Spans(looked_at(one, other), ordered, one.label, followed_in(one, other))


@module
class Intersect:
    """Give the time covered by both."""

    one = operand(Type.SPANS, doc="one set of spans")
    other = operand(Type.SPANS, doc="the other")
    result = Type.SPANS
    examples = ("answer = count(intersect(visible(tracks_circle), meets(tracks_circle, tracks_square)))  # 1",)

    @staticmethod
    def compute(one: Spans, other: Spans) -> Spans:
        found = [
            span
            for left, right in _by_source(one, other)
            for span in _merged(left + right, intersect([s.interval for s in left], [s.interval for s in right]))
        ]
        ordered = tuple(sorted(found, key=span_order))
        return Spans(looked_at(one, other), ordered, one.label, followed_in(one, other))


@module
class Gaps:
    """Give the looked-at time that the spans do not cover; nobody is its subject.

    A gap is as sure as the least sure of the spans.
    """

    spans = operand(Type.SPANS, doc="what is left out")
    result = Type.SPANS
    examples = ("answer = count(gaps(spans_enters))  # 2",)

    @staticmethod
    def compute(spans: Spans) -> Spans:
        score = min((s.score for s in spans.items), default=1.0)
        found = [
            Span(source, gap.start_s, gap.end_s, score=score)
            for source in dict.fromkeys(v.source for v in spans.looked)
            for gap in _uncovered(spans, source)
        ]
        return Spans(spans.looked, tuple(sorted(found, key=span_order)))


def _uncovered(spans: Spans, source: Source) -> list[Interval]:
    looked = union(cut for v in spans.looked if v.source == source for cut in v.cuts)
    rest = subtract(looked, [s.interval for s in spans.items if s.source == source])
    # Sums of times differ in their last bits: between spans that touch there is no gap.
    return [gap for gap in rest if gap.length_s > NOISE_S or gap in looked]


@module
class Overlaps:
    """Say whether two spans have a moment in common."""

    one = operand(Type.SPAN, doc="one span")
    other = operand(Type.SPAN, doc="the other")
    result = Type.BOOL
    examples = ("answer = overlaps(span_enters, span_leaves)  # False",)

    @staticmethod
    def compute(one: Span, other: Span) -> bool:
        return one.source == other.source and one.interval.meets(other.interval)


@module
class Duration:
    """Give how long a span, a track or the visible part of a video lasts; of spans, how much time they cover together.

    Time that several of the spans share counts once, and that of several videos adds up.
    """

    what = operand(*_TIMED, Type.SPANS, Type.VIDEO, doc="the span, spans, track or video")
    aliases = ("length",)
    result = Type.SECONDS
    examples = ("answer = duration(who(span_enters))  # about 9 s",)

    @staticmethod
    def compute(what: Span | Spans | Track | Video) -> float:
        if isinstance(what, Spans):
            return math.fsum(total_s(s.interval for s in spans) for (spans,) in _by_source(what))
        return what.length_s if isinstance(what, Video) else what.end_s - what.start_s


@module
class Visible:
    """Give when at least one of the tracks is in the picture."""

    tracks = operand(Type.TRACKS, doc="what must be in the picture")
    result = Type.SPANS
    examples = ("answer = count(visible(tracks_circle))  # 1",)

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
    """Give the time of its stretches, as far as the view shows it: what was cut away is not known to go on."""
    sighted = [Interval(s[0].time_s, tracks.until_s(s[-1], track.step_s)) for s in tracks.stretches(track)]
    # The frame shown at an instant begins before it, sometimes just as much as it lasts.
    return intersect(sighted, tracks.video.cuts) or (Interval(track.start_s, track.start_s),)
