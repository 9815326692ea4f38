"""A folder of model files: what lies there, once its digest was seen to be right."""

import contextlib
import dataclasses
import hashlib
import json
import os
import tempfile
import threading
from os import PathLike
from pathlib import Path

import platformdirs

from vprog.diagnostics import Code, Diagnostic, OutsideError
from vprog.spec import Build, ModelFile

FOLDER = "VPROG_MODELS"
"""Environment variable that names the folder."""


def models_folder(named: str | PathLike[str] | None = None) -> Path:
    """Give the folder of model files: the one named, else that of VPROG_MODELS, else the user's data folder."""
    if named is not None:
        return Path(named)
    set_outside = os.environ.get(FOLDER)
    return Path(set_outside) if set_outside else Path(platformdirs.user_data_dir("vprog", appauthor=False)) / "models"


@dataclasses.dataclass(frozen=True)
class AtHand:
    """A model file whose digest is right."""

    path: Path
    build: Build


class ModelFolder:
    """Looks for model files in one folder. Threads may share one.

    A digest is taken once: it is remembered, with the file's size and time of change, in this object and in `memory`.
    """

    def __init__(self, path: Path, memory: Path | None = None) -> None:
        """Look at nothing yet. memory: the file that keeps digests between runs; None for none."""
        self.path = path
        self._memory = memory
        self._digests: dict[str, tuple[int, int, str]] | None = None
        self._lock = threading.Lock()

    def find(self, model: ModelFile) -> AtHand | None:
        """Give where the model lies, or None when no file of its name is there.

        Raises: OutsideError VP0504 for a file of its name with another digest, or one that cannot be read.
        """
        for build in model.builds:
            path = self.path / build.file
            if not path.is_file():
                continue
            found = self._digest(path)
            right = next((b for b in model.builds if b.sha256 == found), None)
            if right is None:
                raise OutsideError(_another(model, path, found))
            return AtHand(path, right)
        return None

    def _digest(self, path: Path) -> str:
        try:
            key, stat = str(path.resolve()), path.stat()
            with self._lock:
                known = self._remembered().get(key)
            if known is not None and known[:2] == (stat.st_size, stat.st_mtime_ns):
                return known[2]
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            message = f"the model file {path} cannot be read: {error.strerror or error}"
            raise OutsideError(Diagnostic(Code("VP0504"), message, found=str(path))) from error
        with self._lock:
            self._remembered()[key] = (stat.st_size, stat.st_mtime_ns, found)
            self._remember()
        return found

    def _remembered(self) -> dict[str, tuple[int, int, str]]:
        if self._digests is None:
            self._digests = {}
            # A memory that cannot be read is no memory: the digests are taken again.
            with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
                rows = json.loads((self._memory or Path(os.devnull)).read_text(encoding="utf-8") or "{}")
                self._digests = {str(k): (int(size), int(time), str(sha)) for k, (size, time, sha) in rows.items()}
        return self._digests

    def _remember(self) -> None:
        if self._memory is None:
            return
        # Without a memory the next run takes the digests again; that is all that is lost.
        with contextlib.suppress(OSError):
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._memory.parent, prefix=self._memory.name)
            with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123  # a handle, not a path
                json.dump(self._digests, file)
            Path(name).replace(self._memory)


def _another(model: ModelFile, path: Path, found: str) -> Diagnostic:
    expected = " or ".join(build.sha256 for build in model.builds)
    message = f"the file {path} is not the model `{model.name}`: its SHA-256 is {found}, expected is {expected}"
    hint = f"delete it, then `vprog models pull {model.name}`"
    return Diagnostic(Code("VP0504"), message, found=found, expected=expected, hint=hint)
