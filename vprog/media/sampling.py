"""Which frames are looked at. The grid hangs on the source, so that views share frames and halving nests."""

import bisect
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vprog.values import NOISE_S, Interval, Sampling, Video


def sampling(times_s: NDArray[np.float64] | Sequence[float], view: Video, rate_fps: float) -> Sampling:
    """Choose the frames of a view for a rate of looking.

    times_s: when each frame of the source is shown, seconds, ascending. rate_fps: frames per second wanted at least.
    The grid is every 2^n-th frame of the source, with the largest n that keeps the average rate at `rate_fps` or
    above; a video slower than that is taken frame by frame. A cut without a grid frame gives its middle frame, an
    instant the frame shown then. Empty for an empty view.

    Raises: ValueError when `rate_fps` is not a positive number.
    """
    if not rate_fps > 0:
        raise ValueError(f"the rate must be a positive number of frames per second; got {rate_fps}")
    times = np.asarray(times_s, dtype=np.float64)
    if not len(times):
        return Sampling((), (), 1.0 / rate_fps)
    average_fps = len(times) / view.source.duration_s
    stride = 1
    while stride < len(times) and average_fps / (2 * stride) >= rate_fps:
        stride *= 2
    chosen: set[int] = set()
    for cut in view.cuts:
        chosen.update(_of_cut(times, cut, stride))
    indices = tuple(sorted(chosen))
    return Sampling(indices, tuple(float(times[i]) for i in indices), stride / average_fps)


def _of_cut(times: NDArray[np.float64], cut: Interval, stride: int) -> Sequence[int]:
    if cut.length_s == 0.0:
        shown = bisect.bisect_right(times, cut.start_s) - 1
        return [shown] if shown >= 0 else []
    # A frame on a border lies behind it, whatever the last bits of computed times are.
    first = int(times.searchsorted(cut.start_s - NOISE_S, side="left"))
    past = int(times.searchsorted(cut.end_s - NOISE_S, side="left"))
    grid = range(-(-first // stride) * stride, past, stride)
    if grid:
        return grid
    return [(first + past - 1) // 2] if first < past else []
