"""Operators on spans of time, and the times they begin and end."""

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

from vprog.spec import module, operand
from vprog.types import Type
from vprog.values import (
    NOISE_S,
    Absent,
    Interval,
    Look,
    Source,
    Span,
    Spans,
    Track,
    Tracks,
    Video,
    followed_through,
    intersect,
    span_order,
    subtract,
    total_s,
    union,
)

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
    examples = ("answer = count(union(spans_enters, spans_leaves))  # 2",)

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
    examples = ("answer = count(intersect(visible(tracks_circle), meets(tracks_circle, tracks_square)))  # 1",)

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
class Combine:
    """Give both together, each thing once, and nothing merged; of tracks only what is of one video.

    Tracks are numbered anew. One whose boxes are all among those of another is that thing, seen less.
    """

    one = operand(Type.SPANS, Type.TRACKS, doc="the ones")
    other = operand(same_as="one", doc="the others")
    result = "one"
    examples = ("answer = count(combine(tracks_circle, tracks_square))  # 4",)

    @staticmethod
    def compute(one: Spans | Tracks, other: Any) -> object:
        label = one.label if one.label == other.label else ""
        return _tracks_of_both(one, other, label) if isinstance(one, Tracks) else _spans_of_both(one, other, label)


def _spans_of_both(one: Spans, other: Spans, label: str) -> Spans:
    items = tuple(sorted(dict.fromkeys((*one.items, *other.items)), key=span_order))
    return Spans(_looked(one, other), items, label, _followed(one, other))


def _tracks_of_both(one: Tracks, other: Tracks, label: str) -> Tracks | Absent:
    if one.video.source != other.video.source:
        return Absent("the tracks are of two videos, which have no common time")
    looks = [Look(tracks.video, tracks.sampling) for tracks in (one, other)]
    both = followed_through(one.video.source, _each_once((*one.items, *other.items)), looks, label=label)
    return dataclasses.replace(both, items=tuple(dataclasses.replace(t, id=n) for n, t in enumerate(both.items, 1)))


def _each_once(tracks: Sequence[Track]) -> list[Track]:
    """Leave out a track that another one holds; of equal ones the first stays."""
    seen = [{(b.frame, b.xyxy) for b in t.boxes} for t in tracks]
    held = (
        any(boxes < more or (boxes == more and first < number) for first, more in enumerate(seen) if first != number)
        for number, boxes in enumerate(seen)
    )
    return [track for track, is_held in zip(tracks, held, strict=True) if not is_held]


@module
class Stretch:
    """Give the stretch of a video from one moment to another, as far as the video lasts.

    Absent when it lies outside of what is visible of the video, or ends before it begins.
    """

    name = "interval"
    video = operand(Type.VIDEO, doc="the video whose time it is")
    start = operand(Type.SECONDS, doc="when it begins, in seconds of the video")
    end = operand(Type.SECONDS, doc="when it ends")
    result = Type.SPAN
    examples = ("answer = end(interval(video, 10.0, 60.0))  # about 12 s",)

    @staticmethod
    def compute(video: Video, start: float, end: float) -> object:
        if not start < end:
            return Absent(f"from {start:g} s to {end:g} s there is no time")
        start_s, end_s = max(start, 0.0), min(end, video.source.duration_s)
        if not start_s < end_s or not intersect(video.cuts, [Interval(start_s, end_s)]):
            return Absent(f"nothing of the video is visible from {start:g} s to {end:g} s")
        return Span(video.source, start_s, end_s)


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
class Start:
    """Give when a span begins, or a track is first seen."""

    what = operand(*_TIMED, doc="the span or track")
    result = Type.SECONDS
    examples = ("answer = start(last(tracks_circle))  # about 1.5 s",)

    @staticmethod
    def compute(what: Span | Track) -> float:
        return what.start_s


@module
class End:
    """Give when a span ends, or a track is last seen."""

    what = operand(*_TIMED, doc="the span or track")
    result = Type.SECONDS
    examples = ("answer = end(span_enters)  # about 1.5 s",)

    @staticmethod
    def compute(what: Span | Track) -> float:
        return what.end_s


@module
class Duration:
    """Give how long a span, a track or the visible part of a video lasts; of spans, how much time they cover together.

    Time that several of the spans share counts once, and that of several videos adds up.
    """

    what = operand(*_TIMED, Type.SPANS, Type.VIDEO, doc="the span, spans, track or video")
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
    """Give first to last sight, as far as the view shows it: what was cut away is not known to go on."""
    sighted = Interval(track.start_s, tracks.until_s(track.boxes[-1], track.step_s))
    # The frame shown at an instant begins before it, sometimes just as much as it lasts.
    return intersect([sighted], tracks.video.cuts) or (Interval(track.start_s, track.start_s),)
