"""Arrow tables of detections, tracks and events, as Parquet files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from vprog.diagnostics import Code, Diagnostic, OutsideError
from vprog.report.exports.values import Kept, things
from vprog.report.recorded import Recorded
from vprog.types import Type
from vprog.values import Box, Boxes, Source

_FROM = ("trace", "name", "node", "video", "video_digest")
_BOX = ("frame", "time_s", "x1_px", "y1_px", "x2_px", "y2_px", "score", "label")
COLUMNS = {
    "detections": (*_FROM, *_BOX),
    "tracks": (*_FROM, "track_id", *_BOX, "seen"),
    "events": (*_FROM, "event", "start_s", "end_s", "label", "score", "subject_ids", "subject_labels"),
}
"""One row for each box, for each box of a track, and for each span. Boxes are in pixels of the video; `seen` is False
where a tracker says that the thing must be; `event` counts from 0 within a value."""


def write_tables(runs: Sequence[Recorded], folder: Path, name: str | None = None) -> list[Path]:
    """Write `detections.parquet`, `tracks.parquet` and `events.parquet` into a folder; a table may have no row.

    Raises: OutsideError without the package pyarrow, or when they cannot be written.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        message = "Parquet is written by the package pyarrow, which is missing"
        hint = "python -m pip install 'vprog[tables]'"
        raise OutsideError(Diagnostic(Code("VP0504"), message, hint=hint)) from error
    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    lists = {"subject_ids": pa.list_(pa.int64()), "subject_labels": pa.list_(pa.string())}
    written = []
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables(runs, name).items():
        fields = [(column, lists.get(column) or kinds[_TYPES.get(column, str)]) for column in COLUMNS[table]]
        columns = {column: [row[number] for row in rows] for number, column in enumerate(COLUMNS[table])}
        path = folder / f"{table}.parquet"
        pq.write_table(pa.table(columns, schema=pa.schema(fields)), path)
        written.append(path)
    return written


_TYPES: dict[str, type] = {
    **dict.fromkeys(("frame", "track_id", "event"), int),
    **dict.fromkeys(("time_s", "x1_px", "y1_px", "x2_px", "y2_px", "score", "start_s", "end_s"), float),
    "seen": bool,
}


def tables(runs: Sequence[Recorded], name: str | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """Give the rows of each table, in the order of COLUMNS."""
    return {
        "detections": [row for run in runs for kept in things(run, (Type.BOXES,), name) for row in _detections(kept)],
        "tracks": [
            row for run in runs for kept in things(run, (Type.TRACKS, Type.TRACK), name) for row in _tracks(kept)
        ],
        "events": [row for run in runs for kept in things(run, (Type.SPANS, Type.SPAN), name) for row in _events(kept)],
    }


def _from(kept: Kept, source: Source) -> tuple[str, ...]:
    return (kept.run, kept.name, kept.node, source.name, source.digest)


def _box(box: Box) -> tuple[Any, ...]:
    return (box.frame, box.time_s, *box.xyxy, box.score, box.label)


def _detections(kept: Kept) -> Iterator[tuple[Any, ...]]:
    assert isinstance(kept.payload, Boxes)  # noqa: S101  # asked for
    for box in kept.payload.items:
        yield (*_from(kept, kept.payload.video.source), *_box(box))


def _tracks(kept: Kept) -> Iterator[tuple[Any, ...]]:
    for track in kept.tracks:
        for box in track.boxes:
            yield (*_from(kept, track.source), track.id, *_box(box), box.seen)


def _events(kept: Kept) -> Iterator[tuple[Any, ...]]:
    for number, span in enumerate(kept.spans):
        subjects = [track.id for track in span.subjects], [track.label for track in span.subjects]
        yield (*_from(kept, span.source), number, span.start_s, span.end_s, span.label, span.score, *subjects)
