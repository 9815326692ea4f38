"""Faces, from the front and from both sides."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from vprog.modules.detect.overlap import keep_best
from vprog.modules.detect.request import unknown_to, words_of
from vprog.spec import Finding, FrameBackend
from vprog.spec.backend import FrameStream, Image, Settings

if TYPE_CHECKING:
    from cv2 import CascadeClassifier

_FRONT_FILE, _SIDE_FILE = "haarcascade_frontalface_alt2.xml", "haarcascade_profileface.xml"
_NAMES = frozenset({"face", "human face", "person's face"})
_FRONT_STEP, _FRONT_LEAST_PX = 1.15, 30
_SIDE_STEP, _SIDE_LEAST_PX = 1.2, 48
"""Each size looked for is that much larger than the one before, from the least on. Almost all time goes into the
smallest sizes; the profile cascade is slower than the frontal one and runs twice."""
_LEAST_HITS = 4
"""A face is hit by several windows next to each other; fewer hits are mostly chance."""
_EVEN_HITS = 6.0
_SAME_IOU = 0.3
_SAME_COVER = 0.6


class Faces(FrameBackend):
    """Cascades of simple contrasts, for faces from the front and in profile.

    The score is h / (h + 6) for a face hit by h windows next to each other, not a calibrated probability. The weights
    of the last stage, which OpenCV gives as well, have another range in each cascade.
    Finds faces of 30 px (frontal) or 48 px (profile) in width or more; a step of the sizes may jump over a face.
    Source: Viola and Jones, Rapid Object Detection using a Boosted Cascade of Simple Features, CVPR 2001; the cascades
    that OpenCV carries.
    """

    name = "haar-faces"
    caveat = "faces that are small, blurred or turned far away are missed"
    profiles = ("embedded", "edge")
    model = "opencv haarcascade_frontalface_alt2, haarcascade_profileface"
    needs = ("opencv-python",)

    @classmethod
    def refuses(cls, request: str) -> str | None:
        """Refuse all but faces: whose face it is, or what it shows, cannot be told."""
        return None if " ".join(words_of(request)) in _NAMES else unknown_to("faces")

    @classmethod
    def vocabulary(cls) -> tuple[str, ...]:
        """Give examples."""
        return ("face",)

    def load(self) -> None:
        """Read the cascades.

        Raises: ImportError without OpenCV; FileNotFoundError when its build carries no cascades.
        """
        import cv2

        # `cv2.data` is a module of the wheel that other builds leave out.
        folder = Path(cv2.__file__).parent / "data"
        for name in (_FRONT_FILE, _SIDE_FILE):
            if not (folder / name).is_file():
                raise FileNotFoundError(f"{folder / name} is missing: install opencv-python>=4.10,<5")
        self._cascades = _Cascades(folder)

    def open(self, request: str, settings: Settings) -> FrameStream:
        """Begin a pass; every image is looked at on its own."""
        return _FaceStream(self._cascades)


class _Cascades(threading.local):
    """Read once in each thread: a cascade keeps the picture that it works on, so that two threads cannot share it."""

    front: "CascadeClassifier"
    side: "CascadeClassifier"
    """Knows faces that look to one side; a mirrored picture shows it those that look to the other."""

    def __init__(self, folder: Path) -> None:
        import cv2

        self.front = cv2.CascadeClassifier(str(folder / _FRONT_FILE))
        self.side = cv2.CascadeClassifier(str(folder / _SIDE_FILE))


class _FaceStream:
    def __init__(self, cascades: _Cascades) -> None:
        self._cascades = cascades

    def look(self, images: Sequence[Image]) -> list[list[Finding]]:
        return [self._faces_in(image) for image in images]

    def _faces_in(self, image: Image) -> list[Finding]:
        import cv2

        grey = cv2.equalizeHist(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)).astype(np.uint8)
        front = _hits(self._cascades.front, grey, _FRONT_STEP, _FRONT_LEAST_PX)
        side = _hits(self._cascades.side, grey, _SIDE_STEP, _SIDE_LEAST_PX)
        mirrored = _hits(self._cascades.side, np.ascontiguousarray(grey[:, ::-1]), _SIDE_STEP, _SIDE_LEAST_PX)
        mirrored[:, [0, 2]] = image.shape[1] - mirrored[:, [2, 0]]
        hits = np.concatenate([front, side, mirrored])
        kept = keep_best(hits[:, :4], hits[:, 4], max_iou=_SAME_IOU, max_cover=_SAME_COVER)
        return [Finding(x1, y1, x2, y2, score_of(count), "face") for x1, y1, x2, y2, count in hits[kept].tolist()]


def score_of(hits: float) -> float:
    """Map the number of windows that hit a face to a score in [0, 1): one half at 6."""
    return hits / (hits + _EVEN_HITS)


def _hits(
    cascade: "CascadeClassifier", grey: npt.NDArray[np.uint8], step: float, least_px: int
) -> npt.NDArray[np.float64]:
    """Give (N, 5): xyxy and the number of windows that hit; (0, 5) when there is no face."""
    rects, counts = cascade.detectMultiScale2(
        grey, scaleFactor=step, minNeighbors=_LEAST_HITS, minSize=(least_px, least_px)
    )
    if len(rects) == 0:
        return np.zeros((0, 5))
    x, y, width, height = np.asarray(rects, dtype=np.float64).T
    return np.stack([x, y, x + width, y + height, np.asarray(counts, dtype=np.float64).ravel()], axis=1)
