"""Reading sound files: times, numbers, sizes, both readers, threads and processes."""

import gc
import multiprocessing
import threading
import warnings
import weakref
from pathlib import Path

import av
import numpy as np
import pytest

from tests.media.clips import HEIGHT_PX, WIDTH_PX, number_in, write_clip
from vprog.media import Frame, open_video
from vprog.media.decord_reader import DecordReader, DecordRefusedError
from vprog.media.file import VideoFile
from vprog.media.probe import probe
from vprog.media.pyav_reader import PyAvReader
from vprog.media.reader import Unreadable, is_dense


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clip(tmp_path_factory.mktemp("clips") / "numbers.mp4")


def numbers(video: VideoFile, indices: list[int] | range, max_side_px: int | None = None) -> list[int]:
    found = []
    for frame in video.read(indices, max_side_px):
        assert isinstance(frame, Frame)
        assert frame.time_s == video.times_s[frame.index]
        assert number_in(frame.image) == frame.index
        found.append(frame.index)
    return found


def test_source_says_what_the_file_is(clip: Path) -> None:
    with open_video(clip) as video:
        source = video.source
        assert (source.name, source.width_px, source.height_px) == ("numbers.mp4", WIDTH_PX, HEIGHT_PX)
        assert (source.frame_count, source.duration_s) == (90, 3.0)
        assert len(source.digest) == 32
        assert video.fps == pytest.approx(30)
        assert np.allclose(video.times_s, np.arange(90) / 30)
        assert not video.times_s.flags.writeable


def test_same_bytes_under_another_name_are_the_same_source(clip: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy of it.mp4"
    copy.write_bytes(clip.read_bytes())
    with open_video(clip) as one, open_video(str(copy)) as other:
        assert one.source == other.source


@pytest.mark.parametrize("wanted", [[], [0], [89], [29, 30, 31], [0, 45, 89], [3, 5, 7, 11, 13, 88], list(range(90))])
def test_every_wanted_frame_comes_once_in_order(clip: Path, wanted: list[int]) -> None:
    with open_video(clip) as video:
        assert numbers(video, wanted) == wanted
        # The second time frames are known to be sound, so dense reading may go through the other reader.
        assert numbers(video, wanted) == wanted


@pytest.mark.parametrize("wanted", [[-1], [90], [3, 3], [5, 4]])
def test_numbers_out_of_order_or_range_are_refused_at_once(clip: Path, wanted: list[int]) -> None:
    with open_video(clip) as video, pytest.raises(ValueError, match="frame numbers"):
        video.read(wanted)


def test_both_readers_give_the_same_pixels(clip: Path) -> None:
    pytest.importorskip("decord", reason="decord is not installed")
    known = probe(clip, clip.name)
    quick = list(DecordReader(known).pictures(range(90)))
    sure = list(PyAvReader(known).pictures(range(90)))
    for (left, one), (right, other) in zip(quick, sure, strict=True):
        assert left == right
        assert not isinstance(one, Unreadable)
        assert not isinstance(other, Unreadable)
        assert np.array_equal(one, other)


def test_dense_reading_uses_decord_only_for_frames_found_sound(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("decord", reason="decord is not installed")
    asked: list[int] = []
    original = DecordReader.pictures

    def counted(reader: DecordReader, indices: list[int]) -> object:
        asked.append(len(indices))
        return original(reader, indices)

    monkeypatch.setattr(DecordReader, "pictures", counted)
    with open_video(clip) as video:
        numbers(video, range(90))
        assert asked == []
        numbers(video, range(10, 80))
        assert asked == [70]


def test_a_reader_that_gives_other_pixels_is_not_used(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(reader: DecordReader, indices: list[int]) -> object:
        for index, picture in PyAvReader(reader._probe).pictures(indices):
            yield index, 255 - picture

    monkeypatch.setattr(DecordReader, "pictures", wrong)
    with open_video(clip) as video:
        assert numbers(video, range(90)) == list(range(90))
        assert numbers(video, range(40, 90)) == list(range(40, 90))


def test_a_refusal_on_the_way_is_taken_over(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gives_up(reader: DecordReader, indices: list[int]) -> object:
        yield from PyAvReader(reader._probe).pictures(indices[:20])
        raise DecordRefusedError

    monkeypatch.setattr(DecordReader, "pictures", gives_up)
    with open_video(clip) as video:
        assert numbers(video, range(90)) == list(range(90))
        assert numbers(video, range(90)) == list(range(90))


def test_dense_means_nearly_every_frame() -> None:
    assert is_dense(range(100))
    assert not is_dense(range(0, 200, 2))
    assert not is_dense(range(10))
    assert not is_dense([])


@pytest.mark.parametrize(("side", "size"), [(64, (64, 32)), (128, (128, 64)), (1000, (128, 64)), (1, (1, 1))])
def test_pictures_are_scaled_down_never_up(clip: Path, side: int, size: tuple[int, int]) -> None:
    with open_video(clip) as video:
        (frame,) = video.read([7], max_side_px=side)
        assert isinstance(frame, Frame)
        assert frame.image.dtype == np.uint8
        assert (frame.image.shape[1], frame.image.shape[0]) == size


def test_frame_at(clip: Path) -> None:
    with open_video(clip) as video:
        assert [video.frame_at(t) for t in (0.0, 0.04, 1.0, 2.999)] == [0, 1, 30, 89]
        assert all(video.frame_at(float(t)) == i for i, t in enumerate(video.times_s))
        for outside in (-0.001, 3.0, float("nan")):
            with pytest.raises(ValueError, match="no frame is shown"):
                video.frame_at(outside)


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_variable_rate_times_are_exact(tmp_path: Path, suffix: str) -> None:
    steps = np.random.default_rng(5).integers(10, 200, 59)
    pts = [500, *(500 + np.cumsum(steps)).tolist()]
    with open_video(write_clip(tmp_path / f"vfr.{suffix}", frames=60, pts=pts)) as video:
        assert np.allclose(video.times_s, (np.array(pts) - 500) / 1000, atol=1e-9)
        assert numbers(video, range(60)) == list(range(60))
        assert numbers(video, [1, 31, 59]) == [1, 31, 59]
        assert numbers(video, range(5, 60)) == list(range(5, 60))


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("annexb.h264", "libx264", {}),
        ("stream.ts", "libx264", {}),
        ("old.avi", "mpeg4", {"bf": "2"}),
        ("web.webm", "libvpx", {"auto-alt-ref": "1", "lag-in-frames": "16"}),
        ("new.webm", "libvpx-vp9", {"auto-alt-ref": "1", "lag-in-frames": "16", "cpu-used": "8"}),
        ("open.mp4", "libx264", {"x264-params": "open-gop=1:bframes=3:scenecut=0"}),
        ("refresh.mkv", "libx264", {"x264-params": "intra-refresh=1"}),
    ],
)
def test_other_containers_and_codecs_count_the_same(
    tmp_path: Path, name: str, codec: str, options: dict[str, str]
) -> None:
    with open_video(write_clip(tmp_path / name, codec=codec, options=options)) as video:
        assert video.source.frame_count == 90
        assert numbers(video, range(90)) == list(range(90))
        assert numbers(video, range(90)) == list(range(90))
        for wanted in ([0, 1, 2], [29, 30, 61], [45], [88, 89], list(range(0, 90, 7))):
            assert numbers(video, wanted) == wanted


@pytest.mark.parametrize(("rotation", "flip"), [(90, False), (180, False), (-90, False), (0, True), (90, True)])
def test_rotation_is_applied(tmp_path: Path, rotation: int, flip: bool) -> None:
    path = write_clip(tmp_path / "turned.mp4", frames=40, rotation=rotation, flip=flip)
    with open_video(path) as video:
        turned = rotation in (90, -90)
        size = (HEIGHT_PX, WIDTH_PX) if turned else (WIDTH_PX, HEIGHT_PX)
        assert (video.source.width_px, video.source.height_px) == size
        for _ in range(2):
            for frame in video.read(range(40)):
                assert isinstance(frame, Frame)
                image = frame.image[:, ::-1] if flip else frame.image
                upright = np.rot90(image, -rotation // 90)
                assert number_in(upright) == frame.index


def test_two_threads_read_one_file_at_once(clip: Path) -> None:
    failures: list[BaseException] = []

    def work(video: VideoFile, wanted: range) -> None:
        try:
            for _ in range(3):
                assert numbers(video, wanted) == list(wanted)
        except BaseException as error:  # noqa: BLE001 - a failed assertion in a thread is lost otherwise
            failures.append(error)

    with open_video(clip) as video:
        threads = [threading.Thread(target=work, args=(video, r)) for r in (range(90), range(20, 80), range(0, 90, 9))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in threads)
    assert not failures


def _read_in_child(clip: Path, inherited: VideoFile, answers: "multiprocessing.Queue[list[int]]") -> None:
    with open_video(clip) as video:
        answers.put(numbers(video, range(90)) + numbers(video, range(90)))
    answers.put(numbers(inherited, range(90)) + numbers(inherited, [1, 50]))


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this platform has no fork")
def test_a_forked_child_can_open_and_read(clip: Path) -> None:
    context = multiprocessing.get_context("fork")
    with open_video(clip) as video:
        numbers(video, range(90), 64)
        numbers(video, range(90), 64)
        answers: multiprocessing.Queue[list[int]] = context.Queue()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            child = context.Process(target=_read_in_child, args=(clip, video, answers))
            child.start()
        # Two minutes: on a busy machine a child is slow to start. Only a failure waits that long.
        assert answers.get(timeout=120) == 2 * list(range(90))
        assert answers.get(timeout=120) == [*range(90), 1, 50]
        child.join(30)
        assert child.exitcode == 0


def test_closing_twice_is_fine_and_ends_reading(clip: Path) -> None:
    video = open_video(clip)
    started = video.read([0, 1])
    video.close()
    video.close()
    with pytest.raises(ValueError, match="closed"):
        video.read([0])
    assert len(list(started)) == 2


def test_pictures_do_not_pile_up(clip: Path) -> None:
    with open_video(clip) as video:
        for _ in range(2):
            given: list[weakref.ref[np.ndarray]] = []
            for frame in video.read(range(90)):
                assert isinstance(frame, Frame)
                given.append(weakref.ref(frame.image))
                assert sum(picture() is not None for picture in given) <= 3


def test_a_read_that_is_given_up_leaves_nothing_open(clip: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        with open_video(clip) as video:
            frames = video.read(range(90))
            next(frames)
            del frames


@pytest.mark.parametrize("wanted", [[0], [3, 50], range(90)])
def test_no_decoder_is_left_to_the_garbage_collector(clip: Path, wanted: list[int]) -> None:
    def decoders() -> int:
        return sum(isinstance(thing, av.VideoCodecContext) for thing in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        before = decoders()
        with open_video(clip) as video:
            list(video.read(wanted))
            given_up = video.read(range(90))
            next(given_up)
            del given_up
        # In a child made by fork, the collector would take apart threads that do not exist there.
        assert decoders() == before
    finally:
        gc.enable()
