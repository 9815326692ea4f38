"""Lay out on the axis of time what values say of it: a row for each value, a lane for what overlaps."""

import dataclasses
import heapq
from collections.abc import Iterable, Sequence

from vprog.values import Boxes, Evidence, Masks, Source, Span, Spans, Track, Tracks, Video, views_of

MAX_LANES = 12
"""Tracks that overlap more than that are drawn as the stretches in which there is any."""
_PIXELS = 1000
"""Stretches closer together than that part of the video are drawn as one, where there are many."""
_MANY = 200


@dataclasses.dataclass(frozen=True)
class Bar:
    """A stretch on one lane. text: what it stands for."""

    start_s: float
    end_s: float
    lane: int
    text: str


@dataclasses.dataclass(frozen=True)
class Row:
    """What one value says of one source. total: how many stretches it has, of which `bars` may draw fewer."""

    source: str
    bars: tuple[Bar, ...]
    lanes: int
    total: int

    @property
    def is_coarse(self) -> bool:
        """Say whether stretches were drawn together."""
        return len(self.bars) < self.total


def rows_of(payload: object, sources: Sequence[Source]) -> tuple[Row, ...]:
    """Give a row for each source that a value says anything about; none for numbers and words.

    Searches that found nothing have a row without bars for each source that they looked at.
    """
    stretches = _stretches(payload)
    told = {digest for digest, *_ in stretches} | _looked(payload)
    return tuple(_row(source, stretches) for source in sources if source.digest in told)


def evidence_rows(evidence: Sequence[Evidence], sources: Sequence[Source]) -> tuple[Row, ...]:
    """Give a row of evidence for each source that is cited."""
    cited = [
        (e.source, e.start_s, e.end_s, "boxes" if e.boxes else "whole picture")
        for e in (dataclasses.replace(e, source=e.source or _called(e.video, sources)) for e in evidence)
    ]
    told = {digest for digest, *_ in cited}
    return tuple(_row(source, cited) for source in sources if source.digest in told)


def sources_of(payload: object) -> tuple[Source, ...]:
    """Give the sources that a value says anything about, once each."""
    members = payload.items if isinstance(payload, Spans) else payload if isinstance(payload, tuple) else ()
    own = [payload.source] if isinstance(payload, Track | Span) else []
    found = [view.source for view in views_of(payload)] + [s for member in members for s in sources_of(member)]
    return tuple({source.digest: source for source in own + found}.values())


_Stretch = tuple[str, float, float, str]
"""Digest of the source, start and end in seconds, and what it is."""


def _called(name: str, sources: Sequence[Source]) -> str:
    return next((s.digest for s in sources if s.name == name), "")


def _stretches(payload: object) -> list[_Stretch]:
    match payload:
        case Track():
            name = f"{payload.label or 'something'} #{payload.id}"
            return [(payload.source.digest, payload.start_s, payload.end_s, name)]
        case Span():
            who = ", ".join(f"{t.label or 'something'} #{t.id}" for t in payload.subjects)
            return [(payload.source.digest, payload.start_s, payload.end_s, who or payload.label)]
        case Tracks() | Spans():
            return [stretch for item in payload.items for stretch in _stretches(item)]
        case Boxes() | Masks():
            step_s = payload.sampling.step_s
            times_s = sorted({item.time_s for item in payload.items})
            together = _joined(((t, t + step_s) for t in times_s), step_s / 2)
            return [(payload.video.source.digest, start_s, end_s, payload.label) for start_s, end_s in together]
        case Video():
            return [(payload.source.digest, cut.start_s, cut.end_s, "visible") for cut in payload.cuts]
        case tuple():
            return [stretch for item in payload for stretch in _stretches(item)]
        case _:
            return []


def _looked(payload: object) -> set[str]:
    match payload:
        case Spans():
            return {view.source.digest for view in payload.looked}
        case Tracks() | Boxes() | Masks():
            return {payload.video.source.digest}
        case _:
            return set()


def _row(source: Source, stretches: Iterable[_Stretch]) -> Row:
    own = sorted((start_s, end_s, text) for digest, start_s, end_s, text in stretches if digest == source.digest)
    lanes = _lanes([(start_s, end_s) for start_s, end_s, _ in own])
    if len(own) <= _MANY and max(lanes, default=0) < MAX_LANES:
        bars = [Bar(s, e, lane, text) for (s, e, text), lane in zip(own, lanes, strict=True)]
        return Row(source.digest, tuple(bars), max(lanes, default=0) + 1, len(own))
    merged = _joined(((s, e) for s, e, _ in own), source.duration_s / _PIXELS)
    return Row(source.digest, tuple(Bar(s, e, 0, "several") for s, e in merged), 1, len(own))


def _lanes(stretches: Sequence[tuple[float, float]]) -> list[int]:
    """Give each stretch, in order of start, the lowest lane that is free then."""
    busy: list[tuple[float, int]] = []
    free: list[int] = []
    lanes = []
    for start_s, end_s in stretches:
        while busy and busy[0][0] <= start_s:
            heapq.heappush(free, heapq.heappop(busy)[1])
        lane = heapq.heappop(free) if free else len(busy)
        heapq.heappush(busy, (end_s, lane))
        lanes.append(lane)
    return lanes


def _joined(stretches: Iterable[tuple[float, float]], gap_s: float) -> list[tuple[float, float]]:
    """Give stretches in order of start as one where they overlap or lie closer together than `gap_s`."""
    joined: list[tuple[float, float]] = []
    for start_s, end_s in stretches:
        if joined and start_s - joined[-1][1] <= gap_s:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end_s))
        else:
            joined.append((start_s, end_s))
    return joined
