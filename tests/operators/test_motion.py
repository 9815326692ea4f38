"""Standing is not moving, however much boxes jitter; a slow walk is; and stops and starts are found in their time."""

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given

from tests.operators.drawn import dice
from tests.operators.scenes import along, at, run, scene
from tests.operators.walks import crowd
from tests.strategies import SOURCE, UNEVEN
from vprog.modules.track import Offline
from vprog.spec import Registry
from vprog.values import Box, Boxes, Interval, Sampling, Source, Span, Tracks, Video, intersect, union

RATES_FPS = [5.0, 10.0, 25.0]
WAYS = ("left", "right", "up", "down")
crowds = dice.map(lambda rng: crowd(rng, Video.whole(rng.choice([SOURCE, *UNEVEN]))))


def times(spans) -> list[Interval]:
    return [s.interval for s in spans.items]


def of(spans, track) -> list[Interval]:
    return [s.interval for s in spans.items if s.subjects == (track,)]


@given(crowds)
def test_whoever_is_seen_for_long_enough_either_moves_or_stands(tracks):
    moving, stopped = run("moving", tracks=tracks), run("stopped", tracks=tracks)
    for track in tracks.items:
        moves, rests = of(moving, track), of(stopped, track)
        assert not intersect(moves, rests)
        seen = Interval(track.boxes[0].time_s, tracks.until_s(track.boxes[-1], track.step_s))
        told = union([*moves, *rests])
        assert told in ((seen,), ())
        if len(track.boxes) > 1 and seen.length_s > 0.41:
            assert told == (seen,)


@given(crowds)
def test_what_moves_goes_one_way_at_a_time(tracks):
    everything = run("moving", tracks=tracks)
    ways = [run("moving", tracks=tracks, direction=way) for way in WAYS]
    for track in tracks.items:
        pieces = [piece for way in ways for piece in of(way, track)]
        assert union(pieces) == union(of(everything, track))
        assert sum(p.length_s for p in pieces) == pytest.approx(sum(m.length_s for m in of(everything, track)))


@given(crowds)
def test_a_stop_is_where_a_movement_ends_and_a_start_where_a_rest_does(tracks):
    moving, stopped = run("moving", tracks=tracks), run("stopped", tracks=tracks)
    stops, starts = run("stops", tracks=tracks), run("starts_moving", tracks=tracks)
    for track in tracks.items:
        moves, rests = of(moving, track), of(stopped, track)
        assert {i.start_s for i in of(stops, track)} == {m.end_s for m in moves} & {r.start_s for r in rests}
        assert {i.start_s for i in of(starts, track)} == {r.end_s for r in rests} & {m.start_s for m in moves}


@given(crowds)
def test_a_picture_twice_as_large_shows_the_same_motion(tracks):
    def doubled(box: Box) -> Box:
        return dataclasses.replace(box, x1=2 * box.x1, y1=2 * box.y1, x2=2 * box.x2, y2=2 * box.y2)

    large = dataclasses.replace(
        tracks, items=tuple(dataclasses.replace(t, boxes=tuple(map(doubled, t.boxes))) for t in tracks.items)
    )
    assert times(run("moving", tracks=large)) == times(run("moving", tracks=tracks))


@pytest.mark.parametrize("rate_fps", RATES_FPS)
@pytest.mark.parametrize("jitter_px", [0.0, 1.0, 3.0])
def test_a_thing_that_stands_does_not_move(rate_fps, jitter_px):
    stand = [at(200.0 + 90 * n, 300.0) for n in range(10)]
    tracks = scene(stand, 20.0, rate_fps, jitter_px=jitter_px)
    assert run("moving", tracks=tracks).items == ()
    assert times(run("stopped", tracks=tracks)) == [Interval(0.0, 20.0)] * 10


@pytest.mark.parametrize("rate_fps", RATES_FPS)
@pytest.mark.parametrize("jitter_px", [0.0, 1.0, 3.0])
@pytest.mark.parametrize("diagonals_per_s", [0.3, 1.0, 4.0])
def test_a_slow_walk_is_a_movement_from_end_to_end(rate_fps, jitter_px, diagonals_per_s):
    walk = [along((0.0, 100.0, 50.0 + 60 * n), (10.0, 100.0 + 1000 * diagonals_per_s, 50.0 + 60 * n)) for n in range(9)]
    tracks = scene(walk, 10.0, rate_fps, jitter_px=jitter_px)
    assert times(run("moving", tracks=tracks)) == [Interval(0.0, 10.0)] * 9
    assert run("stopped", tracks=tracks).items == ()


@pytest.mark.parametrize("rate_fps", RATES_FPS)
@pytest.mark.parametrize("jitter_px", [0.0, 1.5])
@pytest.mark.parametrize("speed_px_s", [40.0, 80.0, 300.0])
def test_a_stop_and_a_start_are_found_within_a_look_or_two(rate_fps, jitter_px, speed_px_s):
    stops_s, goes_s = 3.33, 5.07
    far = 100.0 + stops_s * speed_px_s
    walk = along(
        (0.0, 100.0, 300.0), (stops_s, far, 300.0), (goes_s, far, 300.0), (8.0, far + 2.93 * speed_px_s, 300.0)
    )
    for seed in range(5):
        tracks = scene([walk], 8.0, rate_fps, jitter_px=jitter_px, seed=seed)
        (stop,), (start,) = run("stops", tracks=tracks).items, run("starts_moving", tracks=tracks).items
        assert stop.start_s == pytest.approx(stops_s, abs=1.5 / rate_fps + 0.1)
        assert start.start_s == pytest.approx(goes_s, abs=1.5 / rate_fps + 0.1)


def test_one_misplaced_box_moves_nothing():
    tracks = scene([at(600.0, 300.0)], 6.0)
    (track,) = tracks.items
    wild = [dataclasses.replace(b, x1=b.x1 + 90, x2=b.x2 + 90) if b.frame == 13 else b for b in track.boxes]
    tracks = dataclasses.replace(tracks, items=(dataclasses.replace(track, boxes=tuple(wild)),))
    assert run("moving", tracks=tracks).items == ()


def test_a_pause_between_two_steps_is_no_stop_and_a_red_light_is():
    for pause_s, stops in ((0.2, 0), (2.0, 1)):
        walk = along(
            (0.0, 0.0, 300.0), (2.0, 200.0, 300.0), (2.0 + pause_s, 200.0, 300.0), (5.0 + pause_s, 500.0, 300.0)
        )
        tracks = scene([walk], 5.0, 10.0)
        assert len(run("stops", tracks=tracks).items) == stops
        assert len(run("moving", tracks=tracks).items) == stops + 1


def test_to_stop_one_must_have_moved_and_must_be_seen_to_rest():
    stands = at(600.0, 300.0)
    until_the_end = along((0.0, 0.0, 300.0), (5.0, 500.0, 300.0))
    leaves = along((0.0, 0.0, 300.0), (3.0, 300.0, 300.0))
    tracks = scene([stands, until_the_end, lambda t: leaves(t) if t < 3.0 else None], 5.0)
    assert run("stops", tracks=tracks).items == run("starts_moving", tracks=tracks).items == ()


def test_a_turn_is_a_change_of_direction_and_no_stop():
    square = along(
        (0.0, 200.0, 200.0), (2.0, 500.0, 200.0), (4.0, 500.0, 500.0), (6.0, 200.0, 500.0), (8.0, 200.0, 200.0)
    )
    tracks = scene([square], 8.0, 10.0, jitter_px=1.0)
    assert run("stops", tracks=tracks).items == ()
    assert times(run("moving", tracks=tracks)) == [Interval(0.0, 8.0)]
    for turn, way in enumerate(("right", "down", "left", "up")):
        (piece,) = run("moving", tracks=tracks, direction=way).items
        assert piece.start_s == pytest.approx(2 * turn, abs=0.4)
        assert piece.end_s == pytest.approx(2 * turn + 2, abs=0.4)


def test_a_thing_that_goes_askew_does_not_turn_all_the_time():
    tracks = scene([along((0.0, 100.0, 100.0), (6.0, 580.0, 560.0))], 6.0, 10.0, jitter_px=2.0)
    assert times(run("moving", tracks=tracks, direction="right")) == [Interval(0.0, 6.0)]


def test_a_hole_in_the_view_is_neither_a_movement_nor_a_rest():
    tracks = scene([along((0.0, 0.0, 300.0), (4.0, 400.0, 300.0))], 10.0)
    early, late = Interval(0.0, 2.0), Interval(6.0, 10.0)
    view = tracks.video.keep([early, late])
    sampling = tracks.sampling.within(view.cuts)
    seen = tuple(b for b in tracks.items[0].boxes if b.frame in sampling.indices)
    cut = Tracks(view, sampling, (dataclasses.replace(tracks.items[0], boxes=seen),))
    assert times(run("moving", tracks=cut)) == [early]
    assert times(run("stopped", tracks=cut)) == [late]
    assert run("stops", tracks=cut).items == ()


def test_of_what_is_seen_once_nothing_is_said():
    tracks = scene([at(300.0, 300.0)], 2.0, 4.0)
    glimpse = run("during", what=tracks, span=Span(tracks.video.source, 0.0, 0.25))
    assert [len(t.boxes) for t in glimpse.items] == [1]
    assert run("moving", tracks=glimpse).items == run("stopped", tracks=glimpse).items == ()


@pytest.fixture(scope="module")
def followed(shared_data):
    """Give what a real detector found in a real clip, followed as the embedded profile does."""
    follow = Registry.load().by_name("track")
    knobs = {k.name: k.default for k in follow.knobs}
    facts = {c["video"]: c for c in json.loads((shared_data / "clips" / "clips.json").read_text())}

    def tracks_of(name: str, label: str) -> Tracks:
        clip = facts[f"{name}.mp4"]
        frames = json.loads((shared_data / "clips" / "detections" / f"{name}.json").read_text())["frames"]
        source = Source("ab" * 16, name, clip["duration_s"], clip["width"], clip["height"], clip["frames"])
        times_s = tuple(f["t"] for f in frames)
        sampling = Sampling(tuple(f["frame"] for f in frames), times_s, float(np.diff(times_s).min()))
        items = [
            Box(f["frame"], f["t"], *place, score, label)
            for f in frames
            for what, score, place in sorted(f["dets"], key=lambda d: d[2])
            if what == label
        ]
        found = Offline().run(boxes=Boxes(Video.whole(source), sampling, tuple(items), label), **knobs)
        return follow.select(found, **{k.name: knobs[k.name] for k in follow.knobs if k.refilters})

    return tracks_of


def test_bottles_on_a_table_move_only_when_a_hand_takes_or_puts_them(followed):
    bottles = followed("bottles_on_table", "bottle")
    hands_s = [(5.9, 7.1), (11.5, 13.7), (15.9, 18.0), (22.0, 24.4), (27.4, 29.1), (31.1, 32.1), (34.6, 36.7)]
    assert bottles.items
    for move in times(run("moving", tracks=bottles)):
        assert intersect([move], [Interval(*hand) for hand in hands_s]) == (move,)


def test_cars_drive_through_a_car_park_up_and_down(followed):
    # What the detector calls them is its mistake; its boxes are right.
    cars = followed("car_lot_topdown", "cell_phone")
    assert [run("direction", track=car) for car in cars.items] == ["up", "down", "up", "down"]
    for car in cars.items:
        assert of(run("moving", tracks=cars), car) == [Interval(car.start_s, cars.until_s(car.boxes[-1], car.step_s))]
    assert run("stops", tracks=cars).items == ()
