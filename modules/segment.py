"""`segment`: which pixels show the things that were followed."""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from vprog.spec import Finding, RegionBackend, RegionStream, Sighting, Trait, knob, module, operand
from vprog.spec.backend import Image, Regions, Settings
from vprog.types import Type
from vprog.values import Mask, Masks, Pixels, Tracks

_MARGIN = 0.25
"""Share of a box's sides around it that shows what the background looks like."""
_ROUNDS = 3


class GrabCut(RegionBackend):
    """Parts thing and background inside a box by their colours: what the surroundings of the box look like is not it.

    Source: Rother, Kolmogorov, Blake, GrabCut: Interactive Foreground Extraction using Iterated Graph Cuts, SIGGRAPH
    2004, as OpenCV has it.
    """

    name = "grabcut"
    profiles = ("embedded", "edge")
    needs = ("opencv-python",)
    caveat = "outlines follow colours: a thing that looks like its background is outlined badly"

    def open(self, request: str, settings: Settings) -> RegionStream:
        """Begin a pass."""
        return _Outlines()


class _Outlines:
    def look(self, images: Sequence[Image], regions: Sequence[Regions]) -> list[list[Finding]]:
        return [
            [_outlined(image, corners) for corners in found.tolist()]
            for image, found in zip(images, regions, strict=True)
        ]


def _outlined(image: Image, corners: Sequence[float]) -> Finding:
    mask = outline(image, corners)
    x1, y1, x2, y2 = corners
    size_px = max(1.0, (x2 - x1) * (y2 - y1))
    height_px, width_px = mask.shape
    return Finding(
        x1, y1, x2, y2, min(1.0, float(mask.sum()) / size_px), "", pixels=Pixels(width_px, height_px, runs_of(mask))
    )


def outline(image: Image, corners: Sequence[float]) -> npt.NDArray[np.bool_]:
    """Give the pixels of a rectangle that show the thing in it, height x width of the image.

    corners: xyxy in pixels of the image. Where thing and surroundings cannot be told apart, the whole rectangle.
    """
    import cv2

    height_px, width_px = image.shape[:2]
    x1, y1, x2, y2 = corners
    more_x, more_y = max(2.0, _MARGIN * (x2 - x1)), max(2.0, _MARGIN * (y2 - y1))
    left, right = max(0, int(x1 - more_x)), min(width_px, int(np.ceil(x2 + more_x)))
    top, bottom = max(0, int(y1 - more_y)), min(height_px, int(np.ceil(y2 + more_y)))
    found = np.zeros((height_px, width_px), dtype=np.bool_)
    rows, columns = (slice(max(0, round(low)), max(0, round(high))) for low, high in ((y1, y2), (x1, x2)))
    within = np.zeros_like(found)
    within[rows, columns] = True
    if not within.any():
        return within
    crop = np.ascontiguousarray(image[top:bottom, left:right])
    labels = np.where(within[top:bottom, left:right], cv2.GC_PR_FGD, cv2.GC_BGD).astype(np.uint8)
    if (labels == cv2.GC_BGD).sum() < 5 or (labels == cv2.GC_PR_FGD).sum() < 5:
        return within
    # The library draws random numbers to begin with: the same ones every time.
    cv2.setRNGSeed(0)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(crop, labels, None, *models, _ROUNDS, cv2.GC_INIT_WITH_MASK)  # type: ignore[call-overload]
    found[top:bottom, left:right] = (labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)
    return found if found.any() else within


def runs_of(mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
    """Give the lengths of alternating off/on runs over the rows of a picture, starting with off."""
    flat = mask.ravel()
    changes = np.flatnonzero(np.diff(flat.astype(np.int8))) + 1
    edges = [0, *changes.tolist(), len(flat)]
    runs = tuple(b - a for a, b in itertools.pairwise(edges))
    return (0, *runs) if flat[0] else runs


@module
class Segment:
    """Give the pixels that show each thing, in the frames that are looked at.

    Empty when nothing was followed.
    """

    tracks = operand(Type.TRACKS, doc="what to outline")
    rate_fps = knob(2.0, low=0.1, high=30.0, scale="log", doc="how many frames of a second are looked at")
    max_side_px = knob(
        640, low=160, high=2048, scale="log", doc="a frame whose longer side exceeds this is looked at in this size"
    )
    result = Type.MASKS
    traits = (Trait.PER_FRAME,)
    backends = (GrabCut,)
    examples = ('answer = segment(track(detect(video, "red circle")))',)

    @staticmethod
    def gather(tracks: Tracks, sightings: Sequence[Sequence[Sighting]], **_: Any) -> Masks:
        """Put the outlines of all sightings in order of frame and track; the masks have the size that was looked at."""
        found = [
            Mask(s.box.frame, s.box.time_s, track.id, p.width_px, p.height_px, p.runs, s.finding.score, track.label)
            for track, seen in zip(tracks.items, sightings, strict=True)
            for s in seen
            if (p := s.finding.pixels) is not None
        ]
        return Masks(
            tracks.video, tracks.sampling, tuple(sorted(found, key=lambda m: (m.frame, m.track_id))), tracks.label
        )
