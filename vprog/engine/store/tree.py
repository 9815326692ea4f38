"""The folder of one format version: where files stand, how they come and go.

v1/entries/ab/abcd…                       one file for each key
v1/frames/ab/abcd…/FIRST-LAST-TIME-TOKEN  the segments of each series
v1/usage                                  how much space is taken, about
v1/temporary/                             files being written
"""

import contextlib
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from vprog.engine.store.records import FORMAT

STALE_S = 24 * 3600.0
"""Age in seconds at which a temporary file is nobody's any more."""
TOUCH_S = 3600.0
"""How exactly the time of last use is kept, in seconds: a read marks a file only when its mark is older."""
_BLOCK_BYTES = 4096
_ATTEMPTS = 5
_T = TypeVar("_T")


def blocks(size_bytes: int) -> int:
    """Give the bytes that a file of this size takes on a disk of 4 KiB blocks, one block at least."""
    return _BLOCK_BYTES * max(1, -(-size_bytes // _BLOCK_BYTES))


class Found(NamedTuple):
    """A file of the tree: its path, the bytes it takes on disk, when it was last used (seconds since 1970)."""

    path: Path
    size_bytes: int
    used_s: float


class Tree:
    """The files below `folder`/v1. Methods raise OSError where they do not say otherwise."""

    def __init__(self, folder: Path) -> None:
        """Name the places; touches no disk."""
        self.root = folder.absolute() / f"v{FORMAT}"
        self.usage = self.root / "usage"
        self.entries = self.root / "entries"
        self.frames = self.root / "frames"
        self._temporary = self.root / "temporary"

    def prepare(self) -> None:
        """Make the folder, and sweep what writers left that were killed long ago."""
        self._temporary.mkdir(parents=True, exist_ok=True)
        oldest_s = time.time() - STALE_S
        for found in _walk(self._temporary):
            if found.used_s < oldest_s:
                with contextlib.suppress(OSError):
                    found.path.unlink()

    def entry(self, key: str) -> Path:
        """Give the file of a key."""
        return self.entries / key[:2] / key

    def series(self, series: str) -> Path:
        """Give the folder of a series."""
        return self.frames / series[:2] / series

    def files(self) -> Iterator[Found]:
        """Give every file of results, in no order; what vanishes meanwhile is left out. Never raises OSError."""
        yield from _walk(self.entries)
        yield from _walk(self.frames)

    def write(self, target: Path, parts: Sequence[bytes]) -> int:
        """Put a file in its place in one step, so that a reader sees the old one, the new one or none.

        Gives the bytes it takes on disk. Nothing is synced: after a power cut a file may be empty or torn, which its
        digests show, and a result that is lost is only computed again.
        """
        temporary = self._temporary / secrets.token_hex(12)
        try:
            size_bytes = _in_folder(self._temporary, lambda: _write_new(temporary, parts))
            _in_folder(target.parent, lambda: _replace(temporary, target))
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        return blocks(size_bytes)


def read(path: Path) -> bytes:
    """Read a file and mark it as used now, to the hour.

    Raises: OSError; FileNotFoundError or NotADirectoryError where there is none.
    """
    with path.open("rb", buffering=0) as file:
        used_s = os.fstat(file.fileno()).st_mtime
        data = file.readall()
    if abs(time.time() - used_s) > TOUCH_S:
        with contextlib.suppress(OSError):
            os.utime(path)
    return data


def discard(path: Path) -> bool:
    """Remove a file, and its folder when it was the last there; say whether the file is gone. Never raises OSError."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    with contextlib.suppress(OSError):
        path.parent.rmdir()
    return True


def _in_folder(folder: Path, step: Callable[[], _T]) -> _T:
    """Do a step that needs a folder, which was perhaps never made, or may be removed by others at any moment."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return step()
        except FileNotFoundError:
            # It exists and is gone again where another removes it just then.
            with contextlib.suppress(FileExistsError):
                folder.mkdir(parents=True, exist_ok=True)
    return step()


def _write_new(path: Path, parts: Sequence[bytes]) -> int:
    # Unbuffered: a fork in the middle leaves no half-filled buffer that the child would write a second time.
    with path.open("xb", buffering=0) as file:
        for part in parts:
            rest = memoryview(part)
            while rest:
                rest = rest[file.write(rest) :]
        return file.tell()


def _replace(temporary: Path, target: Path) -> None:
    try:
        temporary.replace(target)
    except PermissionError:
        # Windows replaces no file that is being read; the one that is there will do.
        if os.name != "nt" or not target.is_file():
            raise


def _walk(folder: Path) -> Iterator[Found]:
    inner = []
    with contextlib.suppress(OSError), os.scandir(folder) as listing:
        for item in listing:
            with contextlib.suppress(OSError):
                if item.is_dir(follow_symlinks=False):
                    inner.append(item.path)
                else:
                    status = item.stat(follow_symlinks=False)
                    yield Found(Path(item.path), blocks(status.st_size), status.st_mtime)
    for path in inner:
        yield from _walk(Path(path))
