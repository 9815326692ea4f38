"""Reading a video file with whichever of the two readers is faster, to the same pixels."""

import contextlib
from collections.abc import Generator, Sequence

import numpy as np

from vprog.media.decord_reader import DecordReader, DecordRefusedError
from vprog.media.picture import Image
from vprog.media.probe import Probe
from vprog.media.pyav_reader import PyAvReader
from vprog.media.reader import Unreadable, is_dense


class FilmReader:
    """Reads a video file. Any number of threads may use one at once, and children of a fork."""

    def __init__(self, probe: Probe) -> None:
        """Remember the file; it is opened by `pictures`."""
        self._probe = probe
        # Frames that PyAV decoded with nothing to complain about. Threads only ever set marks, so no lock is needed.
        self._sound = np.zeros(len(probe.table.times_s), dtype=np.bool_)

    def pictures(self, indices: Sequence[int]) -> Generator[tuple[int, Image | Unreadable], None, None]:
        """Give every wanted frame once, in order; see `Reader`. The pixels do not depend on who decodes."""
        done = 0
        if is_dense(indices) and self._sound[list(indices)].all():
            with contextlib.suppress(DecordRefusedError):
                for index, picture in DecordReader(self._probe).pictures(indices):
                    if not done and not self._is_same(index, picture):
                        break
                    yield index, picture
                    done += 1
                else:
                    return
        for index, picture in PyAvReader(self._probe).pictures(indices[done:]):
            self._sound[index] = not isinstance(picture, Unreadable)
            yield index, picture

    def _is_same(self, index: int, picture: Image | Unreadable) -> bool:
        """Say whether the sure reader gives this picture: values found in frames must not depend on who decoded."""
        ((_, sure),) = PyAvReader(self._probe).pictures([index])
        return not isinstance(sure, Unreadable) and np.array_equal(sure, np.asarray(picture))
