"""Made worlds hold what was drawn, and the made detector finds just that."""

import numpy as np
import pytest

from vprog.audit.words import asks_for_moment, asks_for_order, sides_swapped
from vprog.audit.worlds import MadePool, Thing, draw_world, film, marked, retimed
from vprog.engine import BackendPool
from vprog.spec import Registry
from vprog.values import Source

LIKE = Source("0" * 32, "clip.mp4", 8.0, 640, 360, 200)
REQUESTS = ("red circle", "circle", "green thing")


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("plain", [True, False])
def test_every_thing_is_found_where_it_is_and_nothing_else(seed, plain):
    world = draw_world(REQUESTS, np.random.default_rng(seed), plain=plain)
    pixels = marked(world)
    assert len(set(pixels)) == len(pixels)
    images = film(world, pixels, LIKE).images
    detect = Registry.load().by_name("detect")
    pool = MadePool(BackendPool("embedded"), world)
    for request in REQUESTS:
        finder = pool.choose(detect, request)
        found = finder().open(request, {}).look(list(images))
        wanted = [(thing, pixel) for thing, pixel in zip(world, pixels, strict=True) if thing.is_called(request)]
        for index, image in enumerate(images):
            shown = [pixel for _, pixel in wanted if (image == pixel).all(axis=2).any()]
            assert len(found[index]) == len(shown)
            for finding in found[index]:
                corner = image[int(finding.y2) - 1, int(finding.x2) - 1]
                assert tuple(corner) in pixels


def test_what_the_profile_cannot_see_is_refused_there_too():
    detect = Registry.load().by_name("detect")
    pool = MadePool(BackendPool("embedded"), ())
    assert "cannot detect" in pool.choose(detect, "dog")


@pytest.mark.parametrize("seed", range(20))
def test_at_another_time_the_same_happens(seed):
    rng = np.random.default_rng(seed)
    world = draw_world(REQUESTS, rng, plain=False)
    for before, after in zip(world, retimed(world, rng), strict=True):
        assert (before.words, before.colour) == (after.words, after.colour)
        assert [place for _, *place in before.at] == [place for _, *place in after.at]
        times = [time for time, *_ in after.at]
        assert times == sorted(times)
        assert (before.at[0][0] > 0) == (times[0] > 0)
        assert (before.at[-1][0] < 1) == (times[-1] < 1)


@pytest.mark.parametrize(
    ("request_", "is_called"),
    [
        ("red circle", True),
        ("circle", True),
        ("red thing", True),
        ("thing", True),
        ("blue circle", False),
        ("dog", False),
    ],
)
def test_a_thing_goes_by_its_words(request_, is_called):
    thing = Thing(frozenset({"red", "circle"}), "red", ((0.0, 0.5, 0.5), (1.0, 0.5, 0.5)))
    assert thing.is_called(request_) == is_called


def test_words_of_time():
    assert asks_for_order("How many enter after the car stops?")
    assert not asks_for_order("How many cars are there?")
    assert asks_for_moment("Is there a car at the end?")
    assert asks_for_moment("Who is there in the first 3 seconds?")
    assert not asks_for_moment(None)


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        ("left_of(a, b)", "right_of(a, b)"),
        ('where(a, direction="right")', 'where(a, direction="left")'),
        ("right_part", "left_part"),
        ("leftover", "leftover"),
        ("bright", "bright"),
    ],
)
def test_sides_change_places(text, swapped):
    assert sides_swapped(text) == swapped
    assert sides_swapped(swapped) == text
