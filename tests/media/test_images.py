"""An image is a video of one frame, a folder of numbered images one of many."""

import os
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from tests.media.clips import HEIGHT_PX, WIDTH_PX, drawn, number_in, write_clip
from vprog.media import Frame, VideoError, open_video
from vprog.values import Gap


def save(path: Path, number: int, **options: object) -> Path:
    Image.fromarray(drawn(number)).save(path, **options)
    return path


def refusal(path: Path, fps: float | None = None) -> str:
    with pytest.raises(VideoError) as caught:
        open_video(path, fps)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shots").mkdir()
    for number in range(12):
        save(tmp_path / "shots" / f"shot {number}.png", number)
    return tmp_path / "shots"


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.JPEG", "a.webp", "a.bmp", "a.tif", "a.ppm"])
def test_an_image_is_shown_for_a_twenty_fifth_of_a_second(tmp_path: Path, name: str) -> None:
    with open_video(save(tmp_path / name, 77)) as video:
        source = video.source
        assert (source.name, source.frame_count, source.duration_s) == (name, 1, 1 / 25)
        assert (source.width_px, source.height_px) == (WIDTH_PX, HEIGHT_PX)
        assert video.fps == 25
        assert video.times_s.tolist() == [0.0]
        assert video.frame_at(0.039) == 0
        (frame,) = video.read([0])
        assert isinstance(frame, Frame)
        assert number_in(frame.image) == 77


def test_an_image_may_have_another_rate_and_a_wrong_name(tmp_path: Path) -> None:
    save(tmp_path / "a.png", 5).rename(tmp_path / "a.mp4")
    with open_video(tmp_path / "a.mp4", fps=1) as video:
        assert video.source.duration_s == 1.0


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_exif_orientation_is_applied(tmp_path: Path, orientation: int, suffix: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = save(tmp_path / f"turned.{suffix}", 11, exif=exif)
    with Image.open(path) as image:
        expected = np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    with open_video(path) as video:
        (frame,) = video.read([0])
        assert isinstance(frame, Frame)
        assert (video.source.height_px, video.source.width_px) == expected.shape[:2]
        assert np.array_equal(frame.image, expected)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_other_colours_become_rgb(tmp_path: Path, mode: str) -> None:
    image = Image.fromarray(drawn(9))
    suffix = "tif" if mode == "CMYK" else "png"
    if mode == "I;16":
        grey = np.asarray(image.convert("L")).astype(np.uint16) * 257
        Image.fromarray(grey).save(tmp_path / "a.png")
    else:
        image.convert(mode).save(tmp_path / f"a.{suffix}")
    with open_video(tmp_path / f"a.{suffix}") as video:
        (frame,) = video.read([0])
        assert isinstance(frame, Frame)
        assert frame.image.dtype == np.uint8
        assert number_in(frame.image) == 9


def test_animations(tmp_path: Path) -> None:
    rest = [Image.fromarray(drawn(number)) for number in range(1, 5)]
    for name in ("a.gif", "a.png"):
        save(tmp_path / name, 0, save_all=True, append_images=rest, duration=40)
        with open_video(tmp_path / name) as video:
            assert video.source.frame_count == 5
    assert "animation" in refusal(save(tmp_path / "a.webp", 0, save_all=True, append_images=rest, duration=40))


def test_damaged_images(tmp_path: Path) -> None:
    for name in ("a.png", "a.jpg", "a.webp", "a.bmp"):
        data = save(tmp_path / name, 200).read_bytes()
        for share in (0.2, 0.5, 0.9):
            (tmp_path / name).write_bytes(data[: int(len(data) * share)])
            refusal(tmp_path / name)


def test_an_image_that_claims_to_be_huge_is_refused(tmp_path: Path) -> None:
    data = bytearray(save(tmp_path / "a.bmp", 1).read_bytes())
    data[18:26] = (60000).to_bytes(4, "little") * 2
    (tmp_path / "a.bmp").write_bytes(data)
    assert "too large" in refusal(tmp_path / "a.bmp")


@pytest.mark.parametrize("fps", [None, 10, 29.97])
def test_a_folder_goes_by_its_numbers(folder: Path, fps: float | None) -> None:
    (folder / "notes.txt").write_text("nothing")
    (folder / ".hidden.png").write_bytes(b"")
    rate = 25 if fps is None else fps
    with open_video(folder, fps) as video:
        assert video.source.name == "shots"
        assert video.source.frame_count == 12
        assert video.fps == pytest.approx(rate)
        assert np.allclose(video.times_s, np.arange(12) / rate)
        assert video.times_s[-1] < video.source.duration_s == 12 / rate
        assert [number_in(f.image) for f in video.read(range(12)) if isinstance(f, Frame)] == list(range(12))
        (small,) = video.read([11], max_side_px=64)
        assert isinstance(small, Frame)
        assert small.image.shape == (32, 64, 3)


def test_identity_of_a_folder_is_its_pixels_and_rate(folder: Path, tmp_path: Path) -> None:
    def digest(fps: float) -> str:
        with open_video(folder, fps) as video:
            return video.source.digest

    first = digest(25)
    assert first != digest(24)
    folder.rename(tmp_path / "moved")
    folder = tmp_path / "moved"
    assert digest(25) == first
    save(folder / "shot 3.png", 99)
    assert digest(25) != first


def test_a_missing_number_closes_up(folder: Path) -> None:
    (folder / "shot 5.png").unlink()
    with open_video(folder) as video:
        assert video.source.duration_s == 11 / 25
        assert [number_in(f.image) for f in video.read([4, 5]) if isinstance(f, Frame)] == [4, 6]


def test_a_damaged_image_of_a_folder_is_a_gap(folder: Path) -> None:
    (folder / "shot 4.png").write_bytes((folder / "shot 4.png").read_bytes()[:120])
    (folder / "shot 5.png").write_bytes(b"")
    with open_video(folder) as video:
        items = list(video.read(range(12)))
    (gap,) = [item for item in items if isinstance(item, Gap)]
    assert (gap.start_s, gap.end_s) == (4 / 25, 6 / 25)
    assert "shot 4.png" in gap.reason
    assert len(items) == 11


def test_an_image_that_changes_while_the_folder_is_open_is_a_gap(folder: Path) -> None:
    with open_video(folder) as video:
        Image.fromarray(drawn(1)[:32]).save(folder / "shot 1.png")
        (folder / "shot 2.png").unlink()
        (gap,) = video.read([1, 2])
    assert isinstance(gap, Gap)


def test_folders_that_are_no_video(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "without images" in refusal(tmp_path / "empty")
    save(folder / "cover.png", 1)
    assert "cover.png has no number" in refusal(folder)
    (folder / "cover.png").rename(folder / "shot 3.jpg")
    assert "same number" in refusal(folder)
    (folder / "shot 3.jpg").unlink()
    Image.fromarray(drawn(1)[:32]).save(folder / "shot 7.png")
    assert "shot 0.png is 128x64 px, shot 7.png is 128x32 px" in refusal(folder)
    for path in folder.iterdir():
        path.write_bytes(b"\x89PNG")
    assert "no image" in refusal(folder)


@pytest.mark.parametrize("fps", [0, -1, float("nan"), float("inf"), "25"])
def test_rates_that_are_none(folder: Path, fps: float) -> None:
    assert "no rate" in refusal(folder, fps)


def test_a_rate_for_what_has_times_of_its_own_is_refused(tmp_path: Path) -> None:
    assert "fps=" in refusal(write_clip(tmp_path / "a.mp4", frames=10), 25)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this platform has no named pipes")
def test_a_pipe_in_a_folder_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "shot 99.png")
    with open_video(folder) as video:
        assert video.source.frame_count == 12


def test_reading_a_long_folder_keeps_few_pictures(tmp_path: Path) -> None:
    data = save(tmp_path / "one.png", 3).read_bytes()
    (tmp_path / "many").mkdir()
    for number in range(400):
        (tmp_path / "many" / f"{number:04}.png").write_bytes(data)
    with open_video(tmp_path / "many") as video:
        list(video.read(range(5)))
        tracemalloc.start()
        for _ in video.read(range(400)):
            pass
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak_bytes < 10 * drawn(0).nbytes
