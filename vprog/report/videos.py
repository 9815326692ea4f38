"""Open the video that a trace tells of, where it lay."""

import re

from vprog.diagnostics import Code, Diagnostic, InputError
from vprog.media import VideoError, VideoFile, open_video
from vprog.report.recorded import RecordedVideo

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def open_recorded(video: RecordedVideo) -> VideoFile:
    """Open a recorded video for reading; close it.

    Raises: InputError when the trace does not say where it lies, it cannot be read there, or another one is there now.
    """
    name, path, digest = video.source.name, video.path, video.source.digest
    hint = f"name the file with --video PATH (in Python: video=…); its digest is {digest}"
    # An address in a trace that somebody else made must not be fetched: no connection is opened unless one asks for it.
    if path is None or _ADDRESS.match(path):
        raise _missing(f"this needs the pictures of {name}, and the trace does not say where it lies", hint)
    try:
        file = open_video(path)
    except VideoError as error:
        message = f"this needs the pictures of {name}, which cannot be read at {path}: {error}"
        raise _missing(message, hint) from error
    if file.source.digest != digest:
        file.close()
        raise _missing(f"this needs the pictures of {name}; at {path} lies another video now", hint)
    return file


def _missing(message: str, hint: str) -> InputError:
    return InputError(Diagnostic(Code("VP0501"), message, hint=hint))
