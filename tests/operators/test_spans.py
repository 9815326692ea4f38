"""Operators on spans against the obvious reference: the moments of a fine grid, video by video."""

import itertools

import pytest
from hypothesis import given

from tests.operators.reference.selection import stretches
from tests.operators.reference.things import until_s
from tests.strategies import (
    DURATION_S,
    SOURCE,
    SOURCES,
    UNEVEN,
    sampling_of,
    span_sets,
    spans_of,
    track_sets,
    tracks_in,
    videos,
)
from vprog.spec import Registry
from vprog.values import (
    Absent,
    Box,
    Interval,
    Span,
    Spans,
    Track,
    Tracks,
    Video,
    intersect,
    span_order,
    track_order,
    union,
)

REGISTRY = Registry.load()
GRID_S = [n / 32 for n in range(round(DURATION_S) * 32 + 1)]
sets = span_sets() | span_sets(several_sources=True)


def run(name: str, **arguments: object):
    module = REGISTRY.called(name)
    assert module is not None
    assert module.compute is not None
    return module.compute(**arguments)


def held(spans: Spans) -> set[tuple[str, float]]:
    return {(s.source.digest, t) for s in spans.items for t in GRID_S if s.interval.holds(t)}


@given(sets, sets)
def test_union_covers_what_either_covers(one, other):
    assert held(run("union", one=one, other=other)) == held(one) | held(other)


@given(sets, sets)
def test_intersection_covers_what_both_cover(one, other):
    assert held(run("intersect", one=one, other=other)) == held(one) & held(other)


@given(sets, sets)
def test_union_and_intersection_do_not_depend_on_the_order(one, other):
    for name in ("union", "intersect"):
        forth, back = run(name, one=one, other=other), run(name, one=other, other=one)
        # Of two videos, spans of the same time may change places.
        assert {(s.source.digest, s.start_s, s.end_s) for s in forth.items} == {
            (s.source.digest, s.start_s, s.end_s) for s in back.items
        }
        assert {(s.interval, frozenset(s.subjects)) for s in forth.items} == {
            (s.interval, frozenset(s.subjects)) for s in back.items
        }


@given(sets, sets)
def test_results_are_in_order_and_disjoint_within_a_video(one, other):
    for name in ("union", "intersect"):
        result = run(name, one=one, other=other)
        assert list(result.items) == sorted(result.items, key=span_order)
        for source in SOURCES:
            found = [s.interval for s in result.items if s.source == source]
            assert list(union(found)) == found


@given(sets, sets)
def test_what_was_looked_at_and_who_took_part_are_kept(one, other):
    result = run("union", one=one, other=other)
    assert set(result.looked) == {*one.looked, *other.looked}
    everyone = {t for s in (*one.items, *other.items) for t in s.subjects}
    assert {t for s in result.items for t in s.subjects} == everyone


@given(sets)
def test_nothing_adds_nothing_and_leaves_nothing(spans):
    nothing = Spans(spans.looked, ())
    assert held(run("union", one=spans, other=nothing)) == held(spans)
    assert run("intersect", one=spans, other=nothing).items == ()


@given(sets)
def test_spans_and_their_gaps_make_up_what_was_looked_at_and_share_nothing(spans):
    gaps = run("gaps", spans=spans)
    looked = {(v.source.digest, t) for v in spans.looked for t in GRID_S if any(c.holds(t) for c in v.cuts)}
    assert held(gaps) | held(spans) == looked
    assert not held(gaps) & held(spans)
    assert all(s.subjects == () for s in gaps.items)
    assert gaps.looked == spans.looked


def test_between_spans_that_touch_up_to_the_last_bits_there_is_no_gap():
    spans = Spans((Video.whole(SOURCE),), (Span(SOURCE, 0.0, 0.3), Span(SOURCE, 0.1 + 0.2 + 1e-12, DURATION_S)))
    assert run("gaps", spans=spans).items == ()


def test_where_nobody_looked_there_is_no_gap():
    view = Video.whole(SOURCE).keep([Interval(2.0, 3.0), Interval(5.0, 6.0)])
    gaps = run("gaps", spans=Spans((view,), (Span(SOURCE, 2.5, 3.0, score=0.5),)))
    assert [(s.interval, s.score) for s in gaps.items] == [(Interval(2.0, 2.5), 0.5), (Interval(5.0, 6.0), 0.5)]


@given(sets, sets)
def test_together_is_each_once_in_order(one, other):
    both = run("combine", one=one, other=other)
    assert set(both.items) == {*one.items, *other.items}
    assert len(set(both.items)) == len(both.items)
    assert list(both.items) == sorted(both.items, key=span_order)
    assert set(both.looked) == {*one.looked, *other.looked}


def places(track: Track) -> frozenset:
    return frozenset((b.frame, b.xyxy) for b in track.boxes)


@given(track_sets(Video.whole(SOURCE)), track_sets(Video.whole(SOURCE)))
def test_tracks_together_are_numbered_anew_and_keep_their_boxes(one, other):
    both = run("combine", one=one, other=other)
    assert [t.id for t in both.items] == list(range(1, len(both.items) + 1))
    assert [track_order(t) for t in both.items] == sorted(track_order(t) for t in both.items)
    assert {t.boxes for t in both.items} <= {t.boxes for t in (*one.items, *other.items)}
    together, *parts = ({b for t in tracks.items for b in places(t)} for tracks in (both, one, other))
    assert together == parts[0] | parts[1]


@given(track_sets(), spans_of())
def test_a_thing_and_a_cut_of_it_together_are_one_thing(tracks, span):
    both = run("combine", one=tracks, other=tracks)
    assert {places(t) for t in both.items} <= {places(t) for t in tracks.items}
    assert all(any(places(t) <= places(kept) for kept in both.items) for t in tracks.items)
    early = run("before", what=tracks, span=span, within=None)
    if isinstance(early, Tracks):
        again = run("combine", one=early, other=tracks)
        assert {places(t) for t in again.items} == {places(t) for t in both.items}
        assert (again.video, again.sampling) == (tracks.video, tracks.sampling)


def test_tracks_of_two_videos_do_not_go_together():
    one, other = (Tracks(view, sampling_of(view), ()) for view in map(Video.whole, SOURCES))
    assert run("combine", one=one, other=other) == Absent("the tracks are of two videos, which have no common time")


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [(0.0, 2.0, (0.0, 2.0)), (6.0, 20.0, (6.0, 8.0)), (-3.0, 1.0, (0.0, 1.0)), (0.0, 8.0, (0.0, 8.0))],
)
def test_an_interval_is_the_part_of_it_that_the_video_has(start, end, wanted):
    span = run("interval", video=Video.whole(SOURCE), start=start, end=end)
    assert (span.start_s, span.end_s, span.subjects) == (*wanted, ())


@pytest.mark.parametrize(("start", "end"), [(2.0, 2.0), (3.0, 1.0), (8.0, 9.0), (-2.0, 0.0), (4.5, 5.5)])
def test_an_interval_of_no_visible_time_is_absent(start, end):
    view = Video.whole(SOURCE).keep([Interval(0.0, 4.0), Interval(6.0, 8.0)])
    assert isinstance(run("interval", video=view, start=start, end=end), Absent)


@given(spans_of(instants=True), spans_of(instants=True))
def test_one_comes_before_the_other_when_that_comes_after_it(one, other):
    forth, back = run("order", one=one, other=other), run("order", one=other, other=one)
    if one.source == other.source and one.start_s != other.start_s:
        assert {forth, back} == {"before", "after"}
        assert (forth == "before") is (one.start_s < other.start_s)
    else:
        assert forth == back
        assert isinstance(forth, Absent)


@given(spans_of(instants=True), spans_of(instants=True))
def test_spans_overlap_when_a_moment_of_one_video_is_common(one, other):
    common = held(Spans((), (one,))) & held(Spans((), (other,)))
    assert run("overlaps", one=one, other=other) is run("overlaps", one=other, other=one) is bool(common)


def test_spans_that_only_touch_do_not_overlap_but_become_one_in_a_union():
    one, other = Span(SOURCE, 1.0, 2.0), Span(SOURCE, 2.0, 3.0)
    assert run("overlaps", one=one, other=other) is False
    both = run("union", one=Spans((), (one,)), other=Spans((), (other,)))
    assert [s.interval for s in both.items] == [Interval(1.0, 3.0)]


@given(spans_of() | tracks_in(Video.whole(SOURCE)))
def test_start_end_and_duration_agree(what):
    start_s, end_s = run("start", what=what), run("end", what=what)
    assert start_s <= end_s <= what.source.duration_s
    assert run("duration", what=what) == end_s - start_s


@given(sets)
def test_spans_last_as_long_as_the_time_that_they_cover_together(spans):
    # Ends of the drawn spans lie on no common grid: cut time at every one of them.
    total_s = 0.0
    for source in {s.source for s in spans.items}:
        own = [s for s in spans.items if s.source == source]
        ends_s = sorted({e for s in own for e in (s.start_s, s.end_s)})
        pieces = itertools.pairwise(ends_s)
        total_s += sum(b - a for a, b in pieces if any(s.start_s <= a and b <= s.end_s for s in own))
    assert run("duration", what=spans) == pytest.approx(total_s)


@given(videos())
def test_a_video_lasts_as_long_as_it_is_visible(view):
    assert run("duration", what=view) == pytest.approx(sum(c.length_s for c in view.cuts))


@given(track_sets())
def test_visible_is_when_at_least_one_track_is_under_way(tracks):
    result = run("visible", tracks=tracks)
    assert isinstance(result, Spans)
    # Between the grid's moments, on which no border lies.
    for t in (moment + 1 / 64 for moment in GRID_S):
        shown = any(cut.holds(t) for cut in tracks.video.cuts)
        under_way = {
            track
            for track in tracks.items
            for part in stretches(tracks, track)
            if shown and part[0].time_s <= t < until_s(tracks, part[-1].time_s, track.step_s)
        }
        spans = [s for s in result.items if s.interval.holds(t)]
        assert len(spans) == bool(under_way)
        assert under_way <= {subject for s in spans for subject in s.subjects}


@given(track_sets())
def test_nothing_is_visible_outside_of_the_view(tracks):
    assert isinstance(tracks, Tracks)
    spans = run("visible", tracks=tracks).items
    for span in spans:
        assert intersect(tracks.video.cuts, [span.interval]) == (span.interval,)
    assert {t for s in spans for t in s.subjects} == set(tracks.items)


@given(spans_of(SOURCE), track_sets(Video.whole(SOURCE)))
def test_what_was_visible_before_a_span_ends_where_the_span_begins(span, tracks):
    early = run("before", what=tracks, span=span, within=None)
    if isinstance(early, Tracks):
        assert all(s.end_s <= span.start_s for s in run("visible", tracks=early).items)


@pytest.mark.parametrize("source", UNEVEN, ids=lambda s: s.name)
def test_one_who_takes_over_from_another_leaves_no_gap_whatever_the_last_bits(source):
    view = Video.whole(source)
    sampling = sampling_of(view)
    frames = [Box(f, t, 0, 0, 9, 9, 1.0, "") for f, t in zip(sampling.indices, sampling.times_s, strict=True)]
    for turn in range(1, len(frames)):
        halves = (frames[:turn], frames[turn:])
        relay = tuple(Track(source, n, "", tuple(half), sampling.step_s) for n, half in enumerate(halves, start=1))
        assert len(run("visible", tracks=Tracks(view, sampling, relay)).items) == 1


def test_what_is_visible_at_a_moment_is_visible_for_no_longer_than_that_moment():
    track = Track(SOURCE, 1, "", (Box(0, 0.0, 0, 0, 1, 1, 1.0, ""),), 0.25)
    now = run("at", what=Tracks(Video.whole(SOURCE), sampling_of(Video.whole(SOURCE)), (track,)), moment=0.125)
    assert [s.interval for s in run("visible", tracks=now).items] == [Interval(0.125, 0.125)]
