"""Detectors trained on COCO, in ONNX Runtime: 80 kinds of things in one look."""

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vprog.modules.detect import coco
from vprog.modules.detect.colours import COLOURS, colour_shares
from vprog.modules.detect.overlap import keep_best
from vprog.modules.onnx_model import OnnxModel
from vprog.spec import Finding, FrameBackend
from vprog.spec.backend import FrameStream, Image, Settings

Boxes = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]

EVERYTHING = "everything"
"""What is looked for, whatever is asked: one look finds all classes."""
_COLOURED = "everything, each in its colours"
"""The same, when a colour is asked for: the findings then name each colour that the thing has."""
_SEPARATOR = "/"
LEAST_SCORE = 0.05
"""Less sure finds are thrown away: no setting of `min_score` asks for them."""
_SAME_IOU = 0.45
"""Finds of one class that overlap more than this show one thing: the value of YOLOX's own demonstration."""
_SAME_THING_IOU = 0.65
"""Finds of different classes that overlap more than this show one thing when any of the classes is asked for."""
_LEAST_COLOUR_SHARE = 0.3
"""A thing has a colour when this share of it has; half of a car is glass, tyres, lights and shadow."""


class CocoDetector(FrameBackend):
    """A detector of the 80 classes of COCO; each model says how a picture goes in and what comes out."""

    needs = ("onnxruntime", "opencv-python")
    batch = 8

    @classmethod
    def refuses(cls, request: str) -> str | None:
        """Refuse words that mean none of the classes."""
        asked = coco.wanted(request)
        return asked if isinstance(asked, str) else None

    @classmethod
    def vocabulary(cls) -> tuple[str, ...]:
        """Give every class, and the words that are wider than some."""
        return coco.vocabulary()

    @classmethod
    def caveat_of(cls, request: str) -> str:
        """Say what a word that is wider or narrower than the classes is looked for as."""
        return "; ".join(filter(None, (coco.looked_for_as(request), cls.caveat)))

    @classmethod
    def looks_for(cls, request: str) -> str:
        """Give one word for all requests, and another one for all that name a colour."""
        asked = coco.wanted(request)
        return _COLOURED if isinstance(asked, coco.Wanted) and asked.colour else EVERYTHING

    @classmethod
    def keep(cls, request: str, found: Sequence[Finding]) -> list[Finding]:
        """Give the findings of the classes asked for; of several that show one thing, the surest."""
        asked = coco.wanted(request)
        if isinstance(asked, str):
            return list(found)
        named = ((finding, finding.label.split(_SEPARATOR)) for finding in found)
        kept = [f for f, (name, *colours) in named if name in asked.classes and asked.colour in (None, *colours)]
        if len(asked.classes) == 1:
            return kept
        boxes = np.array([(f.x1, f.y1, f.x2, f.y2) for f in kept], dtype=np.float64).reshape(-1, 4)
        scores = np.array([f.score for f in kept], dtype=np.float64)
        return [kept[row] for row in keep_best(boxes, scores, max_iou=_SAME_THING_IOU, max_cover=1.0)]

    def load(self) -> None:
        """Read the model.

        Raises: ImportError without ONNX Runtime.
        """
        (file,) = self.files
        self._model = OnnxModel(self.paths[file.name])

    def open(self, request: str, settings: Settings) -> FrameStream:
        """Begin a pass; every image is looked at on its own."""
        return _ObjectStream(self, coloured=request == _COLOURED)

    def look(self, images: Sequence[Image]) -> list[list[Finding]]:
        """Give what is seen in each image, by class and score. images: at least one."""
        side_px = self._model.side_px
        fitted = [self.fit(image, side_px) for image in images]
        given = self._model.run(np.stack([picture for picture, _ in fitted]))
        seen = []
        for row, (_, scales), image in zip(given, fitted, images, strict=True):
            boxes, scores = self.read(row, side_px)
            seen.append(found_in(boxes / np.tile(scales, 2), scores, image.shape[1], image.shape[0]))
        return seen

    def fit(self, image: Image, side_px: tuple[int, int]) -> tuple[Floats, tuple[float, float]]:
        """Give what goes in, 3 x height x width, and how many of its pixels are one of the image: along x, along y."""
        raise NotImplementedError(f"{type(self).__name__} must define fit()")

    def read(self, given: Floats, side_px: tuple[int, int]) -> tuple[Boxes, Boxes]:
        """Give the boxes (N, 4), xyxy in pixels of what went in, and the scores of all classes (N, 80) in [0, 1]."""
        raise NotImplementedError(f"{type(self).__name__} must define read()")


def found_in(boxes: Boxes, scores: Boxes, width_px: int, height_px: int) -> list[Finding]:
    """Give a finding for each thing: every box has its surest class, and of boxes of a class the surest stays.

    boxes: (N, 4) xyxy in pixels of the picture; what reaches beyond it is cut off. scores: (N, 80). Empty for none.
    """
    classes, best = scores.argmax(axis=1), scores.max(axis=1)
    found = []
    for number in np.unique(classes[best >= LEAST_SCORE]):
        rows = np.flatnonzero((classes == number) & (best >= LEAST_SCORE))
        cut = np.clip(boxes[rows], 0.0, np.array([width_px, height_px, width_px, height_px], dtype=np.float64))
        kept = keep_best(cut, best[rows], max_iou=_SAME_IOU, max_cover=1.0)
        for k in kept:
            x1, y1, x2, y2 = cut[k].tolist()
            found.append(Finding(x1, y1, x2, y2, float(best[rows[k]]), coco.CLASSES[number]))
    return found


class _ObjectStream:
    def __init__(self, detector: CocoDetector, *, coloured: bool) -> None:
        self._detector = detector
        self._coloured = coloured

    def look(self, images: Sequence[Image]) -> list[list[Finding]]:
        seen = self._detector.look(images)
        if not self._coloured:
            return seen
        return [[with_colours(f, image) for f in found] for found, image in zip(seen, images, strict=True)]


def with_colours(finding: Finding, image: Image) -> Finding:
    """Give the finding with the colours of what it shows behind its label."""
    shares = colour_shares(image, (finding.x1, finding.y1, finding.x2, finding.y2))
    colours = [name for name, share in zip(COLOURS, shares.tolist(), strict=True) if share >= _LEAST_COLOUR_SHARE]
    return dataclasses.replace(finding, label=_SEPARATOR.join([finding.label, *colours]))
