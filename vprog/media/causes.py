"""Why a file cannot be read, each cause in one line with what to do about it."""

import os
import stat
from pathlib import Path

import av

from vprog.media.errors import VideoError

CONVERT = "convert it to MP4 (H.264) or give another file"
_COPY = "copy or download it again"
_GIVE_VIDEO = "give a video file"

# Playlists would send the demuxer to other files and servers.
_PLAYLISTS = frozenset({"hls", "dash", "concat", "sdp", "rtsp", "rtp", "imf"})
_PLAYLIST_STARTS = (b"#EXTM3U", b"ffconcat", b"[playlist]", b"[Reference]", b"v=0\r\n", b"v=0\n", b"RTSPtext")
_PLAYLIST_MARKS = (b"<MPD", b"<smil", b"<asx", b"<ASX", b"<playlist", b"<SmoothStreamingMedia")
_HEAD_BYTES = 1024
_BOXES = frozenset({b"ftyp", b"mdat", b"free", b"skip", b"wide", b"moov", b"moof", b"sidx", b"styp", b"uuid", b"meta"})


def check_path(path: Path, name: str) -> None:
    """Refuse what is neither a folder nor a readable file with bytes in it.

    Raises: VideoError naming the file and the cause.
    """
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise VideoError.of(str(path), "there is no such file", "check the path") from error
    except (OSError, ValueError) as error:
        raise VideoError.of(str(path), "the file cannot be reached", "check the path and its permissions") from error
    if stat.S_ISDIR(status.st_mode):
        return
    if not stat.S_ISREG(status.st_mode):
        raise VideoError.of(name, "it is a live stream or a device, which has no end", "record it to a file first")
    if not status.st_size:
        raise VideoError.of(name, "the file is empty", _COPY)
    if not os.access(path, os.R_OK):
        raise VideoError.of(name, "no permission to read it", "change the file's permissions")


def check_head(path: Path, name: str) -> None:
    """Refuse playlists by their first bytes, before a demuxer follows them to other files.

    Raises: VideoError when the file is one, or cannot be read at all.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError as error:
        raise VideoError.of(name, "the file cannot be read", "check the disk") from error
    if head.startswith(_PLAYLIST_STARTS) or (head.startswith(b"<") and any(mark in head for mark in _PLAYLIST_MARKS)):
        raise _playlist(name)


def check_format(name: str, format_name: str) -> None:
    """Refuse containers that hold no film of their own; `format_name` is the demuxer's, parts split by commas.

    Raises: VideoError when it is a playlist, a text or a picture.
    """
    kinds = format_name.split(",")
    if not _PLAYLISTS.isdisjoint(kinds):
        raise _playlist(name)
    # This demuxer takes any text for an animation of letters.
    if "tty" in kinds:
        raise VideoError.of(name, "it is text, not a video", _GIVE_VIDEO)
    if kinds[0].endswith("_pipe") or kinds[0].startswith("image2"):
        raise VideoError.of(
            name, "it is a picture that is damaged or of a kind that is not read", "save it as PNG or JPEG"
        )


def no_film(name: str, has_unknown: bool, has_sound: bool) -> VideoError:
    """Make the error of a container without pictures, or with none but covers and streams of an unknown codec."""
    if has_unknown:
        return VideoError.of(name, "its pictures are of an unknown kind, or it is damaged", CONVERT)
    cause = "it holds sound only, no pictures" if has_sound else "it holds no pictures, so it is not a video"
    return VideoError.of(name, cause, _GIVE_VIDEO)


def no_frame(name: str) -> VideoError:
    """Make the error of a video of which nothing decodes."""
    return VideoError.of(name, "no frame in it can be decoded", CONVERT)


def _playlist(name: str) -> VideoError:
    return VideoError.of(name, "it is a playlist, which names videos elsewhere and holds none", _GIVE_VIDEO)


def explained(path: Path, name: str, error: av.error.FFmpegError) -> VideoError:
    """Say in words what the demuxer's error means for this file."""
    if isinstance(error, (av.error.PermissionError, av.error.FileNotFoundError)):
        return VideoError.of(name, "the file cannot be opened", "check the path and its permissions")
    if _lost_its_index(path):
        return VideoError.of(name, "it was cut off before its index (moov), which stands at the end", _COPY)
    if isinstance(error, av.error.InvalidDataError):
        return VideoError.of(name, "it is not a video, or it is damaged", CONVERT)
    if isinstance(error, av.error.EOFError):
        return VideoError.of(name, "it ends before its first picture", _COPY)
    reason = (error.strerror or type(error).__name__).splitlines()[0]
    return VideoError.of(name, f"the decoder refuses it ({reason})", CONVERT)


def _lost_its_index(path: Path) -> bool:
    """Say whether the file is built of MP4 boxes with no `moov` among them."""
    position, end, found = 0, path.stat().st_size, set[bytes]()
    with path.open("rb") as file:
        # A file that starts out as MP4 has a handful of boxes; a bound keeps rubbish from being walked for long.
        while position + 8 <= end and len(found) < len(_BOXES):
            file.seek(position)
            head = file.read(16)
            size, kind = int.from_bytes(head[:4], "big"), head[4:8]
            if kind not in _BOXES:
                break
            found.add(kind)
            if size == 1:
                size = int.from_bytes(head[8:16], "big")
            if size < 8:
                break
            position += size
    return bool(found) and b"moov" not in found
