"""What the trace says of a graph and of its nodes."""

import dataclasses
from typing import Any

from vprog.diagnostics.render import as_json
from vprog.engine.frames import FrameCall
from vprog.graph import Graph, Node, show
from vprog.trace import TraceWriter
from vprog.types import Type
from vprog.values import Outcome, Tracks
from vprog.values.codec import encode_with_digest


def graph_record(graph: Graph) -> dict[str, Any]:
    """Give the fields of a graph's event: what will be computed, of which not everything may be needed."""
    nodes = [
        {
            "node": key,
            "op": node.op,
            "type": node.type.value,
            "settings": dict(node.settings),
            "operands": list(node.operands),
            "line": node.place.line if node.place else None,
        }
        for key, node in graph.nodes.items()
    ]
    return {"text": show(graph), "bindings": dict(graph.bindings), "roots": list(graph.roots), "nodes": nodes}


def node_record(node: Node, outcome: Outcome, value: str | None, inside: str, call: FrameCall | None) -> dict[str, Any]:
    """Give the fields of a node's event. value: digest of its value; inside: where in the outer graph it ran."""
    record: dict[str, Any] = {
        "node": inside + node.key,
        "op": node.op,
        "type": outcome.type.value,
        "status": outcome.status.value,
        "value": value,
        "reason": outcome.reason,
        "confidence": outcome.confidence,
        "judged": outcome.judged,
        "settings": dict(node.settings),
        "operands": [inside + key for key in node.operands],
        "diagnostic": as_json(outcome.diagnostic) if outcome.diagnostic else None,
        **_known_of(outcome),
    }
    if call is None:
        return record
    indices = call.frames.indices
    # Where nothing was found before, there is no frame to look at things in.
    frames = {"frames": [indices[0], indices[-1], len(indices)]} if indices else {}
    return record | {
        "backend": call.backend.name,
        "backend_version": call.backend.version,
        "model": call.chosen.model,
        "video": call.video.source.digest,
        "series": call.series,
        **frames,
    }


def followed_record(outcome: Outcome, trace: TraceWriter) -> dict[str, Any]:
    """Give the field of a node's event that names the looks in which a single thing was followed; none for no looks.

    Each is kept in the trace as a value: the tracks of a search that found none.
    """
    named = []
    for look in outcome.followed:
        data, value = encode_with_digest(Type.TRACKS, Tracks(look.video, look.sampling, ()))
        trace.value(value, data)
        named.append(value)
    return {"followed": named} if named else {}


def _known_of(outcome: Outcome) -> dict[str, Any]:
    """Give what stands beside a value; left out where there is nothing to say."""
    said: dict[str, Any] = {
        "incomplete": outcome.incomplete,
        "cut_short": outcome.cut_short,
        "fallback": outcome.fallback,
        "caveats": list(outcome.caveats),
        "evidence": [dataclasses.asdict(piece) for piece in outcome.evidence],
        "gaps": [dataclasses.asdict(gap) for gap in outcome.gaps],
    }
    return {key: value for key, value in said.items() if value}
