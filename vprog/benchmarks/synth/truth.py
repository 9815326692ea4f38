"""The truth about a clip: taken down frame by frame while it is drawn, so that no frame need be kept."""

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from vprog.benchmarks.synth.outlines import outline
from vprog.benchmarks.synth.render import Frame, Sight
from vprog.benchmarks.synth.scene import Scene, Thing

SCHEMA = 1
"""Version of the files in `truth/`."""
_Image = npt.NDArray[np.uint8]


@dataclasses.dataclass(frozen=True)
class Truth:
    """What can be seen in every frame of a clip; rows are the things in the order of the scene, columns the frames.

    boxes: things x frames x 4, xyxy in pixels around what shows of a thing, NaN where nothing does. seen_px: how many
    pixels show it. hidden_share: how much of what lies in the picture other things hide. centres_px: things x frames x
    2, of the whole thing, NaN where it lies outside of the picture. contacts: for two rows, the smaller first, in which
    frames pixels of the two lie side by side.
    """

    scene: Scene
    boxes: npt.NDArray[np.float64]
    seen_px: npt.NDArray[np.int64]
    hidden_share: npt.NDArray[np.float64]
    centres_px: npt.NDArray[np.float64]
    contacts: Mapping[tuple[int, int], npt.NDArray[np.bool_]]

    @property
    def seen(self) -> npt.NDArray[np.bool_]:
        """Say in which frames each thing is seen, things x frames."""
        return self.seen_px > 0

    @property
    def step_s(self) -> float:
        """Give how long a frame lasts."""
        return 1.0 / self.scene.rate_fps


def whole_px(thing: Thing) -> float:
    """Give how many pixels a thing covers when all of it is seen."""
    x, y = outline(thing.kind).T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2) * thing.radius_px**2


class Recorder:
    """Takes down what each frame shows, and writes it to a file at once.

    The file is JSON: `frames` holds, of each frame, the things that are seen in it with box, hidden share and pixels
    (`runs` as `vprog.values.Mask` has them). The caller adds what holds over time with `finish`.
    """

    def __init__(self, scene: Scene, file: IO[str]) -> None:
        """Write the head of the file."""
        self._scene, self._file = scene, file
        self._rows = {thing.id: row for row, thing in enumerate(scene.things)}
        shape = (len(scene.things), scene.frame_count)
        self._boxes = np.full((*shape, 4), np.nan)
        self._seen_px = np.zeros(shape, dtype=np.int64)
        self._hidden = np.zeros(shape)
        self._centres = np.full((*shape, 2), np.nan)
        self._contacts: dict[tuple[int, int], npt.NDArray[np.bool_]] = {}
        head = json.dumps(_head(scene))
        file.write(head[:-1] + ', "frames": [')

    def images(self, frames: Iterable[Frame]) -> Iterator[_Image]:
        """Give the pictures in turn, each taken down before it is given."""
        for frame in frames:
            self._file.write((",\n" if frame.number else "\n") + json.dumps(self._record(frame)))
            yield frame.image

    def _record(self, frame: Frame) -> dict[str, Any]:
        shown = []
        for sight in frame.sights:
            row = self._rows[sight.id]
            self._centres[row, frame.number] = sight.centre_px
            self._hidden[row, frame.number] = sight.hidden_share
            box = sight.box
            if box is None:
                continue
            self._boxes[row, frame.number] = box
            self._seen_px[row, frame.number] = sight.seen_px
            runs = _runs(sight, self._scene.width_px, self._scene.height_px)
            shown.append({"id": sight.id, "box": box, "hidden_share": round(sight.hidden_share, 4), "runs": runs})
        self._note_contacts(frame)
        return {"frame": frame.number, "time_s": round(frame.number / self._scene.rate_fps, 6), "things": shown}

    def _note_contacts(self, frame: Frame) -> None:
        seen = [sight for sight in frame.sights if sight.seen_px]
        for position, one in enumerate(seen):
            for other in seen[position + 1 :]:
                if _side_by_side(one, other):
                    low, high = sorted((self._rows[one.id], self._rows[other.id]))
                    frames = self._contacts.setdefault((low, high), np.zeros(self._scene.frame_count, dtype=np.bool_))
                    frames[frame.number] = True

    def truth(self) -> Truth:
        """Give what was taken down."""
        return Truth(self._scene, self._boxes, self._seen_px, self._hidden, self._centres, self._contacts)

    def finish(self, over_time: Mapping[str, Any]) -> None:
        """Write the end of the file: what holds over time, by name."""
        self._file.write("\n], " + json.dumps(dict(over_time))[1:] + "\n")


def _head(scene: Scene) -> dict[str, Any]:
    things = [
        {"id": t.id, "label": t.label, "kind": t.kind, "colour": t.colour, "rgb": t.rgb, "text": t.text or None,
         "carried_by": t.carried_by, "whole_px": round(whole_px(t), 1)}
        for t in scene.things
    ]  # fmt: skip
    named = ("name", "level", "width_px", "height_px", "rate_fps", "frame_count")
    backdrop = dataclasses.asdict(scene.backdrop)
    return {"schema": SCHEMA, **{n: getattr(scene, n) for n in named}, "backdrop": backdrop, "things": things}


def _runs(sight: Sight, width_px: int, height_px: int) -> list[int]:
    """Give the runs of a mask over the rows of the whole picture, starting with off."""
    edges = np.diff(np.pad(sight.mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, columns = np.nonzero(edges)
    # In each row an edge up is followed by its edge down; over all rows their places are in order.
    places = (rows + sight.y) * width_px + columns + sight.x
    # Where a row is on up to its end and the next one from its beginning, the two edges fall together and cancel out.
    unique, counts = np.unique(places, return_counts=True)
    changes = unique[counts == 1]
    return [int(run) for run in np.diff([0, *changes, width_px * height_px])]


def _side_by_side(one: Sight, other: Sight) -> bool:
    """Say whether a pixel of one lies beside a pixel of the other, corners included."""
    import cv2

    x1, y1 = max(one.x, other.x) - 1, max(one.y, other.y) - 1
    x2 = min(one.x + one.mask.shape[1], other.x + other.mask.shape[1]) + 1
    y2 = min(one.y + one.mask.shape[0], other.y + other.mask.shape[0]) + 1
    if x1 >= x2 or y1 >= y2:
        return False
    first, second = (_window(sight, x1, y1, x2, y2) for sight in (one, other))
    wider = cv2.dilate(first, np.ones((3, 3), np.uint8)) > 0
    return bool((wider & (second > 0)).any())


def _window(sight: Sight, x1: int, y1: int, x2: int, y2: int) -> npt.NDArray[np.uint8]:
    """Give the part of a mask in a rectangle of the picture; 0 where the mask does not reach."""
    window = np.zeros((y2 - y1, x2 - x1), dtype=np.uint8)
    height, width = sight.mask.shape
    left, right = max(x1, sight.x), min(x2, sight.x + width)
    top, bottom = max(y1, sight.y), min(y2, sight.y + height)
    window[top - y1 : bottom - y1, left - x1 : right - x1] = sight.mask[
        top - sight.y : bottom - sight.y, left - sight.x : right - sight.x
    ]
    return window
