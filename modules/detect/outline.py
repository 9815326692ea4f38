"""What plain shape the outline of a region has: circle, square, rectangle or triangle."""

import dataclasses
import math

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.uint8]
Points = npt.NDArray[np.int32]

_FILLS = 0.87
"""How much of the smallest circle, rectangle or triangle around it a region of that shape fills at least. The nearest
strangers: a hexagon fills 0.83 of its circle, a circle 0.79 of its rectangle."""
_RAGGED_PX = 0.5
"""How far noise and coding push the edge of a region out or in."""
_LONGEST_SQUARE = 1.18
"""Sides in a greater proportion make a rectangle."""
_CUT_SCORE = 0.45
"""Score of a cut-off region that may be a part of the shape: enough to go on with a track, too little to begin one."""
_SURROUNDED = 0.03
"""A thing of whose edge no more is free lies within another."""
_LEAST_ARC = 0.3
"""Share of a circle's edge that must be seen to take a cut-off region for a part of it."""


@dataclasses.dataclass(frozen=True)
class Region:
    """A region of one colour.

    mask: height x width, 1 inside. points: (N, 2) x, y of its outer edge, in order. free: (N,) True where the edge is
    its own; False where the picture ends or another thing begins. hidden: height x width, 1 where another thing shows,
    which may lie in front of this one.
    """

    mask: Mask
    points: Points
    free: npt.NDArray[np.bool_]
    hidden: Mask

    @property
    def is_whole(self) -> bool:
        """Say whether nothing of it is missing: practically all of the edge is its own, or it lies within something."""
        return bool(self.free.mean() > 0.97) or self._is_surrounded()

    def _is_surrounded(self) -> bool:
        """Say whether another thing begins all around: that lies behind it."""
        height, width = self.mask.shape
        x, y = self.points.T
        apart = x.min() > 0 and y.min() > 0 and x.max() < width - 1 and y.max() < height - 1
        return bool(apart and self.free.mean() < _SURROUNDED)


def shapes_of(region: Region) -> dict[str, float]:
    """Give each shape that the region may have with a score in [0, 1]; empty when it has none of them.

    A whole region has one shape; its score is the share that it fills of the smallest such shape around it. Of a
    region cut off by the edge of the picture or by another thing, a circle is told by its arc and scored by the
    overlap with the circle through that arc; for corners the parts of several shapes look alike, and each gets 0.45.
    """
    if not region.is_whole:
        return _shapes_of_part(region)
    fills = _fills(region.points)
    shape = max(fills, key=lambda name: fills[name])
    return {_by_sides(shape, region.points): fills[shape]} if fills[shape] >= _FILLS else {}


def _fills(points: Points) -> dict[str, float]:
    import cv2

    area = float(cv2.contourArea(points))
    (_, (width, height), _), (_, radius) = cv2.minAreaRect(points), cv2.minEnclosingCircle(points)
    triangle, corners = cv2.minEnclosingTriangle(points.reshape(-1, 1, 2))
    # The one pixel of a ragged side that juts out furthest pushes out all of that side; a circle rests on few pixels.
    rectangle = width * height - _RAGGED_PX * 2 * (width + height)
    triangle -= 0.0 if corners is None else _RAGGED_PX * cv2.arcLength(corners, True)
    around = {"circle": math.pi * radius**2, "rectangle": rectangle, "triangle": float(triangle)}
    return {name: min(1.0, area / size) if size > 0 else 0.0 for name, size in around.items()}


def _by_sides(shape: str, points: Points) -> str:
    import cv2

    if shape != "rectangle":
        return shape
    _, (width, height), _ = cv2.minAreaRect(points)
    # The points are centres of pixels: a side is one pixel longer than the way between them.
    return "square" if (max(width, height) + 1) / (min(width, height) + 1) <= _LONGEST_SQUARE else "rectangle"


def _shapes_of_part(region: Region) -> dict[str, float]:
    import cv2

    hull = cv2.convexHull(region.points)
    corners = len(cv2.approxPolyDP(hull, 0.04 * cv2.arcLength(hull, True), True))
    overlap, fills = _overlap_with_circle(region), _fills(region.points)
    if overlap >= max(_FILLS, fills["rectangle"], fills["triangle"]):
        return {"circle": overlap}
    if corners <= 4 and fills["rectangle"] >= _FILLS:
        return {"square": _CUT_SCORE, "rectangle": _CUT_SCORE}
    # A triangle or a leaning square that is cut off keeps straight sides: at most five corners, and nothing round.
    return {"triangle": _CUT_SCORE, "square": _CUT_SCORE, "rectangle": _CUT_SCORE} if corners <= 5 else {}


def _overlap_with_circle(region: Region) -> float:
    """Give the intersection over union of the region with what the picture shows of the circle through its free edge.

    0.0 when too little of the edge is free. Source of the fit: Kasa, A circle fitting procedure, IEEE TIM 1976.
    """
    import cv2

    edge = region.points[region.free].astype(np.float64)
    if len(edge) < 6:
        return 0.0
    middle = edge.mean(axis=0)
    x, y = (edge - middle).T
    (a, b, c), *_ = np.linalg.lstsq(np.stack([x, y, np.ones(len(x))], axis=1), x**2 + y**2, rcond=None)
    radius = math.sqrt(max(0.0, c + (a**2 + b**2) / 4))
    height, width = region.mask.shape
    # Points of an edge lie 1 to 1.4 px apart: their number is a fair measure of its length.
    if radius > max(height, width) or len(edge) < _LEAST_ARC * 2 * math.pi * radius:
        return 0.0
    centre = middle + np.array([a, b]) / 2
    drawn = np.zeros_like(region.mask)
    cv2.circle(drawn, (round(centre[0]), round(centre[1])), round(radius), 1, thickness=cv2.FILLED)
    # Where another thing lies in front, the circle is not expected to show; the hull of the region closes the bites
    # that others take.
    seen = np.zeros_like(region.mask)
    cv2.fillPoly(seen, [cv2.convexHull(region.points)], 1)
    expected = drawn & (1 - region.hidden)
    return float((drawn & seen).sum() / max(1, int((expected | seen).sum())))
