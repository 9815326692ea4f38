"""Laws of the sampling grid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vprog.media import sampling
from vprog.values import Interval, Source, Video, union


def source_of(times: np.ndarray, last_s: float = 0.04) -> Source:
    return Source("00", "x.mp4", float(times[-1]) + last_s, 64, 64, len(times))


@st.composite
def videos(draw: st.DrawFn) -> tuple[np.ndarray, Video]:
    steps = draw(st.lists(st.sampled_from([0.02, 0.04, 0.04, 0.1, 0.7]), min_size=0, max_size=120))
    times = np.concatenate([[0.0], np.cumsum(steps)]).astype(np.float64)
    source = source_of(times)
    moments = st.one_of(st.floats(0, source.duration_s * 0.999), st.sampled_from(times.tolist()))
    pairs = draw(st.lists(st.tuples(moments, moments), max_size=4))
    return times, Video(source, union(Interval(min(p), max(p)) for p in pairs))


rates = st.floats(0.01, 100)


def shows(times: np.ndarray, duration_s: float, index: int, moment_s: float) -> bool:
    end_s = times[index + 1] if index + 1 < len(times) else duration_s
    return bool(times[index] <= moment_s < end_s)


@given(videos(), rates)
def test_nothing_outside_the_view(made: tuple[np.ndarray, Video], rate: float) -> None:
    times, view = made
    got = sampling(times, view, rate)
    assert list(got.indices) == sorted(set(got.indices))
    for index, time_s in zip(got.indices, got.times_s, strict=True):
        assert time_s == times[index]
        assert any(
            cut.shows(time_s) if cut.length_s else shows(times, view.source.duration_s, index, cut.start_s)
            for cut in view.cuts
        )


@given(videos(), rates)
def test_every_cut_that_shows_a_frame_gives_one(made: tuple[np.ndarray, Video], rate: float) -> None:
    times, view = made
    got = sampling(times, view, rate)
    for cut in view.cuts:
        starts_inside = [i for i, t in enumerate(times) if cut.shows(float(t))]
        if starts_inside:
            assert set(starts_inside) & set(got.indices)
        if not cut.length_s:
            assert any(shows(times, view.source.duration_s, i, cut.start_s) for i in got.indices)


@given(videos(), rates, st.floats(0, 1), st.floats(0, 1))
def test_a_part_samples_a_subset_where_it_meets_the_grid(
    made: tuple[np.ndarray, Video], rate: float, one: float, other: float
) -> None:
    times, view = made
    low, high = sorted((one * view.source.duration_s, other * view.source.duration_s))
    part = view.keep([Interval(low, high)])
    whole, some = sampling(times, view, rate), sampling(times, part, rate)
    stride = round(whole.step_s * len(times) / view.source.duration_s)
    assert whole.step_s == some.step_s
    for cut in part.cuts:
        mine = [i for i, t in zip(some.indices, some.times_s, strict=True) if cut.length_s and cut.shows(t)]
        if any(cut.shows(float(times[i])) for i in range(0, len(times), stride)):
            assert set(mine) <= set(whole.indices) | {
                i for c in part.cuts if not c.length_s for i in some.indices if shows(times, 1e9, i, c.start_s)
            }


@given(videos(), rates)
def test_halving_the_rate_nests(made: tuple[np.ndarray, Video], rate: float) -> None:
    times, view = made
    whole = Video.whole(view.source)
    assert set(sampling(times, whole, rate / 2).indices) <= set(sampling(times, whole, rate).indices)
    fine, coarse = sampling(times, view, rate), sampling(times, view, rate / 2)
    stride = round(coarse.step_s * len(times) / view.source.duration_s)
    # A cut too short for the coarse grid gives its middle frame, which need not lie on the fine grid.
    on_grid = {i for i in coarse.indices if i % stride == 0}
    assert on_grid <= set(fine.indices)


@given(videos(), rates)
def test_rate_is_kept_and_not_wasted(made: tuple[np.ndarray, Video], rate: float) -> None:
    times, view = made
    average = len(times) / view.source.duration_s
    got = sampling(times, view, rate).step_s
    assert 1 / got >= min(rate, average) * (1 - 1e-9)
    assert 1 / (2 * got) < rate or got * average >= len(times)


def test_the_grid_hangs_on_the_source() -> None:
    times = np.arange(300) / 30
    view = Video.whole(source_of(times, 1 / 30))
    assert sampling(times, view, 7.5).indices == tuple(range(0, 300, 4))
    assert sampling(times, view.keep([Interval(1.01, 1.3)]), 7.5).indices == (32, 36)
    assert sampling(times, view.keep([Interval(1.08, 1.18)]), 7.5).indices == (34,)
    assert sampling(times, view.keep([Interval(1.16, 1.16)]), 7.5).indices == (34,)
    assert sampling(times, view.keep([Interval(1.17, 1.18)]), 7.5).indices == ()
    assert sampling(times, view, 7.5).step_s == pytest.approx(4 / 30)
    assert sampling(times, view, 1000).indices == tuple(range(300))


def test_an_empty_view_gives_an_empty_sampling() -> None:
    times = np.arange(10) / 10
    got = sampling(times, Video(source_of(times), ()), 5)
    assert (got.indices, got.times_s) == ((), ())


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan")])
def test_a_rate_must_be_positive(rate: float) -> None:
    times = np.arange(10) / 10
    with pytest.raises(ValueError, match="rate"):
        sampling(times, Video.whole(source_of(times)), rate)
