"""Results of frames on their way to the disk."""

from collections.abc import Iterable, Mapping

from vprog.engine.store.series import SEGMENT_FRAMES

BUFFER_BYTES = 4 << 20
"""How much is held before all of it is written, in bytes."""
_RESULT_BYTES = 200  # what a result takes in memory besides its bytes, about


class Buffer:
    """Collects small batches into segments worth writing. Not safe to share between threads."""

    def __init__(self) -> None:
        """Begin empty."""
        self._results: dict[str, dict[int, bytes]] = {}
        self._size_bytes = 0

    def put(self, series: str, results: Mapping[int, bytes]) -> list[str]:
        """Add results, the newest of a frame counting, and say which series are to be taken out now."""
        held = self._results.setdefault(series, {})
        held.update(results)
        self._size_bytes += _weight(results)
        if self._size_bytes > BUFFER_BYTES:
            return self.series()
        return [series] if len(held) >= SEGMENT_FRAMES else []

    def get(self, series: str, frames: Iterable[int]) -> dict[int, bytes]:
        """Give the results that are held for some frames; often none."""
        held = self._results.get(series, {})
        return {frame: held[frame] for frame in frames if frame in held}

    def take(self, series: str) -> dict[int, bytes]:
        """Take out the results of a series; none if there are none."""
        held = self._results.pop(series, {})
        # What was put twice was weighed twice: the sum is set right when the last series leaves.
        self._size_bytes = self._size_bytes - _weight(held) if self._results else 0
        return held

    def series(self) -> list[str]:
        """Name the series that hold results, the first put first."""
        return list(self._results)


def _weight(results: Mapping[int, bytes]) -> int:
    return sum(_RESULT_BYTES + len(data) for data in results.values())
