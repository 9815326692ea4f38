"""`detect`: where the things are that a description names."""

from collections.abc import Sequence

from vprog.modules.detect.faces import Faces
from vprog.modules.detect.fastestdet import FastestDet
from vprog.modules.detect.moving import Moving
from vprog.modules.detect.objects import EVERYTHING
from vprog.modules.detect.people import People
from vprog.modules.detect.shapes import Shapes
from vprog.modules.detect.yolox import Yolox
from vprog.spec import Finding, Trait, knob, module, operand
from vprog.types import Type
from vprog.values import Box, Boxes, Sampling, Video

__all__ = ["EVERYTHING", "Detect", "Faces", "FastestDet", "Moving", "People", "Shapes", "Yolox"]


@module
class Detect:
    """Find the things that a description names, in every looked-at frame.

    Gives a box for each thing in each frame; one thing seen in ten frames has ten boxes, so `track` before counting.
    A description that no backend of the profile knows word for word makes the value absent, never a near guess.
    """

    name = "detect"
    video = operand(Type.VIDEO, doc="where to look")
    what = operand(Type.TEXT, doc="what to look for: a noun, with a colour where the profile knows it")
    min_score = knob(0.2, low=0.05, high=0.95, refilters=True, doc="finds less sure than this are left out")
    rate_fps = knob(5.0, low=0.5, high=30.0, scale="log", doc="how many frames of a second are looked at")
    max_side_px = knob(
        640, low=160, high=2048, scale="log", doc="a frame whose longer side exceeds this is looked at in this size"
    )
    aliases = ("find", "find_objects")
    result = Type.BOXES
    traits = (Trait.PER_FRAME,)
    backends = (Yolox, FastestDet, People, Faces, Moving, Shapes)
    examples = ('detect(video, "person")', 'detect(video, "red circle")')

    @staticmethod
    def gather(
        video: Video,
        sampling: Sampling,
        findings: Sequence[Sequence[Finding]],
        what: str,
        **_: object,
    ) -> Boxes:
        """Make the value from the findings of each sampled frame, in source pixels.

        Boxes are ordered by frame, then x1, and labelled with what was asked for. Empty: looked, found none.

        Raises: ValueError unless there is one list of findings for each sampled frame.
        """
        boxes = []
        for index, time_s, found in zip(sampling.indices, sampling.times_s, findings, strict=True):
            ordered = sorted(found, key=lambda f: (f.x1, f.y1, f.x2, f.y2))
            boxes += [Box(index, time_s, f.x1, f.y1, f.x2, f.y2, f.score, what) for f in ordered]
        return Boxes(video, sampling, tuple(boxes), what)

    @staticmethod
    def select(found: Boxes, min_score: float) -> Boxes:
        return Boxes(found.video, found.sampling, tuple(b for b in found.items if b.score >= min_score), found.label)
