"""`count_unique`: how many different things there are, when one may have gone and come back."""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from vprog.modules.detect.colours import colour_shares
from vprog.modules.looks import Looks, likeness, mean_looks
from vprog.modules.osnet import OsnetLooks
from vprog.spec import Finding, RegionBackend, RegionStream, Sighting, Trait, knob, module, operand
from vprog.spec.backend import Image, Regions, Settings
from vprog.types import Type
from vprog.values import Track, Tracks

_STRIPES = 3
"""A box is cut into so many stripes from top to bottom: hat, shirt and trousers make a person."""


class ColourStripes(RegionBackend):
    """Tells things apart by the named colours of their top, middle and bottom."""

    name = "colour-stripes"
    profiles = ("embedded", "edge", "standard", "large")
    caveat = "things of the same colours that are never seen together may be counted as one"

    def open(self, request: str, settings: Settings) -> RegionStream:
        """Begin a pass."""
        return _Stripes()


class _Stripes:
    def look(self, images: Sequence[Image], regions: Sequence[Regions]) -> list[list[Finding]]:
        return [[_looks(image, c) for c in found.tolist()] for image, found in zip(images, regions, strict=True)]


def _looks(image: Image, corners: Sequence[float]) -> Finding:
    x1, y1, x2, y2 = corners
    edges = np.linspace(y1, y2, _STRIPES + 1).tolist()
    shares = [colour_shares(image, (x1, top, x2, bottom)) for top, bottom in itertools.pairwise(edges)]
    # Square roots make the scalar product of two vectors the likeness of Bhattacharyya.
    vector = np.sqrt(np.concatenate(shares) / _STRIPES)
    return Finding(x1, y1, x2, y2, 1.0, "", tuple(vector.tolist()))


@module
class CountUnique:
    """Give how many different things there are: tracks that look alike and never overlap in time are one thing.

    For "how many" where things go out of view and come back. Two tracks of one moment are always two things.
    """

    name = "count_unique"
    tracks = operand(Type.TRACKS, doc="what to count")
    min_likeness = knob(0.85, low=0.0, high=1.0, doc="cosine likeness of looks from which two tracks are one thing")
    rate_fps = knob(2.0, low=0.1, high=30.0, scale="log", doc="how many frames of a second are looked at")
    max_side_px = knob(
        640, low=160, high=2048, scale="log", doc="a frame whose longer side exceeds this is looked at in this size"
    )
    aliases = ("count_distinct",)
    result = Type.NUMBER
    traits = (Trait.PER_FRAME,)
    backends = (OsnetLooks, ColourStripes)
    examples = ('answer = count_unique(track(detect(video, "person")))',)

    @staticmethod
    def gather(tracks: Tracks, sightings: Sequence[Sequence[Sighting]], min_likeness: float, **_: Any) -> int:
        """Count the groups of tracks that are one thing."""
        return len(one_thing_each(tracks.items, mean_looks(sightings), min_likeness))


def one_thing_each(tracks: Sequence[Track], looks: Looks, min_likeness: float) -> list[set[int]]:
    """Group tracks, by position, so that each group is one thing: the likest first, none in two places at once.

    A group is as like another as its least like members are. Source: complete linkage, Sneath and Sokal, Numerical
    Taxonomy, 1973.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(tracks) < 2:
        return [{i} for i in range(len(tracks))]
    distances = [
        1.0 - (-1.0 if tracks[i].interval.meets(tracks[j].interval) else likeness(looks[i], looks[j]))
        for i in range(len(tracks))
        for j in range(i + 1, len(tracks))
    ]
    named = fcluster(linkage(distances, "complete"), t=1.0 - min_likeness, criterion="distance")
    return [set(np.flatnonzero(named == name).tolist()) for name in sorted(set(named.tolist()))]
