"""A video changed as a whole: mirrored, slower or faster, backwards, or with its frames shuffled.

It is a source of its own, with its own digest, times and pixels, so that before and after, left and right mean in it
what one sees in it. The one way back to the moments of the original is `Changed.to_source_s`.
"""

import dataclasses
from collections.abc import Generator, Sequence

import numpy as np
from numpy.typing import NDArray

from vprog.media.file import VideoFile
from vprog.media.picture import Image
from vprog.media.reader import Unreadable
from vprog.values import Gap
from vprog.values.codec import canonical, digest_bytes

_TOGETHER = 24
"""How many pictures are read together, and kept until they are shown."""


@dataclasses.dataclass(frozen=True)
class Change:
    """What is done to a video.

    mirrored: left and right exchanged. reversed: shown backwards. speed: how many times as fast. seed: frames in an
    order drawn by lot, in blocks of `block_s` seconds; None for their own order.
    """

    mirrored: bool = False
    reversed: bool = False
    speed: float = 1.0
    seed: int | None = None
    block_s: float = 0.5


class Changed(VideoFile):
    """A changed video; it reads the frames of the original, which has to stay open."""

    def __init__(self, original: VideoFile, change: Change) -> None:
        """Change a video that is open.

        Raises: ValueError for a speed that is not positive.
        """
        if not change.speed > 0:
            raise ValueError(f"the speed must be positive; got {change.speed}")
        source = original.source
        self.original, self.change = original, change
        self.order = _order(original, change)
        """Which frame of the original each frame shows."""
        lengths_s = np.diff(np.append(original.times_s, source.duration_s))[self.order] / change.speed
        times_s = np.concatenate([[0.0], np.cumsum(lengths_s)[:-1]])
        digest = digest_bytes(canonical([source.digest, dataclasses.asdict(change)]))
        duration_s = float(times_s[-1] + lengths_s[-1])
        made = dataclasses.replace(source, digest=digest, duration_s=duration_s)
        super().__init__(made, times_s, _Reader(original, self.order, change.mirrored))

    def to_source_s(self, time_s: float) -> float:
        """Give the moment of the original that is shown at a moment of this one.

        Raises: ValueError when the moment lies outside the video.
        """
        index = self.frame_at(time_s)
        into_s = (time_s - float(self.times_s[index])) * self.change.speed
        return float(self.original.times_s[self.order[index]]) + into_s


def _order(original: VideoFile, change: Change) -> NDArray[np.int64]:
    order = np.arange(original.source.frame_count)
    if change.reversed:
        order = order[::-1]
    if change.seed is not None:
        blocks = (original.times_s[order] // change.block_s).astype(np.int64)
        present = np.unique(blocks)
        places = dict(zip(present.tolist(), np.random.default_rng(change.seed).permutation(len(present)), strict=True))
        order = order[np.argsort([places[block] for block in blocks.tolist()], kind="stable")]
    return order


class _Reader:
    def __init__(self, original: VideoFile, order: NDArray[np.int64], mirrored: bool) -> None:
        self._original, self._order, self._mirrored = original, order, mirrored

    def pictures(self, indices: Sequence[int]) -> Generator[tuple[int, Image | Unreadable], None, None]:
        """Give every wanted picture once, in order; see `Reader`."""
        for begin in range(0, len(indices), _TOGETHER):
            some = indices[begin : begin + _TOGETHER]
            shown = self._read(sorted({int(self._order[index]) for index in some}))
            for index in some:
                yield index, shown[int(self._order[index])]

    def _read(self, wanted: Sequence[int]) -> dict[int, Image | Unreadable]:
        # In the order of the file: to go back for each single frame would decode most of them many times.
        shown: dict[int, Image | Unreadable] = dict.fromkeys(wanted, Unreadable("it cannot be decoded"))
        for item in self._original.read(wanted):
            if not isinstance(item, Gap):
                shown[item.index] = item.image[:, ::-1] if self._mirrored else item.image
        return shown
