"""Event records, schema version, writer and reader of trace folders.

A trace is a folder: `trace.jsonl` (one event on each line, append-only), `values/` (what the nodes gave, in canonical
JSON, by digest) and `frames/` (the pictures the answer rests on). It needs neither store, video nor model to be read.
"""

from vprog.trace.reader import Trace, TraceError, read_trace
from vprog.trace.writer import MAX_FRAMES, SCHEMA, NoTrace, TraceWriter, new_trace_folder

__all__ = ["MAX_FRAMES", "SCHEMA", "NoTrace", "Trace", "TraceError", "TraceWriter", "new_trace_folder", "read_trace"]
