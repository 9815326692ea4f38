"""How many people the detectors of the edge profile find in street scenes, how many finds are right, and how fast.

Run: python -m tests.bench.bench_objects FOLDER_OF_MODELS FOLDER_OF_DATA
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from vprog.media import Frame, open_video
from vprog.models import ModelFolder
from vprog.modules.detect import FastestDet, Yolox
from vprog.modules.detect.objects import CocoDetector
from vprog.modules.detect.overlap import ious

Boxes = npt.NDArray[np.float64]
Scene = tuple[npt.NDArray[np.uint8], Boxes, Boxes]
"""A picture, the people in it, and what is neither right nor wrong to find."""

_SIDE_PX = 640
_LEAST_PX = 24
"""Height from which a person in a picture of 416 px is asked for."""
_PERSON, _LEFT_OUT = 1, {1, 2, 7, 8, 12}
"""Classes of MOT17: people who walk; and those who sit, reflections and the like, neither right nor wrong to find."""


def truth(path: Path) -> tuple[dict[int, Boxes], dict[int, Boxes]]:
    asked, other = defaultdict(list), defaultdict(list)
    for line in path.read_text().split():
        frame, _, x, y, width, height, valid, kind, *seen = map(float, line.split(","))
        box = (x, y, x + width, y + height)
        if len(seen) != 1 or (kind == _PERSON and valid and seen[0] >= 0.3):
            asked[int(frame)].append(box)
        elif kind in _LEFT_OUT:
            other[int(frame)].append(box)
    return {k: np.array(b) for k, b in asked.items()}, {k: np.array(b) for k, b in other.items()}


def scenes(data: Path) -> Iterator[Scene]:
    none = np.zeros((0, 4))
    for sequence in sorted((data / "tracking" / "mot17_mini").iterdir()):
        asked, other = truth(sequence / "gt" / "gt.txt")
        for path in sorted((sequence / "img1").glob("*.jpg")):
            image = np.asarray(cv2.imread(str(path))[..., ::-1], dtype=np.uint8)
            yield image, asked.get(int(path.stem), none), other.get(int(path.stem), none)
    asked, _ = truth(data / "tracking" / "mot15" / "TUD-Campus" / "gt" / "gt.txt")
    with open_video(data / "clips" / "tud_campus.mp4") as video:
        for frame in video.read(range(0, 71, 5)):
            assert isinstance(frame, Frame)
            yield frame.image, asked.get(frame.index + 1, none), none


def judged(detector: CocoDetector, scene: Scene) -> tuple[list[tuple[float, bool]], int]:
    """Give score and rightness of each find, and how many people there are to find."""
    image, asked, other = scene
    scale = min(1.0, _SIDE_PX / max(image.shape))
    size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    large = (asked[:, 3] - asked[:, 1]) * 416 / max(image.shape) >= _LEAST_PX
    taken: set[int] = set()
    said = []
    people = [f for f in detector.look([small])[0] if f.label == "person"]
    for find in sorted(people, key=lambda f: -f.score):
        box = np.array([find.x1, find.y1, find.x2, find.y2]) / scale
        overlap = ious(box, asked)
        free = [k for k in np.argsort(-overlap) if overlap[k] >= 0.5 and k not in taken]
        if free:
            taken.add(free[0])
            said += [(find.score, True)] if large[free[0]] else []
        elif not len(other) or ious(box, other).max() <= 0.4:
            said.append((find.score, False))
    return said, int(large.sum())


def main() -> None:
    models, data = ModelFolder(Path(sys.argv[1])), Path(sys.argv[2])
    pictures = list(scenes(data))
    record: dict[str, object] = {}
    for kind in (Yolox, FastestDet):
        detector = kind()
        found = models.find(kind.files[0])
        assert found is not None
        detector.paths = {kind.files[0].name: found.path}
        detector.load()
        detector.look([pictures[0][0]])
        began = time.perf_counter()
        results = [judged(detector, scene) for scene in pictures]
        took_ms = 1000 * (time.perf_counter() - began) / len(pictures)
        said = [one for finds, _ in results for one in finds]
        people = sum(count for _, count in results)
        record[kind.name] = {
            "pictures": len(pictures),
            "people": people,
            "ms_a_picture": round(took_ms, 1),
            "from_score": {least: rates(said, people, least) for least in (0.1, 0.2, 0.3, 0.5, 0.7)},
            "right_of_score": {middle: share_right(said, middle) for middle in (0.1, 0.3, 0.5, 0.7, 0.9)},
        }
    json.dump(record, sys.stdout, indent=2)
    sys.stdout.write("\n")


def rates(said: Sequence[tuple[float, bool]], people: int, least: float) -> dict[str, float]:
    right = [is_right for score, is_right in said if score >= least]
    return {"precision": round(sum(right) / max(1, len(right)), 3), "recall": round(sum(right) / people, 3)}


def share_right(said: Sequence[tuple[float, bool]], middle: float) -> float:
    """Give which share of the finds is right whose score lies within 0.1 of this one."""
    right = [is_right for score, is_right in said if middle - 0.1 <= score < middle + 0.1]
    return round(sum(right) / max(1, len(right)), 3)


if __name__ == "__main__":
    main()
