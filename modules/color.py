"""`color`: which colour a thing has, by the pixels of its boxes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from vprog.modules.detect.colours import COLOURS, HUELESS, classes_in
from vprog.spec import Finding, RegionBackend, RegionStream, Sighting, Trait, knob, module, operand
from vprog.spec.backend import Image, Regions, Settings
from vprog.types import Type
from vprog.values import Absent, Track

_CORE = 0.7
"""Share of a box's width and height that the ellipse in its middle has: outside of it the background begins."""
_HUELESS_WEIGHT = 0.6
"""Windows, wheels, shadows and highlights of a coloured thing are black, gray or white; they count less than colour."""


class PixelColours(RegionBackend):
    """Measures which named colours the pixels in the middle of a box have."""

    name = "pixel-colours"
    profiles = ("embedded", "edge", "standard", "large")

    def open(self, request: str, settings: Settings) -> RegionStream:
        """Begin a pass."""
        return _Shares()


class _Shares:
    def look(self, images: Sequence[Image], regions: Sequence[Regions]) -> list[list[Finding]]:
        return [
            [_finding(image, corners) for corners in found.tolist()]
            for image, found in zip(images, regions, strict=True)
        ]


def _finding(image: Image, corners: Sequence[float]) -> Finding:
    shares = colour_shares(image, corners)
    best = int(shares.argmax())
    x1, y1, x2, y2 = corners
    label = COLOURS[best] if shares[best] > 0 else ""
    return Finding(x1, y1, x2, y2, float(shares[best]), label, tuple(shares.tolist()))


def colour_shares(image: Image, corners: Sequence[float]) -> npt.NDArray[np.float64]:
    """Give the share of pixels of each of COLOURS in the ellipse in the middle of a rectangle.

    corners: xyxy in pixels of the image. The shares sum up to at most 1: some pixels have no named colour. All are 0
    for a rectangle that covers no middle of a pixel.
    """
    height_px, width_px = image.shape[:2]
    x1, y1, x2, y2 = corners
    left, right = max(0, int(x1)), min(width_px, int(np.ceil(x2)))
    top, bottom = max(0, int(y1)), min(height_px, int(np.ceil(y2)))
    if left >= right or top >= bottom:
        return np.zeros(len(COLOURS))
    y, x = np.mgrid[top:bottom, left:right] + 0.5
    half_x, half_y = max(0.5, _CORE * (x2 - x1) / 2), max(0.5, _CORE * (y2 - y1) / 2)
    inside = ((x - (x1 + x2) / 2) / half_x) ** 2 + ((y - (y1 + y2) / 2) / half_y) ** 2 <= 1.0
    if not inside.any():
        return np.zeros(len(COLOURS))
    classes = classes_in(image[top:bottom, left:right])[inside]
    return np.bincount(classes, minlength=len(COLOURS) + 1)[1:] / len(classes)


def main_colour(shares: npt.NDArray[np.float64], min_share: float) -> str | None:
    """Give the colour that people would name for these shares of COLOURS, or None when none has `min_share`."""
    weights = np.array([_HUELESS_WEIGHT if name in HUELESS else 1.0 for name in COLOURS])
    best = int((shares * weights).argmax())
    return COLOURS[best] if shares[best] >= min_share else None


@module
class Color:
    """Give the name of the colour that a thing has.

    The middle of its boxes is looked at and averaged over time. Absent when no colour has a fair share of the pixels,
    as with striped things and in dim light.
    """

    track = operand(Type.TRACK, doc="what to look at")
    min_share = knob(0.25, low=0.05, high=0.9, doc="share of the pixels that the colour must have")
    rate_fps = knob(2.0, low=0.1, high=30.0, scale="log", doc="how many frames of a second are looked at")
    max_side_px = knob(
        640, low=160, high=2048, scale="log", doc="a frame whose longer side exceeds this is looked at in this size"
    )
    result = Type.TEXT
    traits = (Trait.PER_FRAME,)
    backends = (PixelColours,)
    examples = ('answer = color(first(track(detect(video, "car"))))',)

    @staticmethod
    def gather(track: Track, sightings: Sequence[Sequence[Sighting]], min_share: float, **_: Any) -> object:
        """Name the colour of the mean shares over all sightings."""
        shares = np.mean([s.finding.vector for s in sightings[0]], axis=0)
        return main_colour(shares, min_share) or Absent(f"no colour has {min_share:.0%} of what is seen of it")
