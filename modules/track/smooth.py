"""Boxes that jitter less: each is drawn towards those shortly before and after it."""

import dataclasses
import itertools
from collections.abc import Sequence

import numpy as np

from vprog.values import Box

_LEAST_S = 1e-3
_WIDTH = 3.0
"""Boxes further away than this many `smooth_s` do not count."""


def smoothed(boxes: Sequence[Box], smooth_s: float, step_s: float) -> tuple[Box, ...]:
    """Give the boxes with centre and size averaged over time by a Gaussian of standard deviation `smooth_s`.

    boxes: of one thing, in order of time. The first and the last of an unbroken run of looks, `step_s` apart, stay
    where they are, and so does what moves on a straight line. 0 leaves everything as it is.
    """
    if smooth_s < _LEAST_S or len(boxes) < 3:
        return tuple(boxes)
    breaks = [k for k in range(1, len(boxes)) if boxes[k].time_s - boxes[k - 1].time_s > 1.5 * step_s]
    runs = [boxes[a:b] for a, b in itertools.pairwise([0, *breaks, len(boxes)])]
    return tuple(box for run in runs for box in _smoothed(run, smooth_s / step_s))


def _smoothed(boxes: Sequence[Box], deviation_looks: float) -> Sequence[Box]:
    from scipy.ndimage import gaussian_filter1d

    if len(boxes) < 3:
        return boxes
    corners = np.array([box.xyxy for box in boxes], dtype=np.float64)
    size = np.maximum(corners[:, 2:] - corners[:, :2], 1e-3)
    series = np.hstack([(corners[:, :2] + corners[:, 2:]) / 2, np.log(size)])
    reach = int(np.ceil(_WIDTH * deviation_looks))
    # Turned round at its ends, a straight line goes on straight.
    padded = np.pad(series, ((reach, reach), (0, 0)), mode="reflect", reflect_type="odd")
    mean = gaussian_filter1d(padded, deviation_looks, axis=0, radius=reach)[reach : reach + len(boxes)]
    half = np.exp(mean[:, 2:]) / 2
    places = np.hstack([mean[:, :2] - half, mean[:, :2] + half]).tolist()
    return [
        dataclasses.replace(box, x1=x1, y1=y1, x2=x2, y2=y2)
        for box, (x1, y1, x2, y2) in zip(boxes, places, strict=True)
    ]
