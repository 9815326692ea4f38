"""What was found in single frames: known by series, shared by all calls that ask the same of the same frame.

A series is everything that decides what a backend says of a frame but the frame itself: source, appearance of the
view, backend, model, request and model-time settings. Findings are quantised as soon as they are made, so that a
value made of stored ones is the same to the last bit.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from vprog.graph import Node
from vprog.spec.backend import Backend, Finding
from vprog.spec.module import Module
from vprog.values import Box, Pixels, Sampling, Video
from vprog.values.codec import canonical, digest_bytes

RATE_KNOB, SIDE_KNOB = "rate_fps", "max_side_px"
"""Knobs that every module looking at frames declares: how densely, and how large."""

_FORMAT = 1
"""Raised when the encoding of findings changes."""
_PIXEL_STEPS, _SCORE_STEPS = 16, 1024

Regions = Mapping[int, tuple[Box, ...]]
"""The boxes to look at, by frame."""


def series_of(
    node: Node,
    module: Module,
    backend: type[Backend],
    model: str,
    video: Video,
    request: str,
    frames: Sampling,
    regions: Regions | None = None,
) -> str:
    """Give the digest of a series. A backend that remembers frames has a series for each sequence of frames.

    model: what names the backend's weights.
    regions: for a backend that looks at regions; those of another set of things are another series.
    """
    record: dict[str, Any] = {
        "format": _FORMAT,
        "source": video.source.digest,
        "blanked": [[c.start_s, c.end_s] for c in video.blanked],
        "region_px": list(video.region_px) if video.region_px else None,
        "mirrored": video.mirrored,
        "module": [module.title, module.version],
        "backend": [backend.name, backend.version, model, *backend.versions()],
        "request": request,
        "settings": [[n, type(v).__name__, v] for n, v in model_settings(node, module)],
        "frames": list(frames.indices) if backend.temporal else None,
    }
    if regions is not None:
        corners = {str(i): [[round(c * _PIXEL_STEPS) for c in b.xyxy] for b in boxes] for i, boxes in regions.items()}
        record["regions"] = corners
    return digest_bytes(canonical(record))


def model_settings(node: Node, module: Module) -> tuple[tuple[str, Any], ...]:
    """Give the settings of a node that change what a model says of a frame, by name."""
    others = {RATE_KNOB, *(knob.name for knob in module.knobs if knob.refilters)}
    return tuple(sorted((name, value) for name, value in node.settings if name not in others))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Give the findings of a frame in a fixed order, whatever the order that the backend gave them in."""
    return sorted(findings, key=lambda f: (f.x1, f.y1, f.x2, f.y2, f.label, f.score))


def quantised(finding: Finding) -> Finding:
    """Give a finding with corners in 1/16 px, the score in 1/1024 and the vector in half precision."""
    corners = (round(c * _PIXEL_STEPS) / _PIXEL_STEPS for c in (finding.x1, finding.y1, finding.x2, finding.y2))
    x1, y1, x2, y2 = corners
    score = round(finding.score * _SCORE_STEPS) / _SCORE_STEPS
    return Finding(x1, y1, x2, y2, score, finding.label, _halves(finding.vector), finding.pixels)


def _halves(vector: Sequence[float]) -> tuple[float, ...]:
    return tuple(np.asarray(vector, dtype="<f2").tolist())


def encode_findings(findings: Sequence[Finding]) -> bytes:
    """Give the bytes to store of one frame's quantised findings."""
    return canonical([_row(finding) for finding in findings])


def _row(f: Finding) -> list[Any]:
    row = [*(round(c * _PIXEL_STEPS) for c in (f.x1, f.y1, f.x2, f.y2)), round(f.score * _SCORE_STEPS), f.label]
    if not f.vector and f.pixels is None:
        return row
    pixels = [f.pixels.width_px, f.pixels.height_px, list(f.pixels.runs)] if f.pixels else None
    return [*row, np.asarray(f.vector, dtype="<f2").tobytes().hex(), pixels]


def decode_findings(data: bytes) -> list[Finding] | None:
    """Give back what `encode_findings` wrote, or None for bytes of another layout."""
    try:
        return [_finding(*row) for row in json.loads(data)]
    except (TypeError, ValueError):
        return None


def _finding(
    x1: int, y1: int, x2: int, y2: int, score: int, label: str, vector: str = "", pixels: list[Any] | None = None
) -> Finding:
    corners = (x1 / _PIXEL_STEPS, y1 / _PIXEL_STEPS, x2 / _PIXEL_STEPS, y2 / _PIXEL_STEPS)
    looks = tuple(np.frombuffer(bytes.fromhex(vector), dtype="<f2").astype(np.float64).tolist())
    outline = Pixels(pixels[0], pixels[1], tuple(pixels[2])) if pixels else None
    return Finding(*corners, score / _SCORE_STEPS, label, looks, outline)


class KnownFindings:
    """The findings of this run, by series and frame."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._series: dict[str, dict[int, list[Finding]]] = {}
        self._lost: dict[str, dict[int, str]] = {}

    def of(self, series: str) -> Mapping[int, list[Finding]]:
        """Give what is known of a series, by frame."""
        return self._series.get(series, {})

    def lost(self, source: str) -> Mapping[int, str]:
        """Give why frames of a source could not be read, by frame."""
        return self._lost.get(source, {})

    def lose(self, source: str, frames: Mapping[int, str]) -> None:
        """Remember frames of a source that could not be read."""
        self._lost.setdefault(source, {}).update(frames)

    def add(self, series: str, found: Mapping[int, list[Finding]]) -> None:
        """Remember findings of a series."""
        self._series.setdefault(series, {}).update(found)
