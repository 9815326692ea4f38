"""YOLOX and FastestDet: what the models give is read as it is meant, against slow and obvious readings."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.modules.drawing import RGB, plain, put
from vprog.modules.detect import FastestDet, Yolox
from vprog.modules.detect.coco import CLASSES
from vprog.modules.detect.colours import COLOURS
from vprog.modules.detect.objects import LEAST_SCORE, found_in, with_colours
from vprog.spec import Finding

seeds = st.integers(0, 2**32 - 1)


def finding(label: str, score: float, *corners: float) -> Finding:
    x1, y1, x2, y2 = corners
    return Finding(x1, y1, x2, y2, score, label)


@given(seeds)
def test_yolox_is_read_cell_by_cell(seed: int) -> None:
    side = 96
    grids = [(stride, side // stride) for stride in (8, 16, 32)]
    raw = np.random.default_rng(seed).normal(size=(sum(n * n for _, n in grids), 85)).astype(np.float32)
    raw[:, 4:] = 1 / (1 + np.exp(-raw[:, 4:]))
    boxes, scores = Yolox().read(raw, (side, side))
    row = 0
    for stride, count in grids:
        for y in range(count):
            for x in range(count):
                middle = ((raw[row, 0] + x) * stride, (raw[row, 1] + y) * stride)
                half = (math.exp(raw[row, 2]) * stride / 2, math.exp(raw[row, 3]) * stride / 2)
                expected = [middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1]]
                assert boxes[row] == pytest.approx(expected, rel=1e-5, abs=1e-4)
                assert scores[row, 7] == pytest.approx(float(raw[row, 4]) * float(raw[row, 12]), rel=1e-5)
                row += 1


@given(seeds)
def test_fastestdet_is_read_cell_by_cell(seed: int) -> None:
    raw = np.random.default_rng(seed).normal(size=(85, 3, 4)).astype(np.float32)
    raw[[0, *range(5, 85)]] = 1 / (1 + np.exp(-raw[[0, *range(5, 85)]]))
    boxes, scores = FastestDet().read(raw, (90, 120))
    for y in range(3):
        for x in range(4):
            cell, row = raw[:, y, x], y * 4 + x
            middle = (30 * (x + math.tanh(cell[1])), 30 * (y + math.tanh(cell[2])))
            half = (120 / (1 + math.exp(-cell[3])) / 2, 90 / (1 + math.exp(-cell[4])) / 2)
            expected = [middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1]]
            assert boxes[row] == pytest.approx(expected, rel=1e-5, abs=1e-3)
            product = float(cell[0]) ** 0.6 * float(cell[9]) ** 0.4
            assert scores[row, 4] == pytest.approx(1 / (1 + math.exp(-10 * (product - 0.62))), rel=1e-5)


@pytest.mark.parametrize(("width", "height"), [(640, 360), (360, 640), (33, 57), (2000, 10), (416, 416)])
def test_a_picture_goes_in_whole_and_its_places_come_back(width: int, height: int) -> None:
    picture = plain(RGB["red"], width, height)
    for detector, side, full in ((Yolox(), 416, 255.0), (FastestDet(), 352, 1.0)):
        fitted, (scale_x, scale_y) = detector.fit(picture, (side, side))
        assert fitted.shape == (3, side, side)
        assert fitted.dtype == np.float32
        bottom, right = round(height * scale_y), round(width * scale_x)
        assert max(bottom, right) == side
        # Blue, green, red.
        assert fitted[:, 0, 0] == pytest.approx([c / 255 * full for c in RGB["red"][::-1]], abs=full / 100)
        assert fitted[:, bottom - 1, right - 1] == pytest.approx(fitted[:, 0, 0], abs=full / 100)
        if isinstance(detector, Yolox) and (bottom, right) != (side, side):
            assert fitted[:, -1, -1].tolist() == [114, 114, 114]


def test_every_box_has_its_surest_class_and_one_thing_one_box() -> None:
    boxes = np.array([[0, 0, 50, 50], [1, 1, 51, 51], [0, 0, 50, 50], [60, 0, 200, 40], [5, 5, 9, 9]], dtype=float)
    scores = np.zeros((5, 80))
    scores[0, 2], scores[1, 2], scores[2, 7], scores[3, 2] = 0.5, 0.9, 0.6, 0.3
    scores[0, 7], scores[4, 2] = 0.4, LEAST_SCORE / 2
    found = found_in(boxes, scores, 100, 100)
    assert found == [
        finding("car", 0.9, 1, 1, 51, 51),
        finding("car", 0.3, 60, 0, 100, 40),
        finding("truck", 0.6, 0, 0, 50, 50),
    ]


@given(seeds)
def test_a_higher_least_score_only_leaves_out(seed: int) -> None:
    rng = np.random.default_rng(seed)
    corners = rng.uniform(0, 60, size=(30, 2))
    boxes = np.concatenate([corners, corners + rng.uniform(5, 40, size=(30, 2))], axis=1)
    scores = rng.uniform(0, 1, size=(30, 80)) ** 6
    every = found_in(boxes, scores, 100, 100)
    sure = found_in(boxes, np.where(scores >= 0.4, scores, 0), 100, 100)
    assert sure == [f for f in every if f.score >= 0.4]


def test_nothing_is_found_in_nothing() -> None:
    assert found_in(np.zeros((0, 4)), np.zeros((0, 80)), 10, 10) == []
    assert found_in(np.zeros((5, 4)), np.zeros((5, 80)), 10, 10) == []
    assert Yolox.keep("vehicle", []) == []


def test_of_a_wider_word_one_thing_is_found_once() -> None:
    found = [
        finding("car", 0.6, 0, 0, 50, 50),
        finding("truck", 0.8, 1, 0, 50, 50),
        finding("bus", 0.5, 60, 0, 90, 50),
        finding("person", 0.9, 0, 0, 50, 50),
    ]
    assert [f.label for f in Yolox.keep("vehicle", found)] == ["truck", "bus"]
    assert [f.label for f in Yolox.keep("car", found)] == ["car"]
    assert [f.label for f in Yolox.keep("people", found)] == ["person"]


def test_of_a_colour_only_what_has_it_is_kept() -> None:
    found = [
        finding("car/red", 0.6, 0, 0, 5, 5),
        finding("car/blue/black", 0.6, 9, 0, 15, 5),
        finding("car", 0.6, 0, 9, 5, 15),
    ]
    assert Yolox.keep("red car", found) == found[:1]
    assert Yolox.keep("black vehicle", found) == found[1:2]
    assert Yolox.keep("car", found) == found


@pytest.mark.parametrize("colour", [c for c in RGB if c in COLOURS])
def test_a_look_for_colours_names_those_of_each_thing(colour: str) -> None:
    image = put(plain(RGB["green" if colour != "green" else "red"]), "circle", colour, 100, 100, 30)
    assert with_colours(finding("car", 0.5, 70, 70, 130, 130), image).label == f"car/{colour}"


def test_the_classes_stand_where_the_models_put_them() -> None:
    """The first, some in the middle, and the last of COCO's own order."""
    assert (CLASSES[0], CLASSES[5], CLASSES[27], CLASSES[39], CLASSES[56], CLASSES[79]) == (
        "person", "bus", "tie", "bottle", "chair", "toothbrush",
    )  # fmt: skip
