"""The frame table: when every frame of a file is shown, found without decoding where the container tells it."""

import dataclasses
from collections.abc import Callable
from fractions import Fraction

import av
import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

# One packet gives one shown frame in these. Elsewhere (VP8 with hidden frames, packed B-frames in AVI, RealVideo) a
# packet may give none, so that only decoding tells how many frames there are.
_PACKET_IS_FRAME = frozenset({"h264", "hevc", "av1", "vp9", "mjpeg", "mpeg4", "mpeg1video", "mpeg2video", "prores"})
# The index of these stands apart from the pictures, so it tells of frames that a cut-off file no longer has.
_INDEX_IS_EXACT = "mov"
# How much denser lost frames may be than those that are left, and how many may be lost in no time.
_DENSER, _FEW_LOST = 4, 100
# A day at 120 frames a second; more is a damaged number.
_MOST_LOST = 24 * 3600 * 120


@dataclasses.dataclass(frozen=True, eq=False)
class FrameTable:
    """All frames in display order.

    pts: int64, strictly increasing, in ticks of the stream; ordinals where the file has no times (`by_ordinal`).
    times_s: float64, when each is shown, the first at 0.0. duration_s: end of the last frame. key_pts, key_dts: int64,
    places where decoding can start, in order. frames_present: how many frames the file still holds; fewer than there
    are rows when it was cut off.
    """

    pts: NDArray[np.int64]
    times_s: NDArray[np.float64]
    duration_s: float
    key_pts: NDArray[np.int64]
    key_dts: NDArray[np.int64]
    frames_present: int
    by_ordinal: bool = False


@dataclasses.dataclass(frozen=True, order=True)
class _Row:
    """One frame, in ticks; length 0 where unknown; `key` where decoding can start."""

    pts: int
    dts: int
    length: int
    key: bool


def read_table(opened: Callable[[], tuple[InputContainer, VideoStream]]) -> FrameTable:
    """Build the table of a video stream; an empty one when there is no frame.

    opened: opens the file at its start; it is called again where decoding is needed, since raw streams cannot go back.

    Raises: av.error.FFmpegError when nothing can be read.
    """
    container, stream = opened()
    with container:
        rate = stream.average_rate or stream.guessed_rate or Fraction(25)
        tick_s = stream.time_base or Fraction(1, 1000)
        rows, packets, complete = _packet_rows(container, stream)
        trusted = complete and stream.codec_context.name in _PACKET_IS_FRAME
        promised = stream.frames if trusted and _INDEX_IS_EXACT in container.format.name.split(",") else 0
        promised_end = (stream.start_time or 0) + (stream.duration or 0)
    if not trusted:
        container, stream = opened()
        with container:
            rows, packets, complete = _decoded_rows(container, stream)
    if not complete or not rows:
        return _by_ordinal(packets, rate)
    rows.sort()
    keys = [row for row in rows if row.key] or rows[:1]
    # Pictures before the first place where decoding can start (a stream joined in its middle) are never shown.
    rows = [row for row in rows if row.pts >= keys[0].pts]
    pts = np.array([row.pts for row in rows], dtype=np.int64)
    end = rows[-1].pts + _last_length(rows, rate, tick_s)
    if promised > packets:
        pts, end = _with_lost(pts, end, promised - packets, promised_end)
    return FrameTable(
        pts=pts,
        times_s=(pts - pts[0]).astype(np.float64) * float(tick_s),
        duration_s=float((end - int(pts[0])) * tick_s),
        key_pts=np.array([row.pts for row in keys], dtype=np.int64),
        key_dts=np.array([row.dts for row in keys], dtype=np.int64),
        frames_present=len(rows),
    )


def _packet_rows(container: InputContainer, stream: VideoStream) -> tuple[list[_Row], int, bool]:
    """Give the rows, how many packets there were, and whether every packet had a time stamp of its own."""
    rows: list[_Row] = []
    packets = unstamped = 0
    try:
        for packet in container.demux(stream):
            if not packet.size:
                continue
            packets += 1
            # Discarded packets are needed for decoding but lie outside the file's edit list: they are never shown.
            if packet.is_discard:
                continue
            if packet.pts is None:
                unstamped += 1
                continue
            dts = packet.pts if packet.dts is None else packet.dts
            rows.append(_Row(packet.pts, dts, packet.duration or 0, packet.is_keyframe))
    except av.error.FFmpegError:
        # What comes before the break can still be read; without any of it there is nothing to open.
        if not packets:
            raise
    return rows, packets, not unstamped and len({row.pts for row in rows}) == len(rows)


def _decoded_rows(container: InputContainer, stream: VideoStream) -> tuple[list[_Row], int, bool]:
    """Give the same as `_packet_rows` by decoding every frame."""
    rows: list[_Row] = []
    frames = 0
    for packet in container.demux(stream):
        try:
            decoded = stream.codec_context.decode(packet if packet.size else None)
        except av.error.FFmpegError:
            # A damaged frame has no row: it cannot be told whether it would have been shown.
            continue
        for frame in decoded:
            frames += 1
            if frame.pts is not None:
                rows.append(_Row(frame.pts, frame.pts, frame.duration or 0, frame.key_frame))
    return rows, frames, len({row.pts for row in rows}) == frames


def _by_ordinal(count: int, rate: Fraction) -> FrameTable:
    pts = np.arange(count, dtype=np.int64)
    start = np.zeros(1, dtype=np.int64)
    return FrameTable(pts, pts.astype(np.float64) / float(rate), float(count / rate), start, start, count, True)


def _last_length(rows: list[_Row], rate: Fraction, tick_s: Fraction) -> int:
    """Give how long the last frame is shown, in ticks: what the file says, else as long as the one before it."""
    if rows[-1].length > 0:
        return rows[-1].length
    if len(rows) > 1:
        return rows[-1].pts - rows[-2].pts
    return max(1, round(1 / (rate * tick_s)))


def _with_lost(pts: NDArray[np.int64], end: int, lost: int, promised_end: int) -> tuple[NDArray[np.int64], int]:
    """Append the frames that the index promises and the file no longer holds, spread evenly over the promised time."""
    step = max(1, round((end - int(pts[0])) / len(pts)))
    fitting = max(0, promised_end - end) // step
    # A damaged index may promise a billion frames. Then the promised time tells how many there were, and when that is
    # damaged too, one frame stands for all: something is lost, but not to be told how much.
    if lost > _DENSER * fitting + _FEW_LOST:
        lost = max(1, fitting)
    if lost > _MOST_LOST:
        lost = 1
    elif promised_end > end + lost:
        step = (promised_end - end) // lost
    return np.concatenate([pts, end + step * np.arange(lost, dtype=np.int64)]), end + step * lost
