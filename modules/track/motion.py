"""How a thing moves on where it is not seen: from its sights up to an end of a chain to where it is expected beyond.

Lengths are counted in sizes of the thing itself (the root of its area), so that one setting serves near and far, large
pictures and small ones; times are seconds, so that one setting serves every rate.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclasses.dataclass(frozen=True)
class Motion:
    """What is expected of things before any is seen."""

    speed: float
    """Sizes a second, on each axis: the spread of how fast things are when they come into view."""
    jolt: float = 0.2
    """Sizes squared a second cubed: the spectral density of acceleration, of things and of the camera."""
    place_noise: float = 0.07
    """Sizes: how far a box lies beside its thing."""
    size_noise: float = 0.12
    """How much too wide or high a box is, as the logarithm of the factor."""
    size_drift: float = 0.1
    """Variance that a second adds to the logarithm of the true size."""
    cut_off: float = 0.2
    """The same for each look in which the border of the picture cuts the thing off on that axis."""


@dataclasses.dataclass(frozen=True)
class Sights:
    """Boxes as columns, ordered by time."""

    time_s: Floats
    centre_px: Floats
    log_size: Floats
    """Logarithms of width and height in pixels."""
    cut_off: npt.NDArray[np.bool_]
    """Whether the thing reaches beyond the picture, at the sides, and at top or bottom."""


class End(NamedTuple):
    """Where a thing is at one end of its chain, and where it is going beyond.

    Speeds are pixels per second of the time that runs out of the chain: into the future at its end, into the past at
    its beginning. Variances are in sizes, the same on both axes.
    """

    time_s: float
    x_px: float
    y_px: float
    x_speed: float
    y_speed: float
    place: float
    """Variance of the place."""
    both: float
    """Covariance of place and speed."""
    speed: float
    """Variance of the speed."""
    log_width: float
    log_height: float
    width: float
    """Variance of the logarithm of the width."""
    height: float
    """Variance of the logarithm of the height."""


class Ends:
    """Several ends as columns."""

    def __init__(self, ends: Iterable[End]) -> None:
        """Keep them in order."""
        columns = np.array(list(ends), dtype=np.float64).reshape(-1, len(End._fields))
        self.time_s = columns[:, 0]
        self.log_size = columns[:, 8:10]
        self.size_variance = columns[:, 10:12]
        self._centre_px, self._speed, self._variances = columns[:, 1:3], columns[:, 3:5], columns[:, 5:8]

    def moved(self, rows: npt.NDArray[np.intp], motion: Motion, by_s: Floats) -> tuple[Floats, Floats, Floats]:
        """Give centres, speeds, and the three variances, of some of them after so many seconds out of sight."""
        place, both, speed = self._variances[rows].T
        variances = np.stack([
            place + 2 * by_s * both + by_s**2 * speed + motion.jolt * by_s**3 / 3,
            both + by_s * speed + motion.jolt * by_s**2 / 2,
            speed + motion.jolt * by_s,
        ])  # fmt: skip
        return self._centre_px[rows] + self._speed[rows] * by_s[:, None], self._speed[rows], variances


def ends_along(sights: Sights, chain: Sequence[int], motion: Motion) -> list[End]:
    """Filter rows of sights from the first to the last, and give where the chain would go on if it ended at each.

    Of a chain turned round, this gives its beginnings.

    Source: Kalman, A New Approach to Linear Filtering and Prediction Problems, 1960, with a constant velocity disturbed
    by white acceleration: Bar-Shalom et al., Estimation with Applications to Tracking and Navigation, 2001, eq. 6.2.2.
    """
    rows = list(chain)
    times_s = sights.time_s[rows].tolist()
    places, sizes = sights.centre_px[rows].tolist(), sights.log_size[rows].tolist()
    loose = (sights.cut_off[rows] * motion.cut_off).tolist()
    noise, size_noise = motion.place_noise**2, motion.size_noise**2
    (x, y), (wide, high) = places[0], sizes[0]
    x_speed = y_speed = both = 0.0
    place, speed, width, height = noise, motion.speed**2, size_noise, size_noise
    loose_w, loose_h = loose[0]
    ends = [End(times_s[0], x, y, 0.0, 0.0, place, both, speed, wide, high, width + loose_w, height + loose_h)]
    for k in range(1, len(rows)):
        step_s = abs(times_s[k] - times_s[k - 1])
        x, y = x + x_speed * step_s, y + y_speed * step_s
        place += 2 * step_s * both + step_s**2 * speed + motion.jolt * step_s**3 / 3
        both += step_s * speed + motion.jolt * step_s**2 / 2
        speed += motion.jolt * step_s
        (loose_w, loose_h), drift = loose[k], motion.size_drift * step_s
        width, height = width + drift + loose_w, height + drift + loose_h
        gain, gain_speed = place / (place + noise), both / (place + noise)
        gain_w, gain_h = width / (width + size_noise), height / (height + size_noise)
        off_x, off_y = places[k][0] - x, places[k][1] - y
        x, y = x + gain * off_x, y + gain * off_y
        x_speed, y_speed = x_speed + gain_speed * off_x, y_speed + gain_speed * off_y
        place, both, speed = (1 - gain) * place, (1 - gain) * both, speed - gain_speed * both
        wide, high = wide + gain_w * (sizes[k][0] - wide), high + gain_h * (sizes[k][1] - high)
        width, height = (1 - gain_w) * width, (1 - gain_h) * height
        state = (times_s[k], x, y, x_speed, y_speed, place, both, speed, wide, high)
        ends.append(End(*state, width + loose_w, height + loose_h))
    return ends
