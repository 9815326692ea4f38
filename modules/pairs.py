"""Boxes of two things side by side in the frames that both were looked for in."""

from collections.abc import Sequence

import numpy as np

from vprog.modules.stretches import Held
from vprog.modules.trajectory import Array
from vprog.values import Track

_ALIKE = 0.9
"""Two detectors that find one thing place its boxes this much alike; two things never stay so close all the time."""


def aligned(tracks: Sequence[Track], frames: Sequence[int]) -> Array:
    """Give the boxes as tracks x frames x (x1, y1, x2, y2) in pixels; NaN where one was not seen."""
    position = {frame: number for number, frame in enumerate(frames)}
    found = np.full((len(tracks), len(position), 4), np.nan)
    for row, track in enumerate(tracks):
        for box in track.boxes:
            if box.frame in position:
                found[row, position[box.frame]] = box.xyxy
    return found


def shared_area(one: Array, other: Array) -> Array:
    """Give the area that boxes have in common, in square pixels; NaN where one is missing."""
    sides = np.minimum(one[..., 2:], other[..., 2:]) - np.maximum(one[..., :2], other[..., :2])
    return np.asarray(np.maximum(sides, 0.0).prod(axis=-1))


def area(boxes: Array) -> Array:
    """Give the area of boxes in square pixels; NaN where one is missing."""
    return np.asarray((boxes[..., 2:] - boxes[..., :2]).prod(axis=-1))


def one_thing(one: Array, other: Array) -> Held:
    """Say whether tracks show one and the same thing: where both are seen, their boxes nearly coincide on average.

    Of tracks that are never seen together it says no.
    """
    common = shared_area(one, other)
    both = ~np.isnan(common)
    with np.errstate(invalid="ignore", divide="ignore"):
        likeness = common / (area(one) + area(other) - common)
        mean = np.where(both, likeness, 0.0).sum(axis=-1) / both.sum(axis=-1)
    return np.asarray(mean >= _ALIKE)
