"""The executor: waves of nodes, until the answers are known.

Nothing a module does can end the run: it fails its node, and only what depends on that node fails with it.
"""

import dataclasses
import time
from collections.abc import Mapping, Sequence
from typing import Any

from vprog.engine.backends import BackendPool
from vprog.engine.budget import Meter
from vprog.engine.elements import listed, mapped
from vprog.engine.failures import explain
from vprog.engine.findings import KnownFindings
from vprog.engine.frames import FrameCall, open_call
from vprog.engine.looking import Progress, look
from vprog.engine.memory import NoStore, ResultStore
from vprog.engine.record import followed_record, node_record
from vprog.engine.results import run_backend
from vprog.engine.schedule import demanded
from vprog.engine.settle import decided_by_operands, settle, shortened, with_caveat, with_gaps
from vprog.engine.waves import compute_together
from vprog.graph import CONSTANT, INPUT, LIST, MAP, PARAMETER, Graph, KnobSettings, Node, node_ids, program_body
from vprog.media import VideoFile
from vprog.spec.backend import FrameBackend, ProgramBackend, RegionBackend
from vprog.spec.module import Module
from vprog.spec.registry import Registry
from vprog.trace import TraceWriter
from vprog.values import Absent, Boxes, Outcome, Track, Tracks, views_of
from vprog.values.codec import encode_with_digest


@dataclasses.dataclass
class Cost:
    """What a run took so far."""

    frames_decoded: int = 0
    """To be looked at; the pictures that a trace keeps of the evidence come on top."""
    module_calls: int = 0
    cache_hits: int = 0
    """Nodes whose work was known from before."""
    llm_tokens: int = 0
    steps: int = 0
    """Nodes computed, those inside comprehensions counted for each element."""


def _silent(_title: str, _share: float) -> None:
    """Show no progress."""


@dataclasses.dataclass
class Execution:
    """One run of one graph. `known` holds the outcome of every node computed so far, by key."""

    graph: Graph
    inputs: Mapping[str, Outcome]
    """By `input_key`."""
    registry: Registry
    pool: BackendPool
    files: Mapping[str, VideoFile]
    """By source digest."""
    trace: TraceWriter
    progress: Progress = _silent
    store: ResultStore = dataclasses.field(default_factory=NoStore)
    meter: Meter = dataclasses.field(default_factory=Meter)
    cost: Cost = dataclasses.field(default_factory=Cost)
    found: KnownFindings = dataclasses.field(default_factory=KnownFindings)
    known: dict[str, Outcome] = dataclasses.field(default_factory=dict)
    digests: dict[str, str] = dataclasses.field(default_factory=dict)
    """Digest of each known value, by key; nothing for those without a value."""
    parameters: Sequence[Outcome] = ()
    """Inside a map: the element, then what the body captures."""
    inside: str = ""
    """Where in the outer graph this one runs, for the trace."""
    knobs: KnobSettings = dataclasses.field(default_factory=dict)
    """Knobs that differ from their defaults, for programs that are written while it runs."""
    ids: dict[str, str] = dataclasses.field(default_factory=dict)
    """Node id of each node, by key; made when the run begins."""

    def run(self) -> tuple[Outcome, ...]:
        """Compute until the ends are known; give the outcomes of the roots."""
        self.ids = self.ids or node_ids(self.graph, self.registry)
        self.compute(self.graph.ends)
        return tuple(self.known[root] for root in self.graph.roots)

    def compute(self, ends: Sequence[str]) -> None:
        """Compute until these nodes are known."""
        compute_together([self], ends)

    def begin_wave(self, wave: Sequence[str], number: int) -> list[FrameCall]:
        """Compute the nodes of a wave that look at no frames; give the looks that the others wait for."""
        calls: list[FrameCall] = []
        for key in wave:
            node = self.graph.nodes[key]
            before = time.perf_counter()
            hits = self.cost.cache_hits
            outcome = self._start(node)
            if isinstance(outcome, FrameCall):
                calls.append(outcome)
                continue
            wall_s, cached = time.perf_counter() - before, self.cost.cache_hits > hits and node.op != MAP
            self._finish(node, outcome, {"id": self.ids[key], "wave": number, "wall_s": wall_s, "cached": cached})
        return calls

    def look(self, calls: Sequence[FrameCall]) -> None:
        """Look at the frames that these calls want, each decoded once."""
        decoded, looked = look(calls, self.found, self.store, self.pool, self.files, self.meter, self.progress)
        self.cost.frames_decoded += decoded
        self.cost.module_calls += looked

    def end_wave(self, calls: Sequence[FrameCall], number: int, wall_s: float) -> None:
        """Make the values of calls whose frames were looked at."""
        for call in calls:
            self.cost.cache_hits += call.cached
            # Calls of one wave share its time: it cannot be told apart from outside.
            facts = {"id": self.ids[call.node.key], "wave": number, "wall_s": wall_s, "cached": call.cached}
            self._finish(call.node, self._looked(call), facts, call)

    def _start(self, node: Node) -> Outcome | FrameCall:
        """Compute a node, or prepare its look at frames."""
        match node.op:
            case _ if node.op == INPUT:
                return self.inputs[input_key(node)]
            case _ if node.op == CONSTANT:
                return Outcome.of(node.type, node.setting("value"))
            case _ if node.op == PARAMETER:
                return self.parameters[int(node.setting("position") or 0)]
        operands = [self.known[key] for key in node.operands if key in self.known]
        if node.op == LIST:
            return listed(self, node, operands)
        if node.op == MAP:
            return decided_by_operands(node.type, operands[:1], sees_absence=False) or mapped(self, node, operands)
        module = self.registry.by_name(node.op)
        try:
            used = {module.operands[p].name: self.known[node.operands[p]] for p in self._demanded(node)}
            decided = decided_by_operands(node.type, [*used.values()], sees_absence=module.sees_absence)
            return decided or self._call(node, module, used)
        except Exception as error:  # noqa: BLE001  # a plug-in may raise anything; it must fail its own node only
            return Outcome.failed(node.type, explain(module, error))

    def _demanded(self, node: Node) -> tuple[int, ...]:
        return tuple(p for p in demanded(node, self.known, self.registry) if node.operands[p] in self.known)

    def _call(self, node: Node, module: Module, used: Mapping[str, Outcome]) -> Outcome | FrameCall:
        """Apply a module. used: the operands that it asked for, by name; those that it did not ask for are None."""
        settings = dict(node.settings)
        operands = [*used.values()]
        if module.compute is not None:
            shown = {o.name: used.get(o.name) for o in module.operands}
            given = module.compute(**(shown if module.sees_absence else _payloads(used)), **settings)
            return _marked(settle(node.type, given, operands), module, used)
        payloads = _payloads(used)
        chosen = self.pool.chosen(module, _asked(module, payloads))
        if isinstance(chosen, str):
            return settle(node.type, Absent(chosen), operands)
        if issubclass(chosen.backend, FrameBackend | RegionBackend):
            call = open_call(node, module, chosen, payloads, self.files)
            return settle(node.type, call, operands) if isinstance(call, Absent) else call
        if issubclass(chosen.backend, ProgramBackend):
            body = program_body(module, chosen.backend, chosen.asked, self.registry, self.knobs)
            return self._program(node, body, used)
        digests = [self.digests[key] for key in node.operands]
        names = {view.source.digest: view.source.name for payload in payloads.values() for view in views_of(payload)}
        result = run_backend(node, module, chosen, payloads, digests, self.pool, self.store, names)
        self.cost.cache_hits += result.cached
        self.cost.module_calls += not result.cached
        value = _selected(module, result.given, settings)
        return with_caveat(settle(node.type, value, operands, measured=True, judged=result.judged), result.caveat)

    def _program(self, node: Node, body: Graph, used: Mapping[str, Outcome]) -> Outcome:
        """Run the program that does the work for a request that was computed."""
        inside = f"{self.inside}{node.key}."
        ids = node_ids(body, self.registry)
        parameters = tuple(used.values())
        inner = dataclasses.replace(
            self, graph=body, parameters=parameters, known={}, digests={}, inside=inside, ids=ids
        )
        inner.compute(body.ends)
        return inner.known[body.root]

    def _looked(self, call: FrameCall) -> Outcome:
        operands = [self.known[key] for key in call.node.operands]
        if call.failure is not None:
            return Outcome.failed(call.node.type, call.failure)
        try:
            value = _selected(call.module, call.value(self.found.of(call.series)), call.settings)
            outcome = settle(call.node.type, value, operands, measured=True, judged=call.backend.judges)
        except Exception as error:  # noqa: BLE001  # gather() is a plug-in's code as well
            return Outcome.failed(call.node.type, explain(call.module, error))
        outcome = with_caveat(outcome, call.chosen.caveat)
        source = call.video.source.digest
        lost = self.found.lost(source)
        gaps = call.gaps(lost, self.files[source]) if lost else ()
        return shortened(with_gaps(outcome, gaps), call.shortened)

    def _finish(self, node: Node, outcome: Outcome, facts: Mapping[str, Any], call: FrameCall | None = None) -> None:
        self.known[node.key] = outcome
        self.cost.steps += 1
        if outcome.has_value:
            data, self.digests[node.key] = encode_with_digest(outcome.type, outcome.payload)
            self.trace.value(self.digests[node.key], data)
        record = node_record(node, outcome, self.digests.get(node.key), self.inside, call)
        self.trace.event("node", **record, **followed_record(outcome, self.trace), **facts)


def _marked(outcome: Outcome, module: Module, used: Mapping[str, Outcome]) -> Outcome:
    """Mark a value for which the second choice was taken: people must see that it is not what was asked for first."""
    took_second = module.falls_back and len(used) > 1
    return dataclasses.replace(outcome, fallback=True) if took_second and outcome.has_value else outcome


def input_key(node: Node) -> str:
    """Give the key under which an input node finds its outcome: its name, behind the program's number if it has one."""
    settings = dict(node.settings)
    return f"{settings['of']}.{settings['name']}" if "of" in settings else str(settings["name"])


def _selected(module: Module, given: object, settings: Mapping[str, Any]) -> object:
    """Apply the filter of a module that was not split into its parts."""
    if module.select is None or isinstance(given, Absent):
        return given
    return module.select(given, **{k.name: settings[k.name] for k in module.knobs if k.refilters})


def _asked(module: Module, payloads: Mapping[str, Any]) -> str:
    """Give what is asked of a backend: the Text operand, else what the things that it works on are called."""
    if module.request_position is not None:
        return str(payloads[module.operands[module.request_position].name])
    return next((v.label for v in payloads.values() if isinstance(v, Boxes | Track | Tracks)), "")


def _payloads(outcomes: Mapping[str, Outcome | None]) -> dict[str, Any]:
    return {name: outcome.payload if outcome else None for name, outcome in outcomes.items()}
