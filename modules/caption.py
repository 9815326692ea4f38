"""`caption`: what a video shows, in words."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from vprog.modules.detect import Detect
from vprog.spec import Finding, FrameBackend, Trait, knob, module, operand
from vprog.spec.backend import FrameStream, Image, Settings
from vprog.types import Type
from vprog.values import Sampling

_REQUESTS = ("person", "face", "circle", "square", "triangle", "moving thing")
"""What the embedded profile looks for when it is not told what to look for."""


class FoundThings(FrameBackend):
    """Names the things that the embedded detectors find, and says so when they find none.

    It measures and counts; no model judges. What these detectors do not know is not in the caption.
    """

    name = "found-things"
    profiles = ("embedded",)
    needs = ("cv2", "inflect")

    def __init__(self) -> None:
        """Choose, for each request, the first detector that serves it."""
        offered = Detect.backends_of("embedded")
        chosen = ((r, next((b for b in offered if b.refuses(r) is None), None)) for r in _REQUESTS)
        self._detectors = [(r, b()) for r, b in chosen if b is not None and issubclass(b, FrameBackend)]

    @classmethod
    def vocabulary(cls) -> tuple[str, ...]:
        """Give what it looks for."""
        return _REQUESTS

    def load(self) -> None:
        """Load the detectors."""
        for _, detector in self._detectors:
            detector.load()

    def open(self, request: str, settings: Settings) -> FrameStream:
        """Begin a pass of every detector."""
        return _AllStreams([(r, d.open(r, settings)) for r, d in self._detectors])


class _AllStreams:
    def __init__(self, streams: Sequence[tuple[str, FrameStream]]) -> None:
        self._streams = streams

    def look(self, images: Sequence[Image]) -> list[list[Finding]]:
        found: list[list[Finding]] = [[] for _ in images]
        for _, stream in self._streams:
            for findings, more in zip(found, stream.look(images), strict=True):
                findings += more
        return found


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
    kinds = [f"{english.number_to_words(n)} {english.plural_noun(label, n)}" for label, n in most.items()]
    if kinds:
        return english.join(kinds).capitalize() + "."
    looked_for = english.join([english.plural_noun(r) for r in _REQUESTS], conj="or")
    return f"No {looked_for}."
