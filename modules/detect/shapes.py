"""Plain coloured shapes, and coloured things of any shape, found by colour alone."""

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vprog.modules.detect.colours import COLOURS, HUELESS, class_of, classes_in, colour_called
from vprog.modules.detect.outline import Mask, Region, shapes_of
from vprog.modules.detect.request import unknown_to, words_of
from vprog.spec import Finding, FrameBackend
from vprog.spec.backend import FrameStream, Image, Settings

_SHAPES = {
    "circle": "circle", "disc": "circle", "disk": "circle", "dot": "circle", "square": "square",
    "rectangle": "rectangle", "triangle": "triangle",
}  # fmt: skip
_THINGS = frozenset({"thing", "object", "item", "shape"})
_SOMETHING = frozenset({"something", "anything"})
_FILLERS = frozenset({"coloured", "colored"})
_LEAST_SHARE = 0.0004
"""Smaller regions are left out, as a share of the picture: 10 x 10 px of 640 x 360."""
_LEAST_SIDE_PX = 6
_GREATEST_SHARE = 0.5
"""What covers more than this of the picture is not a thing in it."""
_PLAIN_SHARE = 0.4
"""A picture is plain when one colour covers at least this much of it: that colour is the background."""
_GROUND_SHARE = 0.1
"""Another colour that covers at least this much of the picture may be a second background."""
_REACH_PX = 3
"""Another thing that begins within this distance of an edge lies against it: coding blurs colours over 2 px."""


@dataclasses.dataclass(frozen=True)
class _Wanted:
    colour: str | None
    shape: str | None
    """None: a thing of any shape."""


class Shapes(FrameBackend):
    """Regions of one named colour whose outline is a circle, a square, a rectangle or a triangle.

    Score: the share that the region fills of the smallest such shape around it; for things of any shape the share of
    their convex hull. Two shapes of one colour that overlap are one region. A request without a colour finds shapes
    of any hue, and black, grey and white ones in front of a plain background without a second ground.
    """

    name = "coloured-shapes"
    version = 2
    profiles = ("embedded", "edge")
    needs = ("opencv-python",)

    @classmethod
    def refuses(cls, request: str) -> str | None:
        """Refuse a request in which some word is neither a colour nor a shape, or that gives only "thing"."""
        if _wanted(request) is not None:
            return None
        colours = [name for name in map(colour_called, words_of(request)) if name]
        hint = f' ("{colours[0]} thing" by colour alone)' if len(colours) == 1 else ""
        return unknown_to("plain shapes such as a red circle or a square, and things by colour") + hint

    @classmethod
    def vocabulary(cls) -> tuple[str, ...]:
        """Give examples."""
        return ("red circle", "blue square", "triangle", "yellow thing")

    def open(self, request: str, settings: Settings) -> FrameStream:
        """Begin a pass; every image is looked at on its own.

        Raises: ValueError for a request that `refuses` names.
        """
        wanted = _wanted(request)
        if wanted is None:
            raise ValueError(self.refuses(request))
        return _ShapeStream(wanted)


def _wanted(request: str) -> _Wanted | None:
    words = [word for word in words_of(request) if word not in _FILLERS]
    if len(words) == 2 and words[0] in _SOMETHING:
        words = [words[1], "thing"]
    if not words or len(words) > 2:
        return None
    colour = colour_called(words[0]) if len(words) == 2 else None
    shape = _SHAPES.get(words[-1])
    if (len(words) == 2 and colour is None) or (shape is None and words[-1] not in _THINGS):
        return None
    return _Wanted(colour, shape) if colour or shape else None


class _ShapeStream:
    def __init__(self, wanted: _Wanted) -> None:
        self._wanted = wanted

    def look(self, images: Sequence[Image]) -> list[list[Finding]]:
        return [self._found_in(image) for image in images]

    def _found_in(self, image: Image) -> list[Finding]:
        classes = classes_in(image)
        counts = np.bincount(classes.ravel(), minlength=len(COLOURS) + 1)
        common = int(counts.argmax())
        background = common if counts[common] >= _PLAIN_SHARE * classes.size else None
        shares = counts / classes.size
        return [f for name in self._colours(background, shares) for f in self._of_colour(classes, name, background)]

    def _colours(self, background: int | None, shares: npt.NDArray[np.float64]) -> list[str]:
        if self._wanted.colour:
            return [self._wanted.colour]
        others = [c for c in COLOURS if class_of(c) != background]
        # Before a second ground that is hueless or has no named colour, hueless regions are pieces of that ground.
        grounds = [0, *map(class_of, HUELESS)]
        plain = background is not None and all(shares[k] < _GROUND_SHARE for k in grounds if k != background)
        return others if plain else [c for c in others if c not in HUELESS]

    def _of_colour(self, classes: npt.NDArray[np.uint8], colour: str, background: int | None) -> list[Finding]:
        import cv2

        mask = (classes == class_of(colour)).astype(np.uint8)
        if mask.sum() < _LEAST_SHARE * mask.size:
            return []
        kernel = np.ones((3, 3), np.uint8)
        # Opening removes the thin seams of mixed colour that coding leaves where two colours meet.
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel).astype(np.uint8)
        if self._wanted.shape is None:
            # Things are not evenly lit: join what small gaps part.
            mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)).astype(np.uint8)
        others = _other_things(classes, mask, background) if self._wanted.shape else None
        count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        found = []
        for k in range(1, count):
            x, y, width, height, area = map(int, stats[k])
            if not _is_thing(x, y, width, height, area, mask.shape[1], mask.shape[0]):
                continue
            score = self._score((labels == k).astype(np.uint8), others)
            if score > 0.0:
                label = f"{colour} {self._wanted.shape or 'thing'}"
                found.append(Finding(float(x), float(y), float(x + width), float(y + height), score, label))
        return found

    def _score(self, mask: Mask, others: Mask | None) -> float:
        import cv2

        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        points = max(contours, key=len).reshape(-1, 2).astype(np.int32)
        area = cv2.contourArea(points)
        # A ring around another colour is a seam or a frame, not a filled shape.
        if area <= 0 or mask.sum() < 0.5 * area:
            return 0.0
        if self._wanted.shape is None or others is None:
            return float(min(1.0, area / max(1.0, cv2.contourArea(cv2.convexHull(points)))))
        region = Region(mask, points, _free(points, others), others & (1 - mask))
        return shapes_of(region).get(self._wanted.shape, 0.0)


def _is_thing(x: int, y: int, width: int, height: int, area: int, width_px: int, height_px: int) -> bool:
    size = width_px * height_px
    if area < _LEAST_SHARE * size or area > _GREATEST_SHARE * size or min(width, height) < _LEAST_SIDE_PX:
        return False
    # What reaches three sides of the picture is what things stand in front of.
    return (x == 0) + (y == 0) + (x + width == width_px) + (y + height == height_px) < 3


def _other_things(classes: npt.NDArray[np.uint8], mask: Mask, background: int | None) -> Mask:
    """Mark the pixels within reach of another coloured thing; none where no background is known."""
    import cv2

    if background is None:
        return np.zeros_like(mask)
    other = ((classes != background) & (classes != 0) & (mask == 0)).astype(np.uint8)
    for name in _more_background(classes, background):
        other[_grounds(classes, name)] = 0
    other = cv2.morphologyEx(other, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)).astype(np.uint8)
    reach = 2 * _REACH_PX + 1
    return cv2.dilate(other, np.ones((reach, reach), np.uint8)).astype(np.uint8)


def _more_background(classes: npt.NDArray[np.uint8], background: int) -> list[int]:
    """Give the other classes that cover much of the picture: sky and ground are two."""
    counts = np.bincount(classes.ravel(), minlength=len(COLOURS) + 1)
    return [k for k in range(1, len(counts)) if k != background and counts[k] >= _GROUND_SHARE * classes.size]


def _grounds(classes: npt.NDArray[np.uint8], name: int) -> npt.NDArray[np.bool_]:
    """Mark the regions of a class that are no things, because of their size or because they reach three sides."""
    import cv2

    height_px, width_px = classes.shape
    mask = (classes == name).astype(np.uint8)
    # What noise breaks up is one ground all the same.
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    grounds = []
    for k in range(1, count):
        x, y, width, height, area = map(int, stats[k])
        # Small specks of it are noise, not things in front of something: they count as ground as well.
        if not _is_thing(x, y, width, height, area, width_px, height_px):
            grounds.append(k)
    marked: npt.NDArray[np.bool_] = np.isin(labels, grounds)
    return marked


def _free(points: npt.NDArray[np.int32], others: Mask) -> npt.NDArray[np.bool_]:
    height, width = others.shape
    x, y = points.T
    inside = (x > 0) & (y > 0) & (x < width - 1) & (y < height - 1)
    free: npt.NDArray[np.bool_] = inside & (others[y, x] == 0)
    return free
