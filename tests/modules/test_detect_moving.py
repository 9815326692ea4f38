"""Moving things in front of a still camera: the thing, where it is, and not the light."""

import numpy as np
import pytest

from tests.modules.drawing import Image, clip, follow, look, put
from vprog.modules.detect.moving import Moving


def scene(seed: int = 5) -> Image:
    """Draw a ground with some texture."""
    small = np.random.default_rng(seed).integers(60, 180, (12, 16, 3), dtype=np.uint8)
    return small.repeat(20, axis=0).repeat(20, axis=1)


def noisy(image: Image, time_s: float, gain: float = 1.0) -> Image:
    """Add what a sensor adds."""
    noise = np.random.default_rng(round(time_s * 100)).normal(0.0, 3.0, image.shape)
    return np.clip(image * gain + noise, 0, 255).astype(np.uint8)


def test_a_thing_that_crosses_is_one_track_where_it_is() -> None:
    images = clip(lambda t: noisy(put(scene(), "circle", "white", 30 + 50 * t, 120, 18), t), 5)
    boxes = look(Moving(), "moving thing", images)
    (track,) = follow(boxes).items
    assert len(track.boxes) >= 45
    # Before that, boxes may reach back to where it came from: see Moving.
    for box in track.boxes[25:]:
        assert box.centre_px == pytest.approx((30 + 50 * box.time_s, 120), abs=12)


def test_what_stands_still_or_only_left_its_place_is_not_moving() -> None:
    def paint(time_s: float) -> Image:
        image = put(scene(), "square", "black", 60, 60, 18)
        return noisy(put(image, "circle", "white", 200 + max(0.0, time_s - 1) * 200, 150, 20), time_s)

    boxes = look(Moving(), "moving thing", clip(paint, 4))
    assert all(1.0 <= b.time_s <= 1.9 for b in boxes.items)
    assert all(b.x2 > 190 for b in boxes.items)


def test_changing_light_is_not_movement() -> None:
    images = clip(lambda t: noisy(scene(), t, gain=1.0 - 0.35 * abs(np.sin(t))), 4)
    assert not look(Moving(), "moving thing", images).items


def test_a_thing_is_found_while_the_light_changes() -> None:
    images = clip(lambda t: noisy(put(scene(), "circle", "white", 30 + 50 * t, 120, 22), t, 0.9 - 0.1 * t), 4)
    assert len(follow(look(Moving(), "moving thing", images)).items) == 1


def test_a_still_clip_one_frame_and_a_cut_give_nothing() -> None:
    assert not look(Moving(), "movement", clip(lambda t: noisy(scene(), t), 2)).items
    assert not look(Moving(), "movement", [scene()]).items
    assert not look(Moving(), "movement", [scene(1)] * 5 + [scene(2)] + [scene(2)] * 3).items


def test_batches_make_no_difference() -> None:
    images = clip(lambda t: noisy(put(scene(), "square", "red", 40 + 60 * t, 100), t), 3)
    streams = [Moving().open("moving thing", {}) for _ in range(2)]
    assert streams[0].look(images) == [found for image in images for found in streams[1].look([image])]


def test_requests() -> None:
    for asked in ("moving thing", "moving things", "anything that moves", "something moving", "movement"):
        assert Moving.refuses(asked) is None
    assert Moving.refuses("moving car") == 'knows "moving thing" of any kind'
