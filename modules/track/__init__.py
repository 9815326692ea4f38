"""`track`: which boxes of successive frames show one and the same thing."""

import dataclasses
import itertools
import math
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from vprog.modules.looks import mean_looks
from vprog.modules.osnet import OsnetLooks
from vprog.modules.track.again import Parts, Thing, cut
from vprog.modules.track.fill import filled
from vprog.modules.track.likeness import Scene
from vprog.modules.track.link import Policy, chained
from vprog.modules.track.motion import Motion, Sights
from vprog.modules.track.smooth import smoothed
from vprog.spec import Prepared, Sighting, Trait, ValueBackend, knob, module, operand
from vprog.types import Type
from vprog.values import Absent, Box, Boxes, Source, Tracks
from vprog.values import Track as TrackValue

_BORDER = 0.01
"""A box that comes this near to a side of the picture, as a share of it, may be that of a thing that is cut off."""
_FEWEST_OTHERS = 0.1
"""Other things in a look, where hardly any were seen: nobody can be sure to be alone."""
_LONGEST_STEP_S = 0.51
"""Between looks further apart than half a second most things are lost, and what is left is no count of anything."""


class Offline(ValueBackend):
    """All boxes of the clip at once: sure links first, then links over gaps, judged from both of their ends."""

    name = "offline"
    profiles = ("embedded", "edge", "standard", "large")
    needs = ("scipy",)

    def run(self, **call: Any) -> object:
        """Give the tracks of the operand `boxes`; knobs by name, as `track` declares them."""
        things = _followed(**call)
        if isinstance(things, Absent):
            return things
        return _tracks(call["boxes"], [[thing] for thing in things], call["smooth_s"])


class OfflineAndLooks(OsnetLooks):
    """The same; then people who come back are known again by how they look."""

    name = "offline+osnet-x0.25"
    version = 2
    needs: ClassVar[tuple[str, ...]] = (*OsnetLooks.needs, *Offline.needs)
    caveat = ""


def _followed(
    boxes: Boxes, lost_s: float, certainty: float, speed: float, start_score: float, **_: Any
) -> list[list[Box]] | Absent:
    """Give where each thing was seen."""
    step_s = boxes.sampling.step_s
    if len(boxes.sampling.indices) > 1 and step_s > _LONGEST_STEP_S:
        return Absent(f"a look every {step_s:.2g} s is too seldom to follow anything: look more often")
    # Whatever order the boxes of a frame come in, they are the same boxes.
    items = sorted(boxes.items, key=lambda b: (b.frame, b.xyxy, b.score, b.label))
    scene = Scene(
        Motion(speed),
        step_s,
        longest_s=max(lost_s, 2 * step_s),
        crowd=_crowd([box for box in items if box.score >= start_score] or items, boxes.video.source),
    )
    chains = chained(_sights(items, boxes.video.source), scene, Policy(max_cost=-certainty))
    things = [[items[row] for row in chain] for chain in chains]
    return [thing for thing in things if max(box.score for box in thing) >= start_score]


def _tracks(boxes: Boxes, things: Sequence[Sequence[Thing]], smooth_s: float) -> Tracks:
    """Give the tracks of things, each of one or more stretches; nobody knows where a thing was between two of them."""
    source, step_s = boxes.video.source, boxes.sampling.step_s
    tracks = []
    for number, stretches in enumerate(sorted(things, key=_first_sight), start=1):
        whole = (smoothed(filled(stretch, boxes.sampling), smooth_s, step_s) for stretch in stretches)
        tracks.append(TrackValue(source, number, boxes.label, tuple(itertools.chain(*whole)), step_s))
    return Tracks(boxes.video, boxes.sampling, tuple(tracks), boxes.label)


def _first_sight(stretches: Sequence[Thing]) -> tuple[int, float, float]:
    box = stretches[0][0]
    return (box.frame, box.x1, box.y1)


def _sights(items: list[Box], source: Source) -> Sights:
    corners = np.array([box.xyxy for box in items], dtype=np.float64).reshape(-1, 4)
    size_px = np.maximum(corners[:, 2:] - corners[:, :2], 1.0)
    times_s = np.array([box.time_s for box in items], dtype=np.float64)
    picture_px = np.array([source.width_px, source.height_px])
    margin_px = _BORDER * picture_px
    cut_off = (corners[:, :2] <= margin_px) | (corners[:, 2:] >= picture_px - margin_px)
    return Sights(times_s, (corners[:, :2] + corners[:, 2:]) / 2, np.log(size_px), cut_off)


def _crowd(items: list[Box], source: Source) -> float:
    """Give the share of the picture that the other things of a look cover, were all of the median size."""
    if not items:
        return 1.0
    area_px = float(np.median([(box.x2 - box.x1) * (box.y2 - box.y1) for box in items]))
    others = len(items) / len({box.frame for box in items}) - 1.0
    return max(max(others, _FEWEST_OTHERS) * area_px / (source.width_px * source.height_px), 1e-6)


@module
class Track:
    """Follow each thing through time: the boxes of one thing become one track.

    Tracks are numbered from 1 by (first frame, x1). A track has a box in every looked-at frame from its first to its
    last sight, but for those while it is away; a box with score 0 stands where it must be and was not found. What was
    seen too rarely to be told from a false find is left out; half as often is enough for what is there at the first or
    at the last look. Where the profile knows looks, someone who comes back is known again; who is gone for longer
    across the border of the picture has left.
    """

    name = "track"
    boxes = operand(Type.BOXES, doc="what to follow")
    min_sightings = knob(
        4, low=1, high=60, scale="log", refilters=True, doc="a thing seen in fewer of the looked-at frames is left out"
    )
    min_seen_s = knob(0.5, low=0.0, high=10.0, refilters=True, doc="a thing seen for fewer seconds in all is left out")
    min_score = knob(
        0.0,
        low=0.0,
        high=0.99,
        refilters=True,
        doc="a thing whose finds are less sure than this in the mean is left out",
    )
    lost_s = knob(2.0, low=0.0, high=10.0, doc="how many seconds a thing may be out of sight and stay the same one")
    certainty = knob(0.0, low=-5.0, high=5.0, doc="how sure a link must be: the logarithm of its odds against chance")
    speed = knob(1.5, low=0.1, high=10.0, scale="log", doc="how fast things are: their own sizes a second, each axis")
    start_score = knob(0.5, low=0.05, high=0.95, doc="less sure finds carry a track on but begin none")
    smooth_s = knob(0.0, low=0.0, high=1.0, doc="over how many seconds boxes that jitter are averaged; 0: not at all")
    away_s = knob(10.0, low=0.0, high=60.0, doc="how many seconds someone lost inside the picture is looked for")
    min_likeness = knob(0.9, low=0.0, high=1.0, doc="cosine likeness of looks from which someone is known again")
    rate_fps = knob(
        2.0, low=0.1, high=30.0, scale="log", doc="how many frames of a second are looked at to know someone again"
    )
    max_side_px = knob(
        640, low=160, high=2048, scale="log", doc="a frame whose longer side exceeds this is looked at in this size"
    )
    aliases = ("follow",)
    result = Type.TRACKS
    traits = (Trait.TEMPORAL,)
    backends = (OfflineAndLooks, Offline)
    examples = ('track(detect(video, "person"))',)

    @staticmethod
    def prepare(boxes: Boxes, lost_s: float, away_s: float, speed: float, **knobs: Any) -> Prepared | Absent:
        """Follow, and choose who is looked at: who may have come back, and those who may be the same."""
        things = _followed(boxes, lost_s=lost_s, speed=speed, **knobs)
        if isinstance(things, Absent):
            return things
        step_s = boxes.sampling.step_s
        found = cut(things, boxes.video.source, lost_s=lost_s, away_s=away_s, speed=speed, step_s=step_s)
        return Prepared(found, tuple(tuple(found.parts[k]) for k in found.asked))

    @staticmethod
    def gather(
        boxes: Boxes,
        prepared: Parts,
        sightings: Sequence[Sequence[Sighting]],
        min_likeness: float,
        smooth_s: float,
        **_: Any,
    ) -> Tracks:
        """Put together those that look alike; without sightings, where no pictures are at hand, motion decides."""
        looks = dict(zip(prepared.asked, mean_looks(sightings), strict=False))
        return _tracks(boxes, prepared.joined(looks, min_likeness), smooth_s)

    @staticmethod
    def select(found: Tracks, min_sightings: int, min_seen_s: float, min_score: float) -> Tracks:
        looks, step_s = found.sampling.indices, found.sampling.step_s
        least = max(min_sightings, math.ceil(min_seen_s / step_s - 1e-6) if step_s else 0)

        def real(track: TrackValue) -> bool:
            # Of what was there before the first look, or is there after the last, only a part can be seen.
            cut_short = track.boxes[0].frame == looks[0] or track.boxes[-1].frame == looks[-1]
            asked = math.ceil(least / 2) if cut_short else least
            # In fewer looks than that, being seen in each is all that can be asked.
            return len(track.sights) >= min(asked, len(looks)) and track.score >= min_score

        kept = (track for track in found.items if real(track))
        numbered = tuple(dataclasses.replace(t, id=number) for number, t in enumerate(kept, start=1))
        return Tracks(found.video, found.sampling, numbered, found.label)
