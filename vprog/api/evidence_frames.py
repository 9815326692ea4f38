"""Keep the pictures that an answer rests on, in its trace."""

import math
from collections.abc import Sequence

from vprog.engine import Meter, ResultStore
from vprog.media import EVIDENCE_SIDE_PX, Frame, VideoFile, fitted_size, jpeg
from vprog.trace import MAX_FRAMES, TraceWriter
from vprog.values import Evidence
from vprog.values.codec import canonical, digest_bytes


def save_evidence_frames(
    evidence: Sequence[Evidence], files: Sequence[VideoFile], trace: TraceWriter, store: ResultStore, meter: Meter
) -> None:
    """Write a JPEG of each moment that the evidence names, and an event for each.

    Of more moments than a trace holds, each video has an equal share, evenly spread over its moments.
    Pictures that the store has are not decoded again, and others only within what is left of the budget.
    """
    cited = [
        f for f in {f.source.digest: f for f in files}.values() if any(e.source == f.source.digest for e in evidence)
    ]
    for file in cited:
        moments = {t for e in evidence if e.source == file.source.digest for t in _moments(e)}
        named = sorted({file.frame_at(min(t, file.times_s[-1])) for t in moments})
        indices = _spread(named, max(1, MAX_FRAMES // len(cited)))
        series = digest_bytes(canonical(["jpeg", EVIDENCE_SIDE_PX, file.source.digest]))
        pictures = store.get_frames(series, indices) if indices else {}
        missing = [index for index in indices if index not in pictures]
        missing = [] if meter.stop_reason() else missing[: meter.frames_left]
        meter.decoded(len(missing))
        frames = file.read(missing, max_side_px=EVIDENCE_SIDE_PX) if missing else ()
        made = {item.index: jpeg(item.image) for item in frames if isinstance(item, Frame)}
        if made:
            store.put_frames(series, made)
        for index, data in sorted((pictures | made).items()):
            where = trace.frame(file.source.digest, index, data)
            if where is None:
                return
            time_s = float(file.times_s[index])
            width_px, height_px = fitted_size(file.source.width_px, file.source.height_px, EVIDENCE_SIDE_PX)
            size = {"width_px": width_px, "height_px": height_px}
            trace.event("frame", video=file.source.digest, frame=index, time_s=time_s, file=where, **size)


def _moments(evidence: Evidence) -> tuple[float, ...]:
    """Give when to look: where there are boxes, else at the start, in the middle and just before the end."""
    boxes = tuple(time_s for time_s, *_ in evidence.boxes)
    start_s, end_s = evidence.start_s, evidence.end_s
    return boxes or (start_s, (start_s + end_s) / 2, max(start_s, math.nextafter(end_s, start_s)))


def _spread(indices: Sequence[int], most: int) -> list[int]:
    """Give at most so many of them, evenly spread, the first among them and, of two or more, the last."""
    if len(indices) <= most:
        return list(indices)
    return [indices[round(place * (len(indices) - 1) / max(1, most - 1))] for place in range(most)]
