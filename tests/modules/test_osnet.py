"""OSNet on real crops: two looks at one person are more alike than looks at two people."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import vprog
from tests.modules.drawing import plain
from vprog.media import Frame, open_video
from vprog.modules.osnet import OSNET, Osnet, OsnetLooks

Image = npt.NDArray[np.uint8]


@pytest.fixture(scope="module")
def osnet(weights: Path) -> Osnet:
    return Osnet(weights / OSNET.offered.file)


@pytest.fixture(scope="module")
def crops(shared_data: Path) -> dict[int, list[Image]]:
    """Give what the boxes of the ground truth show of each person, in order of time."""
    boxes = defaultdict(list)
    for line in (shared_data / "tracking/mot15/TUD-Campus/gt/gt.txt").read_text().split():
        frame, person, *sides = [int(float(field)) for field in line.split(",")[:6]]
        boxes[frame - 1].append((person, *sides))
    shown = defaultdict(list)
    with open_video(shared_data / "clips" / "tud_campus.mp4") as video:
        for frame in video.read(range(0, 71, 6)):
            assert isinstance(frame, Frame)
            for person, x, y, width, height in boxes[frame.index]:
                crop = frame.image[max(0, y) : y + height, max(0, x) : x + width]
                if min(crop.shape[:2]) > 20:
                    shown[person].append(crop)
    return {person: seen for person, seen in shown.items() if len(seen) >= 4}


def mean_look(osnet: Osnet, seen: list[Image]) -> npt.NDArray[np.float32]:
    mean = osnet.look(seen).mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def test_a_person_is_most_like_themselves_a_second_later(osnet: Osnet, crops: dict[int, list[Image]]) -> None:
    assert len(crops) >= 6
    earlier = np.stack([mean_look(osnet, seen[: len(seen) // 2]) for seen in crops.values()])
    later = np.stack([mean_look(osnet, seen[len(seen) // 2 :]) for seen in crops.values()])
    likeness = earlier @ later.T
    assert (likeness.argmax(axis=1) == np.arange(len(crops))).all()
    others = likeness[~np.eye(len(crops), dtype=bool)]
    assert np.diag(likeness).min() > np.quantile(others, 0.95)


def test_vectors_have_length_one_and_do_not_depend_on_the_batch(osnet: Osnet, crops: dict[int, list[Image]]) -> None:
    some = [seen[0] for seen in crops.values()]
    together = osnet.look(some)
    assert together.shape == (len(some), 512)
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert np.concatenate([osnet.look([one]) for one in some]) == pytest.approx(together, abs=1e-4)
    assert osnet.look([]).shape == (0, 512)
    with pytest.raises(ValueError, match="no pixel"):
        osnet.look([some[0][:0]])


def test_a_box_without_a_pixel_looks_like_nothing(osnet: Osnet, weights: Path) -> None:
    backend = OsnetLooks()
    backend.paths = {OSNET.name: weights / OSNET.offered.file}
    backend.load()
    regions = np.array([[10, 10, 60, 120], [-50, -50, -10, -10], [5, 5, 50, 90]], dtype=np.float32)
    ((first, empty, last),) = backend.open("person", {}).look([plain()], [regions])
    assert not any(empty.vector)
    assert len(first.vector) == len(empty.vector) == len(last.vector) == 513
    assert (first.x1, first.y2, last.x2) == (10, 120, 50)


def test_only_people_are_told_apart() -> None:
    assert OsnetLooks.refuses("pedestrians") is None
    assert OsnetLooks.refuses("car") == "knows how people look"
    assert OsnetLooks.refuses("animal") == "knows how people look"


def test_people_are_counted_by_how_they_look(shared_data: Path, weights: Path, tmp_path: Path) -> None:
    session = vprog.Session(cache=tmp_path, models=weights)
    tracks = 'tracks_all = track(detect(video, "person"))\n'
    clip = shared_data / "clips" / "tud_campus.mp4"
    unique = session.run(tracks + "answer = count_unique(tracks_all)", clip)
    assert unique.value is not None
    assert abs(unique.value - 8) <= 1
    assert "like clothes" in " ".join(unique.caveats)
