"""Run a program's text on a clip with any registry, without the planner."""

import contextlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from vprog.api.inputs import bind_inputs
from vprog.diagnostics import as_text
from vprog.engine import BackendPool, Execution
from vprog.graph import PASSES, lower, optimise
from vprog.graph.passes import Pass
from vprog.language import check
from vprog.media import VideoFile
from vprog.spec import Registry
from vprog.trace import TraceWriter, new_trace_folder


def execute(
    source: str,
    registry: Registry,
    files: Sequence[VideoFile],
    *,
    passes: tuple[Pass, ...] = PASSES,
    choices: Sequence[str] | None = ("a", "b"),
    knobs: Mapping[str, float] | None = None,
    pool: BackendPool | None = None,
) -> Execution:
    """Give the finished execution; `.known[graph.root]` is the answer."""
    checked = check(source, registry)
    assert checked.typed is not None, as_text(checked.diagnostics, source)
    graph = optimise(lower(checked.typed, knobs), registry, passes)
    inputs = bind_inputs([f.source for f in files], "what is there?", choices, None)
    opened = {f.source.digest: f for f in files}
    with contextlib.ExitStack() as stack:
        parent = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        trace = stack.enter_context(TraceWriter(new_trace_folder(parent), "test"))
        execution = Execution(graph, inputs, registry, pool or BackendPool("embedded"), opened, trace)
        execution.run()
    return execution
