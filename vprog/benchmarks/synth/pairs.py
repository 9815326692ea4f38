"""What two things do together: each act gives both paths.

The first thing is the one that moves; of `carry` the one that carries, of `enclose` the one around the other.
"""

import dataclasses
import math
from collections.abc import Callable

import numpy as np

from vprog.benchmarks.synth.acts import CLEAR_S, Rng, Stage, arrive, move, some_side, some_time, still, travel
from vprog.benchmarks.synth.outlines import placed
from vprog.benchmarks.synth.scene import Path, Point


@dataclasses.dataclass(frozen=True)
class Body:
    """What an act must know of a thing."""

    kind: str
    radius_px: float
    angle_deg: float = 0.0

    def reach_px(self, towards: Point) -> float:
        """Give how far its outline is from its centre in a direction, a vector of length 1."""
        points = placed(self.kind, (0.0, 0.0), self.radius_px, self.angle_deg)
        best = 0.0
        for (x1, y1), (x2, y2) in zip(points, np.roll(points, -1, axis=0), strict=True):
            # Where the ray t * towards meets the edge p1 + u * (p2 - p1).
            det = (y2 - y1) * towards[0] - (x2 - x1) * towards[1]
            if abs(det) < 1e-12:
                continue
            t = (x1 * (y2 - y1) - y1 * (x2 - x1)) / det
            u = (x1 * towards[1] - y1 * towards[0]) / det
            if 0.0 <= u <= 1.0:
                best = max(best, float(t))
        return best


Paths = tuple[Path, Path]


def collide(rng: Rng, stage: Stage, mover: Body, other: Body) -> Paths:
    """Run into something that stands still; then stay there, go back, or push it on and stay behind."""
    target = stage.place(rng, other.radius_px)
    side = _freest_side(stage, target)
    towards = {"left": (1.0, 0.0), "right": (-1.0, 0.0), "top": (0.0, 1.0), "bottom": (0.0, -1.0)}[side]
    away = (-towards[0], -towards[1])
    # One and a half pixels into each other: soft edges that only just meet show no contact.
    gap = mover.reach_px(towards) + other.reach_px(away) - 1.5
    contact = (target[0] + away[0] * gap, target[1] + away[1] * gap)
    begin = stage.outside(side, target[1] if side in ("left", "right") else target[0], mover.radius_px)
    speed = stage.speed(rng)
    come = move(
        some_time(rng, CLEAR_S, stage.duration_s - 4.0 - math.dist(begin, contact) / speed), begin, contact, speed
    )
    after = str(rng.choice(["stay", "back", "push"]))
    rests = still(0.0, stage.duration_s, target)
    if after == "back":
        go = move(come.end_s + rng.uniform(0.8, 1.2), contact, begin, speed)
        return Path((come, *still(come.end_s, go.start_s, contact), go)), Path(rests)
    stays = Path((come, *still(come.end_s, stage.duration_s, contact)))
    if after == "stay":
        return stays, Path(rests)
    out = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}[side]
    end = stage.outside(out, target[1] if out in ("left", "right") else target[0], other.radius_px)
    pushed = move(come.end_s, target, end, speed)
    return stays, Path((*still(0.0, come.end_s, target), pushed))


def _freest_side(stage: Stage, target: Point) -> str:
    room = {
        "left": target[0],
        "right": stage.width_px - target[0],
        "top": target[1],
        "bottom": stage.height_px - target[1],
    }
    return max(room, key=lambda side: room[side])


def go_past(rng: Rng, stage: Stage, mover: Body, other: Body) -> Paths:
    """Go past something that stands still, above or below it, with a plain gap."""
    target = stage.place(rng, other.radius_px)
    side = str(rng.choice(["left", "right"]))
    gap = mover.radius_px + other.radius_px + rng.uniform(9.0, 16.0)
    # On the side of it that has more room.
    lane = target[1] + (gap if target[1] < stage.height_px / 2 else -gap)
    a = stage.outside(side, lane, mover.radius_px)
    b = stage.outside("right" if side == "left" else "left", lane, mover.radius_px)
    speed = stage.speed(rng)
    lasts_s = math.dist(a, b) / speed
    leg = move(some_time(rng, CLEAR_S, stage.duration_s - CLEAR_S - lasts_s), a, b, speed)
    return Path((leg,)), Path(still(0.0, stage.duration_s, target))


def hide(rng: Rng, stage: Stage, mover: Body, other: Body) -> Paths:
    """Go behind something that stands still and come out on the other side."""
    target = (rng.uniform(0.4, 0.6) * stage.width_px, rng.uniform(0.35, 0.65) * stage.height_px)
    side = some_side(rng)
    along = target[1] if side in ("left", "right") else target[0]
    a = stage.outside(side, along, mover.radius_px)
    b = (2 * target[0] - a[0], a[1]) if side in ("left", "right") else (a[0], 2 * target[1] - a[1])
    speed = stage.speed(rng)
    lasts_s = math.dist(a, b) / speed
    leg = move(some_time(rng, CLEAR_S, stage.duration_s - CLEAR_S - lasts_s), a, b, speed)
    return Path((leg,)), Path(still(0.0, stage.duration_s, target))


def carry(rng: Rng, stage: Stage, mover: Body, other: Body) -> Paths:
    """Move with something on top."""
    # The place of both together, so that neither is cut off where they rest.
    both_px = mover.radius_px + 2 * other.radius_px
    path = (travel if rng.random() < 0.6 else arrive)(rng, stage, both_px)
    lift = mover.reach_px((0.0, -1.0)) + other.reach_px((0.0, 1.0)) - 1.5
    return path, _shifted(path, (0.0, -lift))


def _shifted(path: Path, by: Point) -> Path:
    return Path(
        tuple(
            dataclasses.replace(leg, start_px=_plus(leg.start_px, by), end_px=_plus(leg.end_px, by))
            for leg in path.legs
        )
    )


def _plus(a: Point, b: Point) -> Point:
    return (a[0] + b[0], a[1] + b[1])


def enclose(rng: Rng, stage: Stage, mover: Body, other: Body) -> Paths:
    """Hold something small inside: it lies there all the time, comes to lie there, or goes away from there."""
    target = stage.place(rng, mover.radius_px)
    side = _freest_side(stage, target)
    out = stage.outside(side, target[1] if side in ("left", "right") else target[0], other.radius_px)
    rests = Path(still(0.0, stage.duration_s, target))
    speed = stage.speed(rng)
    way_s = math.dist(out, target) / speed
    how = str(rng.choice(["lies", "comes", "goes"]))
    if how == "lies":
        return rests, rests
    if how == "comes":
        come = move(some_time(rng, CLEAR_S, stage.duration_s - 2.2 - way_s), out, target, speed)
        return rests, Path((come, *still(come.end_s, stage.duration_s, target)))
    go = move(some_time(rng, 1.6, stage.duration_s - CLEAR_S - way_s), target, out, speed)
    return rests, Path((*still(0.0, go.start_s, target), go))


PairAct = Callable[[Rng, Stage, Body, Body], Paths]
"""Gives the paths of two things."""
