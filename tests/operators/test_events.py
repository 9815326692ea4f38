"""Events read off tracks, and the way back to whom they happened to."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import SOURCE, SOURCES, STEP_S, UNEVEN, sampling_of, span_sets, spans_of, track_sets
from vprog.spec import Registry
from vprog.values import Absent, Box, Interval, Sampling, Source, Span, Spans, Track, Tracks, Video

REGISTRY = Registry.load()
WHOLE = Video.whole(SOURCE)
MARGIN = 0.05
EVENTS = {"appears": {}, "disappears": {}, "enters": {"margin": MARGIN}, "leaves": {"margin": MARGIN}}


def run(name: str, **arguments: object):
    module = REGISTRY.called(name)
    assert module is not None
    assert module.compute is not None
    return module.compute(**arguments)


def event(name: str, tracks: Tracks) -> Spans:
    return run(name, tracks=tracks, **EVENTS[name])


def where(tracks: Tracks, **given: object) -> Tracks:
    neutral = {"label": None, "direction": None, "size": None, "min_travel": 0.5, "large_from": 0.03}
    return run("where", tracks=tracks, **neutral | given)


def edges(tracks: Tracks, at: int) -> set[int]:
    """Give the first (0) or last (-1) looked-at frame of each cut."""
    timed = list(zip(tracks.sampling.indices, tracks.sampling.times_s, strict=True))
    inside = [[i for i, t in timed if cut.start_s <= t < cut.end_s] for cut in tracks.video.cuts]
    return {frames[at] for frames in inside if frames}


def near_border(box: Box) -> bool:
    x_px, y_px = MARGIN * SOURCE.width_px, MARGIN * SOURCE.height_px
    inside = x_px < box.x1 and y_px < box.y1 and box.x2 < SOURCE.width_px - x_px and box.y2 < SOURCE.height_px - y_px
    return not inside


@given(track_sets())
def test_who_is_there_when_a_view_begins_has_not_come(tracks):
    come = [t for t in tracks.items if t.boxes[0].frame not in edges(tracks, 0)]
    assert {s.subjects[0] for s in event("appears", tracks).items} == set(come)
    assert {s.subjects[0] for s in event("enters", tracks).items} == {t for t in come if near_border(t.boxes[0])}


@given(track_sets())
def test_who_is_there_when_a_view_ends_has_not_gone(tracks):
    gone = [t for t in tracks.items if t.boxes[-1].frame not in edges(tracks, -1)]
    assert {s.subjects[0] for s in event("disappears", tracks).items} == set(gone)
    assert {s.subjects[0] for s in event("leaves", tracks).items} == {t for t in gone if near_border(t.boxes[-1])}


@given(st.sampled_from(sorted(EVENTS)), track_sets())
def test_an_event_is_one_frame_long_and_lies_where_its_subject_is_first_or_last_seen(name, tracks):
    spans = event(name, tracks)
    assert spans.looked == (tracks.video,)
    assert [s.start_s for s in spans.items] == sorted(s.start_s for s in spans.items)
    for span in spans.items:
        (subject,) = span.subjects
        box = subject.boxes[0 if name in ("appears", "enters") else -1]
        (cut,) = [c for c in tracks.video.cuts if c.holds(box.time_s)]
        assert span.start_s == box.time_s
        assert span.end_s == pytest.approx(min(box.time_s + subject.step_s, cut.end_s))


@given(st.sampled_from(sorted(EVENTS)), st.sampled_from(UNEVEN).map(Video.whole).flatmap(track_sets))
def test_the_frame_after_an_event_lies_behind_it_whatever_the_last_bits(name, tracks):
    for span in event(name, tracks).items:
        times_s = tracks.sampling.times_s
        after = [t for t in times_s if t > span.start_s]
        assert run("during", what=tracks, span=span).sampling.times_s == (span.start_s,)
        later = run("after", what=tracks, span=span, within=None)
        assert after[:1] == ([] if isinstance(later, Absent) else [later.sampling.times_s[0]])
        # Of the video too, whose frames are chosen by its cuts as they are.
        view = run("after", what=tracks.video, span=span, within=None)
        assert isinstance(view, Absent) if not after else view.cuts[0].holds(after[0])


def test_a_box_stands_for_no_longer_than_until_the_next_frame_where_frames_come_unevenly():
    times_s = (0.0, 0.2, 0.25, 0.6)
    boxes = tuple(Box(n, times_s[n], 0, 0, 1, 1, 1.0, "") for n in (1,))
    tracks = Tracks(WHOLE, Sampling((0, 1, 2, 3), times_s, 0.2), (Track(SOURCE, 1, "", boxes, 0.2),))
    assert [s.interval for s in event("appears", tracks).items] == [Interval(0.2, 0.25)]


@given(st.sampled_from(sorted(EVENTS)), track_sets())
def test_subjects_are_counted_through_their_events(name, tracks):
    spans = event(name, tracks)
    found = run("who", spans=spans)
    assert isinstance(found, Tracks)
    assert set(found.items) == {s.subjects[0] for s in spans.items}
    assert run("count", plural=found) == len(spans.items)
    if spans.items:
        assert run("who", spans=spans.items[0]) == spans.items[0].subjects[0]


@given(span_sets(SOURCE))
def test_who_gives_every_subject_once_in_order_of_first_sight(spans):
    spans = dataclasses.replace(spans, items=tuple(s for s in spans.items if s.subjects))
    doubled = dataclasses.replace(spans, items=tuple(s for s in spans.items for _ in range(2)))
    found = run("who", spans=doubled)
    assert set(found.items) == {t for s in spans.items for t in s.subjects}
    assert len(set(found.items)) == len(found.items)
    assert [t.boxes[0].frame for t in found.items] == sorted(t.boxes[0].frame for t in found.items)


@given(span_sets(SOURCE))
def test_who_of_spans_without_subjects_is_not_known(spans):
    result = run("who", spans=spans)
    assert isinstance(result, Absent) is any(not s.subjects for s in spans.items)


def test_who_names_how_many_spans_have_no_subject():
    spans = Spans((WHOLE,), (Span(SOURCE, 1.0, 2.0), Span(SOURCE, 3.0, 4.0, (walk(range(4, 10)),))))
    assert run("who", spans=spans) == Absent("1 of 2 spans have no subject, so it is not known who does this")


@given(span_sets(several_sources=True))
def test_who_of_two_videos_is_absent_because_no_time_axis_holds_both(spans):
    assert isinstance(run("who", spans=spans), Absent)


@pytest.mark.parametrize("count", [0, 2])
def test_who_of_one_span_needs_one_subject(count):
    subjects = tuple(Track(SOURCE, n, "", (Box(n, 0.0, 0, 0, 1, 1, 1.0, ""),), STEP_S) for n in range(count))
    result = run("who", spans=Span(SOURCE, 0.0, 1.0, subjects))
    assert result == Absent(f"this span has {count} subjects, not one")


@given(st.sampled_from(sorted(EVENTS)), track_sets())
def test_those_who_did_something_are_shown_where_one_looked_and_nowhere_else(name, tracks):
    spans = event(name, tracks)
    found = run("who", spans=spans)
    assert (found.video, found.sampling) == (tracks.video, tracks.sampling)
    everyone = run("who", spans=run("union", one=spans, other=run("visible", tracks=tracks)))
    assert (everyone.video, everyone.sampling, set(everyone.items)) == (
        tracks.video,
        tracks.sampling,
        set(tracks.items),
    )


@given(st.sampled_from(sorted(EVENTS)), st.sampled_from(sorted(EVENTS)), track_sets(WHOLE), spans_of(SOURCE))
def test_a_cut_of_what_was_done_does_not_cut_those_who_did_it(first, second, tracks, span):
    for name, given_ in {"before": {"within": None}, "after": {"within": None}, "during": {}}.items():
        early = run(name, what=event(first, tracks), span=span, **given_)
        if isinstance(early, Spans):
            chosen = run("who", spans=early)
            assert set(chosen.items) == {s.subjects[0] for s in early.items}
            wanted = {s for s in event(second, tracks).items if s.subjects[0] in chosen.items}
            assert set(event(second, chosen).items) == wanted


def test_who_came_early_and_stays_to_the_end_has_not_left():
    stays = walk(range(4, 32), x_px=(0.0, 0.0))
    came = event("enters", Tracks(WHOLE, sampling_of(WHOLE), (stays,)))
    early = run("before", what=came, span=Span(SOURCE, 5.0, 6.0), within=None)
    assert run("who", spans=early).items == (stays,)
    assert event("leaves", run("who", spans=early)).items == ()


def test_of_frames_that_come_unevenly_none_is_made_up():
    times_s = (0.0, 0.1, 0.5, 0.55, 2.0)
    tracks = Tracks(WHOLE, Sampling((0, 2, 4, 6, 8), times_s, 0.4), (walk([2, 4], step_s=0.05),))
    found = run("who", spans=event("appears", tracks))
    assert found.sampling == tracks.sampling


def test_who_of_spans_that_do_not_say_where_one_looked_shows_the_frames_with_a_box_and_no_others():
    track = walk(range(4, 10))
    found = run("who", spans=Spans((WHOLE,), (Span(SOURCE, 1.0, 2.0, (track,)),)))
    assert (found.video, found.sampling.indices) == (WHOLE, tuple(range(4, 10)))
    early = run(
        "before", what=Spans((WHOLE,), (Span(SOURCE, 1.0, 2.0, (track,)),)), span=Span(SOURCE, 2.0, 3.0), within=None
    )
    assert event("leaves", run("who", spans=early)).items == ()


def test_who_of_nothing_anywhere_is_not_called_several_videos():
    result = run("who", spans=Spans((), ()))
    assert isinstance(result, Absent)
    assert "several" not in result.reason


@given(st.sampled_from(sorted(EVENTS)), st.sampled_from(sorted(EVENTS)), track_sets())
def test_what_those_do_who_did_something_is_what_they_did_among_all(first, second, tracks):
    chosen = run("who", spans=event(first, tracks))
    wanted = {s for s in event(second, tracks).items if s.subjects[0] in chosen.items}
    assert set(event(second, chosen).items) == wanted


@given(track_sets())
def test_frames_without_any_of_them_count_when_asking_for_the_fewest_at_once(tracks):
    everyone = run("who", spans=run("visible", tracks=tracks))
    for name in ("min_simultaneous", "max_simultaneous"):
        if tracks.items:
            assert run(name, tracks=everyone) == run(name, tracks=tracks)


def test_those_who_came_in_are_nobody_before_the_first_of_them_and_that_is_no_absence():
    came = run("who", spans=event("appears", Tracks(WHOLE, sampling_of(WHOLE), (walk(range(10, 20)),))))
    early = run("before", what=came, span=Span(SOURCE, 1.0, 2.0), within=None)
    assert isinstance(early, Tracks)
    assert early.items == ()
    nobody = run("who", spans=event("appears", Tracks(WHOLE, sampling_of(WHOLE), ())))
    assert run("max_simultaneous", tracks=nobody) == 0
    assert run("during", what=nobody, span=Span(SOURCE, 1.0, 2.0)).items == ()


def test_spans_of_two_views_of_one_video_give_tracks_of_both():
    views = tuple(WHOLE.keep([Interval(a, a + 1.0)]) for a in (1.0, 5.0))
    found = run("who", spans=Spans(views, ()))
    assert found.video.cuts == (Interval(1.0, 2.0), Interval(5.0, 6.0))


def walk(frames, *, x_px=(0.0, 20.0), source: Source = SOURCE, step_s: float = STEP_S) -> Track:
    """Give a track that goes from one place to another."""
    first, last = x_px
    boxes = [
        Box(f, f * step_s, first + (last - first) * n / max(1, len(frames) - 1), 20.0, 0.0, 30.0, 1.0, "")
        for n, f in enumerate(frames)
    ]
    return Track(source, 1, "", tuple(dataclasses.replace(b, x2=b.x1 + 8.0) for b in boxes), step_s)


def test_an_event_begins_exactly_where_its_frame_does_whatever_the_last_bits():
    step_s = 0.1
    sampling = Sampling(tuple(range(60)), tuple(n * step_s for n in range(60)), step_s)
    for last in range(2, 50):
        track = walk(range(1, last), step_s=step_s)
        (gone,) = event("disappears", Tracks(WHOLE, sampling, (track,))).items
        assert gone.start_s == track.boxes[-1].time_s


def test_a_thing_seen_to_the_end_does_not_outlast_the_video():
    late = dataclasses.replace(SOURCE, duration_s=7.9)
    track = walk(range(28, 32), source=late)
    assert track.end_s == 7.9
    (come,) = event("appears", Tracks(Video.whole(late), sampling_of(WHOLE), (track,))).items
    assert come.interval == Interval(7.0, 7.25)
    lone = walk([31], source=late)
    (come,) = event("appears", Tracks(Video.whole(late), sampling_of(WHOLE), (lone,))).items
    assert come.end_s == 7.9


def test_a_cut_to_the_middle_makes_nobody_come_or_go():
    track = walk(range(2, 30))
    whole = Tracks(WHOLE, sampling_of(WHOLE), (track,))
    part = run("during", what=whole, span=Span(SOURCE, 2.0, 4.0))
    assert len(event("appears", whole).items) == len(event("disappears", whole).items) == 1
    assert event("appears", part).items == event("disappears", part).items == ()


def test_a_thing_that_enters_goes_first_over_the_border():
    tracks = Tracks(WHOLE, sampling_of(WHOLE), (walk(range(4, 10), x_px=(0.0, 30.0)),))
    assert len(event("enters", tracks).items) == 1
    assert len(event("leaves", tracks).items) == 0
    back = Tracks(WHOLE, sampling_of(WHOLE), (walk(range(4, 10), x_px=(30.0, 56.0)),))
    assert len(event("enters", back).items) == 0
    assert len(event("leaves", back).items) == 1


@given(track_sets(), st.sampled_from([None, "person", "PERSON", "dog"]))
def test_where_keeps_tracks_of_a_label_whatever_its_case(tracks, label):
    kept = where(tracks, label=label)
    wanted = [t for t in tracks.items if label is None or t.label.lower() == label.lower()]
    assert list(kept.items) == wanted
    assert (kept.video, kept.sampling) == (tracks.video, tracks.sampling)


@given(track_sets(), st.floats(0, 10))
def test_every_track_goes_exactly_one_way(tracks, min_travel):
    ways = [
        where(tracks, direction=way, min_travel=min_travel).items for way in ("left", "right", "up", "down", "still")
    ]
    assert sorted(t.id for way in ways for t in way) == sorted(t.id for t in tracks.items)


@pytest.mark.parametrize(("x_px", "way"), [((0.0, 40.0), "right"), ((40.0, 0.0), "left"), ((20.0, 21.0), "still")])
def test_the_net_shift_decides_the_way(x_px, way):
    tracks = Tracks(WHOLE, sampling_of(WHOLE), (walk(range(4, 10), x_px=x_px),))
    assert len(where(tracks, direction=way).items) == 1


def test_sources_of_one_name_but_other_bytes_are_two():
    assert dataclasses.replace(SOURCES[1], name=SOURCES[0].name) != SOURCES[0]
