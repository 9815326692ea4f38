"""Operators that cut to one side of a span, or between two. `before` looks left, `after` right; none ever widens.

Of Spans they keep those that lie wholly there; of a Video what is visible there; of Tracks the boxes there, and a track
left without a box is dropped. Where nothing that was looked at is left, each of them is absent and not empty: nobody
looked there, so that none was found says nothing.
"""

import dataclasses
import math
from collections.abc import Sequence

from vprog.spec import DurationS, attribute, module, operand
from vprog.types import Type
from vprog.values import NOISE_S, Absent, Interval, Source, Span, Spans, Track, Tracks, Video, span_order
from vprog.values.time import union

CUT = (Type.VIDEO, Type.SPANS, Type.TRACKS)
Cuttable = Video | Spans | Tracks
_ELSEWHERE = Absent("the span is of another video, whose time is not comparable")


def cut_to(what: Cuttable, stretches: Sequence[Interval], where: str) -> Cuttable | Absent:
    """Give what lies in the stretches, which are disjoint and in order; `where` says in words which they are."""
    if isinstance(what, Video):
        view = what.keep(stretches)
        return view if view.cuts else Absent(f"nothing of the video is visible {where}")
    if isinstance(what, Spans):
        return _left_of(what, stretches, tuple(s for s in what.items if _lies_in(s, stretches)), where)
    return _cut_tracks(what, stretches, where)


def _lies_in(span: Span, stretches: Sequence[Interval]) -> bool:
    # One span's end is often computed where another's start was measured: the last bits may cross.
    return any(s.start_s - NOISE_S <= span.start_s and span.end_s <= s.end_s + NOISE_S for s in stretches)


def _left_of(spans: Spans, stretches: Sequence[Interval], kept: tuple[Span, ...], where: str) -> Spans | Absent:
    """Give the spans that are kept in some stretches; absent where no part of them was looked at."""
    looked = tuple(v.keep(stretches) for v in spans.looked)
    # What was found there was looked at, even when a list of spans does not say so.
    if not kept and not any(v.cuts for v in looked):
        return Absent(f"nothing was looked at {where}")
    return dataclasses.replace(spans, looked=looked, items=kept)


def of_source(what: Cuttable, source: Source) -> Cuttable | Absent:
    """Give what belongs to the video that a span is of: times of two videos never mix."""
    if isinstance(what, Spans):
        if all(v.source == source for v in what.looked):
            return what
        looked = tuple(v for v in what.looked if v.source == source)
        followed = tuple(look for look in what.followed if look.video.source == source)
        items = tuple(s for s in what.items if s.source == source)
        return Spans(looked, items, what.label, followed) if looked else _ELSEWHERE
    found = what.source if isinstance(what, Video) else what.video.source
    return what if found == source else _ELSEWHERE


def _cut_between(what: Cuttable, source: Source, start_s: float, end_s: float, where: str) -> Cuttable | Absent:
    """Give what lies from `start_s` to `end_s` of a source; where no time lies between them, no frame does either."""
    here = of_source(what, source)
    if isinstance(here, Absent):
        return here
    return cut_to(here, [Interval(start_s, end_s)], where) if start_s < end_s else Absent(f"there is no time {where}")


def _cut_tracks(tracks: Tracks, stretches: Sequence[Interval], where: str) -> Tracks | Absent:
    view = tracks.video.keep(stretches)
    sampling = tracks.sampling.within(view.cuts)
    if not sampling.indices:
        return Absent(f"nothing was looked at {where}")
    frames = set(sampling.indices)
    kept = (_only(track, frames) for track in tracks.items)
    return Tracks(view, sampling, tuple(t for t in kept if t.boxes), tracks.label)


def _only(track: Track, frames: set[int]) -> Track:
    boxes = tuple(b for b in track.boxes if b.frame in frames)
    return Track(track.source, track.id, track.label, boxes, track.step_s)


@module
class Before:
    """Keep what lies wholly to the left of a span."""

    what = operand(*CUT, doc="what to cut")
    span = operand(Type.SPAN, doc="the span to stay left of")
    within = attribute(DurationS(), default=None, doc="no further from it than this many seconds")
    result = "what"
    examples = ("answer = count(before(spans_enters, span_leaves))  # 1",)

    @staticmethod
    def compute(what: Cuttable, span: Span, within: float | None) -> object:
        start_s = 0.0 if within is None else max(0.0, span.start_s - within)
        return _cut_between(what, span.source, start_s, span.start_s, f"before {span.start_s:.2f} s")


@module
class After:
    """Keep what lies wholly to the right of a span."""

    what = operand(*CUT, doc="what to cut")
    span = operand(Type.SPAN, doc="the span to stay right of")
    within = attribute(DurationS(), default=None, doc="no further from it than this many seconds")
    result = "what"
    examples = ("answer = exists(after(tracks_circle, span_leaves, within=1.0))  # True",)

    @staticmethod
    def compute(what: Cuttable, span: Span, within: float | None) -> object:
        end_s = math.inf if within is None else span.end_s + within
        return _cut_between(what, span.source, span.end_s, end_s, f"after {span.end_s:.2f} s")


@module
class During:
    """Keep what lies inside a span, or inside one of several.

    Spans that touch or overlap are one stretch of time. Where there are none there is no such time: absent, not empty.
    """

    what = operand(*CUT, doc="what to cut")
    span = operand(Type.SPAN, Type.SPANS, doc="the span or spans to stay inside of")
    result = "what"
    examples = ("answer = count(who(during(moving(tracks_circle), interval(video, 0.0, 6.0))))  # 2",)

    @staticmethod
    def compute(what: Cuttable, span: Span | Spans) -> object:
        times = span.items if isinstance(span, Spans) else (span,)
        sources = {time.source for time in times}
        if len(sources) != 1:
            return Absent("the spans are of several videos" if sources else "there is no such time: there are no spans")
        here = of_source(what, sources.pop())
        if isinstance(here, Absent):
            return here
        stretches = union(time.interval for time in times)
        words = (f"from {s.start_s:.2f} s to {s.end_s:.2f} s" for s in stretches)
        return cut_to(here, stretches, " or ".join(words))


@module
class Between:
    """Keep what lies between two spans, whichever comes first; absent when they overlap."""

    what = operand(*CUT, doc="what to cut")
    one = operand(Type.SPAN, doc="one of the spans")
    other = operand(Type.SPAN, doc="the other")
    result = "what"
    examples = ("answer = duration(between(video, span_enters, span_leaves))  # about 8.5 s",)

    @staticmethod
    def compute(what: Cuttable, one: Span, other: Span) -> object:
        if one.source != other.source:
            return Absent("the two spans are of two videos: nothing lies between them")
        left, right = sorted((one, other), key=span_order)
        if right.start_s < left.end_s - NOISE_S:
            return Absent("the two spans overlap: nothing lies between them")
        where = f"from {left.end_s:.2f} s to {right.start_s:.2f} s"
        return _cut_between(what, one.source, left.end_s, right.start_s, where)


@module
class At:
    """Keep what is there at one moment: the frame shown then, the spans that hold it, the tracks seen in it."""

    what = operand(*CUT, doc="what to cut")
    moment = operand(Type.SECONDS, doc="the moment, in seconds of the video")
    result = "what"
    examples = ("answer = count(at(tracks_circle, 6.0))  # 2",)

    @staticmethod
    def compute(what: Cuttable, moment: float) -> object:
        views = what.looked if isinstance(what, Spans) else (what if isinstance(what, Video) else what.video,)
        end_s = max((v.source.duration_s for v in views), default=0.0)
        if not 0.0 <= moment < end_s:
            return Absent(f"{moment:g} s lies outside the video, which lasts {end_s:.2f} s")
        instant = Interval(moment, moment)
        if isinstance(what, Spans):
            kept = tuple(s for s in what.items if s.interval.holds(moment))
            return _left_of(what, [instant], kept, f"at {moment:g} s")
        if isinstance(what, Tracks):
            return _cut_tracks(what, [instant], f"at {moment:g} s")
        return cut_to(what, [instant], f"at {moment:g} s")
