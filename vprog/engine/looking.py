"""The passes of one wave over the frames: each is decoded once for all who want it, and looked at once a series."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence

from vprog.diagnostics import Diagnostic
from vprog.engine.backends import BackendPool
from vprog.engine.budget import Meter
from vprog.engine.failures import explain
from vprog.engine.findings import KnownFindings, decode_findings, encode_findings, in_order, quantised
from vprog.engine.frames import FrameCall
from vprog.engine.memory import ResultStore
from vprog.media import Frame, VideoFile, resized, show, to_source
from vprog.spec.backend import Finding, FrameStream, Image, RegionStream
from vprog.values import Gap

Progress = Callable[[str, float], None]
"""Told what is being done and which share of it is done, in [0, 1]."""


class Pass:
    """What calls of one series share: the frames of it that are not known yet, and what is found in them."""

    def __init__(self, calls: Sequence[FrameCall], known: KnownFindings, store: ResultStore) -> None:
        """Find out what is known already, in this run and in the store."""
        self.calls = calls
        self.first = calls[0]
        self.failure: Diagnostic | None = None
        self.found: dict[int, list[Finding]] = {}
        self.stopped: str | None = None
        """Which budget kept frames from being looked at."""
        self._known = known
        self._store = store
        asked = sorted({index for call in calls for index in call.frames.indices})
        missing = [index for index in asked if index not in known.of(self.first.series)]
        stored = store.get_frames(self.first.series, missing) if missing else {}
        read = {index: decode_findings(data) for index, data in stored.items()}
        known.add(self.first.series, {index: findings for index, findings in read.items() if findings is not None})
        missing = [index for index in missing if read.get(index) is None]
        # A backend that remembers frames must see them all again, or none.
        self.wanted = asked if missing and self.first.backend.temporal else missing
        for call in calls:
            call.cached = not self.wanted

    def take(self, frame: Frame, findings: Sequence[Finding]) -> None:
        """Keep what was found in a frame, in pixels of the source.

        Raises: ValueError unless there is one finding for each region, where regions were looked at.
        """
        view, regions = self.first.video, self.first.regions
        if regions is not None and len(findings) != len(regions[frame.index]):
            raise ValueError(f"it looked at {len(regions[frame.index])} regions and gave {len(findings)} findings")
        corners = [(f.x1, f.y1, f.x2, f.y2) for f in findings]
        mapped = to_source(corners, view, view.source, frame.image.shape).tolist()
        kept = [
            quantised(dataclasses.replace(f, x1=x1, y1=y1, x2=x2, y2=y2))
            for (x1, y1, x2, y2), f in zip(mapped, findings, strict=True)
        ]
        # Findings of regions stand in the order of the regions: by their places they could not be told apart.
        self.found[frame.index] = in_order(kept) if regions is None else kept

    def close(self) -> None:
        """Make what was found known, and store it; hand a failure to the calls."""
        series = self.first.series
        self._known.add(series, self.found)
        complete = not self.first.backend.temporal or set(self.found) >= set(self.wanted)
        if self.found and complete and not self.failure:
            self._store.put_frames(series, {i: encode_findings(f) for i, f in self.found.items()})
        known, lost = self._known.of(series), self._known.lost(self.first.video.source.digest)
        for call in self.calls:
            call.failure = self.failure
            # Only a call that went without a frame because of the budget is cut short by it.
            if self.stopped and any(i not in known and i not in lost for i in call.frames.indices):
                call.shortened = self.stopped


class Batch:
    """Frames that one backend looks at together: of one series where it remembers frames, else of all it serves alike.

    Different views and videos meet in a batch when backend, request and settings agree.
    """

    def __init__(self, first: FrameCall, pool: BackendPool) -> None:
        """Begin with nothing waiting; the model is loaded at the first look."""
        self.module_calls = 0
        self._first = first
        self._pool = pool
        self._stream: FrameStream | RegionStream | None = None
        self._waiting: list[tuple[Pass, Frame]] = []

    def offer(self, one: Pass, frame: Frame) -> None:
        """Take a frame, at the size that is looked at; look as soon as there are enough for a batch."""
        self._waiting.append((one, frame))
        if len(self._waiting) >= self._first.backend.batch:
            self.flush()

    def drop(self) -> None:
        """Forget the frames that wait."""
        self._waiting = []

    def flush(self) -> None:
        """Look at the frames that wait."""
        waiting, self._waiting = [(p, f) for p, f in self._waiting if not p.failure], []
        if not waiting:
            return
        images = [show(f.image, p.first.video, f.time_s) for p, f in waiting]
        self.module_calls += 1
        try:
            looked = self._look(waiting, images)
            if len(looked) != len(images):
                raise ValueError(f"it looked at {len(images)} images and gave findings for {len(looked)}")
            for (one, frame), findings in zip(waiting, looked, strict=True):
                one.take(frame, findings)
        except Exception as error:  # noqa: BLE001  # a plug-in may raise anything; it must fail its nodes, not the run
            failure = explain(self._first.module, error)
            for one, _ in waiting:
                one.failure = failure

    def _look(self, waiting: Sequence[tuple[Pass, Frame]], images: Sequence[Image]) -> list[list[Finding]]:
        stream = self._opened()
        if self._first.regions is None:
            return stream.look(images)  # type: ignore[call-arg]  # the stream of a FrameBackend
        return stream.look(images, [p.first.regions_in(f) for p, f in waiting])  # type: ignore[call-arg]

    def _opened(self) -> FrameStream | RegionStream:
        if self._stream is None:
            loaded = self._pool.loaded(self._first.backend)
            # What the key of a finding leaves out, the backend does not get to see.
            settings = dict(self._first.model_settings)
            self._stream = loaded.open(self._first.request, settings)  # type: ignore[attr-defined]
        return self._stream


def _batches(passes: Iterable[Pass], pool: BackendPool) -> dict[int, Batch]:
    """Give the batch of each pass, by the pass's id."""
    shared: dict[object, Batch] = {}
    chosen = {}
    for one in passes:
        call = one.first
        alike: object = call.series if call.backend.temporal else (call.backend, call.request, call.model_settings)
        chosen[id(one)] = shared.setdefault(alike, Batch(call, pool))
    return chosen


def look(
    calls: Iterable[FrameCall],
    known: KnownFindings,
    store: ResultStore,
    pool: BackendPool,
    files: Mapping[str, VideoFile],
    meter: Meter,
    progress: Progress,
) -> tuple[int, int]:
    """Go through the frames that the calls want and nobody knows; give (frames decoded, calls of backends)."""
    by_series: dict[str, list[FrameCall]] = {}
    for call in calls:
        by_series.setdefault(call.series, []).append(call)
    passes = [Pass(members, known, store) for members in by_series.values()]
    batches = _batches(passes, pool)
    by_source: dict[str, list[Pass]] = {}
    for one in passes:
        # What wants no frame needs no file to read it from.
        if one.wanted:
            by_source.setdefault(one.first.video.source.digest, []).append(one)
    decoded = 0
    distinct = {id(batch): batch for batch in batches.values()}.values()
    try:
        for digest, members in by_source.items():
            decoded += _read(files[digest], members, batches, known, meter, progress)
        for batch in distinct:
            batch.flush()
    finally:
        # Also when the run is interrupted: what was found is kept.
        for one in passes:
            one.close()
    return decoded, sum(batch.module_calls for batch in distinct)


def _read(
    file: VideoFile,
    passes: Sequence[Pass],
    batches: Mapping[int, Batch],
    known: KnownFindings,
    meter: Meter,
    progress: Progress,
) -> int:
    wanting: dict[int, list[Pass]] = {}
    for one in passes:
        for index in one.wanted:
            wanting.setdefault(index, []).append(one)
    indices = _affordable(sorted(wanting), passes, meter)
    if not indices:
        return 0
    sides = {one.first.side_px for one in passes if one.wanted}
    # One size: scaled where it is decoded. Several: decoded once in full, then scaled for each.
    side_px = next(iter(sides)) if len(sides) == 1 else None
    decoded = 0
    for item in file.read(indices, max_side_px=side_px):
        stopped = meter.stop_reason()
        if stopped:
            for one in passes:
                one.stopped = stopped
                batches[id(one)].drop()
            break
        if isinstance(item, Gap):
            inside = (i for i in indices if item.start_s <= file.times_s[i] < item.end_s)
            known.lose(file.source.digest, dict.fromkeys(inside, item.reason))
            continue
        decoded += 1
        meter.decoded(1)
        for one in wanting[item.index]:
            batches[id(one)].offer(one, item if side_px else resized(item, one.first.side_px))
        if all(one.failure for one in passes):
            break
        progress(f"looking at {file.source.name}", decoded / len(indices))
    return decoded


def _affordable(indices: list[int], passes: Sequence[Pass], meter: Meter) -> list[int]:
    """Give the frames that the budget allows: a grid of every 2nd, 4th, … of them, so that the whole is looked at."""
    left = meter.frames_left
    if left is None or len(indices) <= left:
        return indices
    chosen, coarser = indices, 1
    while len(chosen) > left and coarser < len(indices):
        coarser *= 2
        chosen = indices[::coarser]
    chosen = chosen[:left]
    reason = meter.meet(f"the budget of frames allowed {len(chosen)} of {len(indices)} looks")
    for one in passes:
        one.stopped = reason
        for call in one.calls:
            call.coarser = coarser
    return chosen
