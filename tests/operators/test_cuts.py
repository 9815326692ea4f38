"""`before` looks left, `after` right; nothing widens; what comes later changes nothing that came before."""

import dataclasses
import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.strategies import (
    DURATION_S,
    SOURCE,
    SOURCES,
    STEP_S,
    intervals,
    moments,
    sampling_of,
    span_sets,
    spans_of,
    track_sets,
    videos,
)
from vprog.spec import Registry
from vprog.values import Absent, Box, Interval, Span, Spans, Track, Tracks, Video, span_order, union

REGISTRY = Registry.load()
GRID_S = [n / 32 for n in range(round(DURATION_S) * 32 + 1)]
things = videos(SOURCE) | span_sets(SOURCE) | videos(SOURCE).flatmap(track_sets)
reference = spans_of(SOURCE)
margins = st.none() | st.integers(0, 16).map(lambda n: n / 4)
WHOLE = Video.whole(SOURCE)
EARLY = WHOLE.keep([Interval(0.0, 4.0)])


def run(name: str, **arguments: object) -> object:
    module = REGISTRY.called(name)
    assert module is not None
    assert module.compute is not None
    return module.compute(**arguments)


def span(start_s: float, end_s: float, source=SOURCE) -> Span:
    return Span(source, start_s, end_s)


def held(stretches) -> set[float]:
    return {t for t in GRID_S if any(i.holds(t) for i in stretches)}


def expected(what, inside: set[float], start_s: float, end_s: float):
    """Give what should be left of a value when only these moments of the grid are, or None for absence."""
    match what:
        case Spans():
            looked = any(held(v.cuts) & inside for v in what.looked)
            return tuple(s for s in what.items if start_s <= s.start_s and s.end_s <= end_s) if looked else None
        case Video():
            return held(what.cuts) & inside or None
        case Tracks():
            if not any(t in inside for t in what.sampling.times_s):
                return None
            cut = [(t.id, tuple(b for b in t.boxes if b.time_s in inside)) for t in what.items]
            return [(number, boxes) for number, boxes in cut if boxes]


def left(value):
    match value:
        case Absent():
            return None
        case Spans():
            return value.items
        case Video():
            return held(value.cuts)
        case Tracks():
            return [(t.id, t.boxes) for t in value.items]


def assert_cut(what, given_value, start_s: float, end_s: float) -> None:
    """Compare with the reference: everything in [start_s, end_s) and nothing else."""
    assert left(given_value) == expected(what, {t for t in GRID_S if start_s <= t < end_s}, start_s, end_s)


@given(things, reference, margins)
@example(WHOLE, span(0.0, 1.0), None)
@example(WHOLE, span(2.0, 3.0), 0.0)
def test_before_gives_all_and_only_what_lies_left_of_the_span(what, span, within):
    start_s = 0.0 if within is None else max(0.0, span.start_s - within)
    assert_cut(what, run("before", what=what, span=span, within=within), start_s, span.start_s)


@given(things, reference, margins)
@example(WHOLE, span(0.0, 1.0), 0.0)
@example(WHOLE, span(7.0, 8.0), None)
def test_after_gives_all_and_only_what_lies_right_of_the_span(what, span, within):
    end_s = DURATION_S + 1 if within is None else span.end_s + within
    assert_cut(what, run("after", what=what, span=span, within=within), span.end_s, end_s)


@given(things, reference)
def test_during_gives_all_and_only_what_lies_inside_the_span(what, span):
    assert_cut(what, run("during", what=what, span=span), span.start_s, span.end_s)


@given(things, reference, reference)
@example(WHOLE, span(1.0, 2.0), span(2.0, 3.0))
def test_between_looks_from_the_end_of_the_first_to_the_start_of_the_second(what, one, other):
    given_value = run("between", what=what, one=one, other=other)
    assert given_value == run("between", what=what, one=other, other=one)
    first, second = sorted((one, other), key=span_order)
    if first.end_s > second.start_s:
        assert given_value == Absent("the two spans overlap: nothing lies between them")
    else:
        assert_cut(what, given_value, first.end_s, second.start_s)


CUTS = {
    "before": lambda what, one, other: run("before", what=what, span=one, within=None),
    "after": lambda what, one, other: run("after", what=what, span=one, within=None),
    "during": lambda what, one, other: run("during", what=what, span=one),
    "between": lambda what, one, other: run("between", what=what, one=one, other=other),
    "at": lambda what, one, other: run("at", what=what, moment=one.start_s),
}


@given(st.sampled_from(sorted(CUTS)), things, reference, reference)
def test_no_cut_widens_what_it_is_given(name, what, one, other):
    result = CUTS[name](what, one, other)
    match result:
        case Video():
            assert held(result.cuts) <= held(what.cuts)
            assert result.source == what.source
        case Spans():
            assert set(result.items) <= set(what.items)
            for kept, view in zip(result.looked, what.looked, strict=True):
                assert held(kept.cuts) <= held(view.cuts)
        case Tracks():
            assert set(result.sampling.indices) <= set(what.sampling.indices)
            assert held(result.video.cuts) <= held(what.video.cuts)
            boxes = {t.id: set(t.boxes) for t in what.items}
            assert all(set(t.boxes) <= boxes[t.id] and t.boxes for t in result.items)


@given(st.sampled_from(sorted(CUTS)), videos(SOURCE).flatmap(lambda v: track_sets(v, max_size=0)), reference, reference)
def test_nothing_found_stays_nothing_found_and_never_becomes_the_whole(name, empty, one, other):
    result = CUTS[name](empty, one, other)
    assert isinstance(result, Absent) or result.items == ()
    nothing = CUTS[name](Spans((WHOLE,), ()), one, other)
    assert isinstance(nothing, Absent) or nothing.items == ()
    assert isinstance(CUTS[name](WHOLE.keep([]), one, other), Absent)


@given(span_sets(SOURCE), span_sets(SOURCE), reference, margins)
def test_spans_that_come_later_do_not_change_before(what, others, span, within):
    later = [s for s in others.items if s.start_s >= span.start_s]
    more = dataclasses.replace(what, items=tuple(sorted((*what.items, *later), key=span_order)))
    assert run("before", what=more, span=span, within=within) == run("before", what=what, span=span, within=within)


@given(track_sets(WHOLE), track_sets(WHOLE), reference, margins)
def test_boxes_that_come_later_do_not_change_before(what, others, span, within):
    later = tuple(
        Track(t.source, t.id + 100, t.label, boxes, t.step_s)
        for t in others.items
        if (boxes := tuple(b for b in t.boxes if b.time_s >= span.start_s))
    )
    grown = tuple(
        dataclasses.replace(t, boxes=(*t.boxes, Box(99, DURATION_S, 0, 0, 1, 1, 1.0, ""))) for t in what.items
    )
    more = dataclasses.replace(what, items=(*grown, *later))
    assert run("before", what=more, span=span, within=within) == run("before", what=what, span=span, within=within)


@given(videos(SOURCE), intervals(), reference, margins)
def test_footage_that_comes_later_does_not_change_before(what, more, span, within):
    later = Interval(max(more.start_s, span.start_s), max(more.end_s, span.start_s))
    longer = dataclasses.replace(what, cuts=union([*what.cuts, later] if later.length_s else what.cuts))
    assert run("before", what=longer, span=span, within=within) == run("before", what=what, span=span, within=within)


@given(st.sampled_from(["before", "after"]), things, reference)
def test_cutting_twice_is_cutting_once(name, what, span):
    once = run(name, what=what, span=span, within=None)
    if not isinstance(once, Absent):
        assert run(name, what=once, span=span, within=None) == once


@given(videos(SOURCE), moments(STEP_S / 2))
def test_at_keeps_the_moment_of_a_video_where_it_is_visible(what, moment):
    result = run("at", what=what, moment=moment)
    if any(c.holds(moment) for c in what.cuts):
        assert isinstance(result, Video)
        assert result.cuts == (Interval(moment, moment),)
    else:
        assert isinstance(result, Absent)


@pytest.mark.parametrize(
    "what", [EARLY, Spans((EARLY,), ()), Tracks(EARLY, sampling_of(EARLY), ())], ids=["video", "spans", "tracks"]
)
def test_where_nobody_looked_nothing_is_known(what):
    late, start = span(5.0, 6.0), span(0.0, 1.0)
    for nowhere in (
        run("after", what=what, span=late, within=None),
        run("during", what=what, span=late),
        run("between", what=what, one=span(4.0, 5.0), other=span(6.0, 7.0)),
        run("between", what=what, one=start, other=span(1.0, 2.0)),
        run("before", what=what, span=start, within=None),
        run("at", what=what, moment=5.0),
    ):
        assert isinstance(nowhere, Absent)
    for somewhere in (run("before", what=what, span=late, within=None), run("at", what=what, moment=1.0)):
        assert not isinstance(somewhere, Absent)


def test_what_was_found_in_a_place_was_looked_for_there_whatever_a_list_says():
    spans = Spans((EARLY,), (span(5.0, 6.0),))
    assert run("after", what=spans, span=span(4.0, 5.0), within=None).items == spans.items


@given(span_sets(SOURCE), moments(STEP_S / 2, high_s=DURATION_S - STEP_S))
def test_at_keeps_the_spans_that_hold_the_moment(what, moment):
    result = run("at", what=what, moment=moment)
    assert isinstance(result, Spans)
    assert result.items == tuple(s for s in what.items if s.start_s <= moment < s.end_s)


@given(videos(SOURCE).flatmap(track_sets), moments(STEP_S / 2, high_s=DURATION_S - STEP_S))
def test_at_keeps_the_tracks_seen_in_the_frame_shown_then(what, moment):
    shown = moment - moment % STEP_S
    result = run("at", what=what, moment=moment)
    visible = any(c.holds(moment) for c in what.video.cuts)
    if visible and shown in what.sampling.times_s:
        assert isinstance(result, Tracks)
        assert result.sampling.times_s == (shown,)
        assert {t.id for t in result.items} == {t.id for t in what.items if any(b.time_s == shown for b in t.boxes)}
    else:
        assert isinstance(result, Absent)


@pytest.mark.parametrize("moment", [-0.5, DURATION_S, 100.0, float("inf")])
def test_a_moment_outside_the_video_is_absent_and_says_how_long_it_lasts(moment):
    for what in (WHOLE, Spans((WHOLE,), ()), Tracks(WHOLE, sampling_of(WHOLE), ())):
        result = run("at", what=what, moment=moment)
        assert isinstance(result, Absent)
        assert "which lasts 8.00 s" in result.reason


@given(videos(SOURCE))
def test_the_three_parts_of_a_video_make_it_up_and_share_nothing(what):
    parts = [run("part", what=what, which=which) for which in ("start", "middle", "end")]
    assert all(isinstance(p, Video) for p in parts)
    assert sum(p.length_s for p in parts) == pytest.approx(what.length_s)
    assert [p.length_s for p in parts] == pytest.approx([what.length_s / 3] * 3)
    assert union(c for p in parts for c in p.cuts)[0].start_s == what.start_s
    for earlier, later in itertools.pairwise(parts):
        assert earlier.end_s <= later.start_s + 1e-9
    for part in parts:
        assert held(part.cuts) <= held(what.cuts)


def test_a_part_of_nothing_is_absent():
    nowhere = WHOLE.keep([])
    for what in (nowhere, Spans((nowhere,), ()), Spans((), ()), Tracks(nowhere, sampling_of(nowhere), ())):
        assert isinstance(run("part", what=what, which="end"), Absent)


@given(things, st.sampled_from(["start", "middle", "end"]))
def test_a_part_is_what_lies_during_that_third_of_what_was_looked_at(what, which):
    view = what if isinstance(what, Video) else what.looked[0] if isinstance(what, Spans) else what.video
    third = run("part", what=view, which=which)
    inside = Span(view.source, third.start_s, third.end_s)
    cut, during = run("part", what=what, which=which), run("during", what=what, span=inside)
    # They only say in other words which time nobody looked at.
    assert cut == during or (isinstance(cut, Absent) and isinstance(during, Absent))


def test_of_spans_of_two_videos_a_part_is_the_third_of_each():
    long, short = SOURCES[0], dataclasses.replace(SOURCES[1], duration_s=3.0)
    spans = Spans((Video.whole(long), Video.whole(short)), (Span(short, 0.0, 0.5), Span(long, 1.5, 2.0)))
    assert run("part", what=spans, which="start").items == spans.items
    assert run("part", what=spans, which="end").items == ()


@given(videos(SOURCE), st.integers(2, 64))
def test_the_pieces_of_a_video_are_equally_long_and_make_it_up(what, pieces):
    found = run("split", video=what, pieces=pieces)
    assert len(found) == pieces
    assert [p.length_s for p in found] == pytest.approx([what.length_s / pieces] * pieces)
    for earlier, later in itertools.pairwise(found):
        assert earlier.end_s <= later.start_s + 1e-9
    for piece in found:
        assert held(piece.cuts) <= held(what.cuts)


def test_thirds_are_three_pieces_and_nothing_cannot_be_split():
    thirds = tuple(run("part", what=EARLY, which=which) for which in ("start", "middle", "end"))
    assert run("split", video=EARLY, pieces=3) == thirds
    assert isinstance(run("split", video=WHOLE.keep([]), pieces=2), Absent)


def test_what_lies_before_the_first_moment_is_not_its_first_frame():
    opening = Span(SOURCE, 0.0, 1.0)
    tracks = Tracks(WHOLE, sampling_of(WHOLE), (Track(SOURCE, 1, "", (Box(0, 0.0, 0, 0, 1, 1, 1.0, ""),), STEP_S),))
    assert isinstance(run("before", what=WHOLE, span=opening, within=None), Absent)
    assert isinstance(run("before", what=tracks, span=opening, within=None), Absent)


def test_between_spans_that_touch_there_is_no_frame():
    one, other = Span(SOURCE, 1.0, 2.0), Span(SOURCE, 2.0, 3.0)
    assert isinstance(run("between", what=WHOLE, one=one, other=other), Absent)


@given(st.sampled_from(["before", "after", "during"]), things, spans_of(SOURCES[1]))
def test_the_time_of_one_video_does_not_cut_another(name, what, span):
    result = CUTS[name](what, span, span)
    assert isinstance(result, Absent)
    assert "another video" in result.reason


@given(span_sets(several_sources=True), reference)
def test_of_spans_of_two_videos_only_those_of_the_spans_own_are_kept(what, span):
    result = run("after", what=what, span=span, within=None)
    assert isinstance(result, Spans)
    assert result.items == tuple(s for s in what.items if s.source == SOURCE and s.start_s >= span.end_s)
    assert {v.source for v in result.looked} == {SOURCE}


def test_nothing_lies_between_spans_of_two_videos():
    one, other = (Span(source, start, start + 1.0) for source, start in zip(SOURCES, (1.0, 4.0), strict=True))
    assert isinstance(run("between", what=WHOLE, one=one, other=other), Absent)


def test_a_span_that_ends_where_another_begins_lies_before_it_whatever_the_last_bits():
    ends_s, begins_s = 0.1 + 0.2, 0.3
    assert ends_s > begins_s
    early, late = span(0.1, ends_s), span(begins_s, 1.0)
    spans = Spans((WHOLE,), (early, late))
    assert run("before", what=spans, span=late, within=None).items == (early,)
    assert run("after", what=spans, span=early, within=None).items == (late,)
    assert run("between", what=WHOLE, one=early, other=late) == Absent("there is no time from 0.30 s to 0.30 s")
