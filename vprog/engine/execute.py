"""The executor: waves of nodes, until the answer is known.

Nothing a module does can end the run: it fails its node, and only what depends on that node fails with it.
"""

import dataclasses
import time
from collections.abc import Mapping, Sequence
from typing import Any

from vprog.diagnostics import Code, Diagnostic
from vprog.diagnostics.render import as_json
from vprog.engine.backends import BackendPool
from vprog.engine.failures import explain
from vprog.engine.frames import FrameCall, Progress, look, open_call
from vprog.engine.schedule import demanded, next_wave
from vprog.engine.settle import decided_by_operands, settle
from vprog.graph import CONSTANT, INPUT, LIST, MAP, PARAMETER, Graph, Node, node_ids
from vprog.language.limits import MAX_LIST
from vprog.media import VideoFile
from vprog.spec.backend import ValueBackend
from vprog.spec.module import Module
from vprog.spec.registry import Registry
from vprog.trace import TraceWriter
from vprog.types import Type
from vprog.values import Absent, Gap, Outcome, Status, collect, digest, encode, members


@dataclasses.dataclass
class Cost:
    """What a run took so far."""

    frames_decoded: int = 0
    module_calls: int = 0
    cache_hits: int = 0
    llm_tokens: int = 0


def _silent(_title: str, _share: float) -> None:
    """Show no progress."""


@dataclasses.dataclass
class Execution:
    """One run of one graph. `known` holds the outcome of every node computed so far, by key."""

    graph: Graph
    inputs: Mapping[str, Outcome]
    registry: Registry
    pool: BackendPool
    files: Mapping[str, VideoFile]
    trace: TraceWriter
    progress: Progress = _silent
    cost: Cost = dataclasses.field(default_factory=Cost)
    known: dict[str, Outcome] = dataclasses.field(default_factory=dict)
    parameters: Sequence[Outcome] = ()
    """Inside a map: the element, then what the body captures."""
    inside: str = ""
    """Where in the outer graph this one runs, for the trace."""

    def run(self) -> Outcome:
        """Compute until the ends are known; give the outcome of the root."""
        ids = node_ids(self.graph, self.registry)
        while wave := next_wave(self.graph, self.known, self.registry):
            self._wave(wave, ids)
        return self.known[self.graph.root]

    def _wave(self, wave: Sequence[str], ids: Mapping[str, str]) -> None:
        began = time.perf_counter()
        calls: list[FrameCall] = []
        for key in wave:
            node = self.graph.nodes[key]
            before = time.perf_counter()
            outcome = self._start(node)
            if isinstance(outcome, FrameCall):
                calls.append(outcome)
                continue
            self._finish(node, outcome, ids[key], time.perf_counter() - before)
        if not calls:
            return
        self.cost.frames_decoded += look(calls, self.files, self.progress)
        for call in calls:
            self.cost.module_calls += call.calls
            # Calls of one pass share its time: it cannot be told apart from outside.
            self._finish(call.node, self._looked(call), ids[call.node.key], time.perf_counter() - began, call)

    def _start(self, node: Node) -> Outcome | FrameCall:
        """Compute a node, or prepare its pass over frames."""
        match node.op:
            case _ if node.op == INPUT:
                return self.inputs[str(node.setting("name"))]
            case _ if node.op == CONSTANT:
                return Outcome.of(node.type, node.setting("value"))
            case _ if node.op == PARAMETER:
                return self.parameters[int(node.setting("position") or 0)]
        operands = [self.known[key] for key in node.operands if key in self.known]
        if node.op == LIST:
            return self._list(node, operands)
        if node.op == MAP:
            return decided_by_operands(node.type, operands[:1], sees_absence=False) or self._map(node, operands)
        module = self.registry.by_name(node.op)
        used = [self.known[k] for k in demanded(node, self.known, self.registry) if k in self.known]
        decided = decided_by_operands(node.type, used, sees_absence=module.sees_absence)
        if decided is not None:
            return decided
        try:
            return self._call(node, module, used)
        except Exception as error:  # noqa: BLE001  # a plug-in may raise anything; it must fail its own node only
            return Outcome.failed(node.type, explain(module, error))

    def _call(self, node: Node, module: Module, used: Sequence[Outcome]) -> Outcome | FrameCall:
        settings = dict(node.settings)
        outcomes = {o.name: self.known.get(k) for o, k in zip(module.operands, node.operands, strict=True)}
        if module.compute is not None:
            arguments = outcomes if module.sees_absence else _payloads(outcomes)
            return settle(node.type, module.compute(**arguments, **settings), used)
        payloads = _payloads(outcomes)
        if any(o.types and Type.VIDEO in o.types for o in module.operands):
            call = open_call(node, module, payloads, self.pool, self.files)
            return settle(node.type, call, used) if isinstance(call, Absent) else call
        backend = self.pool.choose(module, "")
        if isinstance(backend, str):
            return settle(node.type, Absent(backend), used)
        loaded = self.pool.loaded(backend)
        if not isinstance(loaded, ValueBackend):
            message = f"`{module.name}` takes no Video: its backends must be ValueBackend"
            return Outcome.failed(node.type, Diagnostic(Code("VP0402"), message))
        self.cost.module_calls += 1
        return settle(node.type, loaded.run(**payloads, **settings), used, judged=backend.judges)

    def _looked(self, call: FrameCall) -> Outcome:
        operands = [self.known[key] for key in call.node.operands]
        if call.failure is not None:
            return Outcome.failed(call.node.type, call.failure)
        try:
            outcome = settle(call.node.type, call.value(), operands, judged=call.backend.judges)
        except Exception as error:  # noqa: BLE001  # gather() is a plug-in's code as well
            return Outcome.failed(call.node.type, explain(call.module, error))
        return _with_gaps(outcome, call.gaps)

    def _list(self, node: Node, operands: Sequence[Outcome]) -> Outcome:
        decided = decided_by_operands(node.type, operands, sees_absence=False)
        return decided or self._collected(node, operands, operands, like=None)

    def _map(self, node: Node, operands: Sequence[Outcome]) -> Outcome:
        """Run the body for each element. One element without a value leaves the whole plural without one."""
        elements, captured = members(operands[0].payload), operands[1:]
        body, element_type = node.body, operands[0].type.element
        assert body is not None and element_type is not None  # noqa: S101  # verified
        if len(elements) > MAX_LIST:
            message = f"there are {len(elements)} elements to go through; at most {MAX_LIST} are allowed"
            return Outcome.failed(node.type, Diagnostic(Code("VP0503"), message, node.place))
        kept: list[Outcome] = []
        used: list[Outcome] = [operands[0]]
        for position, element in enumerate(elements):
            one = settle(element_type, element, operands[:1])
            inner = dataclasses.replace(
                self, graph=body, parameters=(one, *captured), known={}, inside=f"{self.inside}{node.key}[{position}]."
            )
            root = inner.run()
            condition = inner.known[body.condition] if body.condition else None
            ends = [root] if condition is None else [condition, root]
            used += ends
            decided = decided_by_operands(node.type, ends, sees_absence=False)
            if decided is not None:
                return decided
            if condition is None or condition.payload:
                kept.append(root)
        return self._collected(node, kept, used, like=operands[0].payload)

    def _collected(self, node: Node, kept: Sequence[Outcome], used: Sequence[Outcome], like: object) -> Outcome:
        try:
            plural = collect(node.type, [o.payload for o in kept], like)
        except ValueError as error:
            return Outcome.failed(node.type, Diagnostic(Code("VP0505"), str(error), node.place))
        return settle(node.type, plural, used)

    def _finish(self, node: Node, outcome: Outcome, id_: str, wall_s: float, call: FrameCall | None = None) -> None:
        self.known[node.key] = outcome
        value = None
        if outcome.has_value:
            value = digest(outcome.type, outcome.payload)
            self.trace.value(value, encode(outcome.type, outcome.payload))
        record: dict[str, Any] = {
            "node": self.inside + node.key,
            "op": node.op,
            "id": id_,
            "type": outcome.type.value,
            "status": outcome.status.value,
            "value": value,
            "reason": outcome.reason,
            "confidence": outcome.confidence,
            "judged": outcome.judged,
            "settings": dict(node.settings),
            "operands": [self.inside + key for key in node.operands],
            "wall_s": round(wall_s, 6),
            "diagnostic": as_json(outcome.diagnostic) if outcome.diagnostic else None,
        }
        if call is not None:
            backend = call.backend
            record |= {
                "backend": backend.name,
                "backend_version": backend.version,
                "model": backend.model,
                "video": call.video.source.digest,
                "frames": [call.frames.indices[0], call.frames.indices[-1], len(call.frames.indices)],
                "gaps": [dataclasses.asdict(gap) for gap in call.gaps],
            }
        self.trace.event("node", **record)


def _payloads(outcomes: Mapping[str, Outcome | None]) -> dict[str, Any]:
    return {name: outcome.payload if outcome else None for name, outcome in outcomes.items()}


def _with_gaps(outcome: Outcome, gaps: Sequence[Gap]) -> Outcome:
    if not gaps:
        return outcome
    status = Status.PARTIAL if outcome.has_value else outcome.status
    reason = outcome.reason or f"{len(gaps)} stretch{'es' * (len(gaps) > 1)} of the video could not be read"
    return dataclasses.replace(outcome, status=status, reason=reason, gaps=(*outcome.gaps, *gaps))
