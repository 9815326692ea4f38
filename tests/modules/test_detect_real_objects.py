"""Real pictures and clips with the real models, where they are at hand."""

import json
from pathlib import Path

import pytest

import vprog

LEAST = 0.22
"""What is cut off at the edge of a picture is found less surely than what is seen whole."""


def counted(what: str, video: Path, weights: Path, cache: Path) -> object:
    program = f'answer = count(track(detect(video, "{what}")))'
    knobs = {"detect.min_score": LEAST, "track.start_score": LEAST}
    return vprog.run(program, video, cache=cache, models=weights, knobs=knobs).value


@pytest.mark.parametrize(
    ("image", "what", "key"),
    [("bus.jpg", "person", "person"), ("bus.jpg", "bus", "bus"), ("zidane.jpg", "people", "person")],
)
def test_pictures_show_as_many_as_are_in_them(
    shared_data: Path, weights: Path, tmp_path: Path, image: str, what: str, key: str
) -> None:
    expected = json.loads((shared_data / "images" / "expected.json").read_text())[image][key]
    assert counted(what, shared_data / "images" / image, weights, tmp_path) == expected


def test_a_tie_is_seen(shared_data: Path, weights: Path, tmp_path: Path) -> None:
    program = 'answer = exists(detect(video, "tie"))'
    assert vprog.run(program, shared_data / "images/zidane.jpg", cache=tmp_path, models=weights).value is True


def test_the_small_model_finds_most_of_it_too(shared_data: Path, weights: Path, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "FastestDet.onnx").write_bytes((weights / "FastestDet.onnx").read_bytes())
    answer = counted("person", shared_data / "images/bus.jpg", tmp_path / "models", tmp_path)
    assert isinstance(answer, int)
    assert 3 <= answer <= 5


@pytest.mark.parametrize(
    ("clip", "what", "most"),
    [
        ("tud_campus.mp4", "person", 6), ("dog_fetch.mp4", "dog", 1), ("paraglider_takeoff.mp4", "person", 1),
        ("highway_cyclist.avi", "airplane", 0), ("coffee_pour.mp4", "blue cup", 1),
    ],
)  # fmt: skip
def test_clips_show_about_as_many_at_once_as_are_in_them(
    shared_data: Path, weights: Path, tmp_path: Path, clip: str, what: str, most: int
) -> None:
    program = f'answer = max_simultaneous(track(detect(video, "{what}")))'
    answer = vprog.run(program, shared_data / "clips" / clip, cache=tmp_path, models=weights)
    assert answer.profile == "edge"
    assert isinstance(answer.value, int)
    assert abs(answer.value - most) <= (most > 1)


def test_bottles_come_and_go(shared_data: Path, weights: Path, tmp_path: Path) -> None:
    """Three stand there at first; at 20 s only one does."""
    program = 'tracks_all = track(detect(video, "bottle"))\nanswer = count(at(tracks_all, {}))'
    session = vprog.Session(cache=tmp_path, models=weights)
    seen = [session.run(program.format(t), shared_data / "clips/bottles_on_table.mp4").value for t in (1, 20, 39)]
    assert seen == [3, 1, 3]


def test_walkers_are_counted_once_each(shared_data: Path, weights: Path, tmp_path: Path) -> None:
    clip = shared_data / "clips" / "tud_campus.mp4"
    for question in ("How many people are there?", "How many people walk past?"):
        answer = vprog.answer(clip, question, cache=tmp_path, models=weights)
        assert answer.profile == "edge"
        assert isinstance(answer.value, int)
        assert abs(answer.value - 8) <= 1
