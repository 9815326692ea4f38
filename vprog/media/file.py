"""A video that is open for reading, whatever it is made of."""

import contextlib
import itertools
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from numpy.typing import NDArray

from vprog.media.picture import Frame, Image, fit, fitted_size
from vprog.media.reader import Reader, Unreadable
from vprog.values import Gap, Source


class VideoFile:
    """A video that is open for reading: a file, images, or frames in memory; `open_video` gives one.

    Any number of threads may use one at once, and children of a fork.
    """

    def __init__(
        self,
        source: Source,
        times_s: NDArray[np.float64],
        reader: Reader,
        kept: object = None,
        path: Path | None = None,
    ) -> None:
        """Take over what `open_video` found out.

        times_s: when each frame is shown, seconds, ascending, the first 0.0. kept: what must live as long as the video
        is open or being read. path: where it lies and will go on to lie; None for a download or frames in memory.
        """
        self.path = path
        self._source = source
        self._times_s = times_s.copy()
        self._times_s.flags.writeable = False
        self._reader = reader
        self._kept = kept
        self._closed = False

    @property
    def source(self) -> Source:
        """Give the identity of the video: digest of what it is made of, displayed size, length."""
        return self._source

    @property
    def times_s(self) -> NDArray[np.float64]:
        """Give when each frame is shown, float64 seconds, sorted, the first 0.0; read-only."""
        return self._times_s

    @property
    def fps(self) -> float:
        """Give the average number of frames in a second."""
        return self._source.frame_count / self._source.duration_s

    def frame_at(self, time_s: float) -> int:
        """Give the number of the frame shown at a moment.

        Raises: ValueError when the moment lies outside `[0, duration_s)`.
        """
        if not 0.0 <= time_s < self._source.duration_s:
            raise ValueError(f"no frame is shown at {time_s} s; the video covers [0, {self._source.duration_s}) s")
        return int(self._times_s.searchsorted(time_s, side="right")) - 1

    def read(self, indices: Sequence[int], max_side_px: int | None = None) -> Iterator[Frame | Gap]:
        """Decode frames one after another; few are in memory at a time, however many are asked for.

        indices: frame numbers, ascending, each once. max_side_px: pictures are scaled down so that the longer side has
        at most so many pixels. Frames that cannot be decoded give a `Gap` in their place, wanted frames in a row that
        are all lost give one together. Nothing for no indices. Pictures may be read-only.

        Raises: ValueError when indices are out of order or range, the size is not positive or the file is closed.
        """
        if self._closed:
            raise ValueError(f"{self._source.name} is closed")
        wanted = [int(index) for index in indices]
        if any(later <= earlier for earlier, later in itertools.pairwise(wanted)):
            raise ValueError("frame numbers must be ascending, each once")
        if wanted and not (wanted[0] >= 0 and wanted[-1] < self._source.frame_count):
            raise ValueError(f"frame numbers must lie in 0..{self._source.frame_count - 1}")
        if max_side_px is not None and max_side_px < 1:
            raise ValueError(f"max_side_px must be at least 1; got {max_side_px}")
        size = fitted_size(self._source.width_px, self._source.height_px, max_side_px)
        return self._read(wanted, size, self._kept)

    def close(self) -> None:
        """End reading; reads that are under way run to their end. Closing twice is fine."""
        self._closed = True
        self._kept = None

    def __enter__(self) -> "VideoFile":
        """Give the file itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def _read(self, wanted: list[int], size: tuple[int, int], _kept: object) -> Iterator[Frame | Gap]:
        gap: Gap | None = None
        with contextlib.closing(self._survived(wanted)) as pictures:
            for index, picture in pictures:
                if isinstance(picture, Unreadable):
                    gap = self._grown(gap, index, picture.reason)
                    continue
                if gap is not None:
                    yield gap
                    gap = None
                yield Frame(index, float(self._times_s[index]), fit(picture, size))
        if gap is not None:
            yield gap

    def _survived(self, wanted: list[int]) -> Generator[tuple[int, Image | Unreadable], None, None]:
        """Give the pictures; when the file cannot be read on, as when it was removed, the rest of them is lost."""
        done = 0
        try:
            with contextlib.closing(self._reader.pictures(wanted)) as pictures:
                for pair in pictures:
                    yield pair
                    done += 1
        except (OSError, av.error.FFmpegError) as error:
            reason = f"the file can no longer be read: {error}"
            yield from ((index, Unreadable(reason)) for index in wanted[done:])

    def _grown(self, gap: Gap | None, index: int, reason: str) -> Gap:
        last = index + 1 == self._source.frame_count
        end_s = self._source.duration_s if last else float(self._times_s[index + 1])
        if gap is None:
            return Gap(self._source.name, float(self._times_s[index]), end_s, reason)
        return Gap(gap.video, gap.start_s, end_s, gap.reason)
