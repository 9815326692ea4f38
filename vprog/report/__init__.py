"""What a trace folder says, for people and for other programs. Nothing here needs store, video or model."""

from vprog.report.cells import answer_html, answer_png, scrubber
from vprog.report.display import program_html
from vprog.report.flow import RunGraph, as_digraph
from vprog.report.page import render_report, write_report
from vprog.report.reasons import why
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
    "RunGraph",
    "answer_html",
    "answer_png",
    "as_digraph",
    "program_html",
    "read_run",
    "render_report",
    "scrubber",
    "why",
    "write_report",
]
