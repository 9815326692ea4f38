"""The calls of one wave that look at frames: each frame is decoded once for all who want it."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from vprog.diagnostics import Code, Diagnostic, InputError
from vprog.engine.backends import BackendPool
from vprog.engine.failures import explain
from vprog.graph import Node
from vprog.media import Frame, VideoFile, sampling, show, to_source
from vprog.spec.backend import Finding, FrameBackend, FrameStream, Image
from vprog.spec.module import Module
from vprog.types import Type
from vprog.values import Absent, Gap, Sampling, Video

RATE_KNOB, SIDE_KNOB = "rate_fps", "max_side_px"
"""Knobs that every module looking at frames declares: how densely, and how large."""


@dataclasses.dataclass
class FrameCall:
    """One node's pass over its frames."""

    node: Node
    module: Module
    backend: type[FrameBackend]
    video: Video
    arguments: Mapping[str, Any]
    request: str
    frames: Sampling
    stream: FrameStream
    settings: Mapping[str, Any]
    findings: dict[int, list[Finding]] = dataclasses.field(default_factory=dict)
    """What was found in each frame, in source pixels."""
    gaps: list[Gap] = dataclasses.field(default_factory=list)
    failure: Diagnostic | None = None
    calls: int = 0
    waiting: list[Frame] = dataclasses.field(default_factory=list)

    def offer(self, frame: Frame) -> None:
        """Take a frame; look at it as soon as there are enough for a batch."""
        self.waiting.append(frame)
        if len(self.waiting) >= self.backend.batch:
            self.flush()

    def flush(self) -> None:
        """Look at the frames that wait."""
        frames, self.waiting = self.waiting, []
        if not frames or self.failure:
            return
        images = [show(f.image, self.video, f.time_s) for f in frames]
        self.calls += 1
        found = _guarded(self, images)
        for frame, findings in zip(frames, found, strict=False):
            corners = [(f.x1, f.y1, f.x2, f.y2) for f in findings]
            mapped = to_source(corners, self.video, self.video.source, frame.image.shape).tolist()
            self.findings[frame.index] = [
                Finding(x1, y1, x2, y2, f.score, f.label) for (x1, y1, x2, y2), f in zip(mapped, findings, strict=True)
            ]

    def value(self) -> object:
        """Make the value of the findings; frames that could not be read are no part of what was looked at."""
        seen = [i for i, index in enumerate(self.frames.indices) if index in self.findings]
        looked = Sampling(
            tuple(self.frames.indices[i] for i in seen), tuple(self.frames.times_s[i] for i in seen), self.frames.step_s
        )
        if not looked.indices:
            return Absent("none of the frames could be read")
        assert self.module.gather is not None  # noqa: S101  # open_call made sure
        findings = [self.findings[index] for index in looked.indices]
        rest = {k: v for k, v in self.arguments.items() if not isinstance(v, Video)}
        return self.module.gather(video=self.video, sampling=looked, findings=findings, **rest, **self.settings)


def _guarded(call: FrameCall, images: Sequence[Image]) -> list[list[Finding]]:
    try:
        found = call.stream.look(images)
    except Exception as error:  # noqa: BLE001  # a plug-in may raise anything; it must fail its own node, not the run
        call.failure = explain(call.module, error)
        return []
    if len(found) != len(images):
        message = f"`{call.module.name}` looked at {len(images)} images and gave findings for {len(found)}"
        call.failure = Diagnostic(Code("VP0502"), message, hint=f"this is a bug of the backend `{call.backend.name}`")
        return []
    return found


def open_call(
    node: Node, module: Module, arguments: Mapping[str, Any], pool: BackendPool, files: Mapping[str, VideoFile]
) -> FrameCall | Absent:
    """Prepare a node's pass: choose the backend, and the frames that its view and rate ask for.

    Raises: OutsideError when a package or model is missing.
    """
    video = next(v for v in arguments.values() if isinstance(v, Video))
    texts = [o.name for o in module.operands if Type.TEXT in o.types]
    request = str(arguments[texts[0]]) if texts else ""
    backend = pool.choose(module, request)
    if isinstance(backend, str):
        return Absent(backend)
    if not issubclass(backend, FrameBackend) or module.gather is None:
        message = f"`{module.name}` takes a Video: its backends must be FrameBackend, and it must define gather()"
        raise InputError(Diagnostic(Code("VP0402"), message))
    settings: dict[str, Any] = dict(node.settings)
    file = files[video.source.digest]
    frames = sampling(file.times_s, video, float(settings[RATE_KNOB]))
    if not frames.indices:
        return Absent("no frame of the video is visible there")
    loaded = pool.loaded(backend)
    assert isinstance(loaded, FrameBackend)  # noqa: S101  # an instance of the class checked above
    return FrameCall(node, module, backend, video, arguments, request, frames, loaded.open(request, settings), settings)


Progress = Callable[[str, float], None]
"""Told what is being done and which share of it is done, in [0, 1]."""


def look(calls: Iterable[FrameCall], files: Mapping[str, VideoFile], progress: Progress) -> int:
    """Go through the frames of all calls and give how many were decoded.

    Calls on one source and at one size share a pass over the file.
    """
    decoded = 0
    groups: dict[tuple[str, int], list[FrameCall]] = {}
    for call in calls:
        groups.setdefault((call.video.source.digest, int(call.settings[SIDE_KNOB])), []).append(call)
    for (digest, side_px), members in groups.items():
        wanting: dict[int, list[FrameCall]] = {}
        for call in members:
            for index in call.frames.indices:
                wanting.setdefault(index, []).append(call)
        indices = sorted(wanting)
        title = f"looking at {members[0].video.source.name}"
        for item in files[digest].read(indices, max_side_px=side_px):
            if isinstance(item, Gap):
                _report_gap(item, members)
                continue
            decoded += 1
            for call in wanting[item.index]:
                call.offer(item)
            progress(title, decoded / len(indices))
        for call in members:
            call.flush()
    return decoded


def _report_gap(gap: Gap, calls: Iterable[FrameCall]) -> None:
    for call in calls:
        if any(gap.start_s <= t < gap.end_s for t in call.frames.times_s):
            call.gaps.append(gap)
