"""Fetching a video from the web into a file that lasts as long as it is read."""

import contextlib
import os
import tempfile
import weakref
from pathlib import Path

from vprog.media import address
from vprog.media.errors import VideoError
from vprog.web import FetchError, NoRoomError, Response, TooLargeError, fetching

MAX_MIB = "VPROG_MAX_DOWNLOAD_MB"
"""Environment variable: how large a download may be, in MiB."""

_DEFAULT_MAX_MIB = 2048.0


class Download:
    """A fetched file. It is deleted when nothing refers to this object any more, at the latest when the program ends.

    path: where it lies. name: the last part of its address.
    """

    def __init__(self, path: Path, name: str) -> None:
        """Take over a file."""
        self.path = path
        self.name = name
        weakref.finalize(self, _delete, path, os.getpid())


def download(url: str) -> Download:
    """Fetch an `http:` or `https:` address.

    Raises: VideoError when connections are forbidden, the server cannot be reached, refuses, is too slow, sends a web
    page or more than the limit, redirects to where it must not, or breaks off; or when the file cannot be stored.
    """
    said = address.shown(url)
    limit_bytes = _limit_bytes(said)
    try:
        with fetching(url) as response:
            return _stored(response, address.file_name(response.url), limit_bytes)
    except TooLargeError as error:
        cause = f"it is larger than {limit_bytes / 2**20:g} MiB, the limit"
        raise VideoError.of(said, cause, f"raise {MAX_MIB}, or download it and give the file") from error
    except NoRoomError as error:
        todo = f"make room in {tempfile.gettempdir()}, or set TMPDIR to another folder"
        raise VideoError.of(said, error.cause, todo) from error
    except FetchError as error:
        raise VideoError.of(said, error.cause, f"{error.todo}, or give a file") from error


def _limit_bytes(said: str) -> float:
    text = os.environ.get(MAX_MIB) or str(_DEFAULT_MAX_MIB)
    with contextlib.suppress(ValueError):
        if float(text) > 0:
            return float(text) * 2**20
    raise VideoError.of(said, f"{MAX_MIB} is {text!r}, no size", f"set {MAX_MIB} to a number of MiB, such as 2048")


def _stored(response: Response, name: str, limit_bytes: float) -> Download:
    suffix = Path(name).suffix
    try:
        handle, path = tempfile.mkstemp(prefix="vprog-", suffix=suffix if suffix[1:].isalnum() else "")
    except OSError as error:
        raise NoRoomError.of(error) from error
    fetched = Download(Path(path), name)
    with open(handle, "wb") as file:  # noqa: PTH123  # a handle, not a path
        if not response.receive(file, limit_bytes):
            raise FetchError("the server sends an empty file", "check the address")
    return fetched


def _delete(path: Path, process: int) -> None:
    # A child made by fork inherits the object, but the file is its parent's.
    if os.getpid() == process:
        path.unlink(missing_ok=True)
