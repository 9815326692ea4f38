"""Frames in memory are a video like any other."""

import gc
from pathlib import Path

import numpy as np
import pytest

import vprog
from tests.media.clips import HEIGHT_PX, WIDTH_PX, drawn, number_in, write_clip
from vprog.media import Frame, Frames, VideoError, open_video

PICTURES = np.stack([drawn(number) for number in range(20)])


@pytest.mark.parametrize("given", [PICTURES, list(PICTURES), tuple(PICTURES), PICTURES[:, ::-1][:, ::-1]])
def test_an_array_and_a_list_are_the_same_video(given: object) -> None:
    made = vprog.frames(given, fps=10, name="drawn")
    with open_video(made) as video:
        assert video.source == vprog.frames(PICTURES, 10).source
        assert (video.source.name, video.source.duration_s, video.fps) == ("drawn", 2.0, 10.0)
        assert (video.source.width_px, video.source.height_px) == (WIDTH_PX, HEIGHT_PX)
        assert np.allclose(video.times_s, np.arange(20) / 10)
        assert video.frame_at(1.95) == 19
        assert [number_in(f.image) for f in video.read([0, 7, 19]) if isinstance(f, Frame)] == [0, 7, 19]
        (small,) = video.read([3], max_side_px=64)
        assert isinstance(small, Frame)
        assert small.image.shape == (32, 64, 3)


def test_the_digest_covers_pixels_shape_and_rate() -> None:
    changed = PICTURES.copy()
    changed[7, 3, 3, 0] ^= 1
    tall = PICTURES.reshape(20, WIDTH_PX, HEIGHT_PX, 3)
    made = [vprog.frames(a, fps).source.digest for a, fps in ((PICTURES, 10), (changed, 10), (tall, 10), (PICTURES, 9))]
    assert len(set(made)) == 4


def test_later_changes_of_the_array_change_nothing() -> None:
    array = PICTURES.copy()
    made = vprog.frames(array, 10)
    array[:] = 0
    with open_video(made) as video:
        (frame,) = video.read([5])
        assert isinstance(frame, Frame)
        assert number_in(frame.image) == 5
        assert not frame.image.flags.writeable


def test_one_array_can_be_opened_again_after_closing() -> None:
    made = vprog.frames(PICTURES, 10)
    for _ in range(2):
        with open_video(made) as video:
            assert len(list(video.read(range(20)))) == 20


@pytest.mark.parametrize(
    ("array", "says"),
    [
        ([], "shape"),
        (PICTURES[:0], "shape"),
        (PICTURES[0], r"array\[None\]"),
        (PICTURES[..., 0], "shape"),
        (PICTURES.transpose(0, 3, 1, 2), "shape"),
        (PICTURES / 255.0, "float64"),
        (PICTURES.astype(np.int32), "int32"),
        ([PICTURES[0], PICTURES[1][:32]], "differ in size"),
        (None, "shape"),
        ("text", "shape"),
    ],
)
def test_what_is_no_video_is_refused(array: object, says: str) -> None:
    with pytest.raises(VideoError, match=says) as caught:
        vprog.frames(array, fps=25)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("fps", [0, -3, float("nan"), float("inf"), None])
def test_rates_that_are_none(fps: float) -> None:
    with pytest.raises(VideoError, match="no rate"):
        vprog.frames(PICTURES, fps)


def test_a_bare_array_says_what_to_write() -> None:
    with pytest.raises(VideoError) as caught:
        open_video(PICTURES)  # type: ignore[arg-type]
    assert "vprog.frames" in (caught.value.diagnostics[0].hint or "")
    with pytest.raises(VideoError, match="fps="):
        open_video(vprog.frames(PICTURES, 10), fps=5)


def circle(x_px: int) -> np.ndarray:
    rows, columns = np.mgrid[0:180, 0:320]
    image = np.full((180, 320, 3), 236, dtype=np.uint8)
    image[(columns - x_px) ** 2 + (rows - 90) ** 2 < 24**2] = (208, 32, 40)
    return image


def test_all_kinds_pass_through_the_calls(tmp_path: Path) -> None:
    made = vprog.frames([circle(60 + 4 * k) for k in range(30)], fps=10)
    program = 'answer = count(track(detect(video, "red circle")))'
    found = vprog.run(program, made, cache=tmp_path)
    assert found.value == 1
    assert found.evidence
    assert all(0 <= e.start_s < e.end_s <= 3.0 for e in found.evidence)
    assert found.trace.exists()
    clip = write_clip(tmp_path / "clip.mp4", frames=20)
    with open_video(clip) as video:
        many = vprog.run("answer = count(videos)", [made, clip, str(clip), clip.as_uri(), made, video], cache=tmp_path)
        assert many.value == 6
        # What the caller opened is the caller's to close.
        assert len(list(video.read([0]))) == 1


def test_a_video_of_one_frame_gives_evidence_inside_it(tmp_path: Path) -> None:
    found = vprog.run('answer = exists(detect(video, "red circle"))', vprog.frames([circle(90)], 25), cache=tmp_path)
    assert found.value is True
    assert all(0 <= e.start_s < e.end_s <= 1 / 25 for e in found.evidence)


def test_nothing_is_kept_after_closing() -> None:
    made = vprog.frames(PICTURES, 10)
    with open_video(made) as video:
        list(video.read([0]))
    del made, video
    gc.collect()
    assert not [thing for thing in gc.get_objects() if isinstance(thing, Frames)]
