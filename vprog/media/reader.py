"""What a reader of frames is, and which of the two that read files reads which frames."""

import dataclasses
from collections.abc import Generator, Sequence
from typing import Protocol

from vprog.media.picture import Image

# Measured on H.264 at 1280x720 and 640x480 (keyframe every 60 to 250 frames, two cores, sorted numbers): with every
# frame wanted decord takes 0.57 to 0.82 of PyAV's time; with every second one the two are level (0.85 to 1.5 of it),
# and from every fourth on decord takes 1.05 to 1.25 of it, up to 1.7 for scattered ones, since it decodes what PyAV
# skips. So decord only where nearly every frame is wanted and where opening it (3.4 ms against 1.6) does not count.
# And only for frames that PyAV has decoded once without complaint: in a file with 200 bytes zeroed decord gave 60
# patched-up pictures as if they were good, which no setting of it prevents, where PyAV named exactly those as damaged.
_DENSE_SHARE = 0.75
_DENSE_FRAMES = 32


@dataclasses.dataclass(frozen=True)
class Unreadable:
    """Stands where a frame could not be decoded."""

    reason: str


class Reader(Protocol):
    """Gives the frames of one video."""

    def pictures(self, indices: Sequence[int]) -> Generator[tuple[int, Image | Unreadable], None, None]:
        """Give every wanted frame once, in order, in its full size, turned for display.

        indices: ascending, unique. One pair for each of them, whatever happens; none for none. What was opened is
        closed when the iterator ends or is closed.
        """
        ...


def is_dense(indices: Sequence[int]) -> bool:
    """Say whether so many frames in a row are wanted (ascending, unique) that reading straight through is faster."""
    if len(indices) < _DENSE_FRAMES:
        return False
    return len(indices) >= _DENSE_SHARE * (indices[-1] - indices[0] + 1)
