"""`caption`: what a video shows, in words."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from vprog.modules.detect import Faces, Moving, People, Shapes
from vprog.spec import Finding, FrameBackend, Trait, knob, module, operand
from vprog.spec.backend import FrameStream, Image, Settings
from vprog.types import Type
from vprog.values import Sampling

_MOVEMENT = "moving thing"
_LOOKED_FOR: tuple[tuple[str, type[FrameBackend]], ...] = (
    ("person", People),
    ("face", Faces),
    ("circle", Shapes),
    (_MOVEMENT, Moving),
)
"""What the embedded profile looks for when it is not told what to look for. Of the plain shapes only circles: corners
are everywhere in real pictures."""


class FoundThings(FrameBackend):
    """Names the things that the embedded detectors find, and says so when they find none.

    It measures and counts; no model judges. What these detectors do not know is not in the caption.
    """

    name = "found-things"
    profiles = ("embedded",)
    needs = ("opencv-python", "inflect")
    caveat = "; ".join(detector.caveat for _, detector in _LOOKED_FOR if detector.caveat)
    temporal = any(detector.temporal for _, detector in _LOOKED_FOR)

    def __init__(self) -> None:
        """Make the detectors; nothing is loaded yet."""
        self._detectors = [(request, detector()) for request, detector in _LOOKED_FOR]

    @classmethod
    def vocabulary(cls) -> tuple[str, ...]:
        """Give what it looks for."""
        return tuple(request for request, _ in _LOOKED_FOR)

    def load(self) -> None:
        """Load the detectors."""
        for _, detector in self._detectors:
            detector.load()

    def open(self, request: str, settings: Settings) -> FrameStream:
        """Begin a pass of every detector."""
        return _AllStreams([d.open(request, settings) for request, d in self._detectors])


class _AllStreams:
    def __init__(self, streams: Sequence[FrameStream]) -> None:
        self._streams = streams

    def look(self, images: Sequence[Image]) -> list[list[Finding]]:
        each = [stream.look(images) for stream in self._streams]
        return [[f for found in frame for f in found] for frame in zip(*each, strict=True)]


@module
class Caption:
    """Say what can be seen, in one sentence.

    Names each kind of thing with the largest number of it in one frame. A kind seen in too few frames is left out.
    """

    video = operand(Type.VIDEO, doc="what to describe")
    min_score = knob(0.3, low=0.05, high=0.95, refilters=True, doc="finds less sure than this are left out")
    min_share = knob(0.2, low=0.0, high=1.0, refilters=True, doc="share of the frames that must show a kind of thing")
    rate_fps = knob(2.0, low=0.1, high=30.0, scale="log", doc="how many frames of a second are looked at")
    max_side_px = knob(
        640, low=160, high=2048, scale="log", doc="a frame whose longer side exceeds this is looked at in this size"
    )
    result = Type.TEXT
    traits = (Trait.PER_FRAME,)
    backends = (FoundThings,)
    examples = ('answer = caption(part(video, "end"))',)

    @staticmethod
    def gather(
        sampling: Sampling, findings: Sequence[Sequence[Finding]], min_score: float, min_share: float, **_: Any
    ) -> str:
        """Make the sentence from the findings of each sampled frame."""
        frames = [Counter(f.label for f in found if f.score >= min_score) for found in findings]
        labels = dict.fromkeys(label for frame in frames for label in frame)
        seen = {label: sum(label in frame for frame in frames) for label in labels}
        kept = {
            label: max(frame[label] for frame in frames) for label in labels if seen[label] >= min_share * len(frames)
        }
        return _sentence(kept)


def _sentence(most: dict[str, int]) -> str:
    import inflect

    english = inflect.engine()
    things = {label: n for label, n in most.items() if label != _MOVEMENT}
    # What moves is told only when nothing else is seen: it would count the same things again.
    most = things or most
    kinds = [f"{english.number_to_words(str(n))} {english.plural_noun(label, n)}" for label, n in most.items()]
    if kinds:
        return english.join(kinds).capitalize() + "."
    looked_for = english.join([english.plural_noun(request) for request, _ in _LOOKED_FOR], conj="or")
    return f"No {looked_for}."
