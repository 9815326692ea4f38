"""Draw a frame, anti-aliased, and know of every thing which pixels show it."""

import dataclasses

import numpy as np
import numpy.typing as npt

from vprog.benchmarks.synth.outlines import Outline, placed
from vprog.benchmarks.synth.scene import Thing

Image = npt.NDArray[np.uint8]
_SUBPIXEL_BITS = 4
_INK = (24, 24, 28)
"""What text on signs is written in."""


@dataclasses.dataclass(frozen=True)
class Patch:
    """The rectangle of the picture that a thing touches, and how much of each of its pixels it covers.

    x, y: of the upper left corner. cover: height x width, 0 to 255.
    """

    x: int
    y: int
    cover: Image

    @property
    def where(self) -> tuple[slice, slice]:
        """Give the rows and columns of the picture."""
        height, width = self.cover.shape
        return slice(self.y, self.y + height), slice(self.x, self.x + width)


def patch_of(thing: Thing, centre_px: tuple[float, float], width_px: int, height_px: int) -> Patch | None:
    """Give what a thing covers of the picture, in front of nothing; None when it lies outside."""
    import cv2

    points = placed(thing.kind, centre_px, thing.radius_px, thing.angle_deg)
    corners = _inside(points, width_px, height_px)
    if corners is None:
        return None
    x1, y1, x2, y2 = corners
    cover = np.zeros((y2 - y1, x2 - x1), dtype=np.uint8)
    # Pixel centres lie at whole numbers for OpenCV; here the picture begins at 0.
    fixed = np.round((points - np.array([x1 + 0.5, y1 + 0.5])) * 2**_SUBPIXEL_BITS).astype(np.int32)
    cv2.fillPoly(cover, [fixed], 255, cv2.LINE_AA, _SUBPIXEL_BITS)
    return Patch(x1, y1, cover)


def _inside(points: Outline, width_px: int, height_px: int) -> tuple[int, int, int, int] | None:
    """Give the rectangle around the points, as far as it lies in the picture; one pixel of room for soft edges."""
    (x1, y1), (x2, y2) = np.floor(points.min(axis=0)) - 1, np.ceil(points.max(axis=0)) + 1
    left, top = max(0, int(x1)), max(0, int(y1))
    right, bottom = min(width_px, int(x2)), min(height_px, int(y2))
    return (left, top, right, bottom) if left < right and top < bottom else None


def paint(image: Image, thing: Thing, patch: Patch) -> None:
    """Lay a thing over the picture."""
    ground = image[patch.where].astype(np.float32)
    share = patch.cover[..., None].astype(np.float32) / 255.0
    ink = _surface(thing, patch)
    image[patch.where] = np.round(ground + (ink - ground) * share).astype(np.uint8)


def _surface(thing: Thing, patch: Patch) -> npt.NDArray[np.float32]:
    height, width = patch.cover.shape
    ink = np.full((height, width, 3), thing.rgb, dtype=np.float32)
    if thing.kind == "cover":
        # Leaves: two tones in a fine pattern that moves with the thing.
        rows, columns = np.mgrid[0:height, 0:width]
        ink += (14.0 * np.sin(rows * 1.1) * np.sin(columns * 1.3))[..., None].astype(np.float32)
    return np.clip(ink, 0.0, 255.0)


def write_text(image: Image, thing: Thing, centre_px: tuple[float, float]) -> None:
    """Write the text of a sign into the middle of it."""
    import cv2

    font, thickness = cv2.FONT_HERSHEY_SIMPLEX, 2
    (width, height), _ = cv2.getTextSize(thing.text, font, 1.0, thickness)
    scale = min(1.6 * thing.radius_px / width, 0.42 * thing.radius_px / height)
    (width, height), _ = cv2.getTextSize(thing.text, font, scale, thickness)
    corner = (round(centre_px[0] - width / 2), round(centre_px[1] + height / 2))
    cv2.putText(image, thing.text, corner, font, scale, _INK, thickness, cv2.LINE_AA)
