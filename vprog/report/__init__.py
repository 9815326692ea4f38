"""What a trace folder says, for people and for other programs. Nothing here needs store, video or model."""

from vprog.report.recorded import (
    Recorded,
    RecordedFrame,
    RecordedName,
    RecordedNode,
    RecordedQuestion,
    RecordedVideo,
    read_run,
)

__all__ = [
    "Recorded",
    "RecordedFrame",
    "RecordedName",
    "RecordedNode",
    "RecordedQuestion",
    "RecordedVideo",
    "read_run",
]
