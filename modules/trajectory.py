"""Where a thing is over time, in numbers that a jittering box does not upset."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vprog.values import NOISE_S, Box

Array = npt.NDArray[np.float64]


def times_of(boxes: Sequence[Box]) -> Array:
    """Give when each box was seen, in seconds."""
    return np.array([box.time_s for box in boxes], dtype=np.float64)


def corners_of(boxes: Sequence[Box]) -> Array:
    """Give the boxes as rows of x1, y1, x2, y2, in pixels."""
    return np.array([box.xyxy for box in boxes], dtype=np.float64).reshape(-1, 4)


def centres_of(boxes: Sequence[Box]) -> Array:
    """Give the middle of each box as rows of x, y, in pixels."""
    corners = corners_of(boxes)
    return (corners[:, :2] + corners[:, 2:]) / 2


def diagonal_px(boxes: Sequence[Box]) -> float:
    """Give the median diagonal of the boxes; at least a pixel, so that it can be divided by."""
    corners = corners_of(boxes)
    return max(1.0, float(np.median(np.hypot(*(corners[:, 2:] - corners[:, :2]).T))))


def steadied(series: Array) -> Array:
    """Give each row as the median of itself and its two neighbours, so that one misplaced box does not count."""
    if len(series) < 3:
        return series
    middle = np.median(np.stack((series[:-2], series[1:-1], series[2:])), axis=0)
    return np.concatenate((series[:1], middle, series[-1:]))


def velocity(times_s: Array, places: Array, window_s: float) -> Array:
    """Give the velocity at each time: the slope of the straight line fitted to the places in a window around it.

    places: a row for each time, at least two. The window reaches half its length to either side, and at least to the
    neighbours.
    """
    position = np.arange(len(times_s))
    reach_s = window_s / 2 + NOISE_S
    first = np.minimum(np.searchsorted(times_s, times_s - reach_s, "left"), np.maximum(position - 1, 0))
    after = np.maximum(np.searchsorted(times_s, times_s + reach_s, "right"), np.minimum(position + 2, len(times_s)))
    time = times_s - times_s.mean()
    place = places - places.mean(axis=0)

    def summed(series: Array) -> Array:
        sums = np.concatenate((np.zeros((1, *series.shape[1:])), np.cumsum(series, axis=0)))
        return np.asarray(sums[after] - sums[first])

    count, t, tt = (after - first)[:, None], summed(time)[:, None], summed(time**2)[:, None]
    return np.asarray((count * summed(time[:, None] * place) - t * summed(place)) / (count * tt - t**2))


def swings(signal: Array, least: float) -> int:
    """Count the stretches between turning points, in each of which the signal rises or falls by at least `least`.

    A turn counts once the signal has come back from it by that much: smaller wiggles are none.
    """
    count, rising = 0, None
    low = high = float(signal[0])
    for value in signal[1:].tolist():
        low, high = min(low, value), max(high, value)
        if rising is not True and value - low >= least:
            count, rising, high = count + 1, True, value
        elif rising is not False and high - value >= least:
            count, rising, low = count + 1, False, value
    return count
