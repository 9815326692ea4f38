"""Intervals against the obvious reference: which moments of a fine grid they hold."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.strategies import DURATION_S, SOURCE, intervals, sampling_of, videos
from vprog.values import Interval, Sampling, Video, intersect, members, subtract, total_s, union

GRID_S = [n / 32 for n in range(round(DURATION_S) * 32 + 1)]
some = st.lists(intervals(), max_size=5)
with_instants = st.lists(intervals(instants=True), max_size=5)


def held(stretches) -> set[float]:
    return {t for t in GRID_S if any(i.holds(t) for i in stretches)}


@given(with_instants)
@example([Interval(0.0, 1.0), Interval(1.0, 1.0)])
@example([Interval(0.0, 1.0), Interval(1.0, 1.0), Interval(1.0, 2.0)])
def test_union_holds_what_any_holds(stretches):
    assert held(union(stretches)) == held(stretches)


@given(with_instants, with_instants)
def test_intersection_holds_what_both_hold(left, right):
    assert held(intersect(left, right)) == held(left) & held(right)


@given(some, some)
def test_difference_holds_what_only_the_first_holds(left, right):
    assert held(subtract(left, right)) == held(left) - held(right)


@given(with_instants, some)
def test_an_instant_is_taken_out_by_what_holds_it(left, right):
    assert held(subtract(left, right)) == held(left) - held(right)


@given(with_instants, with_instants)
def test_results_are_disjoint_and_in_order(left, right):
    for result in (union(left), intersect(left, right), subtract(left, right)):
        for earlier, later in itertools.pairwise(result):
            assert earlier.end_s <= later.start_s
            assert not earlier.meets(later)


@given(some)
def test_touching_intervals_become_one(stretches):
    result = union(stretches)
    assert all(a.end_s < b.start_s for a, b in itertools.pairwise(result))
    assert union(result) == result


@given(with_instants, with_instants)
def test_intervals_meet_when_a_moment_is_common(left, right):
    for one in left:
        for other in right:
            assert one.meets(other) == other.meets(one) == bool(held([one]) & held([other]))


@given(some)
def test_total_counts_shared_moments_once(stretches):
    assert total_s(stretches) == pytest.approx(len(held(stretches)) / 32)


@pytest.mark.parametrize(("start_s", "end_s"), [(-1.0, 1.0), (2.0, 1.0), (float("nan"), 1.0), (0.0, float("nan"))])
def test_an_interval_that_runs_backwards_is_refused(start_s, end_s):
    with pytest.raises(ValueError, match="an interval needs 0 <= start_s <= end_s"):
        Interval(start_s, end_s)


@given(videos(), some, some)
def test_views_only_ever_shrink(view, kept, removed):
    assert held(view.keep(kept).cuts) == held(view.cuts) & held(kept)
    assert held(view.without(removed).cuts) == held(view.cuts) - held(removed)
    assert view.blank(removed).cuts == view.cuts
    assert held(view.blank(removed).blanked) == held(view.cuts) & held(removed)


def test_a_view_of_nothing_has_no_length_and_no_place():
    view = Video.whole(SOURCE).keep([])
    assert (view.cuts, view.start_s, view.end_s, view.length_s) == ((), 0.0, 0.0, 0.0)


@given(videos(), some)
def test_sampling_within_keeps_the_frames_inside(view, cuts):
    seen = sampling_of(view)
    kept = seen.within(cuts)
    inside = [(i, t) for i, t in zip(seen.indices, seen.times_s, strict=True) if any(c.holds(t) for c in cuts)]
    assert list(zip(kept.indices, kept.times_s, strict=True)) == inside


@given(st.integers(0, 40), st.floats(0, 7.99), st.sampled_from([1 / 25, 1 / 30, 0.2, 0.1, 1001 / 30000]))
def test_an_instant_keeps_exactly_the_frame_shown_then(first, moment_s, step_s):
    count = int(8.0 / step_s) + 1
    times = tuple(n * step_s for n in range(first, count))
    sampling = Sampling(tuple(range(first, count)), times, step_s)
    shown = [n for n in range(first, count) if n * step_s <= moment_s]
    assert list(sampling.within([Interval(moment_s, moment_s)]).indices) == shown[-1:]


@pytest.mark.parametrize("step_s", [1 / 25, 1 / 30, 0.2, 0.1])
def test_an_instant_at_which_a_frame_begins_keeps_that_frame_alone(step_s):
    times = tuple(n * step_s for n in range(50))
    sampling = Sampling(tuple(range(50)), times, step_s)
    for index, time_s in enumerate(times):
        assert sampling.within([Interval(time_s, time_s)]).indices == (index,)


@pytest.mark.parametrize("step_s", [1 / 30, 4 / 29.97, 0.2, 0.1])
def test_a_frame_on_a_border_lies_behind_it_whatever_the_last_bits(step_s):
    times = tuple(n * step_s for n in range(100))
    sampling = Sampling(tuple(range(100)), times, step_s)
    for index in range(99):
        border_s = times[index] + step_s
        assert sampling.within([Interval(0.0, border_s)]).indices == tuple(range(index + 1))
        assert sampling.within([Interval(border_s, 1e3)]).indices == tuple(range(index + 1, 100))


def test_long_after_the_last_frame_nothing_is_shown():
    assert Sampling((0, 1), (0.0, 0.5), 0.5).within([Interval(3.0, 3.0)]).indices == ()


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="2 frame numbers but 1 times"):
        Sampling((0, 1), (0.0,), 1.0)


def test_what_has_no_members_says_so():
    with pytest.raises(TypeError, match="float has no members"):
        members(1.5)
    assert members(("a", "b")) == ("a", "b")
