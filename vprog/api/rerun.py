"""Run a part of a recorded run again: what depends on the values that were replaced, and nothing else."""

import contextlib
import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path

import networkx as nx

import vprog.api.inputs as given
from vprog.api.graphs import build_graph
from vprog.api.models import open_folder
from vprog.api.paths import default_cache
from vprog.diagnostics import Code, Diagnostic, InputError, VprogError
from vprog.engine import BackendPool, Budget, Cost, Execution, Meter, ResultStore, graph_record
from vprog.engine.record import followed_record, node_record
from vprog.engine.store import Store
from vprog.graph import Graph, as_networkx, node_ids
from vprog.language import check
from vprog.media import VideoFile
from vprog.report import Recorded
from vprog.report.videos import open_recorded
from vprog.spec import Registry
from vprog.trace import TraceWriter
from vprog.values import Outcome, digest, encode

_AGAIN = "run the program again with this vprog; its trace can then be edited"


class RecordedFiles(Mapping[str, VideoFile]):
    """The videos of a run by digest, opened where they lay when somebody wants to look.

    Raises from `[]`: InputError when a video is not where it was, or is another one now.
    """

    def __init__(self, run: Recorded, stack: contextlib.ExitStack, videos: given.Videos | None = None) -> None:
        """Open nothing yet. videos: where the videos lie now, if not where they did.

        Raises: InputError for a given video that the run did not look at; VideoError for an unreadable one.
        """
        self._stack = stack
        self._named = {video.source.digest: video for video in run.videos}
        self.opened: dict[str, VideoFile] = {}
        self.problem: VprogError | None = None
        """Why a video could not be opened, after it was wanted."""
        for file in given.open_videos(videos, stack) if videos is not None else ():
            if file.source.digest not in self._named:
                names = ", ".join(f"{v.source.name} ({v.source.digest[:12]})" for v in run.videos)
                found = f"{file.source.name} ({file.source.digest[:12]})"
                message = f"{file.source.name} is not what the run looked at: its bytes differ"
                raise InputError(Diagnostic(Code("VP0505"), message, found=found, expected=names))
            self.opened[file.source.digest] = file

    def __iter__(self) -> Iterator[str]:
        """Go through the digests."""
        return iter(self._named)

    def __len__(self) -> int:
        """Give how many videos there are."""
        return len(self._named)

    def __getitem__(self, key: str) -> VideoFile:
        """Give a video, opening it when it is wanted first."""
        if key not in self.opened:
            try:
                self.opened[key] = self._stack.enter_context(open_recorded(self._named[key]))
            except VprogError as error:
                self.problem = error
                raise
        return self.opened[key]


@dataclasses.dataclass(frozen=True)
class Rerun:
    """What came out. ran: the keys of the nodes that were computed, in order; those that were replaced are none."""

    known: Mapping[str, Outcome]
    ran: tuple[str, ...]
    cost: Cost


class Rerunner:
    """A recorded run whose parts can be run again; models and store are opened when something is looked at."""

    def __init__(
        self,
        run: Recorded,
        *,
        models: str | PathLike[str] | None = None,
        cache: str | PathLike[str] | None = None,
    ) -> None:
        """Make the graph of the run again, and check that it is the same.

        Raises: InputError when the trace is too old to be run again, or this vprog makes another graph of its programs.
        """
        self.run = run
        self.registry = Registry.load()
        self.cache = Path(cache) if cache is not None else cache_of(run.folder)
        self.pool = BackendPool(run.profile, open_folder(models, self.cache))
        self.store: ResultStore = Store(self.cache / "store", warn=lambda _: None)
        self.running = [question for question in run.questions if question.program is not None]
        if not run.structure or not self.running:
            why = "no program ran in it" if run.structure or not run.notes else run.notes[0]
            raise _refused(f"nothing in the trace {run.folder} can be run again: {why}")
        self.graph = self._graph()
        self._check_same()

    def _graph(self) -> Graph:
        programs = []
        for question in self.running:
            typed = check(question.program or "", self.registry).typed
            if typed is None:
                raise _refused("its program does not check any more: modules have changed since")
            programs.append(typed)
        return build_graph(programs, self.registry, self.pool.choose, self.run.knobs)

    def _check_same(self) -> None:
        if graph_record(self.graph)["nodes"] != [dict(node) for node in self.run.structure]:
            raise _refused("this vprog makes another graph of its program")
        ids = node_ids(self.graph, self.registry)
        known = [(self.run.nodes[key], id_) for key, id_ in ids.items() if key in self.run.nodes]
        other = sorted({node.op for node, id_ in known if node.id != id_})
        if other:
            raise _refused(f"modules have another version since: {', '.join(other)}")

    def downstream(self, replaced: Iterable[str]) -> frozenset[str]:
        """Give the nodes that depend on some others, these not included; what was given by hand depends on nothing."""
        by_hand = {node.key for node in self.run.nodes.values() if node.origin == "edit"}
        cut = nx.DiGraph(edge for edge in as_networkx(self.graph).edges if edge[1] not in by_hand | set(replaced))
        return frozenset(node for key in replaced if key in cut for node in nx.descendants(cut, key))

    def compute(
        self,
        replaced: Mapping[str, Outcome],
        files: Mapping[str, VideoFile],
        trace: TraceWriter,
        *,
        keep: bool = True,
        budget: Budget | None = None,
    ) -> Rerun:
        """Put outcomes in the place of nodes, and compute what depends on them and what nobody needed before.

        keep: write what is taken over into the trace, so that it holds the whole run.
        Raises: what opening a video raised when a node wanted to look at one.
        """
        stale = self.downstream(replaced)
        kept = {k: n for k, n in self.run.nodes.items() if n.outer not in stale and n.outer not in replaced}
        if keep:
            trace.event("graph", **graph_record(self.graph))
            self._copy(trace, kept)
            self._record_replaced(trace, replaced)
        known = {key: node.outcome for key, node in kept.items() if not node.is_inner} | dict(replaced)
        digests = {key: node.value for key, node in kept.items() if node.value and not node.is_inner}
        digests |= {key: digest(o.type, o.payload) for key, o in replaced.items() if o.has_value}
        cost = Cost()
        execution = Execution(
            self.graph,
            self._inputs(),
            self.registry,
            self.pool,
            files,
            trace,
            store=self.store,
            meter=Meter(budget),
            cost=cost,
            known=dict(known),
            digests=digests,
            knobs=self.run.knobs,
        )
        try:
            execution.run()
        finally:
            if isinstance(self.store, Store):
                self.store.flush()
        problem = getattr(files, "problem", None)
        if problem is not None:
            raise problem
        return Rerun(execution.known, tuple(key for key in execution.known if key not in known), cost)

    def _inputs(self) -> dict[str, Outcome]:
        asked = [(question.question, question.choices or None) for question in self.running]
        return given.bind_all([video.source for video in self.run.videos], asked, self.run.clip)

    def _copy(self, trace: TraceWriter, kept: Mapping[str, object]) -> None:
        for record in self.run.trace.of("node"):
            if record["node"] in kept:
                if record["value"]:
                    trace.value(record["value"], self.run.trace.value(record["value"]))
                for look in record.get("followed", ()):
                    trace.value(look, self.run.trace.value(look))
                origin = record.get("origin", "run")
                facts = {k: v for k, v in record.items() if k not in ("event", "at_s")}
                trace.event("node", **facts | {"wall_s": 0.0, "origin": "edit" if origin == "edit" else "parent"})

    def _record_replaced(self, trace: TraceWriter, replaced: Mapping[str, Outcome]) -> None:
        ids = node_ids(self.graph, self.registry)
        for key, outcome in replaced.items():
            value = digest(outcome.type, outcome.payload) if outcome.has_value else None
            if value:
                trace.value(value, encode(outcome.type, outcome.payload))
            record = node_record(self.graph.nodes[key], outcome, value, "", None)
            record |= followed_record(outcome, trace)
            trace.event("node", **record, id=ids[key], wave=0, wall_s=0.0, cached=False, origin="edit")


def cache_of(folder: Path) -> Path:
    """Give the cache folder that a trace lies in, else the user's own."""
    parent = folder.resolve().parent
    return parent.parent if parent.name == "traces" else default_cache()


def _refused(message: str) -> InputError:
    return InputError(Diagnostic(Code("VP0505"), message, hint=_AGAIN))
