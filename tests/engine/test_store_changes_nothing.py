"""Random programs on random detectors: no store, an empty one or a full one, passes or none, give the same answers."""

import dataclasses
import hashlib
import random

import pytest

from tests.engine.running import execute
from tests.language.sampling import SAMPLES, written_line_by_line
from vprog.api.session import Session
from vprog.graph import PASSES
from vprog.spec import Finding, FrameBackend, Registry, ValueBackend
from vprog.types import Type
from vprog.values import Absent, Boxes, collect, digest, members

pytest.importorskip("llguidance", reason="draws samples with llguidance")


class PixelDice(FrameBackend):
    """Findings that depend on the picture and the request alone."""

    name = "pixel-dice"
    profiles = ("embedded",)
    batch = 3

    def open(self, request, settings):
        class Stream:
            def look(self, images):
                return [dice_of(image, request) for image in images]

        return Stream()


def dice_of(image, request: str) -> list[Finding]:
    rng = random.Random(hashlib.sha256(image.tobytes() + request.encode("utf-8", "surrogatepass")).digest())
    height, width = image.shape[:2]
    found = []
    for _ in range(rng.randint(0, 3)):
        x, y = rng.uniform(0, width - 2), rng.uniform(0, height - 2)
        corners = (x, y, rng.uniform(x + 1, width), rng.uniform(y + 1, height))
        found.append(Finding(*corners, rng.random(), rng.choice(("cat", "dog"))))
    return found


class RememberingDice(PixelDice):
    """The same, but what it says depends on how many pictures it saw before."""

    name = "remembering-dice"
    temporal = True

    def open(self, request, settings):
        class Stream:
            seen = 0

            def look(self, images):
                Stream.seen += len(images)
                return [dice_of(image, f"{request}{Stream.seen}") for image in images]

        return Stream()


class TrackDice(ValueBackend):
    """Nothing, or an absence, by the number of boxes."""

    name = "track-dice"
    profiles = ("embedded",)

    def run(self, **call):
        boxes: Boxes = call["boxes"]
        if len(members(boxes)) % 3 == 1:
            return Absent("the dice say no")
        return collect(Type.TRACKS, (), None, (boxes.video,))


def with_dice(registry: Registry) -> Registry:
    backends = {"detect": (PixelDice,), "caption": (RememberingDice,), "track": (TrackDice,)}
    every = (*registry, *registry.signs)
    return Registry(dataclasses.replace(m, backends=backends.get(m.name, m.backends)) for m in every)


def test_a_store_never_changes_a_result(demo_clip, tmp_path):
    registry = with_dice(Registry.load())
    rng = random.Random(11)
    sessions = {"none": Session(cache=tmp_path / "a", store=False), "store": Session(cache=tmp_path / "b")}
    for session in sessions.values():
        session.registry = registry
    looked = 0
    for _ in range(max(20, SAMPLES // 10)):
        program = written_line_by_line(registry, rng)
        if "detect(" not in program and "caption(" not in program:
            continue
        looked += 1
        records = [sessions[name].run(program, demo_clip).to_json() for name in ("none", "store", "store")]
        for record in records:
            del record["trace"], record["cost"]
        assert records[0] == records[1] == records[2], program
    assert looked >= 3


def test_filters_as_nodes_and_merging_never_change_a_result(clip):
    registry = with_dice(Registry.load())
    rng = random.Random(12)
    looked = 0
    for _ in range(max(20, SAMPLES // 10)):
        program = written_line_by_line(registry, rng)
        looked += "detect(" in program or "track(" in program
        for knobs in ({}, {"detect.min_score": 0.7, "track.min_sightings": 2}):
            runs = (execute(program, registry, [clip], passes=passes, knobs=knobs) for passes in (PASSES, ()))
            outcomes = [execution.known[execution.graph.root] for execution in runs]
            values = [digest(o.type, o.payload) if o.has_value else o.reason for o in outcomes]
            assert values[0] == values[1], program
            assert outcomes[0].evidence == outcomes[1].evidence, program
    assert looked >= 3
