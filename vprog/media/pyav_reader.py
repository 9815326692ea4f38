"""Reading with PyAV: jumps to keyframes, and says exactly which frames are damaged."""

import contextlib
from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence

import av
import numpy as np
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vprog.media.picture import Image
from vprog.media.probe import Probe, open_stream
from vprog.media.reader import Unreadable

_DAMAGED = Unreadable("damaged: the frame, or one it builds on, does not decode")
_LOST = Unreadable("missing: the file was cut off before it")
# Frames leave the decoder up to this many places after their packet went in; a shorter jump saves nothing.
_REORDER_FRAMES = 16

_Timed = tuple[int, VideoFrame | None]
"""Time stamp in ticks (or ordinal) and the frame, None where it is damaged."""


class _DamageFoundError(Exception):
    """The quick pass met an error; it cannot tell where, so the careful pass takes over."""


class PyAvReader:
    """Reads any file that FFmpeg reads."""

    def __init__(self, probe: Probe) -> None:
        """Remember the file; it is opened by `pictures`."""
        self._probe = probe

    def pictures(self, indices: Sequence[int]) -> Iterator[tuple[int, Image | Unreadable]]:
        """Give every wanted frame once, in order; see `Reader`."""
        done = 0
        with contextlib.suppress(_DamageFoundError):
            for pair in self._pass(indices, careful=False):
                yield pair
                done += 1
            return
        # With several threads an error arrives late and takes good frames with it, depending on how many cores there
        # are. One thread gives the same gaps everywhere.
        yield from self._pass(indices[done:], careful=True)

    def _pass(self, indices: Sequence[int], *, careful: bool) -> Iterator[tuple[int, Image | Unreadable]]:
        table = self._probe.table
        # Without time stamps frames are told apart by counting, and a refused one would shift all after it.
        strict = self._probe.strict and not table.by_ordinal
        present = [index for index in indices if index < table.frames_present]
        if present:
            container, stream = open_stream(self._probe.path, strict=strict, threads=not careful)
            with container, contextlib.closing(_Way(self._probe, container, stream, careful)) as way:
                for index in present:
                    frame = way.frame(index)
                    yield index, _DAMAGED if frame is None else self._picture(frame)
        for index in indices[len(present) :]:
            yield index, _LOST

    def _picture(self, frame: VideoFrame) -> Image | Unreadable:
        width_px, height_px = self._probe.stored_size
        try:
            # The size is named because a stream may change it on the way; boxes need one size for the whole video.
            stored = frame.to_ndarray(format="rgb24", width=width_px, height=height_px)
        except av.error.FFmpegError as error:
            return Unreadable(f"its colours cannot be converted ({type(error).__name__})")
        return self._probe.orientation.apply(np.asarray(stored, dtype=np.uint8))


class _Way:
    """One way through an open file, forwards only."""

    def __init__(self, probe: Probe, container: InputContainer, stream: VideoStream, careful: bool) -> None:
        self._table = probe.table
        self._keys = probe.table.key_pts.tolist()
        self._container = container
        self._stream = stream
        self._careful = careful
        self._frames: Generator[_Timed, None, None] = _no_frames()
        self._held: _Timed | None = None
        self._landed = -1
        self._landed_before: set[int] = set()

    def frame(self, index: int) -> VideoFrame | None:
        """Give a frame that comes after all asked for so far, None when it is damaged.

        Raises: _DamageFoundError when something is wrong and this is not the careful way.
        """
        target = int(self._table.pts[index])
        if self._held is None or self._held[0] < target:
            key = max(0, bisect_right(self._keys, target) - 1)
            if self._held is None or self._is_far(self._held[0], key):
                self._land(key)
            self._advance(target)
        if not self._has(target) and self._landed > 0 and self._landed not in self._landed_before:
            # After some marked places (intra refresh) the picture is whole only a while later; the place before helps.
            self._landed_before.add(self._landed)
            self._land(self._landed - 1)
            self._advance(target)
        if self._has(target):
            return self._held[1] if self._held else None
        if not self._careful:
            raise _DamageFoundError
        return None

    def close(self) -> None:
        """Let go of the decoder at once.

        The way and its frames name each other. Left to the garbage collector, a decoder with threads could be taken
        apart in a child made by fork, where its threads do not exist: the child dies.
        """
        self._frames.close()
        self._frames, self._held = _no_frames(), None

    def _advance(self, target: int) -> None:
        self._held = next((timed for timed in self._frames if timed[0] >= target), None)

    def _has(self, target: int) -> bool:
        return self._held is not None and self._held[0] == target and self._held[1] is not None

    def _is_far(self, shown: int, key: int) -> bool:
        first_saved = int(self._table.pts.searchsorted(self._keys[key]))
        return first_saved - int(self._table.pts.searchsorted(shown)) > _REORDER_FRAMES

    def _land(self, key: int) -> None:
        # Landing twice at one place after the file ended there would read the same frames again for nothing.
        if key != self._landed:
            fresh = self._landed < 0
            if fresh and key > 0:
                self._warm_up()
            packets = self._container.demux(self._stream) if fresh and key == 0 else self._packets(key)
            self._frames, self._landed = self._decoded(packets), key

    def _warm_up(self) -> None:
        # x264 names its version in the first packet only, and H.264 in 4:4:4 by old versions decodes to rubbish for
        # a decoder that has not seen it. Damage there is found when a frame is wanted from there.
        with contextlib.suppress(av.error.FFmpegError):
            first = next((packet for packet in self._container.demux(self._stream) if packet.size), None)
            self._stream.codec_context.decode(first)

    def _packets(self, key: int) -> Iterator["Packet[VideoStream]"]:
        """Give the packets from a keyframe on, in decoding order; none when it cannot be reached."""
        before = max(0, key - 1)
        # Demuxers seek by decoding time or by showing time, and some land on the keyframe after the one asked for.
        for tick in (self._keys[key], int(self._table.key_dts[key]), self._keys[before], self._keys[0]):
            packets = self._from(tick)
            first = next((p for p in packets if p.is_keyframe or self._table.by_ordinal), None)
            if first is not None and (self._table.by_ordinal or (first.pts or 0) <= self._keys[key]):
                yield first
                yield from packets
                return

    def _from(self, tick: int) -> Iterator["Packet[VideoStream]"]:
        try:
            self._container.seek(tick, stream=self._stream)
        except av.error.FFmpegError:
            return
        yield from self._container.demux(self._stream)

    def _decoded(self, packets: Iterator["Packet[VideoStream]"]) -> Generator[_Timed, None, None]:
        """Decode; careful: what follows a damaged packet, up to the next keyframe, is damaged too."""
        doubt = _Doubt()
        ordinal = -1
        try:
            for packet in packets:
                if not self._table.by_ordinal and packet.size and not doubt.may_decode(packet):
                    continue
                try:
                    frames = self._stream.codec_context.decode(packet if packet.size else None)
                except av.error.FFmpegError as error:
                    if not self._careful:
                        raise _DamageFoundError from error
                    doubt.failed(packet)
                    continue
                for frame in frames:
                    ordinal += 1
                    stamp = ordinal if self._table.by_ordinal or frame.pts is None else frame.pts
                    yield stamp, None if frame.is_corrupt or stamp in doubt.stamps else frame
        except av.error.FFmpegError as error:
            # The demuxer itself gave up: what lies behind may still be reached by a jump.
            if not self._careful:
                raise _DamageFoundError from error


def _no_frames() -> Generator[_Timed, None, None]:
    yield from ()


class _Doubt:
    """Which packets, in decoding order, build on something that is damaged or was never decoded."""

    def __init__(self) -> None:
        self.stamps: set[int | None] = set()
        """Time stamps of the frames that must not be trusted."""
        self._key_pts: int | None = None
        self._body = False
        # Frames that come after a keyframe but are shown before it build on the keyframe before that one too, which
        # was not decoded when reading starts here.
        self._leading = True

    def may_decode(self, packet: "Packet[VideoStream]") -> bool:
        """Take note of the next packet; False for one that cannot be decoded for want of what it builds on."""
        if packet.is_keyframe:
            self._leading = self._key_pts is None or self._body
            self._body, self._key_pts = False, packet.pts
        elif self._leads(packet):
            if self._leading:
                self.stamps.add(packet.pts)
                return False
        elif self._body:
            self.stamps.add(packet.pts)
        return True

    def failed(self, packet: "Packet[VideoStream]") -> None:
        """Take note that this packet did not decode."""
        self.stamps.add(packet.pts)
        if self._leads(packet):
            self._leading = True
        else:
            self._body = True

    def _leads(self, packet: "Packet[VideoStream]") -> bool:
        return packet.pts is not None and self._key_pts is not None and packet.pts < self._key_pts
