"""Links over gaps that looks make and undo."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vprog
from tests.modules.drawing import boxes_of, follow, knobs
from tests.modules.test_track_properties import EVERYTHING, scenes
from vprog.modules.counting import MaxSimultaneous, MinSimultaneous
from vprog.modules.cuts import At
from vprog.modules.spans import Visible
from vprog.modules.track import OfflineAndLooks, Track
from vprog.modules.track.again import Parts, cut
from vprog.spec import Finding, Prepared, Sighting
from vprog.values import Absent, Box, Source, Tracks

SOURCE = Source("aa" * 16, "one.mp4", 60.0, 640, 480, 600)
REACH = {"lost_s": 2.0, "away_s": 10.0, "speed": 1.5, "step_s": 0.2}
RED, BLUE = np.array([1.0, 0.0]), np.array([0.0, 1.0])
LEAST = 0.9


def seen(start_s, end_s, x_px=300.0, step_s=0.2):
    """Give the boxes of someone who stands there from one moment to another."""
    times_s = np.arange(start_s, end_s + 1e-9, step_s).tolist()
    return [Box(round(t * 10), t, x_px, 200.0, x_px + 40, 320.0, 0.9, "person") for t in times_s]


def joined(things, looks, **changed):
    found = cut(things, SOURCE, **REACH | changed)
    whole = found.joined(dict(enumerate(looks)), LEAST)
    return [[b.time_s for stretch in thing for b in stretch] for thing in whole]


def times(*things):
    return [[b.time_s for b in thing] for thing in things]


def test_who_comes_back_looking_alike_is_the_same():
    early, late = seen(0, 1), seen(6, 7)
    assert joined([early, late], [RED, RED]) == times(early + late)
    assert joined([early, late], [RED, BLUE]) == times(early, late)
    assert joined([early, late], [RED, None]) == times(early, late)
    assert joined([early, late], []) == times(early, late)


def test_who_is_away_for_too_long_or_too_far_is_another_one():
    early = seen(0, 1)
    assert joined([early, seen(12, 13)], [RED, RED]) == times(early, seen(12, 13))
    assert joined([early, seen(12, 13)], [RED, RED], away_s=11.5) == times(early + seen(12, 13))
    assert joined([early, seen(1.4, 2, x_px=560)], [RED, RED]) == times(early, seen(1.4, 2, x_px=560))


def test_who_left_across_the_border_has_left():
    early, late = seen(0, 1, x_px=0), seen(6, 7, x_px=0)
    assert joined([early, late], [RED, RED]) == times(early, late)
    soon = seen(2, 3, x_px=0)
    assert joined([early, soon], [RED, RED]) == times(early + soon)


def test_a_link_of_motion_between_unlike_ones_is_undone():
    whole = seen(0, 1) + seen(2, 3)
    assert joined([whole], [RED, BLUE]) == times(seen(0, 1), seen(2, 3))
    assert joined([whole], [RED, RED]) == times(whole)
    assert joined([whole], [RED, None]) == times(whole)
    almost = np.array([0.87, np.sqrt(1 - 0.87**2)])
    assert joined([whole], [RED, almost]) == times(whole), "what motion says counts as well"
    assert joined([seen(0, 1), seen(2, 3)], [RED, almost]) == times(seen(0, 1), seen(2, 3))


def test_two_who_change_places_where_nobody_sees_them_keep_their_names():
    one, other = seen(0, 1, 300) + seen(2, 3, 300), seen(0, 1, 360) + seen(2, 3, 360)
    assert joined([one, other], [RED, BLUE, BLUE, RED]) == times(
        seen(0, 1, 300) + seen(2, 3, 360), seen(0, 1, 360) + seen(2, 3, 300)
    )


@st.composite
def crowds(draw):
    """Draw parts that stand about, and what some of them look like."""
    moments = st.tuples(st.integers(0, 20), st.integers(0, 4), st.integers(0, 12))
    chosen = draw(st.lists(moments, min_size=1, max_size=5))
    things = [seen(start_s, start_s + long_s, 40.0 * x) for start_s, long_s, x in sorted(chosen)]
    angles = draw(st.lists(st.none() | st.floats(0, 1.5), min_size=len(things), max_size=len(things)))
    return things, [None if a is None else np.array([np.cos(a), np.sin(a)]) for a in angles]


@given(crowds())
def test_what_is_put_together_gains_most_of_all_ways_to_put_it(crowd):
    things, looks = crowd
    found = cut(things, SOURCE, **REACH)
    gains = {
        (i, j): float(looks[i] @ looks[j]) - LEAST
        for i, j in found.others
        if looks[i] is not None and looks[j] is not None
    }
    possible = [
        chosen
        for size in range(len(things))
        for chosen in itertools.combinations([p for p, gain in gains.items() if gain > 0], size)
        if len({i for i, _ in chosen}) == len({j for _, j in chosen}) == size
    ]
    best = max(sum(gains[p] for p in chosen) for chosen in possible)
    whole = [[b for stretch in thing for b in stretch] for thing in found.joined(dict(enumerate(looks)), LEAST)]
    started = {id(part[0]): k for k, part in enumerate(things)}
    taken = [[started[id(b)] for b in thing if id(b) in started] for thing in whole]
    assert sorted(itertools.chain.from_iterable(taken)) == list(range(len(things)))
    assert sum(gains[pair] for chain in taken for pair in itertools.pairwise(chain)) == pytest.approx(best)
    for thing in whole:
        assert all(a.time_s < b.time_s for a, b in itertools.pairwise(thing))


def looked_at(boxes, vector_of, **changed):
    """Do what the engine does where every thing that is asked for looks as it is said to."""
    prepared = Track.prepare(boxes, **knobs(Track, **changed))
    assert isinstance(prepared, Prepared)
    sightings = [[Sighting(b, Finding(*b.xyxy, 1.0, "", vector_of(b))) for b in thing] for thing in prepared.things]
    value = Track.gather(boxes=boxes, prepared=prepared.value, sightings=sightings, **knobs(Track, **changed))
    asked = knobs(Track, **changed)
    return Track.select(value, **{k.name: asked[k.name] for k in Track.knobs if k.refilters})


@given(scenes())
def test_without_pictures_motion_decides_as_it_does_where_looks_are_not_known(boxes):
    prepared = Track.prepare(boxes, **knobs(Track, **EVERYTHING))
    alone = Track.gather(boxes=boxes, prepared=prepared.value, sightings=[], **knobs(Track, **EVERYTHING))
    assert alone == follow(boxes, **EVERYTHING)
    assert isinstance(prepared.value, Parts)


@given(scenes(), st.integers(0, 2**16))
def test_whatever_things_look_like_each_find_is_in_one_track_and_no_track_is_in_two_places(boxes, seed):
    chance = np.random.default_rng(seed)
    looks = {box: tuple(chance.normal(size=3).tolist()) for box in boxes.items}
    tracks = looked_at(boxes, looks.__getitem__, **EVERYTHING)
    assert isinstance(tracks, Tracks)
    sights = [b for t in tracks.items for b in t.sights]
    assert sorted(map(id, sights)) == sorted({id(b) for t in follow(boxes, **EVERYTHING).items for b in t.sights})
    for track in tracks.items:
        frames = [b.frame for b in track.boxes]
        assert frames == sorted(set(frames) & set(boxes.sampling.indices))
    assert [t.id for t in tracks.items] == list(range(1, len(tracks.items) + 1))


def test_who_is_known_again_has_no_box_while_away():
    there = [(100, 100, 140, 220, 0.9)]
    boxes = boxes_of([there] * 10 + [[]] * 40 + [there] * 10, fps=10.0)
    (track,) = looked_at(boxes, lambda _: (1.0, 0.0)).items
    assert [b.frame for b in track.boxes] == [*range(10), *range(50, 60)]
    assert len(looked_at(boxes, lambda b: (1.0, 0.0) if b.time_s < 2 else (0.0, 1.0)).items) == 2


def test_operators_agree_on_who_is_away():
    there, beside = (100, 100, 140, 220, 0.9), (400, 100, 440, 220, 0.9)
    boxes = boxes_of([[there]] * 20 + [[]] * 10 + [[beside]] * 20 + [[]] * 10 + [[there]] * 20, fps=10.0)
    tracks = looked_at(boxes, lambda b: (1.0, 0.0) if b.x1 < 300 else (0.0, 1.0))
    assert len(tracks.items) == 2
    assert MaxSimultaneous.compute(tracks) == 1
    assert MinSimultaneous.compute(tracks) == 0
    spans = Visible.compute(tracks).items
    assert [(s.start_s, pytest.approx(s.end_s)) for s in spans] == [(0.0, 2.0), (3.0, 5.0), (6.0, 8.0)]
    assert [len(At.compute(tracks, t).items) for t in (1.0, 2.5, 4.0, 7.0)] == [1, 0, 1, 1]


def test_tracks_stand_in_order_of_their_first_sight_when_looks_undo_a_link():
    def found(k):
        shown = [(100, 100, 140, 220, 0.9)] if k < 10 or 20 <= k < 40 else []
        return shown + ([(400, 100, 440, 220, 0.9)] if 12 <= k < 40 else [])

    boxes = boxes_of([found(k) for k in range(40)], fps=10.0)
    tracks = looked_at(boxes, lambda b: (1.0, 0.0) if b.time_s < 1.1 else (0.0, 1.0)).items
    assert [(t.id, t.boxes[0].frame) for t in tracks] == [(1, 0), (2, 12), (3, 20)]


@given(scenes())
def test_all_who_look_alike_are_no_more_than_without_looks(boxes):
    assert len(looked_at(boxes, lambda _: (1.0, 0.0), **EVERYTHING).items) <= len(follow(boxes, **EVERYTHING).items)


def test_looks_too_seldom_are_absent_with_looks_as_well():
    boxes = boxes_of([[(100, 100, 140, 200, 0.9)]] * 3, fps=1.0)
    assert isinstance(Track.prepare(boxes, **knobs(Track)), Absent)


def test_only_people_are_known_again():
    assert OfflineAndLooks.refuses("person") is None
    assert OfflineAndLooks.refuses("car")


@pytest.mark.parametrize(("clip", "most"), [("basketball_practice.mp4", 3), ("arm_wrestling.mp4", 14)])
def test_people_of_real_clips_are_known_again(clip, most, shared_data, weights, tmp_path):
    session = vprog.Session("edge", tmp_path, models=weights)
    program = 'answer = count(track(detect(video, "person")))\n'
    known = session.run(program, shared_data / "clips" / clip)
    by_motion = session.run(program, shared_data / "clips" / clip, knobs={"track.away_s": 0, "track.min_likeness": 1})
    assert known.status == by_motion.status == "answered"
    assert known.value <= most < by_motion.value
