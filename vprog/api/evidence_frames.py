"""Keep the pictures that an answer rests on, in its trace."""

from collections.abc import Sequence

from vprog.media import Frame, VideoFile, save_jpeg
from vprog.trace import TraceWriter
from vprog.values import Evidence

_SIDE_PX = 640


def save_evidence_frames(evidence: Sequence[Evidence], files: Sequence[VideoFile], trace: TraceWriter) -> None:
    """Write a JPEG of each moment that the evidence names, as many as a trace holds, and an event for each."""
    for file in {f.source.digest: f for f in files}.values():
        moments = {t for e in evidence if e.video == file.source.name for t in _moments(e)}
        indices = sorted({file.frame_at(min(t, file.times_s[-1])) for t in moments})
        for item in file.read(indices, max_side_px=_SIDE_PX):
            if not isinstance(item, Frame):
                continue
            path = trace.frame_path(file.source.digest, item.index)
            if path is None:
                return
            save_jpeg(item.image, path)
            where = path.relative_to(trace.folder).as_posix()
            trace.event("frame", video=file.source.digest, frame=item.index, time_s=item.time_s, file=where)


def _moments(evidence: Evidence) -> tuple[float, ...]:
    """Give when to look: where there are boxes, else in the middle."""
    boxes = tuple(time_s for time_s, *_ in evidence.boxes)
    return boxes or ((evidence.start_s + evidence.end_s) / 2,)
