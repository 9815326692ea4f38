"""Write a trace folder while a run goes on."""

import datetime as dt
import json
import secrets
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from vprog.diagnostics import Code, Diagnostic, OutsideError

SCHEMA = 2
"""Version of the events' layout; readers refuse a newer one.

2: nodes say what stands beside their values (evidence, gaps, caveats); `graph` lists its nodes, `input` says where
the videos lie, `settings` what was set. 1: the events without these.
"""
MAX_FRAMES = 64
"""How many pictures a trace keeps."""


def new_trace_folder(parent: Path) -> Path:
    """Make a folder with a name that sorts by time and that no other run uses.

    Raises: OutsideError when it cannot be made.
    """
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S")
    folder = parent / f"{stamp}-{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder


class TraceWriter:
    """Appends events and stores values. Safe to share between threads.

    Raises: OutsideError from every method when the disk refuses.
    """

    def __init__(self, folder: Path, version: str) -> None:
        """Begin a trace in an existing folder."""
        self.folder = folder
        self._lock = threading.Lock()
        self._began = time.perf_counter()
        self._stored: set[str] = set()
        self._frames = 0
        try:
            (folder / "values").mkdir(exist_ok=True)
            (folder / "frames").mkdir(exist_ok=True)
            self._file = (folder / "trace.jsonl").open("a", encoding="ascii")
        except OSError as error:
            raise _unwritable(folder, error) from error
        self.event("open", schema=SCHEMA, vprog=version)

    def __enter__(self) -> "TraceWriter":
        """Give the writer itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Close the trace, saying how the run ended."""
        self.event("close", ended="interrupted" if kind is KeyboardInterrupt else "failed" if error else "ok")
        self._file.close()

    def event(self, event: str, **fields: Any) -> None:
        """Append one record; values must be plain JSON data."""
        record = {"event": event, "at_s": round(time.perf_counter() - self._began, 6), **fields}
        # Plain ASCII: file names may hold bytes that are no text, and some characters end a line for other readers.
        line = json.dumps(record, separators=(",", ":"), allow_nan=False)
        with self._lock:
            try:
                # One write and flush for each record: whatever happens next, this line is whole.
                self._file.write(line + "\n")
                self._file.flush()
            except OSError as error:
                raise _unwritable(self.folder, error) from error

    def value(self, digest: str, data: bytes) -> None:
        """Store the canonical bytes of a value, once."""
        with self._lock:
            if digest in self._stored:
                return
            self._stored.add(digest)
            try:
                (self.folder / "values" / f"{digest}.json").write_bytes(data)
            except OSError as error:
                raise _unwritable(self.folder, error) from error

    def frame(self, video_digest: str, frame: int, data: bytes) -> str | None:
        """Store a JPEG and give its path within the folder, or None when the trace holds as many as it may."""
        with self._lock:
            if self._frames >= MAX_FRAMES:
                return None
            self._frames += 1
            name = f"frames/{video_digest[:12]}-{frame:07d}.jpg"
            try:
                (self.folder / name).write_bytes(data)
            except OSError as error:
                raise _unwritable(self.folder, error) from error
            return name


class NoTrace(TraceWriter):
    """Writes nothing: for runs whose answers are only compared."""

    def __init__(self) -> None:
        """Begin nothing."""

    def event(self, event: str, **fields: Any) -> None:
        """Append nothing."""

    def value(self, digest: str, data: bytes) -> None:
        """Store nothing."""

    def frame(self, video_digest: str, frame: int, data: bytes) -> str | None:
        """Store nothing."""
        return None


def _unwritable(folder: Path, error: OSError) -> OutsideError:
    message = f"the trace {folder} cannot be written: {error.strerror or error}"
    hint = "free some space, or name another folder with --cache"
    return OutsideError(Diagnostic(Code("VP0505"), message, found=str(folder), hint=hint))
