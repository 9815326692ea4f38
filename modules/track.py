"""`track`: which boxes of successive frames show one and the same thing."""

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from vprog.spec import Trait, ValueBackend, knob, module, operand
from vprog.types import Type
from vprog.values import Absent, Box, Boxes, Tracks
from vprog.values import Track as TrackValue

_LIBRARY_RATE_FPS = 30.0
"""The library counts its buffer in frames of a video of this rate."""


_LONGEST_STEP_S = 0.51
"""Between looks further apart than half a second most things are lost, and what is left is no count of anything."""


class ByteTrack(ValueBackend):
    """Boxes are joined by where a thing is expected next: sure boxes first, then unsure ones to what is left over.

    Source: Zhang et al., ByteTrack: Multi-Object Tracking by Associating Every Detection Box, ECCV 2022, as the
    `trackers` library has it.
    """

    name = "bytetrack"
    profiles = ("embedded", "edge", "standard", "large")
    needs = ("trackers", "supervision")

    def run(self, **call: Any) -> object:
        """Give the tracks of the operand `boxes`; knobs by name, as `track` declares them."""
        boxes: Boxes = call["boxes"]
        step_s = boxes.sampling.step_s
        if len(boxes.sampling.indices) > 1 and step_s > _LONGEST_STEP_S:
            return Absent(f"a look every {step_s:.2g} s is too seldom to follow anything: look more often")
        per_frame: dict[int, list[Box]] = {index: [] for index in boxes.sampling.indices}
        for box in boxes.items:
            per_frame.setdefault(box.frame, []).append(box)
        frames = [
            (time_s, per_frame[index])
            for index, time_s in zip(boxes.sampling.indices, boxes.sampling.times_s, strict=True)
        ]
        chains = _Follower(boxes.sampling.step_s, call).follow(frames) if boxes.items else []
        chains.sort(key=lambda c: (c[0].frame, c[0].x1, c[0].y1))
        tracks = (
            TrackValue(boxes.video.source, k, boxes.label, tuple(c), boxes.sampling.step_s)
            for k, c in enumerate(chains, start=1)
        )
        return Tracks(boxes.video, boxes.sampling, tuple(tracks), boxes.label)


class _Follower:
    """One pass of the library's tracker; keeps which box went to which name."""

    def __init__(self, step_s: float, settings: dict[str, Any]) -> None:
        from trackers import ByteTrackTracker
        from trackers.utils.iou import BIoU

        self._start_score: float = settings["start_score"]
        self._least_iou: float = settings["min_iou"]
        self._likeness = BIoU(buffer_ratio=settings["reach"])
        self._tracker = ByteTrackTracker(
            # Never shorter than two steps: one missed look must not end a track.
            lost_track_buffer=math.ceil(max(settings["lost_s"], 2 * step_s) * _LIBRARY_RATE_FPS),
            frame_rate=1.0 / step_s if step_s > 0 else _LIBRARY_RATE_FPS,
            track_activation_threshold=self._start_score,
            high_conf_det_threshold=self._start_score,
            minimum_iou_threshold=self._least_iou,
            minimum_consecutive_frames=2,
            iou=self._likeness,
        )

    def follow(self, frames: Sequence[tuple[float, list[Box]]]) -> list[list[Box]]:
        """Give the boxes of each thing, in order of time; frames without a box are told to the tracker as well."""
        named: dict[int, list[Box]] = {}
        unnamed: list[list[Box]] = []
        for time_s, boxes in frames:
            names = self._names(boxes, time_s)
            unnamed.append([box for box, name in zip(boxes, names, strict=True) if name < 0])
            for box, name in zip(boxes, names, strict=True):
                if name >= 0 and name not in named:
                    named[name] = self._before(box, unnamed[:-1])
                if name >= 0:
                    named[name].append(box)
        lone = [[box] for boxes in unnamed for box in boxes if box.score >= self._start_score]
        return [*named.values(), *lone]

    def _names(self, boxes: Sequence[Box], time_s: float) -> list[int]:
        import supervision

        seen = supervision.Detections(
            xyxy=_corners(boxes).astype(np.float32),
            confidence=np.array([box.score for box in boxes], dtype=np.float32),
            data={"row": np.arange(len(boxes))},
        )
        told = self._tracker.update(seen, timestamp=time_s)
        names = [-1] * len(boxes)
        if len(boxes) and told.tracker_id is not None:
            for row, name in zip(told.data["row"], told.tracker_id, strict=True):
                names[int(row)] = int(name)
        return names

    def _before(self, first: Box, unnamed: Sequence[list[Box]]) -> list[Box]:
        """Take back what showed the thing in the frames directly before it got its name, and give it in order.

        The library names a thing at its second sure sight and leaves the first, and all unsure ones before, unnamed.
        """
        taken: list[Box] = []
        latest = first
        for boxes in reversed(unnamed):
            likeness = self._likeness.compute(_corners([latest]), _corners(boxes))[0] if boxes else np.zeros(1)
            best = int(likeness.argmax())
            if likeness[best] < self._least_iou:
                break
            latest = boxes.pop(best)
            taken.insert(0, latest)
        return taken


def _corners(boxes: Sequence[Box]) -> npt.NDArray[np.float64]:
    return np.array([box.xyxy for box in boxes], dtype=np.float64).reshape(-1, 4)


@module
class Track:
    """Follow each thing through time: the boxes of one thing become one track.

    Tracks are numbered from 1 by (first frame, x1). What was seen too rarely to be told from a false find is left out.
    """

    name = "track"
    boxes = operand(Type.BOXES, doc="what to follow")
    min_sightings = knob(
        4, low=1, high=60, scale="log", refilters=True, doc="a thing seen in fewer of the looked-at frames is left out"
    )
    lost_s = knob(1.0, low=0.0, high=10.0, doc="how many seconds a thing may be out of sight and stay the same one")
    min_iou = knob(0.3, low=0.01, high=0.9, doc="overlap with where the thing is expected that joins a box to it")
    reach = knob(0.3, low=0.0, high=2.0, doc="boxes grow by this share of their size on each side before the overlap")
    start_score = knob(0.5, low=0.05, high=0.95, doc="less sure finds carry a track on but begin none")
    result = Type.TRACKS
    traits = (Trait.TEMPORAL,)
    backends = (ByteTrack,)
    examples = ('track(detect(video, "person"))',)

    @staticmethod
    def select(found: Tracks, min_sightings: int) -> Tracks:
        # In a look of fewer frames than the minimum, being seen in each is all that can be asked.
        least = min(min_sightings, len(found.sampling.indices))
        kept = (t for t in found.items if len(t.boxes) >= least)
        numbered = tuple(dataclasses.replace(t, id=number) for number, t in enumerate(kept, start=1))
        return Tracks(found.video, found.sampling, numbered, found.label)
