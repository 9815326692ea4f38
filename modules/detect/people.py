"""People who stand or walk, found by the shape of their outline."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from vprog.modules.detect.overlap import keep_best
from vprog.modules.detect.request import unknown_to, words_of
from vprog.spec import Finding, FrameBackend
from vprog.spec.backend import FrameStream, Image, Settings

if TYPE_CHECKING:
    from cv2 import HOGDescriptor

_NAMES = frozenset({
    "person", "human", "human being", "pedestrian", "walker", "passer by", "passerby", "somebody", "someone",
    "anybody", "anyone", "people", "individual",
})  # fmt: skip
_TOO_FINE = frozenset({
    "man", "woman", "boy", "girl", "child", "kid", "baby", "adult", "lady", "gentleman", "guy", "player", "cyclist",
    "rider", "driver", "worker", "runner", "dancer", "skater", "athlete", "teenager", "toddler", "policeman",
})  # fmt: skip
"""Kinds of people: asked for one of them, a detector of any person would give a wrong count without a word."""

_WINDOW_STRIDE_PX = 8
_PYRAMID_STEP = 1.07
"""Each size looked for is that much larger than the one before; OpenCV's own 1.05 finds the same at a third more."""
_LOWEST_MARGIN = 0.0
"""Windows on the wrong side of the separating plane are dropped; `min_score` filters the others."""
_EVEN_MARGIN = 0.5
"""The margin that is mapped to a score of one half."""
_SCORE_SLOPE = 4.0
_SAME_IOU = 0.4
"""Windows that overlap more than this show one person: two people side by side rarely overlap by half."""
_SAME_COVER = 0.7
"""So do windows of which one lies within the other by this share: a window on the legs, and one on all of it."""


class People(FrameBackend):
    """Histograms of oriented gradients with the linear people classifier that OpenCV carries.

    Finds upright people of about 90 pixels in height or more, from the front, the back or the side; misses those
    seated, bent, cut off or seen from above.
    Source: Dalal and Triggs, Histograms of Oriented Gradients for Human Detection, CVPR 2005.
    """

    name = "hog-people"
    profiles = ("embedded",)
    model = "opencv HOGDescriptor default people detector"
    needs = ("cv2",)

    @classmethod
    def refuses(cls, request: str) -> str | None:
        """Refuse all but words for any person at all."""
        asked = " ".join(words_of(request))
        if asked in _NAMES:
            return None
        if asked in _TOO_FINE:
            return f'knows people but cannot tell a {asked} from any other person, so not "{request.strip()}"'
        return unknown_to("people standing or walking", request)

    @classmethod
    def vocabulary(cls) -> tuple[str, ...]:
        """Give examples."""
        return ("person", "pedestrian")

    def load(self) -> None:
        """Set up the classifier.

        Raises: ImportError without OpenCV; AttributeError with OpenCV 5, which has no HOGDescriptor.
        """
        import cv2

        self._detector = cv2.HOGDescriptor()
        self._detector.setSVMDetector(np.array(cv2.HOGDescriptor.getDefaultPeopleDetector(), dtype=np.float32))

    def open(self, request: str, settings: Settings) -> FrameStream:
        """Begin a pass; every image is looked at on its own."""
        return _PeopleStream(self._detector)


class _PeopleStream:
    def __init__(self, detector: "HOGDescriptor") -> None:
        self._detector = detector

    def look(self, images: Sequence[Image]) -> list[list[Finding]]:
        return [self._people_in(image) for image in images]

    def _people_in(self, image: Image) -> list[Finding]:
        height_px, width_px = image.shape[:2]
        # Gradients are taken over the colour channel in which they are steepest: RGB or BGR makes no difference.
        rects, margins = self._detector.detectMultiScale(
            np.ascontiguousarray(image), hitThreshold=_LOWEST_MARGIN, winStride=(_WINDOW_STRIDE_PX, _WINDOW_STRIDE_PX),
            padding=(16, 16), scale=_PYRAMID_STEP, groupThreshold=0,
        )  # fmt: skip
        if len(rects) == 0:
            return []
        boxes = _within(_bodies(np.asarray(rects, dtype=np.float64)), width_px, height_px)
        scores = np.array([score_of(float(margin)) for margin in np.ravel(margins)])
        kept = keep_best(boxes, scores, max_iou=_SAME_IOU, max_cover=_SAME_COVER)
        found = zip(boxes[kept].tolist(), scores[kept].tolist(), strict=True)
        return [Finding(x1, y1, x2, y2, score, "person") for (x1, y1, x2, y2), score in found]


def score_of(margin: float) -> float:
    """Map the distance from the separating plane to a score: logistic, one half at a margin of 0.5.

    It orders finds and makes thresholds comparable; it is not calibrated as a probability.
    """
    return 1.0 / (1.0 + math.exp(-_SCORE_SLOPE * (margin - _EVEN_MARGIN)))


def _bodies(rects: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give xyxy of the people in windows of x, y, width, height: the classifier was trained with a margin around."""
    x, y, width, height = rects.T
    return np.stack([x + 0.18 * width, y + 0.07 * height, x + 0.82 * width, y + 0.95 * height], axis=1)


def _within(boxes: npt.NDArray[np.float64], width_px: int, height_px: int) -> npt.NDArray[np.float64]:
    return np.clip(boxes, 0.0, np.array([width_px, height_px, width_px, height_px], dtype=np.float64))
