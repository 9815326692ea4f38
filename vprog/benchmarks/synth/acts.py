"""What things do: each act gives the path of one thing, or the paths of two that have to do with each other.

Places are drawn so that what happens is plain: nothing stands half in the picture at its first or last moment, and
every stretch of rest or movement lasts long enough to be seen.
"""

import dataclasses
import math
from collections.abc import Callable

import numpy as np

from vprog.benchmarks.synth.scene import Leg, Path, Point

Rng = np.random.Generator
CLEAR_S = 0.9
"""How long before the end, and after the beginning, nothing comes in or goes out."""
_REST_S = (1.4, 2.6)
"""How long a rest on the way lasts."""
_MARGIN = 0.13
"""How far from the borders things rest, as a share of the picture's shorter side."""


@dataclasses.dataclass(frozen=True)
class Stage:
    """The room that acts have."""

    width_px: int
    height_px: int
    duration_s: float

    def place(self, rng: Rng, radius_px: float) -> Point:
        """Give a place well inside."""
        room = radius_px + _MARGIN * min(self.width_px, self.height_px)
        # Of what is larger than the room that is left, the middle of it lies in the middle.
        x, y = (max(0.0, side / 2 - room) for side in (self.width_px, self.height_px))
        return (self.width_px / 2 + rng.uniform(-x, x), self.height_px / 2 + rng.uniform(-y, y))

    def outside(self, side: str, along_px: float, radius_px: float) -> Point:
        """Give the place just outside a side, at this height or width."""
        away = radius_px + 2.0
        return {
            "left": (-away, along_px),
            "right": (self.width_px + away, along_px),
            "top": (along_px, -away),
            "bottom": (along_px, self.height_px + away),
        }[side]

    def speed(self, rng: Rng) -> float:
        """Give a speed in px/s: from a sixth to a third of the width a second."""
        return float(rng.uniform(0.17, 0.34) * self.width_px)


_OPPOSITE = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}


def some_side(rng: Rng) -> str:
    """Give one of the four sides."""
    # Pictures are wide: most things come and go on the left and right.
    return str(rng.choice(["left", "right", "top", "bottom"], p=[0.34, 0.34, 0.16, 0.16]))


def still(start_s: float, end_s: float, place: Point) -> tuple[Leg, ...]:
    """Give the leg of a rest; none when it has no length."""
    return (Leg(start_s, end_s, place, place),) if end_s - start_s > 1e-9 else ()


def move(start_s: float, a: Point, b: Point, speed_px_s: float) -> Leg:
    """Give the leg from a to b, half a second long at least."""
    return Leg(start_s, start_s + max(0.5, math.dist(a, b) / speed_px_s), a, b)


def _across(rng: Rng, stage: Stage, radius_px: float, side: str) -> tuple[Point, Point]:
    """Give places outside two opposite sides, the second at much the same height or width."""
    long = stage.height_px if side in ("left", "right") else stage.width_px
    room = radius_px + 0.06 * long
    along = rng.uniform(room, long - room)
    other = float(np.clip(along + rng.uniform(-0.12, 0.12) * long, room, long - room))
    return stage.outside(side, along, radius_px), stage.outside(_OPPOSITE[side], other, radius_px)


def some_time(rng: Rng, from_s: float, to_s: float) -> float:
    """Give a time between two; the earlier when they are the wrong way round."""
    return float(rng.uniform(from_s, max(from_s, to_s)))


def stay(rng: Rng, stage: Stage, radius_px: float) -> Path:
    """Stand still all the time."""
    return Path(still(0.0, stage.duration_s, stage.place(rng, radius_px)))


def cross(rng: Rng, stage: Stage, radius_px: float) -> Path:
    """Come in on one side and go out on the other."""
    a, b = _across(rng, stage, radius_px, some_side(rng))
    speed = stage.speed(rng)
    lasts_s = math.dist(a, b) / speed
    start_s = some_time(rng, CLEAR_S, stage.duration_s - CLEAR_S - lasts_s)
    return Path((move(start_s, a, b, speed),))


def arrive(rng: Rng, stage: Stage, radius_px: float) -> Path:
    """Come in, stop and stay."""
    b = stage.place(rng, radius_px)
    side = some_side(rng)
    a = stage.outside(side, b[1] if side in ("left", "right") else b[0], radius_px)
    speed = stage.speed(rng)
    way_s = math.dist(a, b) / speed
    leg = move(some_time(rng, CLEAR_S, stage.duration_s - 1.6 - way_s), a, b, speed)
    return Path((leg, *still(leg.end_s, stage.duration_s, b)))


def depart(rng: Rng, stage: Stage, radius_px: float) -> Path:
    """Stand still, set off and go out."""
    back = arrive(rng, stage, radius_px)
    return Path(tuple(_reversed(leg, stage.duration_s) for leg in reversed(back.legs)))


def _reversed(leg: Leg, duration_s: float) -> Leg:
    return Leg(duration_s - leg.end_s, duration_s - leg.start_s, leg.end_px, leg.start_px)


def stop_and_go(rng: Rng, stage: Stage, radius_px: float) -> Path:
    """Come in, rest on the way and go out on the other side."""
    a, b = _across(rng, stage, radius_px, some_side(rng))
    speed, rest_s, share = stage.speed(rng) * 1.15, rng.uniform(*_REST_S), rng.uniform(0.35, 0.65)
    middle = (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
    lasts_s = math.dist(a, b) / speed + rest_s
    first = move(some_time(rng, CLEAR_S, stage.duration_s - CLEAR_S - lasts_s), a, middle, speed)
    second = move(first.end_s + rest_s, middle, b, speed)
    return Path((first, *still(first.end_s, second.start_s, middle), second))


def travel(rng: Rng, stage: Stage, radius_px: float) -> Path:
    """Stand, move to another place, and stand there; never out of the picture."""
    a, b = _far_apart(rng, stage, radius_px)
    speed = stage.speed(rng)
    leg = move(some_time(rng, 1.2, stage.duration_s - 1.6 - math.dist(a, b) / speed), a, b, speed)
    return Path((*still(0.0, leg.start_s, a), leg, *still(leg.end_s, stage.duration_s, b)))


def _far_apart(rng: Rng, stage: Stage, radius_px: float) -> tuple[Point, Point]:
    """Give two places inside, one plainly beside or above the other."""
    for _ in range(40):
        a, b = stage.place(rng, radius_px), stage.place(rng, radius_px)
        far, near = sorted((abs(a[0] - b[0]), abs(a[1] - b[1])), reverse=True)
        if far > 0.3 * stage.width_px and near < 0.4 * far:
            return a, b
    middle = stage.height_px / 2
    return (0.25 * stage.width_px, middle), (0.75 * stage.width_px, middle)


def wander(rng: Rng, stage: Stage, radius_px: float) -> Path:
    """Move from place to place with two or three stops; never out of the picture."""
    places = list(_far_apart(rng, stage, radius_px))
    speed = stage.speed(rng) * 1.2
    legs: list[Leg] = []
    time_s, turn = some_time(rng, 1.0, 1.6), 0
    while time_s + math.dist(*places) / speed + 1.5 < stage.duration_s and turn < 3:
        a, b = places[turn % 2], places[(turn + 1) % 2]
        leg = move(time_s, a, b, speed)
        legs += [*still(legs[-1].end_s if legs else 0.0, leg.start_s, a), leg]
        time_s, turn = leg.end_s + rng.uniform(*_REST_S), turn + 1
    if not legs:
        return stay(rng, stage, radius_px)
    return Path((*legs, *still(legs[-1].end_s, stage.duration_s, legs[-1].end_px)))


def come_back(rng: Rng, stage: Stage, radius_px: float) -> Path:
    """Come in, go out on the same side, and come in again after more than a second."""
    side = some_side(rng)
    inside = stage.place(rng, radius_px)
    outside = stage.outside(side, inside[1] if side in ("left", "right") else inside[0], radius_px)
    speed = stage.speed(rng) * 1.25
    legs: list[Leg] = []
    time_s, way_s = some_time(rng, CLEAR_S, 1.4), math.dist(inside, outside) / speed
    while time_s + 2 * way_s + 0.4 < stage.duration_s - CLEAR_S and len(legs) < 9:
        come = move(time_s, outside, inside, speed)
        go = move(come.end_s + 0.3, inside, outside, speed)
        legs += [come, *still(come.end_s, go.start_s, inside), go]
        time_s = go.end_s + rng.uniform(1.9, 2.6)
    return Path(tuple(legs)) if legs else cross(rng, stage, radius_px)


def repeat(rng: Rng, stage: Stage, radius_px: float) -> Path:
    """Go up and down or to and fro two to four times; before and after, rest."""
    cycles = int(rng.integers(2, 5))
    reach = radius_px * rng.uniform(1.3, 1.9)
    upright = bool(rng.random() < 0.5)
    place = stage.place(rng, radius_px + reach * 0.8)
    lasts_s = cycles * rng.uniform(1.5, 2.1)
    start_s = some_time(rng, 0.9, stage.duration_s - 0.9 - lasts_s)
    sway = (0.0, -reach) if upright else (reach, 0.0)
    swing = Leg(start_s, start_s + lasts_s, place, place, sway, cycles)
    return Path((*still(0.0, start_s, place), swing, *still(swing.end_s, stage.duration_s, place)))


def pop(rng: Rng, stage: Stage, radius_px: float) -> Path:
    """Appear in the middle of the picture, or vanish there."""
    place = stage.place(rng, radius_px)
    when_s = some_time(rng, 1.5, stage.duration_s - 1.5)
    return Path(still(when_s, stage.duration_s, place) if rng.random() < 0.5 else still(0.0, when_s, place))


Act = Callable[[Rng, Stage, float], Path]
"""Gives the path of one thing of a given radius."""
