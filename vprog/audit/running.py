"""Run a program on videos that a trace does not know, only to see what it answers."""

from collections.abc import Sequence

import vprog.api.inputs as given
from vprog.api.graphs import result_of
from vprog.audit.compare import Said, said
from vprog.engine import BackendPool, Execution, NoStore, ResultStore
from vprog.graph import Graph
from vprog.media import VideoFile
from vprog.report import Recorded
from vprog.spec import Registry
from vprog.trace import NoTrace


def answer_on(
    graph: Graph,
    files: Sequence[VideoFile],
    asked: tuple[str | None, Sequence[str] | None],
    run: Recorded,
    registry: Registry,
    pool: BackendPool,
    store: ResultStore | None = None,
) -> Said:
    """Give what the graph of one program answers on videos, under the settings of a run.

    asked: the question and its choices.
    """
    inputs = given.bind_all([file.source for file in files], [asked], run.clip)
    by_digest = {file.source.digest: file for file in files}
    execution = Execution(
        graph, inputs, registry, pool, by_digest, NoTrace(), store=store or NoStore(), knobs=run.knobs
    )
    execution.run()
    return said(result_of(graph, execution.known, 0)[0])
