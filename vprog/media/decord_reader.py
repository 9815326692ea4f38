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
# In a transport stream, which has no index, decord gave frame 30 for frame 0.
_INDEXED = frozenset({"mov", "matroska", "webm", "avi"})


class DecordRefusedError(Exception):
    """decord cannot read this file or counts its frames differently; the other reader has to."""


class DecordReader:
    """Reads what decord reads the same way as PyAV.

    decord patches damaged frames up and says nothing, so it may only be asked for frames known to be sound.
    """

    def __init__(self, probe: Probe) -> None:
        """Remember the file; it is opened by `pictures`."""
        self._probe = probe

    def pictures(self, indices: Sequence[int]) -> Iterator[tuple[int, Image | Unreadable]]:
        """Give every wanted frame once, in order; see `Reader`.

        Raises: DecordRefusedError before the first frame, or on the way at a frame that decord cannot decode.
        """
        probe = self._probe
        # decord turns pictures but does not mirror them, and chooses among several streams by rules of its own.
        if probe.orientation.flipped or probe.video_streams != 1 or probe.table.by_ordinal or not probe.strict:
            raise DecordRefusedError
        if _INDEXED.isdisjoint(probe.format_name.split(",")):
            raise DecordRefusedError
        try:
            import decord
        except (ImportError, OSError) as error:
            raise DecordRefusedError from error
        # Its own FFmpeg writes remarks on every odd file to standard error; what matters arrives as an error anyway.
        decord.logging.set_level(decord.logging.QUIET)
        errors = (decord.DECORDError, RuntimeError, ValueError, IndexError)
        width_px, height_px = probe.orientation.shown_size(*probe.stored_size)
        try:
            reader = decord.VideoReader(probe.path)
            if not self._counts_alike(reader):
                raise DecordRefusedError
            if indices:
                # The first packet holds what some streams need for decoding; decord would jump over it.
                reader[0]
        except errors as error:
            raise DecordRefusedError from error
        for index in indices:
            try:
                image = np.asarray(reader[index].asnumpy(), dtype=np.uint8)
            except errors as error:
                raise DecordRefusedError from error
            if image.shape != (height_px, width_px, 3):
                raise DecordRefusedError
            yield index, image

    def _counts_alike(self, reader: Any) -> bool:
        times_s = self._probe.table.times_s
        if len(reader) != len(times_s):
            return False
        stamps = np.asarray(reader.get_frame_timestamp(range(len(reader))), dtype=np.float64)[:, 0]
        return bool(np.abs(stamps - stamps[0] - times_s).max() < _SAME_TIME_S)
