"""How much likelier it is that two chains of boxes show one thing than that they show two.

A link is judged where the two ends meet, in the middle of the gap: the earlier chain foretold forwards, the later one
backwards. So nothing here has a direction in time.
"""

import dataclasses
import math

import numpy as np
import numpy.typing as npt

from vprog.modules.track.motion import Ends, Floats, Motion

Rows = npt.NDArray[np.intp]

_CHANCE_SIZE = 0.25
"""Variance of the logarithm of size among things that meet by chance."""
_BOXES = ((0.0, 0.0, 0.0), (1.5, 0.3, 0.5))
"""What boxes are like: how rare (in nats), and what that adds to the variances of place and of size.

Most lie well. Some hold half of a thing that another hides, or two things at once.
"""


_MISSED = 2.0
"""What it costs not to be found in the next look, in nats: one find in seven is missed."""


@dataclasses.dataclass(frozen=True)
class Scene:
    """What is known of a clip before its things are told apart."""

    motion: Motion
    step_s: float
    """Time between two looks."""
    longest_s: float
    """How long a thing may be out of sight."""
    crowd: float
    """How many things a place of the size of one of them holds by chance; above 0."""


def costs(tails: Ends, heads: Ends, earlier: Rows, later: Rows, scene: Scene) -> Floats:
    """Give for each pair of an end and a beginning the negative logarithm of the odds, in nats; lower is likelier.

    Being out of sight for the longest time allowed costs one nat. earlier, later: rows of `tails` and of `heads`; each
    beginning lies behind its end in time.
    """
    motion = scene.motion
    gap_s = heads.time_s[later] - tails.time_s[earlier]
    place, speed, variances = tails.moved(earlier, motion, gap_s / 2)
    place_back, speed_back, variances_back = heads.moved(later, motion, gap_s / 2)
    size_px = np.exp((tails.log_size[earlier] + heads.log_size[later]).sum(axis=1) / 4)[:, None]
    # Time runs the other way in what is foretold backwards: speed, and what it has to do with place, change sign.
    apart, faster = (place_back - place) / size_px, (-speed_back - speed) / size_px
    s_place, s_speed = variances[0] + variances_back[0], variances[2] + variances_back[2]
    s_both = variances[1] - variances_back[1]
    grown = heads.log_size[later] - tails.log_size[earlier]
    s_size = tails.size_variance[earlier] + heads.size_variance[later] + motion.size_drift * gap_s[:, None]
    best = np.full(len(gap_s), np.inf)
    for rare, more_place, more_size in _BOXES:
        moved = _surprise(apart, faster, s_place + more_place, s_both, s_speed)
        changed = ((grown**2 / (s_size + more_size)) + np.log(s_size + more_size)).sum(axis=1) / 2
        best = np.minimum(best, moved + changed + rare)
    unseen = np.maximum(gap_s - scene.step_s, 0.0) / scene.longest_s
    # Two things are here by chance, with speeds and sizes of their own.
    by_chance = math.log(scene.crowd) - math.log(2 * motion.speed**2) - math.log(_CHANCE_SIZE) + math.log(2 * math.pi)
    return best + unseen + by_chance + _MISSED * (gap_s > 1.5 * scene.step_s)


def _surprise(apart: Floats, faster: Floats, place: Floats, both: Floats, speed: Floats) -> Floats:
    """Give how unlikely two ends differ so in place and speed, in nats, both axes together; a constant is left out.

    place, both, speed: variance of the place, covariance, variance of the speed, of the difference.
    """
    spread = place * speed - both**2
    place, both, speed = place[:, None], both[:, None], speed[:, None]
    squares = speed * apart**2 - 2 * both * apart * faster + place * faster**2
    return np.asarray(squares.sum(axis=1) / (2 * spread) + np.log(spread))
