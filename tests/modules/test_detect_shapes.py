"""Plain coloured shapes on plain pictures: found, named right, and nothing else."""

import cv2
import numpy as np
import pytest

from tests.modules.drawing import RGB, clip, follow, look, plain, put
from vprog.modules.detect.colours import COLOURS, classes_in
from vprog.modules.detect.shapes import Shapes

SHAPES = ("circle", "square", "rectangle", "triangle")


@pytest.mark.parametrize("colour", RGB)
@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_in_each_colour_is_found_where_it_is(shape: str, colour: str) -> None:
    ground = (70, 120, 70) if colour in ("white", "gray", "black") else (235, 235, 235)
    image = put(plain(ground), shape, colour, 150, 110, 30)
    (box,) = look(Shapes(), f"{colour} {shape}", [image]).items
    assert box.score > 0.85
    assert box.centre_px == pytest.approx((150, 110), abs=5)


@pytest.mark.parametrize("asked", SHAPES)
def test_one_shape_is_never_taken_for_another(asked: str) -> None:
    image = plain()
    for k, shape in enumerate(SHAPES):
        put(image, shape, "blue", 45 + 75 * k, 120, 18)
    (box,) = look(Shapes(), f"blue {asked}", [image]).items
    assert box.centre_px[0] == pytest.approx(45 + 75 * SHAPES.index(asked), abs=3)


def test_colours_are_told_apart_and_a_request_without_one_takes_all() -> None:
    image = plain((235, 235, 235))
    for k, colour in enumerate(c for c in RGB if c != "white"):
        put(image, "circle", colour, 40 + 60 * (k % 5), 60 + 90 * (k // 5), 20)
    for colour in (c for c in RGB if c != "white"):
        assert len(look(Shapes(), f"{colour} circle", [image]).items) == 1, colour
    assert len(look(Shapes(), "circles", [image]).items) == 10


@pytest.mark.parametrize("background", [(200, 200, 200), (20, 20, 20), (60, 110, 60), (255, 255, 255)])
def test_moving_circles_are_counted_on_several_backgrounds(background: tuple[int, int, int]) -> None:
    def paint(time_s: float) -> np.ndarray:
        image = plain(background)
        put(image, "circle", "red", 30 + 40 * time_s, 60, 14)
        put(image, "circle", "red", 280 - 50 * time_s, 140, 18)
        put(image, "square", "red", 20, 200 - 10 * time_s, 14)
        return put(image, "circle", "blue", 60 + 20 * time_s, 200, 16)

    boxes = look(Shapes(), "red circle", clip(paint, 4))
    assert len(follow(boxes).items) == 2
    assert len(boxes.items) == 80


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_that_leaves_the_picture_is_one_track_until_it_is_gone(shape: str) -> None:
    images = clip(lambda t: put(plain(), shape, "green", 200 + 60 * t, 120, 24), 4)
    (track,) = follow(look(Shapes(), f"green {shape}", images)).items
    assert 2.2 <= track.end_s <= 2.7
    others = [s for s in SHAPES if s != shape]
    assert [len(follow(look(Shapes(), f"green {s}", images)).items) for s in others] == [0, 0, 0]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_that_comes_in_is_one_track_from_its_first_part_on(shape: str) -> None:
    images = clip(lambda t: put(plain(), shape, "purple", -40 + 60 * t, 120, 24), 4)
    (track,) = follow(look(Shapes(), f"purple {shape}", images)).items
    assert track.start_s <= 0.8


def test_a_circle_partly_behind_another_thing_stays_a_circle() -> None:
    image = put(put(plain(), "circle", "red", 150, 120, 30), "square", "blue", 180, 140, 20)
    (box,) = look(Shapes(), "red circle", [image]).items
    assert box.score > 0.5


def test_things_are_found_by_colour_alone() -> None:
    image = plain()
    image[50:120, 40:60] = RGB["red"]
    image[100:120, 40:110] = RGB["red"]
    put(image, "circle", "green", 200, 100)
    for asked in ("red thing", "a red object", "something red", "red things"):
        (box,) = look(Shapes(), asked, [image]).items
        assert box.xyxy == pytest.approx((40, 50, 110, 120), abs=2)


@pytest.mark.parametrize("asked", ["circle", "red circle", "square", "blue thing", "pink thing"])
def test_pictures_without_coloured_regions_give_nothing(asked: str) -> None:
    noise = np.random.default_rng(3).integers(90, 140, (240, 320, 1), dtype=np.uint8).repeat(3, axis=2)
    ramp = np.linspace(0, 255, 320, dtype=np.uint8)[None, :, None].repeat(240, axis=0).repeat(3, axis=2)
    assert not look(Shapes(), asked, [plain(), plain((0, 0, 0)), noise, np.ascontiguousarray(ramp)]).items


@pytest.mark.parametrize("asked", [
    "car", "red car", "person", "big red circle", "red and blue circle", "dark red circle", "thing", "red", "",
    "circle red",
])  # fmt: skip
def test_what_is_not_understood_word_for_word_is_refused(asked: str) -> None:
    reason = Shapes.refuses(asked)
    assert reason is not None
    assert reason.startswith("knows plain shapes")


def test_a_refused_colour_hints_at_what_colour_alone_can_do() -> None:
    assert '"red thing" by colour alone' in str(Shapes.refuses("red car"))


@pytest.mark.parametrize("asked", ["the red circles", "grey square", "violet triangle", "red-coloured disc", "dots"])
def test_plurals_articles_and_synonyms_are_understood(asked: str) -> None:
    assert Shapes.refuses(asked) is None


def test_colour_words_name_the_colours_people_mean() -> None:
    for colour, rgb in RGB.items():
        assert COLOURS[int(classes_in(plain(rgb))[0, 0]) - 1] == colour


def noisy(image: np.ndarray, seed: int, levels: float = 7.0) -> np.ndarray:
    """Give a picture with a camera's noise."""
    noise = np.random.default_rng(seed).normal(0.0, levels, (*image.shape[:2], 1))
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def coded(image: np.ndarray) -> np.ndarray:
    """Give a picture with colours at half the resolution, as video has them."""
    planes = cv2.cvtColor(image, cv2.COLOR_RGB2YUV_I420)
    return cv2.cvtColor(planes, cv2.COLOR_YUV2RGB_I420).astype(np.uint8)


@pytest.mark.parametrize("colour", ["red", "brown", "blue"])
@pytest.mark.parametrize("size", [14, 18, 22])
def test_small_leaning_triangles_are_found_in_coded_pictures(colour: str, size: int) -> None:
    images = []
    for seed, lean in enumerate(np.radians(range(-14, 15, 4))):
        turn = np.array([[np.cos(lean), np.sin(lean)], [-np.sin(lean), np.cos(lean)]])
        corners = np.array([(0, -0.95), (0.85, 0.55), (-0.85, 0.55)]) * size @ turn + (100, 80)
        image = plain((190, 194, 198))
        cv2.fillPoly(image, [np.round(corners * 16).astype(np.int32)], RGB[colour], cv2.LINE_AA, 4)
        images.append(coded(noisy(image, seed)))
    found = look(Shapes(), f"{colour} triangle", images).items
    assert len([b for b in found if b.score > 0.85]) == len(images)


def landscape(seed: int) -> np.ndarray:
    """Give a picture of sky and ground, neither of which is all of the background."""
    image = plain((204, 220, 236))
    rows, columns = np.mgrid[0:240, 0:320]
    image[rows > 150 + 12 * np.sin(columns / 40)] = (150, 152, 132)
    return noisy(image, seed, 6.0)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_before_two_grounds_is_seen_as_a_whole(shape: str) -> None:
    images = [put(landscape(seed), shape, "red", 100, 150, 22) for seed in range(6)]
    found = look(Shapes(), f"red {shape}", images).items
    assert len([b for b in found if b.score > 0.85]) == 6


@pytest.mark.parametrize("shape", SHAPES)
def test_pieces_of_a_ground_are_no_shapes(shape: str) -> None:
    ground = [landscape(seed) for seed in range(8)]
    dull = [np.where(image.mean(axis=2, keepdims=True) < 180, image - (0, 10, 20), image) for image in ground]
    images = ground + [image.clip(0, 255).astype(np.uint8) for image in dull]
    assert not follow(look(Shapes(), shape, images)).items


def test_most_of_a_circle_may_be_hidden() -> None:
    image = put(put(plain(), "circle", "purple", 150, 110, 28), "square", "green", 180, 110, 30)
    (box,) = look(Shapes(), "purple circle", [image]).items
    assert box.score > 0.85
    assert not look(Shapes(), "green circle", [image]).items


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_within_another_thing_is_surely_found(shape: str) -> None:
    image = put(put(plain(), "rectangle", "black", 150, 110, 50), shape, "purple", 150, 110, 16)
    (box,) = look(Shapes(), f"purple {shape}", [image]).items
    assert box.score > 0.85
