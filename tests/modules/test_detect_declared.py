"""What `detect` and `track` promise in their declarations, and what People and Faces refuse."""

import subprocess
import sys

import pytest

from tests.modules.drawing import knobs, plain
from vprog.modules.detect import Detect
from vprog.modules.detect.faces import Faces
from vprog.modules.detect.people import People
from vprog.modules.detect.people import score_of as score_of_person
from vprog.modules.detect.request import singular, words_of
from vprog.modules.track import Offline, Track
from vprog.spec import Finding, Signature, Trait
from vprog.types import Type
from vprog.values import Box, Sampling, Source, Video


def test_detect_is_declared_as_programs_call_it() -> None:
    assert Detect.usage == "detect(video: Video, what: Text) -> Boxes"
    assert Detect.signatures == (Signature((Type.VIDEO, Type.TEXT), Type.BOXES),)
    assert [k.name for k in Detect.knobs] == ["min_score", "rate_fps", "max_side_px"]
    assert [k.refilters for k in Detect.knobs] == [True, False, False]
    assert all(k.accepts(k.default) for k in (*Detect.knobs, *Track.knobs))
    assert isinstance(knobs(Detect)["max_side_px"], int)
    assert [b.name for b in Detect.backends_of("embedded")] == [
        "hog-people", "haar-faces", "moving-regions", "coloured-shapes",
    ]  # fmt: skip
    assert all(b.__doc__ and b.vocabulary() for b in Detect.backends)
    assert all(b.refuses(asked) is None for b in Detect.backends for asked in b.vocabulary())


def test_track_is_declared_as_programs_call_it() -> None:
    assert Track.usage == "track(boxes: Boxes) -> Tracks"
    assert Track.traits == {Trait.TEMPORAL}
    for profile in ("embedded", "edge", "standard", "large"):
        assert Track.backends_of(profile)[-1] is Offline


def test_declaring_imports_no_heavy_package() -> None:
    heavy = "('cv2', 'supervision', 'trackers', 'inflect', 'scipy')"
    code = f"import sys, vprog.modules.detect, vprog.modules.track; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_gather_orders_filters_and_labels() -> None:
    video = Video.whole(Source("0" * 32, "drawn", 1.0, 100, 100, 10))
    sampling = Sampling((0, 4), (0.0, 0.4), 0.4)
    found = [[Finding(30, 0, 40, 9, 0.9, "x"), Finding(5, 0, 9, 9, 0.5, "x")], [Finding(1, 1, 2, 2, 0.1, "x")]]
    every = Detect.gather(video, sampling, found, what="person", **knobs(Detect))
    value = Detect.select(every, min_score=0.3)
    assert value.items == (Box(0, 0.0, 5, 0, 9, 9, 0.5, "person"), Box(0, 0.0, 30, 0, 40, 9, 0.9, "person"))
    assert (value.video, value.sampling, value.label) == (video, sampling, "person")
    with pytest.raises(ValueError, match="shorter"):
        Detect.gather(video, sampling, found[:1], what="person", **knobs(Detect))


@pytest.mark.parametrize("asked", ["person", "People", "the pedestrians", "a human", "somebody", "passers-by"])
def test_words_for_any_person_are_served(asked: str) -> None:
    assert People.refuses(asked) is None


@pytest.mark.parametrize("asked", ["man", "women", "children", "a toddler", "policemen"])
def test_kinds_of_people_are_refused_with_the_reason(asked: str) -> None:
    assert "cannot tell a " in str(People.refuses(asked))


@pytest.mark.parametrize("asked", ["car", "red person", "person in red", "two people", "walking person", ""])
def test_people_refuses_every_word_it_does_not_know(asked: str) -> None:
    assert People.refuses(asked) == "knows people standing or walking"


def test_only_faces_are_faces() -> None:
    assert [Faces.refuses(a) for a in ("face", "faces", "a human face")] == [None, None, None]
    assert Faces.refuses("smiling face") == "knows faces"


@pytest.mark.parametrize("asked", ["car", "dog", "man", "moving car", "the big circle"])
def test_what_no_backend_knows_is_refused_by_all(asked: str) -> None:
    assert all(b.refuses(asked) for b in Detect.backends_of("embedded"))


def test_each_request_is_served_by_one_backend_alone() -> None:
    for backend in Detect.backends_of("embedded"):
        for asked in backend.vocabulary():
            assert [b for b in Detect.backends_of("embedded") if b.refuses(asked) is None] == [backend]


def test_nouns_are_read_in_the_singular() -> None:
    assert words_of("The red circles!") == ("red", "circle")
    assert [singular(n) for n in ("people", "boxes", "bus", "glass", "children", "person")] == [
        "person", "box", "bus", "glass", "child", "person",
    ]  # fmt: skip
    assert words_of(" the ") == words_of("") == ()


@pytest.mark.parametrize("backend", [People, Faces])
def test_a_plain_picture_holds_nobody(backend: type[People] | type[Faces]) -> None:
    ready = backend()
    ready.load()
    stream = ready.open(backend.vocabulary()[0], knobs(Detect))
    assert stream.look([plain(), plain((0, 0, 0), 40, 30)]) == [[], []]


def test_the_score_of_a_person_grows_with_both_opinions() -> None:
    assert score_of_person(0.0, 1.0) < score_of_person(1.0, 1.0) < score_of_person(1.0, 3.0)
    assert 0.0 <= score_of_person(-9.0, 0.0) < 0.01
    assert 0.99 < score_of_person(9.0, 30.0) <= 1.0
