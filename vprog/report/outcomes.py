"""An outcome, put together again from what a trace says of its node."""

from collections.abc import Mapping
from typing import Any

from vprog.diagnostics import from_json
from vprog.trace import Trace
from vprog.types import Type
from vprog.values import Evidence, Gap, Look, Outcome, Status, Tracks, decode


def recorded_outcome(record: Mapping[str, Any], trace: Trace) -> Outcome:
    """Give the outcome of a node's record, its value read from the trace folder.

    Raises: TraceError when the folder does not hold the value.
    """
    digest, failure = record["value"], record["diagnostic"]
    return Outcome(
        type=Type(record["type"]),
        status=Status(record["status"]),
        payload=decode(trace.value(digest))[1] if digest else None,
        reason=record["reason"],
        diagnostic=from_json(failure) if failure else None,
        confidence=record["confidence"],
        judged=record["judged"],
        incomplete=record.get("incomplete"),
        cut_short=record.get("cut_short", False),
        caveats=tuple(record.get("caveats", ())),
        fallback=record.get("fallback", False),
        evidence=tuple(_evidence(piece) for piece in record.get("evidence", ())),
        gaps=tuple(Gap(**gap) for gap in record.get("gaps", ())),
        followed=tuple(_look(named, trace) for named in record.get("followed", ())),
    )


def _look(named: str, trace: Trace) -> Look:
    """Give a look, which is kept as the tracks of a search that found none."""
    _, nothing = decode(trace.value(named))
    assert isinstance(nothing, Tracks)  # noqa: S101  # the engine wrote it
    return Look(nothing.video, nothing.sampling)


def _evidence(record: Mapping[str, Any]) -> Evidence:
    boxes = tuple(tuple(box) for box in record["boxes"])
    return Evidence(record["video"], record["start_s"], record["end_s"], boxes, record["source"])
