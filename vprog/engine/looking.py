"""The passes of one wave over the frames: each is decoded once for all who want it, and looked at once a series."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from vprog.diagnostics import Code, Diagnostic
from vprog.engine.backends import BackendPool
from vprog.engine.budget import Meter
from vprog.engine.failures import explain
from vprog.engine.findings import KnownFindings, decode_findings, encode_findings, quantised
from vprog.engine.frames import FrameCall
from vprog.engine.memory import ResultStore
from vprog.media import Frame, VideoFile, resized, show, to_source
from vprog.spec.backend import Finding, FrameStream
from vprog.values import Gap

Progress = Callable[[str, float], None]
"""Told what is being done and which share of it is done, in [0, 1]."""


class Pass:
    """What calls of one series share: a backend going through the frames that are not known yet."""

    def __init__(self, calls: Sequence[FrameCall], known: KnownFindings, store: ResultStore) -> None:
        """Find out what is known already, in this run and in the store."""
        self.calls = calls
        self.first = calls[0]
        self.module_calls = 0
        self.failure: Diagnostic | None = None
        self.found: dict[int, list[Finding]] = {}
        self._known = known
        self._store = store
        self._stream: FrameStream | None = None
        self._waiting: list[Frame] = []
        asked = sorted({index for call in calls for index in call.frames.indices})
        missing = [index for index in asked if index not in known.of(self.first.series)]
        stored = store.get_frames(self.first.series, missing) if missing else {}
        known.add(self.first.series, {index: decode_findings(data) for index, data in stored.items()})
        missing = [index for index in missing if index not in stored]
        # A backend that remembers frames must see them all again, or none.
        self.wanted = asked if missing and self.first.backend.temporal else missing
        for call in calls:
            call.cached = not self.wanted

    def offer(self, frame: Frame, pool: BackendPool) -> None:
        """Take a frame, at the size this pass looks at; look as soon as there are enough for a batch."""
        self._waiting.append(frame)
        if len(self._waiting) >= self.first.backend.batch:
            self.flush(pool)

    def flush(self, pool: BackendPool) -> None:
        """Look at the frames that wait."""
        frames, self._waiting = self._waiting, []
        if not frames or self.failure:
            return
        view = self.first.video
        images = [show(f.image, view, f.time_s) for f in frames]
        self.module_calls += 1
        try:
            looked = self._opened(pool).look(images)
        except Exception as error:  # noqa: BLE001  # a plug-in may raise anything; it must fail its nodes, not the run
            self.failure = explain(self.first.module, error)
            return
        if len(looked) != len(images):
            name = self.first.module.title
            message = f"`{name}` looked at {len(images)} images and gave findings for {len(looked)}"
            hint = f"this is a bug of the backend `{self.first.backend.name}`"
            self.failure = Diagnostic(Code("VP0502"), message, hint=hint)
            return
        for frame, findings in zip(frames, looked, strict=True):
            corners = [(f.x1, f.y1, f.x2, f.y2) for f in findings]
            mapped = to_source(corners, view, view.source, frame.image.shape).tolist()
            self.found[frame.index] = quantised(
                Finding(x1, y1, x2, y2, f.score, f.label) for (x1, y1, x2, y2), f in zip(mapped, findings, strict=True)
            )

    def _opened(self, pool: BackendPool) -> FrameStream:
        if self._stream is None:
            # Loaded only now: a pass whose findings are all known needs no model.
            loaded = pool.loaded(self.first.backend)
            self._stream = loaded.open(self.first.request, self.first.settings)  # type: ignore[attr-defined]
        return self._stream

    def close(self) -> None:
        """Make what was found known, and store it; hand a failure to the calls."""
        series = self.first.series
        self._known.add(series, self.found)
        complete = not self.first.backend.temporal or set(self.found) >= set(self.wanted)
        if self.found and complete and not self.failure:
            self._store.put_frames(series, {i: encode_findings(f) for i, f in self.found.items()})
        for call in self.calls:
            call.failure = self.failure


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
    by_source: dict[str, list[Pass]] = {}
    for one in passes:
        by_source.setdefault(one.first.video.source.digest, []).append(one)
    decoded = sum(_read(files[digest], members, pool, meter, progress) for digest, members in by_source.items())
    for one in passes:
        one.close()
    return decoded, sum(one.module_calls for one in passes)


def _read(file: VideoFile, passes: Sequence[Pass], pool: BackendPool, meter: Meter, progress: Progress) -> int:
    wanting: dict[int, list[Pass]] = {}
    for one in passes:
        for index in one.wanted:
            wanting.setdefault(index, []).append(one)
    indices = sorted(wanting)
    if not indices:
        return 0
    sides = {one.first.side_px for one in passes if one.wanted}
    # One size: scaled where it is decoded. Several: decoded once in full, then scaled for each.
    side_px = next(iter(sides)) if len(sides) == 1 else None
    decoded = 0
    for item in file.read(indices, max_side_px=side_px):
        stopped = meter.stop_reason()
        if stopped:
            _shorten(passes, stopped)
            break
        if isinstance(item, Gap):
            _report_gap(item, passes)
            continue
        decoded += 1
        meter.decoded(1)
        for one in wanting[item.index]:
            one.offer(item if side_px else resized(item, one.first.side_px), pool)
        progress(f"looking at {file.source.name}", decoded / len(indices))
    for one in passes:
        one.flush(pool)
    return decoded


def _shorten(passes: Sequence[Pass], reason: str) -> None:
    for one in passes:
        for call in one.calls:
            call.shortened = reason


def _report_gap(gap: Gap, passes: Iterable[Pass]) -> None:
    for one in passes:
        for call in one.calls:
            if any(gap.start_s <= t < gap.end_s for t in call.frames.times_s):
                call.gaps.append(gap)
