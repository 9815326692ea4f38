"""OSNet: numbers that tell one person from another by how they look."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from vprog.modules.detect import coco
from vprog.modules.detect.request import unknown_to
from vprog.modules.onnx_model import Floats, OnnxModel
from vprog.spec import Build, Finding, ModelFile, RegionBackend, RegionStream
from vprog.spec.backend import Image, Regions, Settings

OSNET = ModelFile(
    name="osnet-x0.25",
    licence="MIT",
    builds=(
        # Its authors offer no ONNX file: this is an export by somebody else, who states no licence of their own.
        Build(
            file="osnet_x0_25_msmt17.onnx",
            url="https://github.com/akshaydhame2001/YOLOv8_Tracking_TensorRT/raw/"
            "9a5b6fbdf36285fd5b384532f6c2ecd15a675ca2/osnet_x0_25_msmt17.onnx",
            sha256="61b2604171ef9d58d21758626f83b35a253c3d7123976523a6e03068c3c95d7b",
            size_bytes=921_616,
        ),
    ),
)
_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
_SPREAD = np.array([0.229, 0.224, 0.225], dtype=np.float32)
"""Of the red, green and blue of ImageNet's pictures, with which the model was trained to be shown its own."""
_COMMON = math.sqrt(2 / 3)
"""Length of a part that all vectors have in common. It maps a likeness of c to (3 c + 2) / 5, so that two looks at one
person, which have 0.75 and more, reach what `min_likeness` is by default."""


class Osnet:
    """OSNet x0.25, trained on MSMT17. Threads may share it.

    Source: Zhou, Yang, Cavallaro, Xiang, Omni-Scale Feature Learning for Person Re-Identification, ICCV 2019.
    """

    def __init__(self, path: Path) -> None:
        """Read the model file.

        Raises: ImportError without ONNX Runtime.
        """
        self._model = OnnxModel(path)

    def look(self, crops: Sequence[Image]) -> Floats:
        """Give N x 512 vectors of length 1 for N pictures of one person each, RGB; 0 x 512 for none.

        The scalar product of two is their likeness: about 0.75 to 1 for one person, 0.4 to 0.75 for two.
        Raises: ValueError for a picture without a pixel.
        """
        import cv2

        if any(crop.size == 0 for crop in crops):
            raise ValueError("a picture of a person has no pixel")
        if not crops:
            return np.zeros((0, 512), dtype=np.float32)
        height_px, width_px = self._model.side_px
        scaled = [cv2.resize(crop, (width_px, height_px), interpolation=cv2.INTER_LINEAR) for crop in crops]
        pictures = (np.stack(scaled).astype(np.float32) / 255.0 - _MEAN) / _SPREAD
        given = self._model.run(pictures.transpose(0, 3, 1, 2))
        return np.asarray(given / np.linalg.norm(given, axis=1, keepdims=True), dtype=np.float32)


class OsnetLooks(RegionBackend):
    """Tells people apart by how they look, mostly by their clothes."""

    name = "osnet-x0.25"
    profiles = ("edge",)
    files = (OSNET,)
    needs: ClassVar[tuple[str, ...]] = ("onnxruntime", "opencv-python")
    caveat = "people in like clothes that are never seen together may be counted as one"

    @classmethod
    def refuses(cls, request: str) -> str | None:
        """Refuse everything but people."""
        asked = coco.wanted(request)
        alike = isinstance(asked, coco.Wanted) and asked.classes == ("person",)
        return None if alike else unknown_to("how people look")

    @classmethod
    def vocabulary(cls) -> tuple[str, ...]:
        """Give what it can tell apart."""
        return ("person",)

    def load(self) -> None:
        """Read the model.

        Raises: ImportError without ONNX Runtime.
        """
        self._osnet = Osnet(self.paths[OSNET.name])

    def open(self, request: str, settings: Settings) -> RegionStream:
        """Begin a pass."""
        return _Looks(self._osnet)


class _Looks:
    def __init__(self, osnet: Osnet) -> None:
        self._osnet = osnet

    def look(self, images: Sequence[Image], regions: Sequence[Regions]) -> list[list[Finding]]:
        return [self._people_in(image, corners) for image, corners in zip(images, regions, strict=True)]

    def _people_in(self, image: Image, corners: Regions) -> list[Finding]:
        crops = [_crop(image, box) for box in corners]
        vectors = iter(self._osnet.look([crop for crop in crops if crop.size]))
        found = []
        for box, crop in zip(corners.tolist(), crops, strict=True):
            looks = (*next(vectors).tolist(), _COMMON) if crop.size else (0.0,) * 513
            x1, y1, x2, y2 = box
            found.append(Finding(x1, y1, x2, y2, 1.0, "", looks))
        return found


def _crop(image: Image, box: npt.NDArray[np.float32]) -> Image:
    x1, y1 = (max(0, math.floor(side)) for side in box[:2])
    x2, y2 = (max(0, math.ceil(side)) for side in box[2:])
    return image[y1:y2, x1:x2]
