"""Single values put together as a plural, as lists and comprehensions do."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import SOURCE, SOURCES, STEP_S, VALUES, sampling_of, span_sets, spans_of, track_sets
from vprog.types import Type
from vprog.values import (
    Box,
    Interval,
    Look,
    Outcome,
    Sampling,
    Source,
    Span,
    Spans,
    Status,
    Track,
    Tracks,
    Video,
    collect,
    digest,
    members,
    views_of,
)

WHOLE = Video.whole(SOURCE)


@given(st.sampled_from([Type.TEXTS, Type.NUMBERS, Type.VIDEOS]).flatmap(lambda t: st.tuples(st.just(t), VALUES[t])))
def test_lists_keep_their_members_in_the_order_given(typed):
    type_, value = typed
    assert collect(type_, members(value)) == value


@given(span_sets(several_sources=True), st.randoms())
def test_spans_are_put_in_order_of_time_and_keep_what_was_looked_at(spans, rng):
    mixed = list(spans.items)
    rng.shuffle(mixed)
    found = collect(Type.SPANS, mixed, like=spans)
    assert isinstance(found, Spans)
    assert [(s.start_s, s.end_s) for s in found.items] == [(s.start_s, s.end_s) for s in spans.items]
    assert found.looked == spans.looked


@given(track_sets(WHOLE), st.randoms())
def test_tracks_are_put_in_order_of_first_sight(tracks, rng):
    mixed = list(tracks.items)
    rng.shuffle(mixed)
    for like in (tracks, Spans((WHOLE,), ())):
        found = collect(Type.TRACKS, mixed, like=like)
        assert isinstance(found, Tracks)
        assert [t.boxes[0].frame for t in found.items] == sorted(t.boxes[0].frame for t in mixed)
        assert found.video == WHOLE


LOOKED = {"spans": Spans((WHOLE,), ()), "videos": (WHOLE,), "tracks": Tracks(WHOLE, sampling_of(WHOLE), ())}


@pytest.mark.parametrize("like", LOOKED.values(), ids=LOOKED)
def test_no_tracks_at_all_are_an_empty_value_of_the_video_looked_at(like):
    found = collect(Type.TRACKS, [], like=like)
    assert isinstance(found, Tracks)
    assert (found.items, found.video) == ((), WHOLE)


def test_tracks_of_two_videos_have_no_common_time():
    with pytest.raises(ValueError, match="tracks of one video can be put together; these are of 2"):
        collect(Type.TRACKS, [], like=Spans(tuple(map(Video.whole, SOURCES)), ()))


def track_at(first: int, source: Source = SOURCE) -> Track:
    box = Box(first, first * STEP_S, 0, 0, 9, 9, 1.0, "")
    return Track(source, 1, "", (box, dataclasses.replace(box, frame=first + 1, time_s=box.time_s + STEP_S)), STEP_S)


CLIP = WHOLE.keep([Interval(0.0, 4.0)])


@given(track_sets(WHOLE))
def test_some_of_the_tracks_keep_the_time_axis_of_all(tracks):
    for chosen in ((), tracks.items[:1], tracks.items):
        for like in (tracks, Spans((CLIP,), (), followed=(Look(WHOLE, tracks.sampling),))):
            found = collect(Type.TRACKS, chosen, like, views=[WHOLE])
            assert isinstance(found, Tracks)
            assert (found.video, found.sampling, set(found.items)) == (tracks.video, tracks.sampling, set(chosen))


@pytest.mark.parametrize("views", [(), (CLIP,), (CLIP, Video.whole(SOURCES[1]))], ids=len)
def test_a_track_written_out_was_not_looked_for_outside_of_the_views(views):
    found = collect(Type.TRACKS, [track_at(2)], views=views)
    assert isinstance(found, Tracks)
    assert found.video.cuts == (CLIP.cuts if views else (Interval(0.5, 1.0),))
    assert found.sampling == Sampling((2, 3), (0.5, 0.75), STEP_S)


def test_tracks_from_outside_of_what_was_gone_through_widen_the_axis_by_their_own_frames_alone():
    like = Tracks(CLIP, sampling_of(CLIP), (track_at(2),))
    found = collect(Type.TRACKS, [track_at(2), track_at(20)], like, views=[CLIP])
    assert isinstance(found, Tracks)
    assert found.sampling.indices == (*range(16), 20, 21)
    assert found.video.cuts == (*CLIP.cuts, Interval(5.0, 5.5))


@pytest.mark.parametrize("like", [None, Tracks(WHOLE, sampling_of(WHOLE), (track_at(2),))], ids=["list", "tracks"])
def test_tracks_of_another_video_are_refused_whatever_was_gone_through(like):
    with pytest.raises(ValueError, match="tracks of one video can be put together; these are of 2"):
        collect(Type.TRACKS, [track_at(2), track_at(3, SOURCES[1])], like, views=[WHOLE])


def test_tracks_of_the_other_video_do_not_become_those_of_the_one_gone_through():
    like = Tracks(WHOLE, sampling_of(WHOLE), (track_at(2),))
    found = collect(Type.TRACKS, [track_at(3, SOURCES[1])], like, views=[WHOLE])
    assert isinstance(found, Tracks)
    assert found.video == Video.whole(SOURCES[1]).keep([Interval(0.75, 1.25)])
    assert found.sampling.indices == (3, 4)


@pytest.mark.parametrize("like", [("a", "b"), (1, 2), (), None])
def test_of_words_and_numbers_of_which_none_is_kept_the_rest_is_empty_and_not_a_failure(like):
    for views in ([CLIP], [CLIP, Video.whole(SOURCES[1])]):
        tracks = collect(Type.TRACKS, [], like, views)
        assert tracks == Tracks(CLIP, Sampling((), (), 0.0), ())
        assert collect(Type.SPANS, [], like, views) == Spans(tuple(views), ())


def test_no_tracks_of_no_video_are_refused():
    with pytest.raises(ValueError, match="nothing tells the video that has none"):
        collect(Type.TRACKS, [], ("a",))


@given(span_sets(), spans_of(SOURCES[1]))
def test_spans_from_outside_of_what_was_gone_through_bring_their_video_along(spans, other):
    found = collect(Type.SPANS, [*spans.items, other], like=spans, views=[WHOLE])
    assert isinstance(found, Spans)
    assert found.followed == spans.followed
    assert found.looked == tuple(dict.fromkeys((*spans.looked, Video.whole(SOURCES[1]))))


def test_spans_written_out_were_not_looked_for_outside_of_the_views():
    found = collect(Type.SPANS, [Span(SOURCE, 1.0, 2.0)], views=[CLIP, Video.whole(SOURCES[1])])
    assert found == Spans((CLIP,), (Span(SOURCE, 1.0, 2.0),))


@given(st.sampled_from(list(Type)).flatmap(lambda t: st.tuples(st.just(t), VALUES[t])))
def test_views_are_those_in_which_a_value_was_searched(typed):
    type_, value = typed
    views = views_of(value)
    assert all(isinstance(v, Video) for v in views)
    searched = (Type.VIDEO, Type.SPANS, Type.BOXES, Type.TRACKS, Type.MASKS)
    assert bool(views) is (type_ in searched or (type_ is Type.VIDEOS and bool(value)))


@given(st.lists(spans_of(), max_size=3))
def test_spans_written_out_were_looked_for_in_their_own_videos(spans):
    found = collect(Type.SPANS, spans)
    assert isinstance(found, Spans)
    assert {v.source for v in found.looked} == {s.source for s in spans}
    assert digest(Type.SPANS, found)


@given(st.sampled_from(list(Type)).flatmap(lambda t: st.tuples(st.just(t), VALUES[t])))
def test_empty_is_a_plural_without_members_and_nothing_else(typed):
    type_, value = typed
    outcome = Outcome.of(type_, value)
    assert outcome.has_value
    plural = type_.is_plural
    assert outcome.is_empty is (plural and not (value if isinstance(value, tuple) else value.items))


@pytest.mark.parametrize("status", [Status.ABSENT, Status.FAILED])
def test_what_has_no_value_is_not_empty(status):
    outcome = Outcome(Type.TRACKS, status, reason="x")
    assert not outcome.has_value
    assert not outcome.is_empty


def test_a_partial_value_is_a_value():
    outcome = dataclasses.replace(Outcome.of(Type.TEXTS, ()), status=Status.PARTIAL)
    assert outcome.has_value
    assert outcome.is_empty
