"""Format the text of a program, and put it in place of the file that held it."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from vprog.diagnostics import Code, Diagnostic, InputError, OutsideError, ProgramError
from vprog.language import format_program, parse
from vprog.spec import Registry


def format_source(source: str) -> str:
    """Give the text in the canonical layout; it need not check, but it must parse.

    Raises: ProgramError with every syntax error.
    """
    program, problems = parse(source)
    if problems:
        raise ProgramError(problems)
    return format_program(program, Registry.load())


def replace_text(path: Path, text: str) -> None:
    """Put a text in the place of a file's, whole or not at all; its permissions stay, and links go on to lead to it.

    A file that holds the text already is not touched.
    Raises: InputError for what is no ordinary file; OutsideError naming the file and what stopped it, as a full disk.
    """
    data = text.encode("utf-8")
    try:
        file = path.resolve(strict=True)
        if not file.is_file():
            raise InputError(
                _unwritable(path, "it is no ordinary file", "print the program instead: leave out --write")
            )
        if file.read_bytes() == data:
            return
        if not os.access(file, os.W_OK):
            raise PermissionError(0, "it is read-only")
        _replace(file, data)
    except OSError as error:
        cause = error.strerror or str(error)
        raise OutsideError(_unwritable(path, cause, "the file is as it was")) from error


def _replace(file: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:40]}-")
    try:
        with os.fdopen(handle, "wb") as fresh:
            fresh.write(data)
            fresh.flush()
            # Renaming before the bytes are on the disk could leave an empty file after a power cut.
            os.fsync(fresh.fileno())
        shutil.copymode(file, name)
        Path(name).replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _unwritable(path: Path, cause: str, hint: str) -> Diagnostic:
    return Diagnostic(Code("VP0505"), f"the program {path} cannot be written: {cause}", found=str(path), hint=hint)
