"""A changed video shows the right picture at the right time."""

import itertools

import numpy as np
import pytest

import vprog
from vprog.media import Change, Changed, Frame, open_video
from vprog.values import Gap


@pytest.fixture
def counted():
    """Give 20 pictures, two a second, of which each says its number and its left half is dark."""
    images = np.zeros((20, 8, 16, 3), np.uint8)
    for number in range(20):
        images[number, :, 8:] = 10 * number + 20
    with open_video(vprog.frames(images, fps=2)) as file:
        yield file


def numbers(file, indices=None):
    found = file.read(range(file.source.frame_count) if indices is None else indices)
    return [(int(item.image.max()) - 20) // 10 for item in found]


def test_backwards_shows_the_last_first(counted):
    changed = Changed(counted, Change(reversed=True))
    assert numbers(changed) == list(range(19, -1, -1))
    assert changed.to_source_s(0.0) == counted.times_s[19]
    assert changed.to_source_s(9.75) == pytest.approx(0.25)


def test_speed_scales_times_and_not_pictures(counted):
    changed = Changed(counted, Change(speed=0.5))
    assert changed.source.duration_s == 2 * counted.source.duration_s
    np.testing.assert_allclose(changed.times_s, 2 * counted.times_s)
    assert numbers(changed) == numbers(counted)
    assert changed.to_source_s(7.0) == pytest.approx(3.5)


def test_mirrored_exchanges_the_sides(counted):
    (one,), (other,) = counted.read([3]), Changed(counted, Change(mirrored=True)).read([3])
    np.testing.assert_array_equal(one.image[:, ::-1], other.image)


@pytest.mark.parametrize("seed", range(5))
def test_shuffled_shows_every_frame_once_in_blocks(counted, seed):
    shown = numbers(Changed(counted, Change(seed=seed, block_s=2.0)))
    assert sorted(shown) == list(range(20))
    blocks = [shown[i : i + 4] for i in range(0, 20, 4)]
    assert all(b - a == 1 for block in blocks for a, b in itertools.pairwise(block))
    assert numbers(Changed(counted, Change(seed=seed, block_s=2.0))) == shown


def test_each_change_is_another_source(counted):
    changes = [Change(), Change(mirrored=True), Change(reversed=True), Change(speed=2), Change(seed=1), Change(seed=2)]
    digests = {Changed(counted, change).source.digest for change in changes}
    assert len(digests | {counted.source.digest}) == len(changes) + 1


def test_some_frames_of_a_long_one_come_in_order(counted):
    changed = Changed(counted, Change(reversed=True))
    assert numbers(changed, [0, 5, 19]) == [19, 14, 0]


def test_a_lost_frame_is_lost_where_it_would_be_shown(counted, monkeypatch):
    read = counted.read

    def losing(indices, max_side_px=None):
        for item in read(indices, max_side_px):
            lost = isinstance(item, Frame) and item.index == 4
            yield Gap("array", item.time_s, item.time_s + 0.5, "torn") if lost else item

    monkeypatch.setattr(counted, "read", losing)
    changed = Changed(counted, Change(reversed=True))
    gaps = [item for item in changed.read(range(20)) if isinstance(item, Gap)]
    assert [(gap.start_s, gap.end_s) for gap in gaps] == [(7.5, 8.0)]


def test_a_speed_of_nothing_is_refused(counted):
    with pytest.raises(ValueError, match="speed must be positive"):
        Changed(counted, Change(speed=0))
