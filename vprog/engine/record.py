"""What the trace says of a node."""

import dataclasses
from typing import Any

from vprog.diagnostics.render import as_json
from vprog.engine.frames import FrameCall
from vprog.graph import Node
from vprog.values import Outcome


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
        "gaps": [dataclasses.asdict(gap) for gap in outcome.gaps],
    }
