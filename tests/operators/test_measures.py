"""What is measured of one thing: where it goes and is, how fast, how large, how often it repeats itself."""

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.operators.scenes import HEIGHT_PX, WIDTH_PX, along, at, run, scene
from tests.strategies import SOURCE, sampling_of, spans_of, track_sets, tracks_in
from vprog.values import Absent, Box, Track, Video

WHOLE = Video.whole(SOURCE)
RATES_FPS = [5.0, 10.0, 25.0]


def only(place, lasts_s: float = 6.0, rate_fps: float = 5.0, **how) -> Track:
    return scene([place], lasts_s, rate_fps, **how).items[0]


@pytest.mark.parametrize(("column", "x"), [("left", 200.0), ("", 640.0), ("right", 1100.0)])
@pytest.mark.parametrize(("row", "y"), [("top", 100.0), ("", 360.0), ("bottom", 600.0)])
def test_the_picture_has_nine_places(row, y, column, x):
    wanted = f"{row} {column}".strip() or "middle"
    assert run("position", track=only(at(x, y), jitter_px=3.0)) == wanted


@given(st.floats(-500, 2000), st.floats(-500, 2000))
def test_what_is_partly_outside_is_at_the_edge(x, y):
    words = run("position", track=only(at(x, y), 0.4)).split()
    assert ("left" in words) is (x < WIDTH_PX / 3)
    assert ("bottom" in words) is (y >= 2 * HEIGHT_PX / 3)


@pytest.mark.parametrize("rate_fps", RATES_FPS)
@pytest.mark.parametrize("speed_px_s", [30.0, 150.0, 600.0])
def test_speed_is_way_by_time(rate_fps, speed_px_s):
    walk = only(along((0.0, 0.0, 100.0), (6.0, 4.8 * speed_px_s, 100.0 + 3.6 * speed_px_s)), rate_fps=rate_fps)
    assert run("speed", track=walk) == pytest.approx(speed_px_s)


@pytest.mark.parametrize("rate_fps", RATES_FPS)
def test_jitter_is_no_speed_to_speak_of(rate_fps):
    assert run("speed", track=only(at(600.0, 300.0), rate_fps=rate_fps, jitter_px=1.0)) < 5.0
    there_and_back = along((0.0, 300.0, 300.0), (5.0, 800.0, 300.0), (10.0, 300.0, 300.0))
    assert run("speed", track=only(there_and_back, 10.0, rate_fps, jitter_px=1.0)) == pytest.approx(100.0, rel=0.1)


@given(tracks_in(WHOLE))
def test_one_sight_tells_no_speed(track):
    once = dataclasses.replace(track, boxes=track.boxes[:1])
    assert run("speed", track=once) == Absent("it was seen in one look only, which tells no speed")


@given(track_sets(WHOLE))
def test_the_largest_is_the_one_of_the_largest_boxes(tracks):
    sizes = tuple(run("size", track=t) for t in tracks.items)
    largest = run("argmax", plural=tracks, by=sizes)
    assert all(0 < size <= 1 for size in sizes)
    if isinstance(largest, Track):
        assert all(run("size", track=largest) >= size for size in sizes)


@given(track_sets(WHOLE), st.floats(0.001, 0.1))
def test_everything_is_either_large_or_small(tracks, large_from):
    large, small = (run("where", tracks=tracks, size=size, large_from=large_from).items for size in ("large", "small"))
    assert sorted([*large, *small], key=lambda t: t.id) == list(tracks.items)
    assert all(run("size", track=t) >= large_from for t in large)


@given(tracks_in(WHOLE), st.floats(0, 10))
def test_where_chooses_by_the_direction_that_is_told_of_each(track, min_travel):
    way = run("direction", track=track, min_travel=min_travel)
    tracks = dataclasses.replace(scene([], 8.0), video=WHOLE, sampling=sampling_of(WHOLE), items=(track,))
    assert run("where", tracks=tracks, direction=way, min_travel=min_travel).items == (track,)


def swing(cycles: float, reach: float, *, x: float = 600.0, y: float = 300.0, over_s: float = 8.0):
    def place(t: float) -> tuple[float, float]:
        return (x, y + reach * math.sin(2 * math.pi * cycles * t / over_s))

    return place


@pytest.mark.parametrize("rate_fps", RATES_FPS)
@pytest.mark.parametrize("jitter_px", [0.0, 2.0])
@pytest.mark.parametrize("cycles", [1, 2, 5, 8])
def test_full_cycles_are_counted(rate_fps, jitter_px, cycles):
    for seed in range(5):
        bobs = only(swing(cycles, 60.0), 8.0, rate_fps, jitter_px=jitter_px, seed=seed)
        assert run("count_repeats", track=bobs) == cycles


@pytest.mark.parametrize("rate_fps", RATES_FPS)
@pytest.mark.parametrize("jitter_px", [0.0, 2.0])
def test_what_turns_back_nowhere_repeats_nothing(rate_fps, jitter_px):
    stop_and_go = along((0.0, 100.0, 300.0), (2.0, 400.0, 300.0), (4.0, 400.0, 300.0), (8.0, 1000.0, 300.0))
    for place in (at(600.0, 300.0), along((0.0, 100.0, 300.0), (8.0, 900.0, 500.0)), stop_and_go):
        assert run("count_repeats", track=only(place, 8.0, rate_fps, jitter_px=jitter_px)) == 0


def test_there_and_back_is_one_cycle_along_any_line():
    for x, y in ((900.0, 300.0), (100.0, 650.0), (600.0, 100.0)):
        out_and_home = along((0.0, 600.0, 300.0), (4.0, x, y), (8.0, 600.0, 300.0))
        assert run("count_repeats", track=only(out_and_home, 8.0, jitter_px=2.0)) == 1


def test_what_grows_and_shrinks_on_the_spot_repeats_itself():
    still = only(at(600.0, 300.0), 8.0)
    breathes = []
    for box in still.boxes:
        by = 15 * math.sin(2 * math.pi * 3 * box.time_s / 8)
        breathes.append(dataclasses.replace(box, x1=box.x1 - by, y1=box.y1 - by, x2=box.x2 + by, y2=box.y2 + by))
    assert run("count_repeats", track=dataclasses.replace(still, boxes=tuple(breathes))) == 3


def test_one_sight_repeats_nothing():
    assert run("count_repeats", track=Track(SOURCE, 1, "", (Box(0, 0.0, 1, 1, 9, 9, 1.0, ""),), 0.25)) == 0


@given(spans_of(SOURCE))
def test_a_span_is_called_what_it_or_its_subject_is(span):
    names = [n for n in (span.label, *(t.label for t in span.subjects)) if n]
    wanted = names[0] if names else Absent("nothing says what this is")
    assert run("label", what=span) == wanted
