"""How things lie to each other: told of pairs, the same from both ends, not upset by one look, never of one thing."""

import dataclasses

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from tests.operators.drawn import dice
from tests.operators.reference.relations import passes as reference_of_passes
from tests.operators.reference.table import Undecided
from tests.operators.scenes import along, at, run, scene
from tests.operators.walks import companion, crowd
from tests.strategies import SOURCE, SOURCES, UNEVEN, sampling_of
from vprog.values import Absent, Interval, Sampling, Span, Tracks, Video, intersect, union

RELATIONS = ("near", "meets", "inside", "left_of", "right_of", "above", "below", "passes")
WHOLE = Video.whole(SOURCE)


def times(spans) -> list[Interval]:
    return [s.interval for s in spans.items]


def alone(tracks: Tracks, number: int = 0) -> Tracks:
    return dataclasses.replace(tracks, items=tracks.items[number : number + 1])


@st.composite
def couples(draw) -> tuple[Tracks, Tracks]:
    """Give a thing, and another one that has to do with it."""
    rng = draw(dice)
    view = Video.whole(rng.choice([SOURCE, *UNEVEN]))
    one = next(t for t in iter(lambda: crowd(rng, view), None) if t.items)
    other = dataclasses.replace(one, items=(companion(rng, one.items[0]),))
    return alone(one), other


@given(couples())
def test_one_is_left_of_the_other_when_the_other_is_right_of_it(couple):
    one, other = couple
    for forth, back in (("left_of", "right_of"), ("above", "below"), ("near", "near"), ("meets", "meets")):
        assert times(run(forth, tracks=one, others=other)) == times(run(back, tracks=other, others=one))


@given(couples())
def test_nothing_lies_on_two_opposite_sides_of_a_thing_at_once(couple):
    one, other = couple
    for side, opposite in (("left_of", "right_of"), ("above", "below")):
        # Bridging no look: what is bridged is said of a moment at which it does not hold.
        given_ = {"tracks": one, "others": other, "bridge_s": 0.0, "min_s": 0.0}
        here, there = ({t.start_s for t in times(run(name, **given_))} for name in (side, opposite))
        assert not here & there


@given(couples())
def test_what_touches_is_near(couple):
    one, other = couple
    near, meets = (times(run(name, tracks=one, others=other, min_s=0.0)) for name in ("near", "meets"))
    assert intersect(meets, near) == union(meets)


@given(st.sampled_from(RELATIONS), dice)
def test_a_thing_is_never_compared_with_itself(name, rng):
    tracks = alone(crowd(rng, WHOLE))
    renamed = dataclasses.replace(
        tracks, items=tuple(dataclasses.replace(t, label="found twice", id=7) for t in tracks.items)
    )
    assert run(name, tracks=tracks, others=tracks).items == ()
    assert run(name, tracks=tracks, others=renamed).items == ()


def test_a_thing_found_twice_by_detectors_that_do_not_quite_agree_is_one_thing():
    walk = along((0.0, 100.0, 300.0), (4.0, 500.0, 300.0))
    one, again = (scene([walk], 4.0, jitter_px=0.5, seed=seed) for seed in (1, 2))
    assert one.items != again.items
    assert run("near", tracks=one, others=again).items == ()
    beside = scene([along((0.0, 130.0, 300.0), (4.0, 530.0, 300.0))], 4.0)
    assert len(run("near", tracks=one, others=beside).items) == 1


@given(st.sampled_from(RELATIONS), dice)
def test_the_subjects_are_things_of_the_first_operand(name, rng):
    tracks = crowd(rng, WHOLE)
    others = crowd(rng, WHOLE, beside=tracks)
    spans = run(name, tracks=tracks, others=others)
    assert all(s.subjects and set(s.subjects) <= set(tracks.items) for s in spans.items)
    assert spans.followed[0].sampling == tracks.sampling
    assert set(run("who", spans=spans).items) == {s.subjects[0] for s in spans.items}


@pytest.mark.parametrize("name", RELATIONS)
def test_of_two_videos_nothing_is_known_and_of_nobody_nothing_holds(name):
    one, other = (Tracks(view, sampling_of(view), ()) for view in map(Video.whole, SOURCES))
    assert isinstance(run(name, tracks=one, others=other), Absent)
    assert run(name, tracks=one, others=one).items == ()
    tracks = scene([at(100.0, 100.0)], 2.0)
    nobody = dataclasses.replace(tracks, items=())
    assert run(name, tracks=tracks, others=nobody).items == run(name, tracks=nobody, others=tracks).items == ()


@pytest.mark.parametrize("name", RELATIONS)
def test_where_both_were_never_looked_for_nothing_is_known(name):
    tracks = scene([at(100.0, 100.0)], 4.0)
    early, late = (run("part", what=tracks, which=which) for which in ("start", "end"))
    assert isinstance(run(name, tracks=early, others=late), Absent)
    odd = Sampling((1, 3), (0.2, 0.6), 0.4)
    elsewhere = Tracks(tracks.video, odd, ())
    even = Tracks(tracks.video, Sampling((0, 2), (0.0, 0.4), 0.4), ())
    assert isinstance(run(name, tracks=even, others=elsewhere), Absent)


def test_only_where_both_were_looked_for_one_looked():
    tracks = scene([at(100.0, 100.0)], 6.0)
    late = run("part", what=tracks, which="end")
    assert run("near", tracks=tracks, others=late).looked == (late.video,)


@pytest.mark.parametrize("step", [0, 1])
def test_one_look_neither_makes_nor_breaks_a_stretch(step):
    here, away = (600.0, 300.0), (600.0, 600.0)
    usually, once = ((here, away), (away, here))[step]
    target = scene([at(640.0, 300.0)], 4.0)
    flicker = scene([lambda t: once if 1.9 < t < 2.1 else usually], 4.0)
    assert times(run("near", tracks=flicker, others=target)) == [Interval(0.0, 4.0)][step:]


def test_what_is_missed_in_one_look_goes_on():
    target = scene([at(640.0, 300.0)], 4.0)
    missed = scene([lambda t: None if 1.9 < t < 2.1 else (600.0, 300.0)], 4.0)
    assert times(run("near", tracks=missed, others=target)) == [Interval(0.0, 4.0)]
    lost = scene([lambda t: None if 1.5 < t < 2.5 else (600.0, 300.0)], 4.0)
    assert len(run("near", tracks=lost, others=target).items) == 2


def test_of_one_moment_one_look_is_enough():
    tracks = scene([at(600.0, 300.0)], 4.0)
    others = scene([at(640.0, 300.0)], 4.0)
    now = [run("at", what=what, moment=2.1) for what in (tracks, others)]
    assert times(run("near", tracks=now[0], others=now[1])) == [Interval(2.1, 2.1)]


def test_one_who_is_near_one_after_the_other_is_near_all_the_time():
    walk = scene([along((0.0, 100.0, 300.0), (4.0, 900.0, 300.0))], 4.0)
    posts = scene([at(100.0 + 100 * n, 350.0) for n in range(9)], 4.0)
    assert times(run("near", tracks=walk, others=posts)) == [Interval(0.0, 4.0)]
    assert len(run("meets", tracks=walk, others=posts).items) == 9


def test_circles_meet_when_they_touch_and_not_when_only_their_boxes_do():
    ball, round_ = (60.0, 60.0), scene([at(300.0, 300.0)], 2.0, size_px=(60.0, 60.0))
    corner = scene([at(350.0, 350.0)], 2.0, size_px=ball)
    side = scene([at(360.0, 300.0)], 2.0, size_px=ball)
    deeper = scene([at(342.0, 342.0)], 2.0, size_px=ball)
    assert run("meets", tracks=corner, others=round_).items == ()
    for touching in (side, deeper):
        assert times(run("meets", tracks=touching, others=round_)) == [Interval(0.0, 2.0)]


def test_a_bounce_of_one_look_is_a_meeting_and_lasts_from_contact_to_its_end():
    wall = scene([at(640.0, 300.0)], 4.0)
    bounce = scene([along((0.0, 380.0, 300.0), (2.0, 580.0, 300.0), (4.0, 380.0, 300.0))], 4.0)
    (meeting,) = run("meets", tracks=bounce, others=wall).items
    assert meeting.interval.holds(2.0)
    assert meeting.end_s - meeting.start_s <= 0.41


def test_a_small_thing_is_inside_a_large_one_and_never_the_other_way_round():
    box = scene([at(600.0, 300.0)], 4.0, size_px=(200.0, 200.0))
    ball = scene([along((0.0, 300.0, 300.0), (2.0, 600.0, 300.0))], 4.0, size_px=(40.0, 40.0))
    (inside,) = run("inside", tracks=ball, others=box).items
    assert inside.start_s == pytest.approx(1.4, abs=0.2)
    assert inside.end_s == 4.0
    assert run("inside", tracks=box, others=ball).items == ()


@settings(max_examples=2 * settings.default.max_examples)
@given(
    st.integers(-40, 40), st.integers(-40, 40), st.integers(-25, 25), st.integers(-25, 25),
    st.integers(0, 3), st.floats(0.05, 3.0), st.floats(0.0, 1.0),
)  # fmt: skip
def test_who_goes_straight_past_passes_as_the_reference_has_it(from_x, from_y, to_x, to_y, speed, max_gap, min_own):
    one = scene(
        [along((0.0, 640.0 + 10 * from_x, 360.0 + 8 * from_y), (4.0, 640.0 + 10 * to_x, 360.0 + 8 * to_y))], 4.0
    )
    other = scene([along((0.0, 600.0, 360.0), (4.0, 600.0 + 60 * speed, 360.0))], 4.0)
    arguments = {"tracks": one, "others": other, "max_gap": max_gap, "min_own": min_own}
    try:
        wanted = reference_of_passes(**arguments)
    except Undecided:
        reject()
    assert times(run("passes", **arguments)) == times(wanted)


def test_one_passes_by_going_from_side_to_side_close_by():
    post = scene([at(600.0, 360.0)], 5.0)
    past = along((0.0, 300.0, 420.0), (5.0, 900.0, 420.0))
    (passing,) = run("passes", tracks=scene([past], 5.0), others=post).items
    assert passing.interval.holds(2.5)
    assert passing.end_s - passing.start_s < 1.5
    for no in (
        along((0.0, 300.0, 680.0), (5.0, 900.0, 680.0)),
        along((0.0, 300.0, 420.0), (2.5, 600.0, 420.0), (5.0, 300.0, 420.0)),
        along((0.0, 300.0, 420.0), (5.0, 560.0, 420.0)),
        at(560.0, 420.0),
    ):
        assert run("passes", tracks=scene([no], 5.0), others=post).items == ()
    over = along((0.0, 640.0, 60.0), (5.0, 640.0, 700.0))
    assert len(run("passes", tracks=scene([over], 5.0), others=post).items) == 1


def test_who_is_overtaken_passes_nobody_and_two_who_meet_pass_each_other():
    slow = scene([along((0.0, 300.0, 360.0), (5.0, 500.0, 360.0))], 5.0)
    fast = scene([along((0.0, 100.0, 420.0), (5.0, 900.0, 420.0))], 5.0)
    back = scene([along((0.0, 700.0, 420.0), (5.0, 100.0, 420.0))], 5.0)
    still = scene([at(400.0, 420.0)], 5.0)
    assert len(run("passes", tracks=fast, others=slow).items) == 1
    assert run("passes", tracks=slow, others=fast).items == ()
    assert len(run("passes", tracks=back, others=slow).items) == 1
    assert len(run("passes", tracks=slow, others=back, min_own=0.2).items) == 1
    assert run("passes", tracks=still, others=fast).items == ()


def test_what_is_hidden_while_it_goes_behind_has_passed():
    walk = along((0.0, 200.0, 360.0), (5.0, 1000.0, 360.0))
    behind = scene([lambda t: None if 530 < walk(t)[0] < 670 else walk(t)], 5.0)
    tree = scene([at(600.0, 360.0)], 5.0, size_px=(80.0, 300.0))
    assert len(run("passes", tracks=behind, others=tree).items) == 1


def test_who_goes_to_and_fro_passes_every_time():
    post = scene([at(600.0, 360.0)], 9.0)
    fro = along((0.0, 300.0, 400.0), (3.0, 900.0, 400.0), (6.0, 300.0, 400.0), (9.0, 900.0, 400.0))
    spans = run("passes", tracks=scene([fro], 9.0), others=post)
    assert len(spans.items) == 3
    early = run("before", what=spans, span=Span(post.video.source, 4.0, 5.0), within=None)
    assert len(early.items) == 1
