"""Things that stand, go, turn, jitter, are missed at times and come near each other, thrown by dice."""

import dataclasses
import random

from tests.strategies import sampling_of
from vprog.values import Box, Track, Tracks, Video

_LABELS = ("", "person", "red car")
_STEPS_PX = (0.0, 0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
_LOOKS = (1, 2, 8, 20, 40, 40, 40)
_LEGS = (1, 2, 6, 12, 40)
_JITTERS_PX = (0.0, 0.0625, 0.5)
_MISSED = 0.1
_PLACES_PX = ((20.0, 4.0), (-2.0, -2.0), (-9.0, 0.0), (0.0, 0.0), (2.0, 14.0), (-30.0, 2.0))


def walk(rng: random.Random, view: Video) -> Track | None:
    """Give something that walks about, or None where the view has no frame. Its numbers are exact in binary."""
    sampling = sampling_of(view)
    looks = list(zip(sampling.indices, sampling.times_s, strict=True))
    if not looks:
        return None
    first = rng.choice((0, 0, rng.randrange(len(looks))))
    x, y, width, height = rng.randint(-4, 60), rng.randint(-4, 44), rng.randint(2, 20), rng.randint(2, 20)
    jitter_px, label, score = rng.choice(_JITTERS_PX), rng.choice(_LABELS), rng.randrange(1025) / 1024
    boxes: list[Box] = []
    left, dx, dy = 0, 0.0, 0.0
    for frame, time_s in looks[first : first + rng.choice(_LOOKS)]:
        if not left:
            left = rng.choice(_LEGS)
            dx, dy = (rng.choice((-1, 1)) * rng.choice(_STEPS_PX) for _ in "xy")
        left, x, y = left - 1, x + dx, y + dy
        if boxes and rng.random() < _MISSED:
            continue
        x1, y1, x2, y2 = (edge + rng.choice((-1, 0, 1)) * jitter_px for edge in (x, y, x + width, y + height))
        boxes.append(Box(frame, time_s, x1, y1, x2, y2, score, label))
    return Track(view.source, 1, label, tuple(boxes), sampling.step_s)


def companion(rng: random.Random, one: Track) -> Track:
    """Give something larger, smaller or of one size that keeps beside a thing, goes by it or stands in its way."""
    scale, follows, (x, y) = rng.choice((2.0, 0.5, 1.0)), rng.random() < 0.5, rng.choice(_PLACES_PX)
    dx, dy = rng.choice((0.0, 0.0, -1.0, 2.0)), rng.choice((0.0, 0.0, 1.0))
    boxes = []
    for number, box in enumerate(one.boxes):
        beside = box if follows else one.boxes[0]
        x1, y1 = beside.x1 + x + number * dx, beside.y1 + y + number * dy
        x2, y2 = x1 + scale * (beside.x2 - beside.x1), y1 + scale * (beside.y2 - beside.y1)
        if not boxes or rng.random() > _MISSED:
            boxes.append(dataclasses.replace(box, x1=x1, y1=y1, x2=x2, y2=y2))
    return dataclasses.replace(one, boxes=tuple(boxes), label=rng.choice(_LABELS))


def crowd(rng: random.Random, view: Video, beside: Tracks | None = None) -> Tracks:
    """Give a few things that walk about; those that they are put beside may be among them or have company."""
    found = [t for _ in range(rng.choice((0, 1, 1, 2, 3))) if (t := walk(rng, view))]
    shown = set(sampling_of(view).indices)
    for track in beside.items if beside else ():
        also = track if rng.random() < 0.3 else companion(rng, track)
        kept = tuple(b for b in also.boxes if b.frame in shown)
        if kept:
            found.append(dataclasses.replace(also, boxes=rng.choice((kept, kept, kept[:3]))))
    ordered = sorted(found, key=lambda t: (t.boxes[0].frame, t.boxes[0].x1))
    numbered = tuple(dataclasses.replace(t, id=n) for n, t in enumerate(ordered, start=1))
    return Tracks(view, sampling_of(view), numbered, rng.choice(_LABELS))
