"""How a view shows a frame (blanked, cropped, mirrored), and the way back from boxes found in what it shows."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vprog.media.picture import Image
from vprog.values import Source, Video


def show(frame_image: Image, view: Video, time_s: float) -> Image:
    """Give what a view lets one see of a frame: its region, mirrored if the view is, black where it is blanked.

    frame_image: the whole picture of a frame of the view's source, RGB uint8, height x width x 3, of any scale.
    time_s: when the frame is shown. The result is at least one pixel large, of the same scale, and an array of its own.
    """
    left, top, right, bottom = _crop(view, view.source, frame_image.shape)
    seen = frame_image[top:bottom, left:right]
    if any(stretch.holds(time_s) for stretch in view.blanked):
        return np.zeros_like(seen)
    return (seen[:, ::-1] if view.mirrored else seen).copy()


def to_source(xyxy: ArrayLike, view: Video, source: Source, image_shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Give boxes found in a shown picture in pixels of the source, clipped to what the view lets one see.

    xyxy: n x 4, pixels of the picture that `show` gave. image_shape: (height, width, ...) of the frame that was given
    to `show`, not of its result. Gives n x 4 float32 in the same order; 0 x 4 for no boxes.
    """
    boxes = np.asarray(xyxy, dtype=np.float64).reshape(-1, 4)
    left, top, right, _ = _crop(view, source, image_shape)
    x1, y1, x2, y2 = boxes.T
    if view.mirrored:
        x1, x2 = (right - left) - x2, (right - left) - x1
    scale_x, scale_y = source.width_px / image_shape[1], source.height_px / image_shape[0]
    x_low, y_low, x_high, y_high = _region(view, source)
    columns = (
        np.clip((x1 + left) * scale_x, x_low, x_high),
        np.clip((y1 + top) * scale_y, y_low, y_high),
        np.clip((x2 + left) * scale_x, x_low, x_high),
        np.clip((y2 + top) * scale_y, y_low, y_high),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _region(view: Video, source: Source) -> tuple[float, float, float, float]:
    """Give the visible rectangle in source pixels, inside the picture."""
    whole = (0.0, 0.0, float(source.width_px), float(source.height_px))
    x1, y1, x2, y2 = view.region_px or whole
    return max(x1, 0.0), max(y1, 0.0), min(x2, whole[2]), min(y2, whole[3])


def _crop(view: Video, source: Source, image_shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Give left, top, right, bottom in whole pixels of the frame's picture; a pixel that is partly visible is in."""
    height_px, width_px = image_shape[:2]
    x1, y1, x2, y2 = _region(view, source)
    scale_x, scale_y = width_px / source.width_px, height_px / source.height_px
    left = min(max(math.floor(x1 * scale_x), 0), width_px - 1)
    top = min(max(math.floor(y1 * scale_y), 0), height_px - 1)
    right = max(min(math.ceil(x2 * scale_x), width_px), left + 1)
    bottom = max(min(math.ceil(y2 * scale_y), height_px), top + 1)
    return left, top, right, bottom
