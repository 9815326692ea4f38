"""Fetch a model file from its own address: it gets its name only once every byte is there and the digest is right."""

import hashlib
from pathlib import Path

from vprog.diagnostics import Code, Diagnostic, OutsideError
from vprog.models.folder import AtHand, ModelFolder
from vprog.spec import Build, ModelFile
from vprog.web import FetchError, NoRoomError, TooLargeError, fetching

PART = ".part"
"""Ends the name of a file that is not complete; the next pull goes on from there."""


def pull(model: ModelFile, folder: ModelFolder) -> AtHand:
    """Fetch the model unless it is at hand, and give where it lies.

    Raises: OutsideError VP0504 when connections are forbidden, the server fails or sends something else, or the file
    cannot be stored. What came before a connection broke off stays, and is not fetched again.
    """
    found = folder.find(model)
    if found is not None:
        return found
    build = model.offered
    partial = folder.path / (build.file + PART)
    try:
        _complete(build, partial)
        _check(model, partial)
        partial.replace(folder.path / build.file)
    except TooLargeError as error:
        partial.unlink()
        raise _wrong(model, f"more than {build.size_bytes} bytes") from error
    except NoRoomError as error:
        todo = f"make room in {folder.path}, or name another folder with --models"
        raise _failed(model, error.cause, todo) from error
    except FetchError as error:
        todo = f"{error.todo}, or fetch {build.url} yourself and put it into {folder.path} as {build.file}"
        raise _failed(model, error.cause, todo) from error
    except OSError as error:
        cause = f"it cannot be stored in {folder.path} ({error.strerror or error})"
        raise _failed(model, cause, "name another folder with --models") from error
    return AtHand(folder.path / build.file, build)


def _complete(build: Build, partial: Path) -> None:
    partial.parent.mkdir(parents=True, exist_ok=True)
    have = partial.stat().st_size if partial.exists() else 0
    if have > build.size_bytes:
        have = 0
    if have == build.size_bytes:
        return
    with fetching(build.url, have) as response, partial.open("r+b" if have else "wb") as file:
        # A server that cannot begin in the middle sends all of it again.
        file.seek(min(response.start, have))
        file.truncate()
        response.receive(file, build.size_bytes - file.tell())


def _check(model: ModelFile, partial: Path) -> None:
    with partial.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != model.offered.sha256:
        size_bytes = partial.stat().st_size
        # Going on from a wrong beginning could never end well.
        partial.unlink()
        raise _wrong(model, f"{size_bytes} bytes with SHA-256 {found}")


def _wrong(model: ModelFile, found: str) -> OutsideError:
    build = model.offered
    expected = f"{build.size_bytes} bytes with SHA-256 {build.sha256}"
    message = f"{build.url} sends {found}, and the model `{model.name}` has {expected}; nothing was kept"
    return OutsideError(Diagnostic(Code("VP0504"), message, found=found, expected=expected, hint="try again later"))


def _failed(model: ModelFile, cause: str, hint: str) -> OutsideError:
    message = f"the model `{model.name}` cannot be fetched: {cause}"
    return OutsideError(Diagnostic(Code("VP0504"), message, hint=hint))
