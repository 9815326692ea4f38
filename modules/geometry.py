"""What holds between boxes, as arrays of x1, y1, x2, y2 in pixels along the last axis; NaN where one is missing.

Of a missing box nothing holds. All functions broadcast: one box against many, in every frame.
"""

from collections.abc import Callable

import numpy as np

from vprog.modules.stretches import Held
from vprog.modules.trajectory import Array

Holds = Callable[..., Held]
"""From the boxes of one thing and of others, and settings by name: where it holds."""

_ALIKE = 0.9
"""Two detectors that find one thing place its boxes this much alike; two things never stay so close all the time."""


def area_px2(boxes: Array) -> Array:
    """Give the area of each box, in square pixels."""
    return np.asarray((boxes[..., 2:] - boxes[..., :2]).prod(axis=-1))


def shared_area_px2(one: Array, other: Array) -> Array:
    """Give the area that two boxes have in common, in square pixels."""
    sides = np.minimum(one[..., 2:], other[..., 2:]) - np.maximum(one[..., :2], other[..., :2])
    return np.asarray(np.maximum(sides, 0.0).prod(axis=-1))


def offset_px(one: Array, other: Array) -> Array:
    """Give how far the centre of the first lies to the right of the other's and below it."""
    return np.asarray(one[..., :2] + one[..., 2:] - other[..., :2] - other[..., 2:]) / 2


def touching_px(one: Array, other: Array) -> Array:
    """Give how far the centres of two boxes that touch lie apart, along x and along y: half of both sides together."""
    return np.asarray(one[..., 2:] - one[..., :2] + other[..., 2:] - other[..., :2]) / 2


def mean_diagonal_px(one: Array, other: Array) -> Array:
    """Give the mean diagonal of two boxes."""
    sides = (one[..., 2:] - one[..., :2], other[..., 2:] - other[..., :2])
    return np.asarray(sum(np.hypot(s[..., 0], s[..., 1]) for s in sides) / 2)


def near(one: Array, other: Array, max_gap: float) -> Held:
    """Say where the gap between two boxes is at most `max_gap` mean diagonals; there is none where they overlap."""
    gap = np.maximum(np.abs(offset_px(one, other)) - touching_px(one, other), 0.0)
    return np.asarray(np.hypot(gap[..., 0], gap[..., 1]) <= max_gap * mean_diagonal_px(one, other))


def touching(one: Array, other: Array, tolerance: float) -> Held:
    """Say where the ellipses inscribed in two boxes touch, up to a share of the distance at which they do.

    Exact for circles, and for ellipses of one shape; for others the sum of two ellipses is taken to be one.
    """
    # A box without any extent touches what it lies in the middle of.
    share = offset_px(one, other) / np.maximum(touching_px(one, other), np.finfo(np.float64).tiny)
    return np.asarray(np.hypot(share[..., 0], share[..., 1]) <= 1.0 + tolerance)


def mostly_inside(one: Array, other: Array, min_share: float) -> Held:
    """Say where at least `min_share` of a box lies in another, larger one."""
    return np.asarray((shared_area_px2(one, other) >= min_share * area_px2(one)) & (area_px2(one) < area_px2(other)))


def beyond(axis: int, sign: int) -> Holds:
    """Give what says where each centre lies beyond the other's edge: along x or y (0, 1), on the far side or near."""

    def holds(one: Array, other: Array) -> Held:
        far = slice(2 + axis, 3 + axis)
        reach = np.maximum(one[..., far] - one[..., axis : axis + 1], other[..., far] - other[..., axis : axis + 1])
        return np.asarray(sign * offset_px(one, other)[..., axis] > reach[..., 0] / 2)

    return holds


def one_thing(one: Array, other: Array) -> Held:
    """Say which boxes, frames along the last axis but one, show one thing: they nearly coincide on average.

    The likeness of two boxes is their intersection over union; of those never seen together it says no.
    """
    common = shared_area_px2(one, other)
    both = ~np.isnan(common)
    with np.errstate(invalid="ignore", divide="ignore"):
        likeness = common / (area_px2(one) + area_px2(other) - common)
        mean = np.where(both, likeness, 0.0).sum(axis=-1) / both.sum(axis=-1)
    return np.asarray(mean >= _ALIKE)
