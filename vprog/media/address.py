"""What the user named: a path, a `file:` URL, an address of the web, or something that cannot be opened."""

import re
from os import PathLike, fsdecode
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from vprog.media.errors import VideoError

# A scheme has two letters at least, since one is a drive of Windows. One slash is enough: `Path` folds two into one.
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(//?)")
_STREAMS = frozenset({"rtsp", "rtsps", "rtmp", "rtmps", "rtp", "srtp", "udp", "tcp", "srt", "mms", "mmsh", "mmst"})
# What FFmpeg takes for a stream without any slash.
_PIPE = re.compile(r"(pipe|fd|rtsp|rtmp|rtp|udp|tcp|srt):|-$")
_RECORD = "record it to a file first"


def place(named: str | PathLike[str]) -> Path | str:
    """Give the path that was named, or the address as text when it is one of the web (`http:`, `https:`).

    Raises: VideoError for a live stream, for an unknown kind of address, and for a `file:` URL of another machine.
    """
    text = fsdecode(named)
    match = _SCHEME.match(text)
    if match is None:
        if _PIPE.match(text) and not Path(text).exists():
            raise VideoError.of(text, "it is a live stream, which has no end", _RECORD)
        return Path(text)
    scheme, slashes = match[1].lower(), match[2]
    if scheme in ("http", "https"):
        return f"{scheme}://{text[match.end() :]}"
    if scheme == "file":
        return _local(text)
    if scheme in _STREAMS:
        raise VideoError.of(text, "it is a live stream, which has no end", _RECORD)
    if slashes == "//":
        cause = f"it is an address of a kind that is not read ({scheme}:)"
        raise VideoError.of(text, cause, "give a file, or an http: or https: address")
    return Path(text)


def shown(url: str) -> str:
    """Give an address as it may be shown: without the user's name and password and without the query, often a key."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("?")[0]
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def file_name(url: str) -> str:
    """Give the last part of an address's path, or its host when there is none."""
    parts = urlsplit(url)
    return unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.netloc.rpartition("@")[2]


def _local(url: str) -> Path:
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost"):
        raise VideoError.of(url, f"it is a file of another machine ({parts.netloc})", "copy it here and give its path")
    return Path(url2pathname(parts.path))
