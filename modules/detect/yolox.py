"""YOLOX-Nano: 80 kinds of things, a hundredth of a second a picture."""

import functools

import numpy as np

from vprog.modules.detect.objects import Boxes, CocoDetector, Floats
from vprog.spec import Build, ModelFile
from vprog.spec.backend import Image

YOLOX_NANO = ModelFile(
    name="yolox-nano",
    licence="Apache-2.0",
    builds=(
        Build(
            file="yolox_nano.onnx",
            url="https://github.com/Megvii-BaseDetection/YOLOX/releases/download/0.1.1rc0/yolox_nano.onnx",
            sha256="c789161ed43c8269fcd4e67c67eeeb4e80c622da2eb296a20bc6007bd18a0b7d",
            size_bytes=3_659_407,
        ),
        # An export of the same weights by somebody else.
        Build(
            file="yolox_nano_416.onnx",
            url="https://github.com/Bigisland1729/object-detection-models/raw/"
            "6e770c5ef34fa42aaa2521eb7d0d9ec2bb5f40a3/yolox_nano.onnx",
            sha256="e8af074932d4ed7e232278e3055cefcdea3edf178874a3694ae292649fb464dd",
            size_bytes=3_678_356,
        ),
    ),
)

_STRIDES_PX = (8, 16, 32)
"""Sides of the cells of the three grids, in the order in which the model lists them."""
_PADDING = 114
"""The grey that the model was trained to see beside a picture."""


class Yolox(CocoDetector):
    """YOLOX-Nano at 416 x 416 px. Misses what is small in the picture: below about 15 px of 416.

    Source: Ge et al., YOLOX: Exceeding YOLO Series in 2021, arXiv 2107.08430.
    """

    name = "yolox-nano"
    profiles = ("edge",)
    files = (YOLOX_NANO,)
    caveat = "things that are small, half hidden or seen from above may be missed or taken for others"

    def fit(self, image: Image, side_px: tuple[int, int]) -> tuple[Floats, tuple[float, float]]:
        """Scale both sides alike into the upper left corner, the rest grey; BGR from 0 to 255."""
        import cv2

        height_px, width_px = image.shape[:2]
        scale = min(side_px[0] / height_px, side_px[1] / width_px)
        size = (max(1, int(width_px * scale)), max(1, int(height_px * scale)))
        padded = np.full((*side_px, 3), _PADDING, dtype=np.uint8)
        padded[: size[1], : size[0]] = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)
        picture = cv2.dnn.blobFromImage(padded, swapRB=True)[0]
        return picture.astype(np.float32, copy=False), (size[0] / width_px, size[1] / height_px)

    def read(self, given: Floats, side_px: tuple[int, int]) -> tuple[Boxes, Boxes]:
        """Read centres as offsets from a cell, sides as logarithms, both in cells; the score is object times class."""
        cells, strides_px = _cells(side_px)
        centres = (given[:, :2].astype(np.float64) + cells) * strides_px
        halves = np.exp(given[:, 2:4].astype(np.float64)) * strides_px / 2
        scores = given[:, 4:5].astype(np.float64) * given[:, 5:]
        return np.concatenate([centres - halves, centres + halves], axis=1), scores


@functools.cache
def _cells(side_px: tuple[int, int]) -> tuple[Boxes, Boxes]:
    """Give column and row of each cell (N, 2), and its side in pixels (N, 1)."""
    places, strides = [], []
    for stride in _STRIDES_PX:
        rows, columns = np.indices((side_px[0] // stride, side_px[1] // stride))
        places.append(np.stack([columns.ravel(), rows.ravel()], axis=1))
        strides.append(np.full((rows.size, 1), stride))
    return np.concatenate(places).astype(np.float64), np.concatenate(strides).astype(np.float64)
