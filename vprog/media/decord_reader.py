"""Reading with decord, where it is installed: fast straight through a sound file.

A decord reader hangs when it is used in a child made by fork and when two threads share it. Here each `pictures` call
opens a reader of its own and nothing is kept between calls, so neither can happen.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from vprog.media.picture import Image
from vprog.media.probe import Probe
from vprog.media.reader import Unreadable

_SAME_TIME_S = 1e-3


class DecordRefusedError(Exception):
    """decord cannot read this file or counts its frames differently; the other reader has to."""


class DecordReader:
    """Reads what decord reads the same way as PyAV."""

    def __init__(self, probe: Probe) -> None:
        """Remember the file; it is opened by `pictures`."""
        self._probe = probe

    def pictures(self, indices: Sequence[int]) -> Iterator[tuple[int, Image | Unreadable]]:
        """Give every wanted frame once, in order; see `Reader`.

        Raises: DecordRefusedError before the first frame, or on the way at a frame that decord cannot decode.
        """
        reader = self._open()
        height_px, width_px = self._probe.orientation.shown_size(*self._probe.stored_size)[::-1]
        for index in indices:
            try:
                image = np.asarray(reader[index].asnumpy(), dtype=np.uint8)
            except (RuntimeError, ValueError, IndexError) as error:
                raise DecordRefusedError from error
            if image.shape != (height_px, width_px, 3):
                raise DecordRefusedError
            yield index, image

    def _open(self) -> Any:
        probe = self._probe
        table = probe.table
        # decord turns pictures but does not mirror them, and chooses among several streams by rules of its own.
        if probe.orientation.flipped or probe.video_streams != 1 or table.by_ordinal or not probe.strict:
            raise DecordRefusedError
        if table.frames_present < len(table.pts):
            raise DecordRefusedError
        try:
            import decord  # type: ignore[import-untyped]
        except (ImportError, OSError) as error:
            raise DecordRefusedError from error
        try:
            reader = decord.VideoReader(probe.path)
            times = np.asarray(reader.get_frame_timestamp(range(len(reader))), dtype=np.float64)[:, 0]
        except (RuntimeError, ValueError, IndexError) as error:
            raise DecordRefusedError from error
        if len(times) != len(table.times_s) or np.abs(times - times[0] - table.times_s).max() > _SAME_TIME_S:
            raise DecordRefusedError
        return reader
