"""How a thing moves on where it is not seen: from its sights up to an end of a chain to where it is expected beyond.

Lengths are counted in sizes of the thing itself (the root of its area), so that one setting serves near and far, large
pictures and small ones; times are seconds, so that one setting serves every rate.
"""

import dataclasses
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]

_MEMORY_S = 2.0
"""What was seen longer ago says nothing more of where a thing is going."""


@dataclasses.dataclass(frozen=True)
class Motion:
    """What is expected of things before any is seen."""

    speed: float
    """Sizes a second, on each axis: the spread of how fast things are when they come into view."""
    jolt: float = 0.3
    """Sizes squared a second cubed: the spectral density of acceleration, of things and of the camera."""
    place_noise: float = 0.07
    """Sizes: how far a box lies beside its thing."""
    size_noise: float = 0.12
    """How much too wide or high a box is, as the logarithm of the factor."""
    size_drift: float = 0.05
    """Variance that a second adds to the logarithm of the true size."""


@dataclasses.dataclass(frozen=True)
class Sights:
    """Boxes as columns, ordered by time: when, centre in pixels, logarithm of width and height in pixels."""

    time_s: Floats
    centre_px: Floats
    log_size: Floats


@dataclasses.dataclass(frozen=True)
class Ends:
    """Where things are at one end of their chains, and where they are going beyond; one row for each chain.

    velocity is per second of the time that runs out of the chain: into the future at its end, into the past at its
    beginning. Variances are of place, of place with velocity, and of velocity, on each axis, in sizes.
    """

    time_s: Floats
    centre_px: Floats
    velocity: Floats
    variances: Floats
    log_size: Floats
    size_variance: Floats

    def moved(self, rows: npt.NDArray[np.intp], motion: Motion, by_s: Floats) -> tuple[Floats, Floats, Floats]:
        """Give centres, velocities and variances of some of them after so many seconds out of sight."""
        place, both, speed = self.variances[rows].T
        variances = np.stack([
            place + 2 * by_s * both + by_s**2 * speed + motion.jolt * by_s**3 / 3,
            both + by_s * speed + motion.jolt * by_s**2 / 2,
            speed + motion.jolt * by_s,
        ])  # fmt: skip
        return self.centre_px[rows] + self.velocity[rows] * by_s[:, None], self.velocity[rows], variances


def ends(sights: Sights, chains: Sequence[Sequence[int]], motion: Motion, *, last: bool) -> Ends:
    """Give the last end of each chain of rows of `sights`, or the first one, which is the last one of time reversed."""
    rows = [_followed(sights, chain if last else chain[::-1], motion) for chain in chains]
    columns = np.array(rows, dtype=np.float64).reshape(-1, 11)
    return Ends(columns[:, 0], columns[:, 1:3], columns[:, 3:5], columns[:, 5:8], columns[:, 8:10], columns[:, 10])


def _followed(sights: Sights, chain: Sequence[int], motion: Motion) -> tuple[float, ...]:
    """Filter a chain from one end to the other; both axes share their variances, in sizes.

    Source: Kalman, A New Approach to Linear Filtering and Prediction Problems, 1960, with a constant velocity disturbed
    by white acceleration: Bar-Shalom et al., Estimation with Applications to Tracking and Navigation, 2001, eq. 6.2.2.
    """
    end_s = sights.time_s[chain[-1]]
    late = [row for row in chain if abs(end_s - sights.time_s[row]) <= _MEMORY_S]
    times_s = sights.time_s[late].tolist()
    places, sizes = sights.centre_px[late].tolist(), sights.log_size[late].tolist()
    (x, y), (wide, high) = places[0], sizes[0]
    to_right = to_below = both = 0.0
    noise, size_noise = motion.place_noise**2, motion.size_noise**2
    place, speed, size = noise, motion.speed**2, size_noise
    for k in range(1, len(late)):
        step_s = abs(times_s[k] - times_s[k - 1])
        x, y = x + to_right * step_s, y + to_below * step_s
        place += 2 * step_s * both + step_s**2 * speed + motion.jolt * step_s**3 / 3
        both += step_s * speed + motion.jolt * step_s**2 / 2
        speed += motion.jolt * step_s
        size += motion.size_drift * step_s
        off_x, off_y = places[k][0] - x, places[k][1] - y
        gain, gain_speed, gain_size = place / (place + noise), both / (place + noise), size / (size + size_noise)
        x, y = x + gain * off_x, y + gain * off_y
        to_right, to_below = to_right + gain_speed * off_x, to_below + gain_speed * off_y
        place, both, speed = (1 - gain) * place, (1 - gain) * both, speed - gain_speed * both
        wide, high = wide + gain_size * (sizes[k][0] - wide), high + gain_size * (sizes[k][1] - high)
        size *= 1 - gain_size
    return end_s, x, y, to_right, to_below, place, both, speed, wide, high, size
