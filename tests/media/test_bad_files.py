"""Files that cannot be read give one line; files that can be read in part give gaps."""

import os
import re
import tracemalloc
from pathlib import Path

import av
import numpy as np
import pytest

from tests.media.clips import drawn, number_in, write_clip, write_sound
from vprog.media import Frame, VideoError, open_video
from vprog.media.file import VideoFile
from vprog.values import Gap

NOISE = np.random.default_rng(3).integers(0, 256, (90, 64, 128, 3), dtype=np.uint8)


def refusal(path: Path | str) -> str:
    with pytest.raises(VideoError) as caught:
        open_video(path)
    text = str(caught.value)
    assert [d.code for d in caught.value.diagnostics] == ["VP0501"]
    assert "\n" not in text
    assert "Traceback" not in text
    assert caught.value.diagnostics[0].hint
    return text


def busy_clip(path: Path, **format_options: str) -> Path:
    """Write a clip of noise: every frame takes so many bytes that a hole in the file hits few of them."""
    with av.open(str(path), "w", options=format_options) as container:
        stream = container.add_stream("libx264", rate=30, options={"g": "30", "bf": "2", "threads": "1"})
        stream.width, stream.height, stream.pix_fmt = 128, 64, "yuv420p"
        for number in range(90):
            picture = drawn(number)
            picture[32:] = NOISE[number, 32:]
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def test_missing_file(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "none.mp4")
    assert "none.mp4" in refusal(tmp_path / "none.mp4")


def test_name_with_line_breaks_stays_on_one_line(tmp_path: Path) -> None:
    assert "no such file" in refusal(str(tmp_path / "two\nlines.mp4"))
    refusal("nul\0byte.mp4")


def test_folder(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path)


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    assert "empty" in refusal(tmp_path / "empty.mp4")


@pytest.mark.parametrize("name", ["notes.txt", "notes.mp4", "notes.nfo"])
def test_text(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("A red car stops.\n" * 200)
    assert "not a video" in refusal(tmp_path / name)


def test_random_bytes(tmp_path: Path) -> None:
    (tmp_path / "noise.mp4").write_bytes(NOISE.tobytes())
    refusal(tmp_path / "noise.mp4")


def test_audio_only(tmp_path: Path) -> None:
    assert "sound only" in refusal(write_sound(tmp_path / "song.m4a"))


def test_picture_of_another_kind(tmp_path: Path) -> None:
    av.VideoFrame.from_ndarray(drawn(3), format="rgb24").to_image().save(tmp_path / "one.sgi")
    assert "picture" in refusal(tmp_path / "one.sgi")


def test_truncated_without_index(tmp_path: Path) -> None:
    path = busy_clip(tmp_path / "cut.mp4")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "index" in refusal(path)


@pytest.mark.parametrize("address", ["rtsp://camera/1", "rtmp://host/live", "udp://239.0.0.1:1234"])
def test_live_streams_are_refused(address: str) -> None:
    assert "live stream" in refusal(address)


@pytest.mark.parametrize("address", ["ftp://host/a.mp4", "file://host/a.mp4", "data://x", "s3://bucket/a.mp4"])
def test_other_addresses_are_refused(address: str) -> None:
    assert re.search("kind that is not read|another machine", refusal(address))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this platform has no named pipes")
def test_named_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    assert "live stream" in refusal(tmp_path / "pipe.mp4")


def test_playlist_is_not_followed(tmp_path: Path) -> None:
    write_clip(tmp_path / "part.ts", frames=30)
    playlist = tmp_path / "list.m3u8"
    playlist.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\npart.ts\n#EXT-X-ENDLIST\n")
    assert "playlist" in refusal(playlist)


def test_all_zero_pictures(tmp_path: Path) -> None:
    path = busy_clip(tmp_path / "zero.mp4", movflags="faststart")
    data = bytearray(path.read_bytes())
    start = data.index(b"mdat") + 4
    data[start:] = bytes(len(data) - start)
    path.write_bytes(data)
    assert "decoded" in refusal(path)


def test_cause_is_kept(tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_bytes(b"no video at all")
    with pytest.raises(VideoError) as caught:
        open_video(tmp_path / "x.mp4")
    assert isinstance(caught.value.__cause__, av.error.FFmpegError)


def spoiled(path: Path, box: bytes, offset: int, value: bytes) -> Path:
    """Overwrite bytes of a box of an mp4; offset: from the box's name."""
    data = bytearray(path.read_bytes())
    start = data.index(box) + offset
    data[start : start + len(value)] = value
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("count", [0x7FFFFFFF, 0xFFFFFFFF, 0x00FFFFFF])
def test_an_index_that_promises_a_billion_frames_takes_no_memory(tmp_path: Path, count: int) -> None:
    path = spoiled(busy_clip(tmp_path / "many.mp4"), b"stts", 12, count.to_bytes(4, "big"))
    tracemalloc.start()
    with open_video(path) as video:
        items = list(video.read([0, video.source.frame_count - 1]))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # What is lost is said, even where it cannot be told how much.
    assert isinstance(items[0], Frame)
    assert isinstance(items[-1], Gap)
    assert peak_bytes < 2**29


def test_a_codec_that_nobody_knows(tmp_path: Path) -> None:
    path = spoiled(busy_clip(tmp_path / "odd.mp4"), b"avc1\0\0\0\0", 0, b"zzzz")
    assert "unknown kind" in refusal(path)


def test_a_title_that_is_no_text_hides_no_film(tmp_path: Path) -> None:
    path = spoiled(busy_clip(tmp_path / "title.mp4"), b"VideoHandler", 0, b"\xff\xfe\xff")
    with open_video(path) as video:
        assert split(video, range(90)) == (list(range(90)), [])


@pytest.mark.parametrize(
    "head", ["#EXTM3U\n", "ffconcat version 1.0\nfile part.ts\n", "v=0\nm=video 5004 RTP/AVP 96\n"]
)
def test_playlists_of_every_name(tmp_path: Path, head: str) -> None:
    (tmp_path / "a.mp4").write_text(head)
    assert "playlist" in refusal(tmp_path / "a.mp4")


def test_playlists_in_xml(tmp_path: Path) -> None:
    (tmp_path / "a.mpd").write_text('<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>')
    assert "playlist" in refusal(tmp_path / "a.mpd")


@pytest.mark.parametrize("name", ["-", "pipe:0", "rtsp:/camera/1", "/dev/null", "udp:239.0.0.1:1234"])
def test_streams_by_other_names(name: str) -> None:
    assert "live stream" in refusal(name)


def test_a_name_that_looks_like_an_address_is_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("rtsp:x.mp4", "file:x.mp4", "a:b.mp4"):
        busy_clip(tmp_path / "x.mp4").rename(tmp_path / name)
        with open_video(name) as video:
            assert video.source.name == name


def test_file_addresses(tmp_path: Path) -> None:
    path = busy_clip(tmp_path / "my clip #1.mp4")
    for address in (
        path.as_uri(),
        path.as_uri().replace("file://", "file:"),
        path.as_uri().replace("://", "://localhost"),
    ):
        with open_video(address) as video:
            assert video.source.name == "my clip #1.mp4"


def split(video: VideoFile, wanted: list[int] | range) -> tuple[list[int], list[Gap]]:
    items = list(video.read(wanted))
    for item in items:
        if isinstance(item, Frame):
            assert number_in(item.image) == item.index
    return [i.index for i in items if isinstance(i, Frame)], [i for i in items if isinstance(i, Gap)]


def test_cut_off_behind_the_index_gives_a_gap_to_the_end(tmp_path: Path) -> None:
    path = busy_clip(tmp_path / "cut.mp4", movflags="faststart")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with open_video(path) as video:
        assert video.source.frame_count == 90
        assert video.source.duration_s == pytest.approx(3.0)
        for _ in range(2):
            shown, gaps = split(video, range(90))
            assert shown == list(range(len(shown)))
            assert 20 < len(shown) < 70
            assert len(gaps) == 1
            assert gaps[0].video == "cut.mp4"
            assert gaps[0].start_s == pytest.approx(len(shown) / 30)
            assert gaps[0].end_s == video.source.duration_s


@pytest.fixture(scope="module")
def holed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a clip with a hole in the middle of its second group of pictures."""
    path = busy_clip(tmp_path_factory.mktemp("bad") / "holed.mp4", movflags="faststart")
    with av.open(str(path)) as container:
        hit = next(p for p in container.demux(video=0) if p.pts is not None and p.pts * p.time_base >= 1.3)
        position, size = hit.pos, hit.size
    data = bytearray(path.read_bytes())
    data[position + 8 : position + size + 400] = bytes(size + 392)
    path.write_bytes(data)
    return path


def test_a_hole_gives_one_gap_and_reading_goes_on(holed: Path) -> None:
    with open_video(holed) as video:
        for _ in range(2):
            shown, gaps = split(video, range(90))
            lost = sorted(set(range(90)) - set(shown))
            assert lost
            assert all(33 <= index < 60 for index in lost)
            assert sum(round((gap.end_s - gap.start_s) * 30) for gap in gaps) == len(lost)


def test_what_is_lost_does_not_depend_on_what_is_asked(holed: Path) -> None:
    with open_video(holed) as video:
        shown, _ = split(video, range(90))
        for wanted in (range(0, 90, 2), range(1, 90, 7), [40], [58, 59, 60], range(45, 90)):
            got, gaps = split(video, wanted)
            assert got == [index for index in wanted if index in shown]
            assert bool(gaps) == (len(got) < len(wanted))


def test_lost_frames_in_a_row_give_one_gap(holed: Path) -> None:
    with open_video(holed) as video:
        shown, _ = split(video, range(90))
        lost = sorted(set(range(90)) - set(shown))
        _, gaps = split(video, lost)
        assert len(gaps) == 1
        assert gaps[0].start_s == video.times_s[lost[0]]
        assert gaps[0].end_s == video.times_s[lost[-1] + 1]
