"""Modules that choose what is looked at again: none of it is needed for a value."""

import pytest

import vprog
from tests.engine.running import execute
from tests.engine.test_execution import LOADED, answer
from vprog.engine import Budget
from vprog.spec import Finding, Prepared, RegionBackend, knob, module, operand
from vprog.types import Type
from vprog.values import Absent, Outcome, Status, Tracks


class _Grey(RegionBackend):
    """Says how bright a region is."""

    name = "grey"
    profiles = ("embedded",)

    def open(self, request, settings):
        return self

    def look(self, images, regions):
        def said(image, corners):
            x1, y1, x2, y2 = (int(side) for side in corners)
            return Finding(*corners.tolist(), 1.0, "", (float(image[y1:y2, x1:x2].mean()),))

        return [[said(image, corners) for corners in found] for image, found in zip(images, regions, strict=True)]


@module
class Seen:
    """Count the sightings of the first track alone."""

    tracks = operand(Type.TRACKS, doc="what to look at")
    skip = knob(0, low=0, high=9, doc="how many tracks are passed over")
    rate_fps = knob(2.0, low=0.1, high=30.0, doc="how many frames of a second are looked at")
    max_side_px = knob(640, low=160, high=2048, doc="the size they are looked at in")
    result = Type.NUMBER
    backends = (_Grey,)
    examples = ('answer = seen(track(detect(video, "red circle")))',)

    @staticmethod
    def prepare(tracks, skip, **_):
        if skip == 9:
            return Absent("nine is too many")
        if skip == 8:
            raise RuntimeError("wheels fell off")
        return Prepared(skip, tuple(t.sights for t in tracks.items[skip : skip + 1]))

    @staticmethod
    def gather(tracks, prepared, sightings, **_):
        assert len(sightings) <= 1
        assert all(s.box in tracks.items[prepared].sights for seen in sightings for s in seen)
        return sum(map(len, sightings))


REGISTRY = LOADED.with_modules([Seen])
PROGRAM = 'answer = seen(track(detect(video, "red circle")))'


def test_only_what_is_chosen_is_looked_at(clip):
    execution = execute(PROGRAM, REGISTRY, [clip])
    # Two of the frames of each of six seconds, behind the 30 of the detector.
    assert (answer(execution).payload, execution.cost.frames_decoded) == (12, 42)


def test_where_nothing_is_chosen_no_frame_is_read(clip):
    execution = execute(PROGRAM, REGISTRY, [clip], knobs={"seen.skip": 5})
    assert (answer(execution).payload, execution.cost.frames_decoded) == (0, 30)


def test_what_cannot_be_prepared_is_absent_or_fails_alone(clip):
    absent = answer(execute(PROGRAM, REGISTRY, [clip], knobs={"seen.skip": 9}))
    assert (absent.status, absent.reason) == (Status.ABSENT, "nine is too many")
    failed = answer(execute(PROGRAM, REGISTRY, [clip], knobs={"seen.skip": 8}))
    assert failed.status is Status.FAILED
    assert "`seen` failed: RuntimeError: wheels fell off" in str(failed.diagnostic)


@pytest.fixture
def session(tmp_path, monkeypatch):
    made = vprog.Session("embedded", tmp_path)
    monkeypatch.setattr(made, "registry", REGISTRY)
    return made


def test_a_spent_budget_leaves_a_value_that_says_so(session, demo_clip):
    found = session.run(PROGRAM, demo_clip, budget=Budget(frames=30))
    assert (found.value, found.status, found.partial, found.budget_spent) == (0, "answered", True, True)
    assert "budget" in found.reason


def test_of_a_video_that_is_not_at_hand_nothing_is_looked_at_and_the_value_says_so(session, demo_clip):
    tracks = session.run('answer = track(detect(video, "red circle"))', demo_clip)["answer"]
    assert isinstance(tracks.payload, Tracks)
    given = {"tracks_all": Outcome.of(Type.TRACKS, tracks.payload)}
    found = session.compute("answer = seen(tracks_all)", given)
    assert (found.payload, found.status) == (0, Status.OK)
    assert f"the pictures of {demo_clip.name} are not at hand" in " ".join(found.caveats)
    colours = session.compute(
        "answer = color(first(tracks_all))", {"tracks_all": Outcome.of(Type.TRACKS, tracks.payload)}
    )
    assert colours.status is Status.ABSENT
    assert "not at hand" in colours.reason
