"""Random values of every type, and a registry whose models are replaced by dice."""

import dataclasses
import random
from typing import Any

from vprog.spec import Module, Registry
from vprog.types import Type
from vprog.values import Absent, Box, Boxes, Interval, Mask, Masks, Sampling, Span, Spans, Track, Tracks, Video

LABELS = ("person", "red circle", "dog", "")


def _sampling(rng: random.Random, video: Video) -> Sampling:
    # Every value looks at frames of the one source: a frame has one time, however densely one looks.
    fps = video.source.frame_count / video.source.duration_s
    stride = rng.choice((2, 4, 10))
    frames = [f for f in range(0, video.source.frame_count, stride) if any(c.holds(f / fps) for c in video.cuts)]
    return Sampling(tuple(frames), tuple(f / fps for f in frames), stride / fps)


def _box(rng: random.Random, video: Video, frame: int, time_s: float, label: str) -> Box:
    width, height = video.source.width_px, video.source.height_px
    x, y = rng.uniform(0, width - 2), rng.uniform(0, height - 2)
    return Box(frame, time_s, x, y, rng.uniform(x + 1, width), rng.uniform(y + 1, height), rng.random(), label)


def _track(rng: random.Random, video: Video, number: int, sampling: Sampling) -> Track | None:
    shown = sorted(rng.sample(range(len(sampling.indices)), rng.randint(0, len(sampling.indices))))
    label = rng.choice(LABELS)
    boxes = tuple(_box(rng, video, sampling.indices[i], sampling.times_s[i], label) for i in shown)
    return Track(video.source, number, label, boxes, sampling.step_s) if boxes else None


def _tracks(rng: random.Random, video: Video, most: int = 3) -> Tracks:
    sampling = _sampling(rng, video)
    found = (_track(rng, video, n, sampling) for n in range(1, rng.randint(0, most) + 1))
    ordered = sorted((t for t in found if t), key=lambda t: (t.boxes[0].frame, t.boxes[0].x1))
    return Tracks(video, sampling, tuple(ordered), rng.choice(LABELS))


def _span(rng: random.Random, video: Video) -> Span:
    start_s, end_s = sorted(rng.uniform(0, video.source.duration_s) for _ in range(2))
    return Span(video.source, start_s, end_s, _tracks(rng, video, most=2).items, rng.random(), rng.choice(LABELS))


def _spans(rng: random.Random, video: Video) -> Spans:
    items = sorted((_span(rng, video) for _ in range(rng.randint(0, 3))), key=lambda s: (s.start_s, s.end_s))
    return Spans((video,), tuple(items))


def random_value(type_: Type, rng: random.Random, video: Video) -> object:
    """Draw a payload of the type on a video; sometimes empty, sometimes absent."""
    if rng.random() < 0.1:
        return Absent("the dice say no")
    sampling = _sampling(rng, video)
    match type_:
        case Type.VIDEO:
            start_s, end_s = sorted(rng.uniform(0, video.source.duration_s) for _ in range(2))
            return video.keep([Interval(start_s, end_s)])
        case Type.VIDEOS:
            return tuple(video for _ in range(rng.randint(0, 3)))
        case Type.SPANS:
            return _spans(rng, video)
        case Type.SPAN:
            return _span(rng, video)
        case Type.BOXES:
            boxes = [
                _box(rng, video, f, t, "x") for f, t in zip(sampling.indices, sampling.times_s, strict=True)
                for _ in range(rng.randint(0, 2))
            ]  # fmt: skip
            return Boxes(video, sampling, tuple(sorted(boxes, key=lambda b: (b.frame, b.x1))))
        case Type.TRACKS:
            return _tracks(rng, video)
        case Type.TRACK:
            tracks = _tracks(rng, video)
            return tracks.items[0] if tracks.items else Absent("no track today")
        case Type.MASKS:
            masks = [
                Mask(f, t, 1, 4, 4, (16,), 0.5, "x") for f, t in zip(sampling.indices, sampling.times_s, strict=True)
            ]
            return Masks(video, sampling, tuple(masks))
        case Type.TEXT:
            return rng.choice(("", "yes", "Ünïcode “text”", "3"))
        case Type.TEXTS:
            return tuple(rng.choice("abc") for _ in range(rng.randint(0, 4)))
        case Type.NUMBER:
            return rng.choice((0, 1, -2, 3.5, 10**6))
        case Type.NUMBERS:
            return tuple(rng.randint(-3, 9) for _ in range(rng.randint(0, 4)))
        case Type.SECONDS:
            return rng.uniform(-1, 9)
        case Type.BOOL:
            return rng.random() < 0.5


def dice_registry(registry: Registry, rng: random.Random, *videos: Video, same_each_time: bool = False) -> Registry:
    """Give the registry with every module that has a backend replaced by one that draws values of its result type.

    videos: what the values are of; each of one of them. same_each_time: every call of a module gives one and the same.
    """
    state = rng.getstate() if same_each_time else None

    def with_dice(module: Module) -> Module:
        def draw(**_: Any) -> object:
            if state is not None:
                rng.setstate(state)
            return random_value(module.signatures[0].result, rng, rng.choice(videos))

        return dataclasses.replace(module, backends=(), gather=None, select=None, compute=draw)

    return Registry(with_dice(m) if m.backends else m for m in (*registry, *registry.signs))
