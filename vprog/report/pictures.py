"""The pictures of a trace as they go into a page: their bytes, faces blurred where asked, and small enough together."""

import base64
import dataclasses
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter, UnidentifiedImageError

from vprog.engine import BackendPool
from vprog.report.recorded import RecordedFrame
from vprog.report.words import counted
from vprog.spec import FrameBackend, Registry
from vprog.spec.backend import FrameStream

MAX_BYTES = 7_000_000
"""Of all pictures of a page together; in a page they take a third more."""
_SMALL_SIDE_PX, _SMALL_QUALITY = 480, 60
"""What pictures are written anew with when they are too many bytes."""
_QUALITY = 85
_FACE = "face"
_FACE_MARGIN = 0.25
"""How much larger than the found face the blurred stretch is, on each side."""
_ENLARGED = 2.0
"""Faces are looked for in the picture as it is, and in one that much larger: the cascades see none below 30 px, and
each size finds some that the other passes over."""


@dataclasses.dataclass(frozen=True)
class Pictures:
    """The JPEG bytes of each picture of a run, in its order; None where it cannot be read. notes: what was done."""

    jpegs: tuple[bytes | None, ...]
    notes: tuple[str, ...]

    def uri(self, number: int) -> str | None:
        """Give one picture as an address that holds it."""
        data = self.jpegs[number]
        return None if data is None else "data:image/jpeg;base64," + base64.b64encode(data).decode("ascii")


def load_pictures(frames: Sequence[RecordedFrame], *, blur_faces: bool = False) -> Pictures:
    """Read the pictures of a run.

    blur_faces: find faces as `detect(video, "face")` of the embedded profile does, and blur them.
    Raises: OutsideError when faces are to be blurred and OpenCV is missing.
    """
    jpegs = [_read(frame.path) for frame in frames]
    notes: list[str] = []
    if any(data is None for data in jpegs):
        notes.append(f"{sum(data is None for data in jpegs)} of {len(jpegs)} pictures are missing in the trace folder")
    if blur_faces:
        stream = _face_stream()
        blurred = [(None, 0) if data is None else _without_faces(data, stream) for data in jpegs]
        jpegs = [data for data, _ in blurred]
        count = sum(faces > 0 for _, faces in blurred)
        notes.append(
            f"faces were looked for and blurred in {counted(count, 'picture')}; "
            "those that are small or turned away may be missed"
        )
    if sum(len(data) for data in jpegs if data) > MAX_BYTES:
        jpegs = [None if data is None else _smaller(data) for data in jpegs]
        notes.append(f"the pictures were made smaller, at most {_SMALL_SIDE_PX} px: the trace holds them as they were")
    return Pictures(tuple(jpegs), tuple(notes))


def _read(path: Path) -> bytes | None:
    """Give the bytes of a JPEG, or None for a file that is missing or is none."""
    try:
        with Image.open(path, formats=["JPEG"]) as image:
            image.verify()
        return path.read_bytes()
    except (OSError, UnidentifiedImageError, SyntaxError):
        return None


def _smaller(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        image.thumbnail((_SMALL_SIDE_PX, _SMALL_SIDE_PX))
        return written(image, _SMALL_QUALITY)


def written(image: Image.Image, quality: int = _QUALITY) -> bytes:
    """Give the bytes of a JPEG."""
    out = io.BytesIO()
    image.convert("RGB").save(out, format="JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _face_stream() -> FrameStream:
    pool, detect = BackendPool("embedded"), Registry.load().by_name("detect")
    chosen = pool.chosen(detect, _FACE)
    assert not isinstance(chosen, str)  # noqa: S101  # the embedded profile declares a backend for faces
    backend = pool.loaded(chosen.backend)
    assert isinstance(backend, FrameBackend)  # noqa: S101  # as all that `detect` declares
    return backend.open(_FACE, {})


def _without_faces(data: bytes, stream: FrameStream) -> tuple[bytes, int]:
    """Give the picture with its faces blurred, and how many there were."""
    with Image.open(io.BytesIO(data)) as opened:
        image = opened.convert("RGB")
    faces = []
    for scale in (1.0, _ENLARGED):
        looked_at = image.resize((round(image.width * scale), round(image.height * scale)))
        (found,) = stream.look([np.asarray(looked_at)])
        faces += [[corner / scale for corner in (f.x1, f.y1, f.x2, f.y2)] for f in found]
    for corners in faces:
        _blur(image, corners)
    return (written(image), len(faces)) if faces else (data, 0)


def _blur(image: Image.Image, corners: Sequence[float]) -> None:
    x1, y1, x2, y2 = corners
    more_x, more_y = _FACE_MARGIN * (x2 - x1), _FACE_MARGIN * (y2 - y1)
    left, top = max(0, int(x1 - more_x)), max(0, int(y1 - more_y))
    right, bottom = min(image.width, int(x2 + more_x) + 1), min(image.height, int(y2 + more_y) + 1)
    part = image.crop((left, top, right, bottom))
    # Made tiny first: a blur alone can be undone in part.
    tiny = part.resize((6, 6), Image.Resampling.BOX).resize(part.size, Image.Resampling.BICUBIC)
    image.paste(tiny.filter(ImageFilter.GaussianBlur(max(part.size) / 12)), (left, top))
