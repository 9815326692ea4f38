"""Things that move in front of a camera that stands still."""

import math
from collections import deque
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vprog.modules.detect.request import unknown_to, words_of
from vprog.spec import Finding, FrameBackend
from vprog.spec.backend import FrameStream, Image, Settings

_NAMES = frozenset({
    "moving thing", "moving object", "moving item", "something moving", "something that moves", "anything moving",
    "anything that moves", "thing that moves", "object that moves", "movement", "motion", "mover", "things that move",
    "objects that move",
})  # fmt: skip
_WORK_SIDE_PX = 320
"""Longer side at which is compared: coding noise averages out, and a thing of 6 px in it is still seen."""
_REMEMBERED = 25
"""Frames whose median is the background: a thing must stay in one place for half of them to become part of it."""
_NOISE_FACTOR = 6.0
"""A pixel has changed when it differs by this many times the usual difference between picture and background ..."""
_LEAST_CHANGE = 14.0
"""... and by this many of 255 grey levels at least, however quiet the picture."""
_LEAST_SHARE = 0.0008
"""Smaller regions are left out, as a share of the picture."""
_CAMERA_SHARE = 0.5
"""When more than this of the picture differs, the camera moved or the scene changed, not a thing in it."""
_FRESH_SHARE = 0.02
"""Share of a region that must have changed since the frame before: what only left its place is seen by the empty
place differing from the background, and an empty place does not change from frame to frame."""
_Grey = npt.NDArray[np.float32]


class Moving(FrameBackend):
    """Regions that differ from the background, the median of the frames before, and change from frame to frame.

    Brightness and contrast of each frame are first fitted to those of the background, so that a camera that adapts to
    the light does not make everything move. The first frame of a pass gives nothing, and in the
    first 25 the box of a thing may reach back to where it was when the pass began. A moving camera gives nothing
    where most of the picture changes, and may give false finds where less does. Score: how far the change within the
    region stands out of the noise, c / (c + threshold) for a mean change of c grey levels.
    """

    name = "moving-regions"
    caveat = "a thing that moves may be seen in parts, and a moving camera makes everything seem to move"
    profiles = ("embedded", "edge")
    needs = ("opencv-python",)
    temporal = True

    @classmethod
    def refuses(cls, request: str) -> str | None:
        """Refuse all but movement of anything at all."""
        asked = " ".join(words_of(request))
        return None if asked in _NAMES else unknown_to('"moving thing" of any kind')

    @classmethod
    def vocabulary(cls) -> tuple[str, ...]:
        """Give examples."""
        return ("moving thing",)

    def open(self, request: str, settings: Settings) -> FrameStream:
        """Begin a pass with an empty memory."""
        return _MovingStream()


class _MovingStream:
    def __init__(self) -> None:
        self._frames: deque[_Grey] = deque(maxlen=_REMEMBERED)

    def look(self, images: Sequence[Image]) -> list[list[Finding]]:
        return [self._moving_in(image) for image in images]

    def _moving_in(self, image: Image) -> list[Finding]:
        grey = _small_grey(image)
        if not self._frames or self._frames[0].shape != grey.shape:
            self._frames.clear()
            self._frames.append(grey)
            return []
        background = np.median(np.stack(self._frames), axis=0).astype(np.float32)
        change = _change(grey, background)
        fresh = _change(grey, self._frames[-1])
        self._frames.append(grey)
        return _regions(change, fresh, image.shape[1] / grey.shape[1], image.shape[0] / grey.shape[0])


def _small_grey(image: Image) -> _Grey:
    import cv2

    height_px, width_px = image.shape[:2]
    scale = min(1.0, _WORK_SIDE_PX / max(height_px, width_px))
    size = (max(1, round(width_px * scale)), max(1, round(height_px * scale)))
    small = cv2.resize(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (5, 5), 0), dtype=np.float32)


def _change(grey: _Grey, reference: _Grey) -> _Grey:
    """Give the difference of each pixel in units of the threshold, once brightness and contrast are fitted.

    Two rounds of least squares; the second leaves out what differed most in the first, as things that moved do.
    """
    used = np.ones(grey.shape, dtype=bool)
    difference = grey - reference
    for _ in range(2):
        x, y = grey[used], reference[used]
        spread = float(x.var())
        # A picture of one grey level has no contrast to fit. Bounds keep a lens that is covered from being fitted.
        gain = min(2.0, max(0.5, float(((x - x.mean()) * (y - y.mean())).mean()) / spread)) if spread > 1.0 else 1.0
        difference = np.abs(gain * (grey - x.mean()) + y.mean() - reference)
        used = difference <= np.percentile(difference, 80.0)
    # 1.48 times the median makes the standard deviation where the noise is Gaussian (Rousseeuw and Croux, JASA 1993).
    threshold = max(_LEAST_CHANGE, _NOISE_FACTOR * 1.48 * float(np.median(difference)))
    return np.asarray(difference / threshold, dtype=np.float32)


def _regions(change: _Grey, fresh: _Grey, scale_x: float, scale_y: float) -> list[Finding]:
    import cv2

    mask = (change > 1.0).astype(np.uint8)
    if mask.mean() > _CAMERA_SHARE:
        return []
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)).astype(np.uint8)
    side = 2 * max(2, math.ceil(0.015 * max(mask.shape))) + 1
    # A thing differs from the ground in parts: join those with small gaps between them.
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for k in range(1, count):
        x, y, width, height, area = map(int, stats[k])
        inside = labels == k
        if area < _LEAST_SHARE * mask.size or float((fresh[inside] > 1.0).mean()) < _FRESH_SHARE:
            continue
        strength = float(change[inside & (mask > 0)].mean()) if (inside & (mask > 0)).any() else 0.0
        corners = (x * scale_x, y * scale_y, (x + width) * scale_x, (y + height) * scale_y)
        found.append(Finding(*corners, strength / (1.0 + strength), "moving thing"))
    return found
