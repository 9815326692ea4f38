"""`caption`: what a video shows, in words."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, ClassVar, TypeVar

from vprog.modules.detect import EVERYTHING, Faces, FastestDet, Moving, People, Shapes, Yolox
from vprog.spec import Finding, FrameBackend, Trait, knob, module, operand
from vprog.spec.backend import FrameStream, Image, Settings
from vprog.types import Type
from vprog.values import Sampling

_MOVEMENT = "moving thing"


class FoundThings(FrameBackend):
    """Names the things that detectors find, and says so when they find none.

    It measures and counts; no model judges. What these detectors do not know is not in the caption.
    """

    looked_for: ClassVar[tuple[tuple[str, type[FrameBackend]], ...]]
    """What each detector is asked for, when nobody says what to look for; all else follows from it."""

    def __init_subclass__(cls) -> None:
        """Take over what the detectors need and what they miss."""
        detectors = [detector for _, detector in cls.looked_for]
        cls.needs = _once(package for detector in detectors for package in (*detector.needs, "inflect"))
        cls.files = _once(file for detector in detectors for file in detector.files)
        cls.model = ", ".join(detector.model for detector in detectors if detector.model != "none") or "none"
        cls.caveat = "; ".join(_once(detector.caveat for detector in detectors if detector.caveat))
        cls.temporal = any(detector.temporal for detector in detectors)

    def __init__(self) -> None:
        """Make the detectors; nothing is loaded yet."""
        self._detectors = [(request, detector()) for request, detector in self.looked_for]

    @classmethod
    def vocabulary(cls) -> tuple[str, ...]:
        """Give what it looks for."""
        return tuple(request for request, _ in cls.looked_for)

    def load(self) -> None:
        """Load the detectors."""
        for _, detector in self._detectors:
            detector.paths = self.paths
            detector.load()

    def open(self, request: str, settings: Settings) -> FrameStream:
        """Begin a pass of every detector."""
        return _AllStreams([d.open(d.looks_for(request), settings) for request, d in self._detectors])


_Item = TypeVar("_Item", bound=Hashable)


def _once(items: Iterable[_Item]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys(items))


class FoundByYolox(FoundThings):
    """Everything that YOLOX knows, and what moves."""

    name = "found-by-yolox-nano"
    profiles = ("edge",)
    looked_for = ((EVERYTHING, Yolox), (_MOVEMENT, Moving))


class FoundByFastestDet(FoundThings):
    """Everything that FastestDet knows, and what moves."""

    name = "found-by-fastestdet"
    profiles = ("edge",)
    looked_for = ((EVERYTHING, FastestDet), (_MOVEMENT, Moving))


class FoundEmbedded(FoundThings):
    """What OpenCV's own detectors know. Of the plain shapes only circles: corners are everywhere in real pictures."""

    name = "found-things"
    profiles = ("embedded",)
    looked_for = (("person", People), ("face", Faces), ("circle", Shapes), (_MOVEMENT, Moving))


class _AllStreams:
    def __init__(self, streams: Sequence[FrameStream]) -> None:
        self._streams = streams

    def look(self, images: Sequence[Image]) -> list[list[Finding]]:
        each = [stream.look(images) for stream in self._streams]
        return [[f for found in frame for f in found] for frame in zip(*each, strict=True)]


@module
class Caption:
    """Say what can be seen, in one sentence.

    Names each kind of thing with the largest number of it that enough frames show. What too few show is left out.
    """

    version = 2
    video = operand(Type.VIDEO, doc="what to describe")
    min_score = knob(0.3, low=0.05, high=0.95, refilters=True, doc="finds less sure than this are left out")
    min_share = knob(0.2, low=0.0, high=1.0, refilters=True, doc="share of the frames that must show so many of a kind")
    rate_fps = knob(2.0, low=0.1, high=30.0, scale="log", doc="how many frames of a second are looked at")
    max_side_px = knob(
        640, low=160, high=2048, scale="log", doc="a frame whose longer side exceeds this is looked at in this size"
    )
    aliases = ("describe",)
    result = Type.TEXT
    traits = (Trait.PER_FRAME,)
    backends = (FoundByYolox, FoundByFastestDet, FoundEmbedded)
    examples = ('answer = caption(part(video, "end"))',)

    @staticmethod
    def gather(
        sampling: Sampling, findings: Sequence[Sequence[Finding]], min_score: float, min_share: float, **_: Any
    ) -> str:
        """Make the sentence from the findings of each sampled frame."""
        frames = [Counter(f.label for f in found if f.score >= min_score) for found in findings]
        labels = dict.fromkeys(label for frame in frames for label in frame)
        most = {label: _number_seen([frame[label] for frame in frames], min_share) for label in labels}
        return _sentence({label: number for label, number in most.items() if number})


def _number_seen(counts: Sequence[int], min_share: float) -> int:
    """Give the largest number that a share of the frames reach; one frame at least must reach it."""
    needed = max(1, math.ceil(min_share * len(counts)))
    return sorted(counts, reverse=True)[needed - 1]


def _sentence(most: dict[str, int]) -> str:
    import inflect

    english = inflect.engine()
    things = {label: n for label, n in most.items() if label != _MOVEMENT}
    # What moves is told only when nothing else is seen: it would count the same things again.
    most = things or most
    kinds = [f"{english.number_to_words(str(n))} {english.plural_noun(label, n)}" for label, n in most.items()]
    if kinds:
        return english.join(kinds).capitalize() + "."
    return "Nothing that is looked for is seen."
