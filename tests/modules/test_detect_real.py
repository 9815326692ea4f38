"""Real clips, where they are at hand: people are counted about right, and not found where there are none."""

import dataclasses
import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.modules.drawing import follow, knobs
from vprog.modules.detect import Detect
from vprog.modules.detect.faces import Faces
from vprog.modules.detect.people import People
from vprog.values import Boxes, Sampling, Source, Video

DATA = Path(os.environ.get("VPROG_TEST_DATA") or Path(__file__).resolve().parents[2].parent / "shared" / "data")
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"no test data at {DATA} (or set VPROG_TEST_DATA)")


def people_in(name: str, fps: float, stride_frames: int, end_s: float) -> Boxes:
    """Look at every n-th frame of the first seconds in the working size, as the engine does."""
    backend = People()
    backend.load()
    stream = backend.open("person", knobs(Detect))
    reader = cv2.VideoCapture(str(DATA / "clips" / name))
    indices, found, scale, shape = [], [], 1.0, (0, 0)
    for k in range(int(end_s * fps)):
        if not reader.grab():
            break
        if k % stride_frames:
            continue
        image = cv2.cvtColor(reader.retrieve()[1], cv2.COLOR_BGR2RGB)
        shape = image.shape[:2]
        scale = min(1.0, knobs(Detect)["max_side_px"] / max(shape))
        size = (round(shape[1] * scale), round(shape[0] * scale))
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        indices.append(k)
        found += stream.look([image])
    found = [
        [dataclasses.replace(f, x1=f.x1 / scale, y1=f.y1 / scale, x2=f.x2 / scale, y2=f.y2 / scale) for f in one]
        for one in found
    ]
    reader.release()
    sampling = Sampling(tuple(indices), tuple(k / fps for k in indices), stride_frames / fps)
    video = Video.whole(Source("0" * 32, name, end_s, shape[1], shape[0], int(end_s * fps)))
    return Detect.gather(video, sampling, found, what="person", **knobs(Detect))  # type: ignore[misc, return-value]


@needs_data
def test_walkers_in_front_of_a_building() -> None:
    """Eight people, two of them all but hidden behind others."""
    assert 5 <= len(follow(people_in("tud_campus.mp4", 25.0, 4, 2.84)).items) <= 9


@needs_data
@pytest.mark.parametrize(("name", "fps", "stride"), [
    ("car_lot_topdown.mp4", 12.5, 2), ("cat_and_monkey.mp4", 30.0, 4), ("highway_cyclist.avi", 25.0, 4),
])  # fmt: skip
def test_nobody_where_nobody_is(name: str, fps: float, stride: int) -> None:
    assert len(follow(people_in(name, fps, stride, 8.0)).items) <= 1


@needs_data
def test_two_faces_in_a_picture() -> None:
    backend = Faces()
    backend.load()
    image = cv2.resize(cv2.imread(str(DATA / "images" / "zidane.jpg")), (640, 360), interpolation=cv2.INTER_AREA)
    picture = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    (found,) = backend.open("face", knobs(Detect)).look([picture])
    assert len(found) == 2
