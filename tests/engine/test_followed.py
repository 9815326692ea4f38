"""A single track, or span, keeps the looks in which it was followed: a list of it is as good as what it came from."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.engine.running import execute
from tests.engine.test_execution import LOADED, answer, probe
from tests.strategies import SOURCE, track_sets, videos
from vprog.types import Type
from vprog.values import Interval, Look, Span, Spans, Status, Tracks, span_order

SOME = track_sets()
EVENTS = ["appears", "disappears", "enters", "leaves", "visible", "moving", "stopped"]


def run(clip, source, **values):
    """Run a program in which `NAME(video)` gives a fixed value."""
    types = {Tracks: Type.TRACKS, Spans: Type.SPANS}
    registry = LOADED.with_modules(probe(name, types[type(v)], v) for name, v in values.items())
    return answer(execute(source, registry, [clip]))


def only(tracks, position):
    """Give one of the tracks as a search that found no other would have given it."""
    chosen = tracks.items[position]
    return Tracks(tracks.video, tracks.sampling, (chosen,), chosen.label)


@settings(max_examples=25)
@given(SOME, st.data())
def test_a_list_of_one_of_the_tracks_is_what_a_search_that_found_it_alone_would_give(clip, tracks, data):
    assume(tracks.items)
    position = data.draw(st.integers(0, len(tracks.items) - 1))
    number = position + 1
    for source in (
        f"answer = [nth(some(video), {number})]",
        f"answer = [some(video)[{position}]]",
        f"answer = [(nth(some(video), {number}) if (1 < 2) else first(some(video)))]",
        f"answer = [or_else(nth(some(video), {number}), first(some(video)))]",
        f"answer = [x for x in [nth(some(video), {number})] if (1 < 2)]",
        f"answer = [x for x in some(video) if same(x, nth(some(video), {number}))]",
    ):
        found = run(clip, source, some=tracks)
        assert tracks.items[position] in found.payload.items
        assert (found.payload.video, found.payload.sampling) == (tracks.video, tracks.sampling), source


@pytest.mark.parametrize("event", EVENTS)
@settings(max_examples=10)
@given(tracks=SOME)
def test_what_one_track_does_is_read_off_it_alone_or_among_others_alike(clip, event, tracks):
    assume(tracks.items)
    alone = [
        run(clip, f"answer = {event}([nth(some(video), {n})])", some=tracks) for n in range(1, len(tracks.items) + 1)
    ]
    inside = run(clip, f"answer = [count({event}([x])) for x in some(video)]", some=tracks)
    wanted = [run(clip, f"answer = {event}(some(video))", some=only(tracks, k)) for k in range(len(tracks.items))]
    assert [o.payload.items for o in alone] == [o.payload.items for o in wanted]
    assert [o.payload.looked for o in alone] == [o.payload.looked for o in wanted]
    assert inside.payload == tuple(len(o.payload.items) for o in wanted)


@settings(max_examples=25)
@given(SOME)
def test_a_part_of_a_list_of_tracks_is_a_part_of_what_was_looked_at(clip, tracks):
    assume(tracks.items)
    for which in ("start", "middle", "end"):
        listed = run(clip, f'answer = part([first(some(video))], "{which}")', some=tracks)
        wanted = run(clip, f'answer = part(some(video), "{which}")', some=only(tracks, 0))
        assert (listed.status, listed.reason) == (wanted.status, wanted.reason)
        if wanted.has_value:
            assert (listed.payload.items, listed.payload.video) == (wanted.payload.items, wanted.payload.video)


@settings(max_examples=25)
@given(SOME)
def test_the_subject_of_one_span_keeps_the_looks_of_all(clip, tracks):
    assume(tracks.items)
    doing = [Span(t.source, t.start_s, t.end_s, (t,), t.score, t.label) for t in tracks.items]
    spans = Spans((tracks.video,), tuple(sorted(doing, key=span_order)), "", (Look(tracks.video, tracks.sampling),))
    for source in ("answer = [who(first(some(video)))]", "answer = who([first(some(video))])"):
        found = run(clip, source, some=spans).payload
        assert (found.items, found.video, found.sampling) == (
            spans.items[0].subjects,
            tracks.video,
            tracks.sampling,
        ), source


@settings(max_examples=25)
@given(videos(SOURCE).flatmap(track_sets), videos(SOURCE).flatmap(track_sets))
def test_looks_of_things_that_were_not_taken_are_not_kept(clip, some, others):
    assume(some.items and others.items)
    source = (
        "answer = [(first(others(video)) if ((count(some(video)) + count(others(video))) < 0) else first(some(video)))]"
    )
    found = run(clip, source, some=some, others=others).payload
    assert (found.video, found.sampling) == (some.video, some.sampling)


@settings(max_examples=25)
@given(videos(SOURCE).flatmap(track_sets), videos(SOURCE).flatmap(track_sets))
def test_things_of_two_searches_were_followed_in_the_looks_of_both(clip, some, others):
    assume(some.items and others.items)
    found = run(clip, "answer = [first(some(video)), first(others(video))]", some=some, others=others)
    assert found.status is Status.OK
    assert set(found.payload.sampling.indices) == {*some.sampling.indices, *others.sampling.indices}
    for moment in sorted({*some.sampling.times_s, *others.sampling.times_s}):
        assert any(isinstance(cut, Interval) and cut.shows(moment) for cut in found.payload.video.cuts)


def test_events_of_a_list_of_a_track_on_a_clip(clip):
    head = 'tracks_all = track(detect(video, "red circle"))\n'
    assert answer(execute(head + "answer = count(enters([last(tracks_all)]))", LOADED, [clip])).payload == 1
    assert answer(execute(head + "answer = count(enters([first(tracks_all)]))", LOADED, [clip])).payload == 0
    whole = answer(execute(head + "answer = tracks_all", LOADED, [clip])).payload
    listed = answer(execute(head + "answer = [last(tracks_all)]", LOADED, [clip])).payload
    assert (listed.sampling, listed.video, listed.label) == (whole.sampling, whole.video, "red circle")
