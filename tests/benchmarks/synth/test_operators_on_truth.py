"""On boxes that are true, the operators say of made clips what the oracle says, which knows the paths of all things."""

import collections
import dataclasses
import re

import pytest

from tests.engine.running import execute
from vprog.media import open_video
from vprog.spec import Module, Registry
from vprog.types import Type
from vprog.values import Box, Boxes, Sampling, Track, Tracks, Video

RATE_FPS = 5.0
OPERATORS = (
    *("moving", "stopped", "stops", "starts_moving", "direction", "position", "speed", "size", "count_repeats"),
    *("near", "meets", "passes", "inside", "left_of", "right_of", "above", "below"),
    *("order", "argmax", "argmin", "interval"),
)
LOOKS_AT_PIXELS = ("color", "caption", "count_unique", "segment", "read_text", "localize")


def named(thing: dict, request: str) -> bool:
    *colours, kind = request.split()
    return kind in (thing["kind"], "thing") and (not colours or thing["colour"] == colours[0])


def true_tracks(truth: dict, video: Video, request: str) -> Tracks:
    """Give the boxes of every thing that a request names, in looks at the rate of `detect`."""
    stride = max(1, round(truth["rate_fps"] / RATE_FPS))
    frames = [f for f in truth["frames"] if f["frame"] % stride == 0]
    step_s = stride / truth["rate_fps"]
    looked = Sampling(tuple(f["frame"] for f in frames), tuple(f["time_s"] for f in frames), step_s).within(video.cuts)
    ids = {thing["id"] for thing in truth["things"] if named(thing, request)}
    boxes = collections.defaultdict(list)
    for frame in (f for f in frames if f["frame"] in looked.indices):
        for thing in frame["things"]:
            if thing["id"] in ids and thing["box"] and thing["hidden_share"] < 0.7:
                place = map(float, thing["box"])
                boxes[thing["id"]].append(Box(frame["frame"], frame["time_s"], *place, 1.0, request))
    found = [Track(video.source, 0, request, tuple(b), step_s) for b in boxes.values()]
    found.sort(key=lambda t: (t.boxes[0].frame, t.boxes[0].x1))
    return Tracks(video, looked, tuple(dataclasses.replace(t, id=n) for n, t in enumerate(found, start=1)), request)


def with_truth(truth: dict) -> Registry:
    """Give the registry in which `detect` and `track` find what is there."""

    def detect(video: Video, what: str, **_: float) -> Boxes:
        return Boxes(video, true_tracks(truth, video, what).sampling, (), what)

    def track(boxes: Boxes, **_: float) -> Tracks:
        return true_tracks(truth, boxes.video, boxes.label)

    def told(module: Module) -> Module:
        known = {"detect": detect, "track": track}.get(module.name)
        return dataclasses.replace(module, backends=(), gather=None, select=None, compute=known) if known else module

    return Registry(told(m) for m in (*Registry.load(), *Registry.load().signs))


def uses(program: str, names: tuple[str, ...]) -> bool:
    return any(re.search(rf"\b{name}\(", program) for name in names)


def test_they_agree_with_the_oracle(mixed):
    registries = {name: with_truth(truth) for name, truth in mixed.truths.items()}
    files = {name: open_video(mixed.folder / f"{name}.mp4") for name in mixed.truths}
    asked, wrong = 0, []
    for record in mixed.records:
        program, video = record["program"], record["video"]
        if program is None or not isinstance(video, str) or "choices" in record:
            continue
        if not uses(program, OPERATORS) or uses(program, LOOKS_AT_PIXELS):
            continue
        name = video.removesuffix(".mp4")
        execution = execute(program, registries[name], [files[name]])
        outcome = execution.known[execution.graph.root]
        asked += 1
        wanted = record["answer"]
        if outcome.type in (Type.SECONDS, Type.SPAN):
            # Looks are a fifth of a second apart.
            got = [outcome.payload.start_s, outcome.payload.end_s] if outcome.type is Type.SPAN else [outcome.payload]
            agrees = got == pytest.approx(wanted if isinstance(wanted, list) else [wanted], abs=0.5)
        else:
            agrees = outcome.payload == wanted
        if not agrees:
            wrong.append((video, record["question"], wanted, outcome.payload, outcome.reason))
    assert asked > 100
    assert not wrong
