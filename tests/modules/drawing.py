"""Draws small synthetic clips and runs backends over them the way the engine does."""

from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from vprog.modules.detect import Detect
from vprog.modules.track import Offline, Track
from vprog.spec import FrameBackend, Module
from vprog.values import Box, Boxes, Sampling, Source, Tracks, Video

Image = npt.NDArray[np.uint8]
RGB = {
    "red": (220, 30, 40), "orange": (255, 150, 20), "yellow": (240, 220, 40), "green": (30, 160, 60),
    "blue": (40, 80, 220), "purple": (130, 50, 170), "pink": (255, 130, 190), "brown": (120, 70, 30),
    "white": (250, 250, 250), "gray": (128, 128, 128), "black": (10, 10, 10),
}  # fmt: skip
WIDTH, HEIGHT = 320, 240


def knobs(declared: Module, **changed: float) -> dict[str, Any]:
    """Give the default of every knob, with some changed."""
    return {**{k.name: k.default for k in declared.knobs}, **changed}


def plain(colour: tuple[int, int, int] = (200, 200, 200), width: int = WIDTH, height: int = HEIGHT) -> Image:
    """Give a picture of one colour."""
    return np.full((height, width, 3), colour, dtype=np.uint8)


def put(image: Image, shape: str, colour: str, x: float, y: float, size: float = 20) -> Image:
    """Draw a shape of half-width `size` around (x, y) into the picture, and give it back."""
    rgb = RGB[colour]
    if shape == "circle":
        cv2.circle(image, (round(x), round(y)), round(size), rgb, cv2.FILLED, cv2.LINE_AA)
        return image
    corners = {
        "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        "rectangle": [(-1.6, -0.8), (1.6, -0.8), (1.6, 0.8), (-1.6, 0.8)],
        "triangle": [(0, -1), (1, 0.8), (-1, 0.8)],
    }[shape]
    points = np.array([(round(x + a * size), round(y + b * size)) for a, b in corners], dtype=np.int32)
    cv2.fillPoly(image, [points], rgb, cv2.LINE_AA)
    return image


def clip(paint: Callable[[float], Image], seconds: float, fps: float = 10.0) -> list[Image]:
    """Give the frames that `paint(time_s)` draws."""
    return [paint(k / fps) for k in range(round(seconds * fps))]


def look(backend: FrameBackend, request: str, images: Sequence[Image], fps: float = 10.0, **changed: float) -> Boxes:
    """Do what the engine does for one call of `detect`."""
    assert backend.refuses(request) is None
    backend.load()
    stream = backend.open(request, knobs(Detect, **changed))
    findings = []
    for first in range(0, len(images), backend.batch):
        findings += stream.look(images[first : first + backend.batch])
    sampling = Sampling(tuple(range(len(images))), tuple(k / fps for k in range(len(images))), 1 / fps)
    height, width = images[0].shape[:2]
    video = Video.whole(Source("0" * 32, "drawn", len(images) / fps, width, height, len(images)))
    value = Detect.gather(video, sampling, findings, what=request, **knobs(Detect, **changed))
    assert isinstance(value, Boxes)
    return value


def follow(boxes: Boxes, **changed: float) -> Tracks:
    """Do what the engine does for one call of `track`, where looks are not known."""
    backend = Offline()
    backend.load()
    value = backend.run(boxes=boxes, **knobs(Track, **changed))
    assert isinstance(value, Tracks)
    assert Track.select is not None
    asked = knobs(Track, **changed)
    filtered = Track.select(value, **{k.name: asked[k.name] for k in Track.knobs if k.refilters})
    assert isinstance(filtered, Tracks)
    return filtered


def boxes_of(frames: Sequence[Sequence[tuple[float, float, float, float, float]]], fps: float = 10.0) -> Boxes:
    """Make Boxes from (x1, y1, x2, y2, score) of each frame."""
    sampling = Sampling(tuple(range(len(frames))), tuple(k / fps for k in range(len(frames))), 1 / fps)
    video = Video.whole(Source("0" * 32, "drawn", len(frames) / fps, 640, 480, len(frames)))
    items = [Box(k, k / fps, *row, label="thing") for k, rows in enumerate(frames) for row in sorted(rows)]
    return Boxes(video, sampling, tuple(items), "thing")
