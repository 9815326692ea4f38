"""One picture: what it is, how it is turned and fitted, and how it is kept as evidence."""

import dataclasses
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

Image = NDArray[np.uint8]
"""RGB, height x width x 3, uint8."""

EVIDENCE_SIDE_PX = 640
"""Longest side of a picture kept as evidence."""


@dataclasses.dataclass(frozen=True, eq=False)
class Frame:
    """A decoded frame.

    index: its number in display order, from 0. time_s: when it is shown, from the first shown frame. image: RGB uint8,
    height x width x 3, turned the way it is displayed.
    """

    index: int
    time_s: float
    image: Image


@dataclasses.dataclass(frozen=True)
class Orientation:
    """How the stored picture is turned for display: quarter turns counter-clockwise, then left and right exchanged."""

    quarter_turns: int = 0
    flipped: bool = False

    @classmethod
    def from_matrix(cls, matrix: bytes) -> "Orientation":
        """Read a container's display matrix (nine int32, row by row).

        Angles that are no quarter turn, and matrices of another size, count as upright.
        """
        if len(matrix) < 36:
            return cls()
        a, b, _, c, d = (int(v) for v in np.frombuffer(matrix[:20], dtype=np.int32))
        # A picture is mirrored when the matrix turns the plane over; undoing the mirror leaves a pure rotation.
        flipped = a * d - b * c < 0
        if flipped:
            a, c = -a, -c
        if abs(a) >= abs(b):
            return cls(0 if a > 0 else 2, flipped)
        return cls(3 if b > 0 else 1, flipped)

    def shown_size(self, width_px: int, height_px: int) -> tuple[int, int]:
        """Give (width, height) as displayed, in pixels, of a picture stored with this size."""
        return (height_px, width_px) if self.quarter_turns % 2 else (width_px, height_px)

    def apply(self, image: Image) -> Image:
        """Give the picture as displayed, contiguous in memory."""
        turned = np.rot90(image, self.quarter_turns)
        return np.ascontiguousarray(turned[:, ::-1] if self.flipped else turned)


def fitted_size(width_px: int, height_px: int, max_side_px: int | None) -> tuple[int, int]:
    """Give (width, height) in pixels with the longer side at most `max_side_px`, aspect kept, never enlarged."""
    longer = max(width_px, height_px)
    if max_side_px is None or longer <= max_side_px:
        return width_px, height_px
    scale = max_side_px / longer
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))


def resized(frame: Frame, max_side_px: int) -> Frame:
    """Give the frame with the longer side at most `max_side_px`, as reading it at that size gives it."""
    height_px, width_px = frame.image.shape[:2]
    return Frame(frame.index, frame.time_s, fit(frame.image, fitted_size(width_px, height_px, max_side_px)))


def fit(image: Image, size: tuple[int, int]) -> Image:
    """Give the picture at this (width, height) in pixels; the same array when it has that size already."""
    if (image.shape[1], image.shape[0]) == size:
        return image
    # Imported here: without its system libraries `vprog doctor` must still run, to say which are missing.
    import cv2

    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def jpeg(image: Image, quality: int = 85) -> bytes:
    """Give a picture (RGB uint8, height x width x 3) as the bytes of a JPEG, its longer side at most 640 px.

    Raises: ValueError when `image` is no such picture or has no pixels.
    """
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or image.size == 0:
        raise ValueError(f"a picture is uint8, height x width x 3; got {image.dtype} {image.shape}")
    small = fit(image, fitted_size(image.shape[1], image.shape[0], EVIDENCE_SIDE_PX))
    written = io.BytesIO()
    PillowImage.fromarray(np.ascontiguousarray(small)).save(written, format="JPEG", quality=quality)
    return written.getvalue()
