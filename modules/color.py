"""`color`: which colour a thing has, by the pixels of its boxes."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from vprog.modules.detect.colours import COLOURS, colour_shares, main_colour
from vprog.spec import Finding, RegionBackend, RegionStream, Sighting, Trait, knob, module, operand
from vprog.spec.backend import Image, Regions, Settings
from vprog.types import Type
from vprog.values import Absent, Track


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
    aliases = ("colour",)
    result = Type.TEXT
    traits = (Trait.PER_FRAME,)
    backends = (PixelColours,)
    examples = ('answer = color(first(track(detect(video, "car"))))',)

    @staticmethod
    def gather(track: Track, sightings: Sequence[Sequence[Sighting]], min_share: float, **_: Any) -> object:
        """Name the colour of the mean shares over all sightings."""
        shares = np.mean([s.finding.vector for s in sightings[0]], axis=0)
        return main_colour(shares, min_share) or Absent(f"no colour has {min_share:.0%} of what is seen of it")
