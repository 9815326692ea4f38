"""Frames that are in memory already: a video without a file."""

import dataclasses
import hashlib
import math
from collections.abc import Generator, Sequence

import numpy as np
from numpy.typing import NDArray

from vprog.media.errors import VideoError
from vprog.media.picture import Image
from vprog.media.reader import Unreadable
from vprog.values import Source

_SHAPE = "N x height x width x 3"


@dataclasses.dataclass(frozen=True, eq=False)
class Frames:
    """Pictures that make a video; `frames` makes one, `open_video` and the calls of the package take it.

    images: RGB uint8, N x height x width x 3, read-only. fps: pictures a second. source: identity; its digest covers
    the pixels and the rate.
    """

    images: NDArray[np.uint8]
    fps: float
    source: Source


def frames(array: NDArray[np.uint8] | Sequence[NDArray[np.uint8]], fps: float, name: str = "array") -> Frames:
    """Make a video of pictures in memory: frame k is shown from k / fps to (k + 1) / fps seconds.

    array: RGB uint8, N x height x width x 3, or N pictures height x width x 3 of one size, N at least 1. They are
    copied, so what happens to them later changes nothing. fps: pictures a second, above 0. name: what errors and
    evidence call it.
    Raises: VideoError when the pictures are none, no such array or of several sizes, or the rate is no positive number.
    """
    rate = check_rate(name, fps)
    try:
        images = np.array(array)
    except (ValueError, TypeError) as error:
        raise VideoError.of(name, "its pictures differ in size", f"give pictures of one size: {_SHAPE}") from error
    if images.ndim != 4 or images.shape[3] != 3 or not images.size:
        cause = f"it has the shape {images.shape}, not {_SHAPE}"
        raise VideoError.of(name, cause, "give RGB pictures, at least one; array[None] makes a video of one picture")
    if images.dtype != np.uint8:
        cause = f"it holds {images.dtype}, not uint8"
        raise VideoError.of(name, cause, "give values 0..255, such as (array * 255).astype(numpy.uint8)")
    images.flags.writeable = False
    state = hashlib.blake2b(f"frames {images.shape} {rate.hex()} ".encode(), digest_size=16)
    for image in images:
        state.update(np.ascontiguousarray(image).data)
    count, height_px, width_px, _ = images.shape
    return Frames(images, rate, Source(state.hexdigest(), name, count / rate, width_px, height_px, count))


def check_rate(name: str, fps: float) -> float:
    """Give the rate as a float.

    Raises: VideoError when it is not a positive number.
    """
    if isinstance(fps, int | float | np.number) and math.isfinite(fps) and fps > 0:
        return float(fps)
    raise VideoError.of(name, f"fps is {fps!r}, no rate", "give pictures a second, such as fps=25")


class FramesReader:
    """Gives pictures that lie in memory."""

    def __init__(self, images: NDArray[np.uint8]) -> None:
        """Take over N pictures, N x height x width x 3."""
        self._images = images

    def pictures(self, indices: Sequence[int]) -> Generator[tuple[int, Image | Unreadable], None, None]:
        """Give every wanted picture once, in order, read-only; see `Reader`."""
        for index in indices:
            yield index, self._images[index]
