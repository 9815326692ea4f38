"""The demonstration: a clip made on the spot, and what is asked of it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vprog.diagnostics import Code, Diagnostic, OutsideError
from vprog.media import write_clip

DEMO_QUESTION = "How many red circles are there?"
DEMO_FURTHER_QUESTIONS = (
    "How many red circles enter?",
    "Are there more red circles than blue squares?",
    "Is there a green triangle?",
    "How many dogs are there?",
)
"""Something that comes in, a comparison, something that is not there, and something this profile cannot see."""

_WIDTH_PX, _HEIGHT_PX, _FPS, _SECONDS = 480, 270, 20, 6
_PAPER, _RED, _BLUE = (236, 236, 230), (208, 32, 40), (32, 72, 200)


def make_demo_clip(folder: Path) -> Path:
    """Write `demo.mp4`: three red circles, of which one comes in at 2 s, and two blue squares, for six seconds.

    Raises: OutsideError when the folder cannot be written to.
    """
    path = folder / "demo.mp4"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_clip(path, _images(), _FPS)
    except OSError as error:
        message = f"the clip {path} cannot be written: {error.strerror or error}"
        hint = "free some space, or name another folder with -o"
        raise OutsideError(Diagnostic(Code("VP0505"), message, found=str(path), hint=hint)) from error
    return path


def _images() -> Iterator[NDArray[np.uint8]]:
    rows, columns = np.mgrid[0:_HEIGHT_PX, 0:_WIDTH_PX]
    for frame in range(_FPS * _SECONDS):
        time_s = frame / _FPS
        image = np.full((_HEIGHT_PX, _WIDTH_PX, 3), _PAPER, dtype=np.uint8)
        for x, y in ((60 + 40 * time_s, 60.0), (400 - 30 * time_s, 210.0), (-30 + 60 * (time_s - 2), 130.0)):
            image[(columns - x) ** 2 + (rows - y) ** 2 < 24**2] = _RED
        for x, y in ((110.0, 225.0), (420.0, 50 + 12 * time_s)):
            image[(abs(columns - x) < 20) & (abs(rows - y) < 20)] = _BLUE
        yield image
