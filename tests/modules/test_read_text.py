"""`read_text`: drawn words are read from real pixels; near readings are one text, other numbers are not."""

import socket
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vprog
from tests.modules.drawing import knobs, plain
from vprog.modules.read_text import RapidOcr, ReadText, merged
from vprog.spec import Finding
from vprog.spec.backend import installed
from vprog.values import Sampling

reads = pytest.mark.skipif(
    not all(installed(name) for name in RapidOcr.needs), reason="the extra `edge` is not installed"
)


def reading(text: str, score: float = 0.9, x: float = 0, y: float = 0) -> Finding:
    return Finding(x, y, x + 50, y + 10, score, text)


def gathered(frames: list[list[Finding]], **changed: float) -> object:
    sampling = Sampling(tuple(range(len(frames))), tuple(float(k) for k in range(len(frames))), 1.0)
    return ReadText.gather(sampling=sampling, findings=frames, **knobs(ReadText, **changed))  # type: ignore[misc]


def test_each_text_is_given_once_in_order_of_first_sight() -> None:
    frames = [[reading("EXIT", y=50), reading("Platform 4", y=10)], [reading("EXIT")], [reading("Mind the gap")] * 2]
    assert gathered(frames, min_sightings=1) == ("Platform 4", "EXIT", "Mind the gap")
    assert gathered(frames) == ("EXIT",)


def test_the_reading_of_most_frames_wins() -> None:
    frames = [
        [reading(t)] for t in ("Unmiibsoleetri", "Un minibus electrico", "Un minibus electric", "un minibus electrico")
    ]
    assert gathered([*frames, *frames], min_sightings=1) == ("Unmiibsoleetri", "Un minibus electrico")


def test_another_number_is_another_text_unless_it_is_read_far_less_often() -> None:
    clock = [[reading(f"12:04:3{k}")] for k in range(4)]
    assert gathered(clock, min_sightings=1) == ("12:04:30", "12:04:31", "12:04:32", "12:04:33")
    sign = [[reading("Gate 14 B")]] * 6 + [[reading("Gate 11 B")]] * 2
    assert gathered(sign) == ("Gate 14 B",)


def test_unsure_and_rare_readings_are_left_out_and_nothing_is_empty() -> None:
    assert gathered([[reading("EXIT", 0.5)]] * 3) == ()
    assert gathered([[reading("EXIT")], [], []]) == ()
    assert gathered([[reading("EXIT")]]) == ("EXIT",)
    assert gathered([[], []]) == ()


@given(
    st.lists(st.lists(st.sampled_from(["EXIT", "EXlT", "Gate 1", "Gate 2", "open", "Open "]), max_size=3), max_size=8)
)
def test_every_reading_is_in_one_text_and_no_text_is_twice(labels: list[list[str]]) -> None:
    frames = [[reading(label) for label in dict.fromkeys(some)] for some in labels]
    texts = merged(frames)
    assert len({text.plain for text in texts}) == len(texts)
    assert {frame for text in texts for frame in text.frames} == {k for k, some in enumerate(frames) if some}
    assert sum(text.score for text in texts) == pytest.approx(sum(f.score for some in frames for f in some))
    assert {text.written for text in texts} <= {label for some in labels for label in some}


def written(text: str, height_px: int = 240, width_px: int = 480) -> np.ndarray:
    image = plain((235, 235, 230), width_px, height_px)
    cv2.putText(image, text, (30, 130), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (20, 20, 60), 3, cv2.LINE_AA)
    return image


@reads
def test_the_models_come_with_the_package_and_nothing_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    reader = RapidOcr()
    reader.load()
    first, nothing = reader.open("", {}).look([written("PLATFORM"), plain()])
    assert [f.label for f in first] == ["PLATFORM"]
    assert nothing == []
    box = first[0]
    assert box.score > 0.8
    assert (box.x1, box.y1, box.x2, box.y2) == pytest.approx((30, 95, 300, 135), abs=25)


@reads
def test_words_in_a_video_are_read_in_order(drawn_models: Path, tmp_path: Path) -> None:
    images = [written("OPEN")] * 15 + [written("CLOSED")] * 15
    video = vprog.frames(np.stack(images), fps=5)
    answer = vprog.run("answer = read_text(video)", video, cache=tmp_path, models=drawn_models, profile="edge")
    assert answer.value == ("OPEN", "CLOSED")
    assert answer.kind == "computed"
    assert "misread" in answer.caveats[0]


def test_the_embedded_profile_cannot_read_and_says_so(tmp_path: Path) -> None:
    video = vprog.frames(np.zeros((4, 60, 80, 3), dtype=np.uint8), fps=5)
    answer = vprog.run("answer = read_text(video)", video, cache=tmp_path)
    assert answer.status == "abstained"
    assert answer.reason == "the embedded profile has no backend for `read_text`"


@reads
def test_a_package_without_its_models_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import rapidocr

    monkeypatch.setattr(rapidocr, "__file__", str(tmp_path / "rapidocr" / "__init__.py"))
    with pytest.raises(FileNotFoundError, match="reinstall rapidocr"):
        RapidOcr().load()
