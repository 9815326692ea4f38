"""People who stand or walk, found by the shape of their outline."""

import dataclasses
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from vprog.modules.detect.narrower import caveat_on, part_of, served_as
from vprog.modules.detect.overlap import ious, keep_best
from vprog.modules.detect.people_words import ANY_PERSON
from vprog.modules.detect.request import unknown_to, words_of
from vprog.spec import Finding, FrameBackend
from vprog.spec.backend import FrameStream, Image, Settings

if TYPE_CHECKING:
    from cv2 import HOGDescriptor

_WINDOW_STRIDE_PX = 8
_PYRAMID_STEP = 1.07
"""Each size looked for is that much larger than the one before. Coarser than OpenCV's own 1.05, to save time."""
_FIRST_PX = (64, 128)
"""Width and height of the first classifier's window: OpenCV crashes on a smaller picture."""
_LOWEST_MARGIN = 0.0
"""Windows on the wrong side of the first classifier's separating plane are not looked at again."""
_SUPPORT_IOU = 0.5
"""Windows that overlap a find more than this speak for it: a person is hit by many, a chance pattern by one or two."""
_SECOND_PX = (48, 96)
"""Width and height of the second classifier's window."""
_SECOND_BOUNDS = (-2.0, 3.0)
"""The second opinion counts up to these margins: beyond them, it says nothing more about people."""
_WEIGHTS = (1.0, 2.5, -4.4)
"""Of the second margin, of the logarithm of the support, and constant. The first two are rounded from a logistic
regression on one street scene with people (110 finds) and five scenes without (636); it gave -3 for the constant with
both classes weighing the same. The constant was then lowered by hand, as far as made the tracks of 14 clips, those six
among them, come closest to the people in them. So the score orders finds and is not a calibrated probability."""
_SAME_IOU = 0.4
"""Windows that overlap more than this show one person: two people side by side rarely overlap by half."""
_SAME_COVER = 0.7
"""So do windows of which one lies within the other by this share: a window on the legs, and one on all of it."""


class People(FrameBackend):
    """Histograms of oriented gradients with the linear people classifier that OpenCV carries.

    Each find is looked at again by the classifier of the Daimler people benchmark, which OpenCV carries as well.
    Finds upright people of about 90 pixels in height or more, from the front, the back or the side; misses those
    seated, bent, cut off or seen from above, and takes upright things of a person's outline (bottles) for people.
    Source: Dalal and Triggs, Histograms of Oriented Gradients for Human Detection, CVPR 2005; Enzweiler and Gavrila,
    Monocular Pedestrian Detection: Survey and Experiments, IEEE PAMI 2009.
    """

    name = "hog-people"
    caveat = "people are seen only upright and whole; those who sit, bend, are small or cut off are missed"
    profiles = ("embedded",)
    model = "opencv HOGDescriptor default people detector and Daimler people detector"
    needs = ("opencv-python",)

    @classmethod
    def refuses(cls, request: str) -> str | None:
        """Refuse all but words for any person at all, or for what somebody does."""
        asked = " ".join(words_of(request))
        if asked in ANY_PERSON or served_as(asked) == "person":
            return None
        if part_of(asked) == "person":
            return f"knows people but cannot tell a {asked} from any other person"
        return unknown_to("people standing or walking")

    @classmethod
    def vocabulary(cls) -> tuple[str, ...]:
        """Give examples."""
        return ("person", "pedestrian")

    @classmethod
    def caveat_of(cls, request: str) -> str:
        """Say that whoever does something is looked for as any person."""
        return "; ".join(filter(None, (caveat_on(" ".join(words_of(request))), cls.caveat)))

    def load(self) -> None:
        """Set up the classifier.

        Raises: ImportError without OpenCV; AttributeError with OpenCV 5, which has no HOGDescriptor.
        """
        import cv2

        second = cv2.HOGDescriptor(_SECOND_PX, (16, 16), (8, 8), (8, 8), 9)
        self._models = _Models(cv2.HOGDescriptor(), second, _second())
        self._models.first.setSVMDetector(np.array(cv2.HOGDescriptor.getDefaultPeopleDetector(), dtype=np.float32))

    def open(self, request: str, settings: Settings) -> FrameStream:
        """Begin a pass; every image is looked at on its own."""
        return _PeopleStream(self._models)


@dataclasses.dataclass(frozen=True)
class _Models:
    first: "HOGDescriptor"
    second: "HOGDescriptor"
    second_plane: npt.NDArray[np.float32]
    """Weight of each feature, then the constant."""


def _second() -> npt.NDArray[np.float32]:
    import cv2

    return np.array(cv2.HOGDescriptor.getDaimlerPeopleDetector(), dtype=np.float32).ravel()


class _PeopleStream:
    def __init__(self, models: _Models) -> None:
        self._models = models

    def look(self, images: Sequence[Image]) -> list[list[Finding]]:
        return [self._people_in(np.ascontiguousarray(image)) for image in images]

    def _people_in(self, image: Image) -> list[Finding]:
        height_px, width_px = image.shape[:2]
        below, right = max(0, _FIRST_PX[1] - height_px), max(0, _FIRST_PX[0] - width_px)
        padded = np.pad(image, ((0, below), (0, right), (0, 0)), mode="edge") if below or right else image
        # Gradients are taken over the colour channel in which they are steepest: RGB or BGR makes no difference.
        found, weights = self._models.first.detectMultiScale(
            padded, hitThreshold=_LOWEST_MARGIN, winStride=(_WINDOW_STRIDE_PX, _WINDOW_STRIDE_PX), padding=(16, 16),
            scale=_PYRAMID_STEP, groupThreshold=0,
        )  # fmt: skip
        if len(found) == 0:
            return []
        windows, margins = np.asarray(found, dtype=np.int64), np.asarray(weights, dtype=np.float64).ravel()
        bodies = _bodies(windows.astype(np.float64))
        kept = keep_best(bodies, margins, max_iou=_SAME_IOU, max_cover=_SAME_COVER)
        people = []
        for row in kept:
            support = float(margins[ious(bodies[row], bodies) > _SUPPORT_IOU].sum())
            score = score_of(self._second_margin(padded, windows[row]), support)
            x1, y1, x2, y2 = _within(bodies[row], image).tolist()
            people.append(Finding(x1, y1, x2, y2, score, "person"))
        return people

    def _second_margin(self, image: Image, window: npt.NDArray[np.int64]) -> float:
        import cv2

        height_px, width_px = image.shape[:2]
        x, y, width, height = (int(side) for side in window)
        # Windows may reach beyond the picture, where its edge is taken to go on.
        columns = np.clip(np.arange(x, x + width), 0, width_px - 1)
        rows = np.clip(np.arange(y, y + height), 0, height_px - 1)
        cut = cv2.resize(image[rows[:, None], columns], _SECOND_PX, interpolation=cv2.INTER_AREA)
        features = np.asarray(self._models.second.compute(cut)).ravel()
        return float(features @ self._models.second_plane[:-1] + self._models.second_plane[-1])


def score_of(second_margin: float, support: float) -> float:
    """Give a score in [0, 1]: logistic in the second margin and the log of the support.

    support: sum of the margins, each above 0, of all windows that the first classifier finds there.
    """
    of_margin, of_support, constant = _WEIGHTS
    low, high = _SECOND_BOUNDS
    evidence = of_margin * min(max(second_margin, low), high) + of_support * math.log1p(support) + constant
    return 1.0 / (1.0 + math.exp(-evidence))


def _bodies(rects: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give xyxy of the people in windows of x, y, width, height: the classifier was trained with a margin around."""
    x, y, width, height = rects.T
    return np.stack([x + 0.2 * width, y + 0.08 * height, x + 0.8 * width, y + 0.94 * height], axis=1)


def _within(box: npt.NDArray[np.float64], image: Image) -> npt.NDArray[np.float64]:
    height_px, width_px = image.shape[:2]
    return np.clip(box, 0.0, np.array([width_px, height_px, width_px, height_px], dtype=np.float64))
