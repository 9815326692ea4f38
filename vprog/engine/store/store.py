"""The store: results of modules, kept between runs and shared by processes and threads."""

import bisect
import contextlib
import errno
import os
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType

from vprog.engine.store import series as segmented
from vprog.engine.store.buffer import Buffer
from vprog.engine.store.keys import check_frames, check_key
from vprog.engine.store.records import Kind, decode, encode
from vprog.engine.store.refusals import Refusals
from vprog.engine.store.tree import Tree, blocks, discard, read
from vprog.engine.store.usage import Usage
from vprog.engine.store.verify import Verification, repair, verify

LIMIT_BYTES = 20 << 30
"""How much space a store takes unless told otherwise, in bytes."""
_LISTINGS = 3


class Store:
    """Keeps bytes under keys, and bytes of frames under series, in `folder`/v1.

    It never gives a wrong value and never ends a run: what is damaged counts as absent and is removed, and when the
    disk refuses, there is one warning and nothing more is written. Files are put in their places whole and never
    changed, so that processes may share a folder, also over a network, and be killed at any time. Threads may share a
    store; after a fork the child begins with an empty buffer. Other format versions stand beside `v1`, untouched.

    Results of frames are buffered, up to 4 MiB in all, until `flush`, `close` or the end of `with`. When the bound is
    passed, the files that were used least recently go, down to nine tenths; the last use is known to the hour.
    """

    def __init__(self, folder: Path, *, limit_bytes: int = LIMIT_BYTES, warn: Callable[[str], None]) -> None:
        """Open a store, making its folder where it is missing.

        limit_bytes: space on disk, counted in blocks of 4 KiB; 0 keeps nothing. warn: gets one sentence when nothing
        can be written any more, and one when something cannot be read; each once.
        Raises: ValueError for a negative bound; nothing for the disk's reasons.
        """
        if limit_bytes < 0:
            raise ValueError(f"limit_bytes is {limit_bytes}; give 0 or more")
        self._tree = Tree(folder)
        self._limit_bytes = limit_bytes
        self._refusals = Refusals(folder, warn)
        self._damaged = 0
        self._begin()
        _open_stores.add(self)
        if limit_bytes:
            with self._refusals.writing():
                self._tree.prepare()

    def __enter__(self) -> "Store":
        """Give the store itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Close the store, also after a failure: what was put before is sound."""
        self.close()

    @property
    def damaged(self) -> int:
        """Say how many damaged records or files this object has met."""
        return self._damaged

    def get(self, key: str) -> bytes | None:
        """Give what was last put under a key; None where nothing is, nothing sound, or nothing that can be read.

        Raises: ValueError for a key that is not 16 to 128 lower-case hexadecimal digits.
        """
        check_key(key)
        path = self._tree.entry(key)
        with self._refusals.reading():
            decoded = decode(read(path), Kind.ENTRY, key)
            if 0 in decoded.records:
                return decoded.records[0]
            self._note_damaged(max(1, decoded.damaged))
            discard(path)
        return None

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key in place of what was there; they are on disk afterwards.

        What is larger than the bound is not kept. Raises: ValueError for a key that is not 16 to 128 lower-case
        hexadecimal digits; nothing for the disk's reasons.
        """
        check_key(key)
        if self._is_writing and blocks(len(data)) <= self._limit_bytes:
            with self._refusals.writing():
                self._count(self._tree.write(self._tree.entry(key), encode(Kind.ENTRY, key, {0: data})))

    def get_frames(self, series: str, frames: Iterable[int]) -> dict[int, bytes]:
        """Give the results that a series has for some frames, in ascending order; empty where it has none.

        Raises: ValueError for a series that is not 16 to 128 lower-case hexadecimal digits, or a frame below 0.
        """
        check_key(series)
        wanted = set(frames)
        check_frames(wanted)
        with self._lock:
            found = self._buffer.get(series, wanted)
        for _ in range(_LISTINGS):
            if self._search(series, wanted, found):
                break
        return dict(sorted(found.items()))

    def put_frames(self, series: str, results: Mapping[int, bytes]) -> None:
        """Keep results of frames in place of what was there; they are on disk after `flush` at the latest.

        Raises: ValueError for a series that is not 16 to 128 lower-case hexadecimal digits, or a frame below 0; nothing
            for the disk's reasons.
        """
        check_key(series)
        check_frames(results)
        with self._lock:
            if results and self._is_writing:
                self._write(self._buffer.put(series, results))

    def flush(self) -> None:
        """Write what is buffered, so that other processes can see it."""
        with self._lock:
            self._write(self._buffer.series())

    def close(self) -> None:
        """Write what is buffered. The store can still be used."""
        with self._lock:
            self._write(self._buffer.series())
            if self._is_writing:
                self._usage.tell()

    def clear(self) -> None:
        """Remove all results of this format version and what is buffered; what cannot be removed stays."""
        with self._lock:
            self._buffer = Buffer()
            for found in self._tree.files():
                discard(found.path)
            with contextlib.suppress(OSError):
                self._tree.usage.unlink()
            self._usage = Usage(self._tree, self._limit_bytes)

    def size_bytes(self) -> int:
        """Count the space that the results of this format version take on disk, in bytes."""
        return sum(found.size_bytes for found in self._tree.files())

    def verify(self) -> Verification:
        """Write what is buffered, then read every record and check it; what is damaged is removed."""
        self.flush()
        verification = verify(self._tree, self._refusals)
        self._note_damaged(verification.damaged)
        return verification

    def _begin(self) -> None:
        """Set up what belongs to one process: after a fork, the parent writes what it has buffered."""
        # Reentrant: `warn` may be called with the lock held, and may look at the store.
        self._lock = threading.RLock()
        self._buffer = Buffer()
        self._usage = Usage(self._tree, self._limit_bytes)

    @property
    def _is_writing(self) -> bool:
        return self._limit_bytes > 0 and self._refusals.writes

    def _write(self, series: Iterable[str]) -> None:
        """Write what is buffered of some series, or drop it where nothing can be written."""
        for name in series:
            results = self._buffer.take(name)
            if self._is_writing:
                with self._refusals.writing():
                    self._count(segmented.write(self._tree, name, results))
                    self._count(segmented.merge_small(self._tree, name))

    def _count(self, size_bytes: int) -> None:
        with self._lock:
            if not self._usage.add(size_bytes):
                raise OSError(errno.ENOSPC, "its bound is passed and nothing there can be removed")

    def _search(self, series: str, wanted: set[int], found: dict[int, bytes]) -> bool:
        """Look in the segments for what is wanted and not yet found; say whether none vanished meanwhile."""
        missing = wanted - found.keys()
        order = sorted(missing)
        listed: list[segmented.Segment] = []
        with self._refusals.reading():
            listed = segmented.segments(self._tree, series) if missing else []
        is_whole = True
        for segment in listed:
            first = bisect.bisect_left(order, segment.first)
            if first == len(order) or order[first] > segment.last:
                continue
            is_read = False
            with self._refusals.reading():
                decoded = segmented.read_segment(segment, series, missing)
                is_read = True
                found.update(decoded.records)
                missing -= decoded.records.keys()
                if decoded.damaged:
                    self._note_damaged(decoded.damaged)
                    if self._is_writing:
                        repair(self._tree, series, segment)
            is_whole = is_whole and is_read
        return is_whole

    def _note_damaged(self, count: int) -> None:
        with self._lock:
            self._damaged += count


_open_stores: "weakref.WeakSet[Store]" = weakref.WeakSet()


def _begin_after_fork() -> None:
    for store in list(_open_stores):
        store._begin()  # noqa: SLF001 - the same module


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_after_fork)
