"""Smoothed boxes, against an average that is written out."""

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.modules.drawing import follow
from tests.modules.test_track_properties import EVERYTHING, scenes
from vprog.modules.track.smooth import smoothed
from vprog.values import Box

STEP_S = 0.2


def boxes_at(rows, frames=None):
    """Give boxes of centre x, y, width and height in successive looks."""
    frames = range(len(rows)) if frames is None else frames
    return [
        Box(k, k * STEP_S, x - w / 2, y - h / 2, x + w / 2, y + h / 2, 0.5, "person")
        for k, (x, y, w, h) in zip(frames, rows, strict=True)
    ]


ROWS = st.lists(
    st.tuples(st.floats(0, 600), st.floats(0, 400), st.floats(5, 90), st.floats(5, 90)), min_size=1, max_size=12
)


def averaged(series, k, deviation):
    """Average what lies around one place by hand; beyond an end the series goes on turned round."""
    last = len(series) - 1

    def value(i):
        if i < 0:
            return 2 * series[0] - value(-i)
        return 2 * series[last] - value(2 * last - i) if i > last else series[i]

    reach = math.ceil(3 * deviation)
    weights = {d: math.exp(-(d**2) / (2 * deviation**2)) for d in range(-reach, reach + 1)}
    return sum(w * value(k + d) for d, w in weights.items()) / sum(weights.values())


@given(ROWS, st.floats(0.05, 0.5))
def test_centre_and_size_are_averaged_over_time(rows, smooth_s):
    found = smoothed(boxes_at(rows), smooth_s, STEP_S)
    if len(rows) < 3:
        assert found == tuple(boxes_at(rows))
        return
    for k, box in enumerate(found):
        x, y, wide, high = (averaged([f(row) for row in rows], k, smooth_s / STEP_S) for f in COLUMNS)
        assert box.centre_px == pytest.approx((x, y), abs=1e-6)
        assert (box.x2 - box.x1, box.y2 - box.y1) == pytest.approx((math.exp(wide), math.exp(high)), rel=1e-6)


COLUMNS = (lambda r: r[0], lambda r: r[1], lambda r: math.log(r[2]), lambda r: math.log(r[3]))


@given(ROWS, st.floats(0.0, 0.5))
def test_only_places_change_and_not_those_at_the_ends(rows, smooth_s):
    boxes = boxes_at(rows)
    found = smoothed(boxes, smooth_s, STEP_S)
    assert [(b.frame, b.time_s, b.score, b.label) for b in found] == [(b.frame, b.time_s, 0.5, "person") for b in boxes]
    for end in (0, -1):
        assert found[end].xyxy == pytest.approx(boxes[end].xyxy, abs=1e-6)
    if smooth_s == 0:
        assert found == tuple(boxes)


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(0.9, 1.1), st.integers(1, 20), st.floats(0.01, 0.5))
def test_what_goes_straight_on_stays_where_it_is(right, down, grows, count, smooth_s):
    boxes = boxes_at([(300 + right * k, 200 + down * k, 40 * grows**k, 60 * grows**k) for k in range(count)])
    for before, after in zip(boxes, smoothed(boxes, smooth_s, STEP_S), strict=True):
        assert after.xyxy == pytest.approx(before.xyxy, abs=1e-4)


def test_jitter_becomes_less():
    chance = random.Random(3)
    rows = [(100 + 5 * k + chance.gauss(0, 3), 200 + chance.gauss(0, 3), 40, 80) for k in range(60)]

    def off(boxes):
        return np.std([(b.centre_px[0] - 100 - 5 * k, b.centre_px[1] - 200) for k, b in enumerate(boxes)])

    assert off(smoothed(boxes_at(rows), 0.3, STEP_S)) < 0.6 * off(boxes_at(rows))


def test_nothing_is_averaged_across_a_stretch_in_which_nobody_looked():
    rows = [(100, 100, 40, 80)] * 4 + [(500, 300, 40, 80)] * 4
    boxes = boxes_at(rows, [0, 1, 2, 3, 20, 21, 22, 23])
    for box, (x, y, *_) in zip(smoothed(boxes, 0.4, STEP_S), rows, strict=True):
        assert box.centre_px == pytest.approx((x, y))


@given(scenes(), st.floats(0.01, 0.5))
def test_smoothing_changes_nothing_of_who_is_who(boxes, smooth_s):
    plain, even = follow(boxes, **EVERYTHING), follow(boxes, smooth_s=smooth_s, **EVERYTHING)
    assert [[(b.frame, b.score) for b in t.boxes] for t in even.items] == [
        [(b.frame, b.score) for b in t.boxes] for t in plain.items
    ]
