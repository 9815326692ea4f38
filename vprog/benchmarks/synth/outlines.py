"""The outlines of shapes and sprites: polygons in a circle of radius 1 around (0, 0), y downwards."""

import functools
import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Outline = npt.NDArray[np.float64]
"""(N, 2) x, y of the corners, in order."""

SHAPES = ("circle", "square", "rectangle", "triangle")
SPRITES = ("fish", "house", "star", "heart", "boat", "mushroom")
_SMOOTH = 64
"""Corners of what is round."""


def _polar(radius: Callable[[float], float], corners: int = _SMOOTH) -> list[tuple[float, float]]:
    angles = [2 * math.pi * k / corners for k in range(corners)]
    return [(radius(a) * math.cos(a), radius(a) * math.sin(a)) for a in angles]


def _star() -> list[tuple[float, float]]:
    turns = [math.pi * k / 5 - math.pi / 2 for k in range(10)]
    return [
        ((0.42 if k % 2 else 1.0) * math.cos(a), (0.42 if k % 2 else 1.0) * math.sin(a)) for k, a in enumerate(turns)
    ]


def _heart() -> list[tuple[float, float]]:
    turns = [2 * math.pi * k / _SMOOTH for k in range(_SMOOTH)]
    return [
        (
            math.sin(t) ** 3,
            -(13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)) / 17,
        )
        for t in turns
    ]


def _fish() -> list[tuple[float, float]]:
    body = [(0.2 + 0.75 * x, 0.5 * y) for x, y in _polar(lambda _: 1.0) if x > -0.8]
    body = sorted(body, key=lambda p: math.atan2(p[1], p[0] - 0.2))
    return [*body, (-0.9, 0.45), (-0.7, 0.0), (-0.9, -0.45)]


def _mushroom() -> list[tuple[float, float]]:
    cap = [(0.95 * math.cos(a), 0.95 * math.sin(a)) for a in np.linspace(math.pi, 2 * math.pi, _SMOOTH // 2)]
    return [*cap, (0.3, 0.0), (0.24, 0.9), (-0.24, 0.9), (-0.3, 0.0)]


_OUTLINES: dict[str, Callable[[], list[tuple[float, float]]]] = {
    "circle": lambda: _polar(lambda _: 1.0),
    "square": lambda: [(-0.7, -0.7), (0.7, -0.7), (0.7, 0.7), (-0.7, 0.7)],
    "rectangle": lambda: [(-0.88, -0.46), (0.88, -0.46), (0.88, 0.46), (-0.88, 0.46)],
    "triangle": lambda: [(0.0, -0.95), (0.85, 0.55), (-0.85, 0.55)],
    "fish": _fish,
    "house": lambda: [
        (0.0, -1.0), (0.8, -0.05), (0.55, -0.05), (0.55, 0.8), (-0.55, 0.8), (-0.55, -0.05), (-0.8, -0.05),
    ],
    "star": _star,
    "heart": _heart,
    "boat": lambda: [
        (0.0, -0.95), (0.6, 0.2), (0.15, 0.2), (0.95, 0.3), (0.6, 0.75), (-0.6, 0.75), (-0.95, 0.3), (0.0, 0.3),
    ],
    "mushroom": _mushroom,
    "cover": lambda: _polar(lambda a: 0.86 + 0.14 * math.cos(7 * a)),
    "sign": lambda: [(-0.94, -0.34), (0.94, -0.34), (0.94, 0.34), (-0.94, 0.34)],
}  # fmt: skip


@functools.cache
def outline(kind: str) -> Outline:
    """Give the outline of a kind of thing.

    Raises: KeyError for a kind that cannot be drawn.
    """
    return np.array(_OUTLINES[kind](), dtype=np.float64)


def placed(kind: str, centre_px: tuple[float, float], radius_px: float, angle_deg: float) -> Outline:
    """Give the outline in pixels of the picture, turned clockwise."""
    turn = math.radians(angle_deg)
    turned = outline(kind) @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    return np.asarray(turned * radius_px + np.array(centre_px))
