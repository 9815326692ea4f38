"""The one door: from what the user named to a file whose frames can be read."""

import contextlib
import itertools
from collections.abc import Generator, Iterator, Sequence
from os import PathLike, fspath
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from vprog.media import causes
from vprog.media.decord_reader import DecordReader, DecordRefusedError
from vprog.media.picture import Frame, Image, fit, fitted_size
from vprog.media.probe import Probe, probe
from vprog.media.pyav_reader import PyAvReader
from vprog.media.reader import Unreadable, is_dense
from vprog.values import Gap, Source


def open_video(path: str | PathLike[str]) -> "VideoFile":
    """Open a video file; close it, or use it in a `with` block.

    Raises: VideoError when it cannot be read; one line says why and what to do.
    """
    text = fspath(path)
    causes.check_address(text)
    return VideoFile(probe(Path(text)))


class VideoFile:
    """A video file that is open for reading. Any number of threads may use one at once, and children of a fork."""

    def __init__(self, known: Probe) -> None:
        """Take over what `open_video` found out."""
        self._probe = known
        self._closed = False
        self._times_s = known.table.times_s.copy()
        self._times_s.flags.writeable = False
        # Frames that PyAV decoded with nothing to complain about. Threads only ever set marks, so no lock is needed.
        self._sound = np.zeros(len(self._times_s), dtype=np.bool_)
        width_px, height_px = known.orientation.shown_size(*known.stored_size)
        self._size = width_px, height_px
        self._source = Source(
            digest=known.digest,
            name=known.name,
            duration_s=known.table.duration_s,
            width_px=width_px,
            height_px=height_px,
            frame_count=len(self._times_s),
        )

    @property
    def source(self) -> Source:
        """Give the identity of the video: digest of its bytes, displayed size, length."""
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
        are all lost give one together. Nothing for no indices. The pixels do not depend on which reader decodes.

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
        return self._read(wanted, fitted_size(*self._size, max_side_px))

    def close(self) -> None:
        """End reading; reads that are under way run to their end. Closing twice is fine."""
        self._closed = True

    def __enter__(self) -> "VideoFile":
        """Give the file itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def _read(self, wanted: list[int], size: tuple[int, int]) -> Iterator[Frame | Gap]:
        gap: Gap | None = None
        with contextlib.closing(self._pictures(wanted)) as pictures:
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

    def _pictures(self, wanted: list[int]) -> Generator[tuple[int, Image | Unreadable], None, None]:
        done = 0
        if is_dense(wanted) and self._sound[wanted].all():
            with contextlib.suppress(DecordRefusedError):
                for index, picture in DecordReader(self._probe).pictures(wanted):
                    if not done and not self._is_same(index, picture):
                        break
                    yield index, picture
                    done += 1
                else:
                    return
        for index, picture in PyAvReader(self._probe).pictures(wanted[done:]):
            self._sound[index] = not isinstance(picture, Unreadable)
            yield index, picture

    def _is_same(self, index: int, picture: Image | Unreadable) -> bool:
        """Say whether the sure reader gives this picture: values found in frames must not depend on who decoded."""
        ((_, sure),) = PyAvReader(self._probe).pictures([index])
        return not isinstance(sure, Unreadable) and np.array_equal(sure, np.asarray(picture))

    def _grown(self, gap: Gap | None, index: int, reason: str) -> Gap:
        last = index + 1 == self._source.frame_count
        end_s = self._source.duration_s if last else float(self._times_s[index + 1])
        if gap is None:
            return Gap(self._source.name, float(self._times_s[index]), end_s, reason)
        return Gap(gap.video, gap.start_s, end_s, gap.reason)
