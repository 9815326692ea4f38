"""One loaded backend serves several threads at once, each with frames of its own size."""

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest

from tests.modules.drawing import Image, knobs, plain, put
from vprog.modules.detect import Detect, Faces, Moving, People, Shapes
from vprog.spec import Finding, FrameBackend

SIZES = ((160, 160), (320, 240), (500, 200), (217, 333), (480, 360))
THREADS = 4


def person(image: Image) -> Image:
    """Draw the outline of somebody who stands in the middle."""
    height, width = image.shape[:2]
    x, top, tall, dark = width / 2, height * 0.15, height * 0.7, (40, 40, 40)
    for down, across, high in ((0.08, 0.055, 0.08), (0.33, 0.12, 0.2)):
        centre, axes = (round(x), round(top + tall * down)), (round(tall * across), round(tall * high))
        cv2.ellipse(image, centre, axes, 0, 0, 360, dark, cv2.FILLED)
    for side in (-1, 1):
        hip = (round(x + side * tall * 0.04), round(top + tall * 0.45))
        foot = (round(x + side * tall * 0.07), round(top + tall))
        cv2.line(image, hip, foot, dark, round(tall * 0.09))
    return np.asarray(cv2.GaussianBlur(image, (5, 5), 0), dtype=np.uint8)


def pictures(width: int, height: int) -> list[Image]:
    """Give a few frames with all that the backends look for, and noise, at which cascades try hardest."""
    noise = np.random.default_rng(width).integers(0, 255, (height, width, 3), dtype=np.uint8)
    drawn = person(plain(width=width, height=height))
    return [picture for k in range(3) for picture in (put(drawn.copy(), "circle", "red", 16 + 8 * k, 16, 12), noise)]


def look(backend: FrameBackend, request: str, size: tuple[int, int]) -> list[list[Finding]]:
    return backend.open(request, knobs(Detect)).look(pictures(*size))


@pytest.mark.parametrize(
    ("kind", "request_"), [(Faces, "face"), (People, "person"), (Moving, "moving thing"), (Shapes, "red circle")]
)
def test_threads_find_what_one_thread_finds(kind, request_):
    backend = kind()
    backend.load()
    alone = {size: look(backend, request_, size) for size in SIZES}
    assert kind is Faces or any(found for frames in alone.values() for found in frames)
    work = [size for size in SIZES for _ in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        together = list(pool.map(lambda size: look(backend, request_, size), work))
    assert together == [alone[size] for size in work]
