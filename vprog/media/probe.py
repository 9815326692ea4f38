"""Opening a video file: all that is known of it before a frame is asked for."""

import dataclasses
from pathlib import Path

import av
from av.container import InputContainer
from av.sidedata.sidedata import SideData
from av.video.stream import VideoStream

from vprog.media import causes
from vprog.media.digest import digest_of_file
from vprog.media.errors import VideoError
from vprog.media.picture import Orientation
from vprog.media.table import FrameTable, read_table

_ATTACHED_PICTURE = 0x400


@dataclasses.dataclass(frozen=True, eq=False)
class Probe:
    """What is known of a file once it was opened and closed again.

    path: absolute. digest: BLAKE2b of the bytes, 16 bytes, hexadecimal. format_name: the demuxer's. stored_size:
    (width, height) in pixels before turning. video_streams: how many there are; the best one is read. strict: decoders
    are told to refuse damage.
    """

    path: str
    digest: str
    format_name: str
    table: FrameTable
    stored_size: tuple[int, int]
    orientation: Orientation
    video_streams: int
    strict: bool


def probe(path: Path, name: str) -> Probe:
    """Look at a file without keeping it open.

    name: what errors call it.
    Raises: VideoError when it cannot be read as a video.
    """
    try:
        return _probe(path, name)
    except av.error.FFmpegError as error:
        raise causes.explained(path, name, error) from error
    except OSError as error:
        raise VideoError.of(name, "the file cannot be read to its end", "check the disk") from error


def open_stream(path: str, *, strict: bool, threads: bool) -> tuple[InputContainer, VideoStream]:
    """Open a file with PyAV at its best video stream; the caller closes the container.

    strict: damaged frames raise instead of being patched up. threads: several cores, where errors come late.

    Raises: av.error.FFmpegError when the container cannot be read, IndexError when there is no film in it.
    """
    container = _open(path)
    try:
        stream = _films(container)[0]
        stream.thread_type = "AUTO" if threads else "NONE"
        if strict:
            stream.codec_context.options = {"err_detect": "explode"}
    except (IndexError, av.error.FFmpegError):
        container.close()
        raise
    return container, stream


def _open(path: str) -> InputContainer:
    # The prefix keeps a file name such as "rtsp:x.mp4" from being taken for an address, the list keeps a container
    # from fetching its parts over the network.
    # Titles that are no text, in a damaged file, must not hide the film.
    return av.open("file:" + path, options={"protocol_whitelist": "file"}, metadata_errors="replace")


def _films(container: InputContainer) -> list[VideoStream]:
    """Give the video streams that are no cover pictures and whose codec is known, the one to read first."""
    # A stream of an unknown codec has no context, whatever its type says.
    known = [s for s in container.streams.video if s.codec_context is not None]
    films = [s for s in known if not int(s.disposition) & _ATTACHED_PICTURE]
    best = container.streams.best("video")
    return sorted(films, key=lambda stream: best is None or stream.index != best.index)


def _probe(path: Path, name: str) -> Probe:
    full = str(path.absolute())
    with _open(full) as container:
        causes.check_format(name, container.format.name)
        films = _films(container)
        if not films:
            unknown = any(stream.codec_context is None for stream in container.streams.video)
            raise causes.no_film(name, unknown, bool(container.streams.audio))
        format_name, streams = container.format.name, len(films)
    table = read_table(lambda: open_stream(full, strict=False, threads=False))
    if not len(table.pts):
        raise causes.no_frame(name)
    # Some encoders break a rule in every frame and play well all the same: there, strictness would hide the film.
    for strict in (True, False):
        first = _first_picture(full, strict)
        if first is not None:
            size, orientation = first
            return Probe(full, digest_of_file(path), format_name, table, size, orientation, streams, strict)
    raise causes.no_frame(name)


def _first_picture(path: str, strict: bool) -> tuple[tuple[int, int], Orientation] | None:
    """Give the stored size and the turn of the first frame that decodes, None when none does."""
    container, stream = open_stream(path, strict=strict, threads=False)
    with container:
        for packet in container.demux(stream):
            try:
                frames = stream.codec_context.decode(packet if packet.size else None)
            except av.error.FFmpegError:
                continue
            for frame in frames:
                matrix = frame.side_data.get("DISPLAYMATRIX")
                numbers = bytes(matrix) if isinstance(matrix, SideData) else b""
                return (frame.width, frame.height), Orientation.from_matrix(numbers)
    return None
