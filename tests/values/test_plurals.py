"""Single values put together as a plural, as lists and comprehensions do."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import SOURCE, SOURCES, VALUES, sampling_of, span_sets, spans_of, track_sets
from vprog.types import Type
from vprog.values import Outcome, Spans, Status, Tracks, Video, collect, digest, members

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
