"""One node's look at frames: which backend, which frames, and the value made of what was found in them."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from vprog.diagnostics import Code, Diagnostic, InputError
from vprog.engine.backends import BackendPool
from vprog.engine.findings import RATE_KNOB, SIDE_KNOB, model_settings, series_of
from vprog.graph import Node
from vprog.media import VideoFile, sampling
from vprog.spec.backend import Finding, FrameBackend
from vprog.spec.module import Module
from vprog.types import Type
from vprog.values import Absent, Gap, Sampling, Video


@dataclasses.dataclass
class FrameCall:
    """A node that waits for the findings of its frames."""

    node: Node
    module: Module
    backend: type[FrameBackend]
    model: str
    """What names the backend's weights."""
    caveat: str
    """What the answer has to say of the backend."""
    video: Video
    arguments: Mapping[str, Any]
    """Payloads of the operands, by name."""
    asked: str
    """The call's Text operand, or empty."""
    request: str
    """What frames are looked at for."""
    frames: Sampling
    settings: Mapping[str, Any]
    series: str
    failure: Diagnostic | None = None
    shortened: str | None = None
    """Which budget ended the search before all frames were looked at."""
    coarser: int = 1
    """How many times further apart the looks are than asked for."""
    cached: bool = False
    """True when nothing had to be looked at."""

    @property
    def model_settings(self) -> tuple[tuple[str, Any], ...]:
        """Give the settings that the model works under: neither those that only filter nor the rate of looking."""
        return model_settings(self.node, self.module)

    @property
    def side_px(self) -> int:
        """Give the longer side at which frames are looked at."""
        return int(self.settings[SIDE_KNOB])

    def value(self, found: Mapping[int, list[Finding]]) -> object:
        """Make the value of the findings; frames that could not be read are no part of what was looked at."""
        seen = [(i, t) for i, t in zip(self.frames.indices, self.frames.times_s, strict=True) if i in found]
        step_s = self.frames.step_s * self.coarser
        looked = Sampling(tuple(i for i, _ in seen), tuple(t for _, t in seen), step_s)
        if not looked.indices:
            return Absent(self.shortened or "none of the frames could be read")
        assert self.module.gather is not None  # noqa: S101  # open_call made sure
        findings = [self.backend.keep(self.asked, found[index]) for index in looked.indices]
        rest = {k: v for k, v in self.arguments.items() if not isinstance(v, Video)}
        return self.module.gather(video=self.video, sampling=looked, findings=findings, **rest, **self.settings)

    def gaps(self, lost: Mapping[int, str], file: VideoFile) -> list[Gap]:
        """Give the stretches of lost frames among those asked for; lost ones in a row are one stretch."""
        ends_s = [*file.times_s[1:].tolist(), file.source.duration_s]
        gaps: list[Gap] = []
        previous_lost = False
        for index, time_s in zip(self.frames.indices, self.frames.times_s, strict=True):
            if index in lost and previous_lost:
                gaps[-1] = dataclasses.replace(gaps[-1], end_s=ends_s[index])
            elif index in lost:
                gaps.append(Gap(file.source.name, time_s, ends_s[index], lost[index]))
            previous_lost = index in lost
        return gaps


def open_call(
    node: Node,
    module: Module,
    arguments: Mapping[str, Any],
    pool: BackendPool,
    files: Mapping[str, VideoFile],
) -> FrameCall | Absent:
    """Choose the backend, and the frames that the view and the rate ask for.

    Raises: InputError VP0402 for a backend of the wrong kind; OutsideError VP0504 when every one lacks something.
    """
    video = next(v for v in arguments.values() if isinstance(v, Video))
    texts = [o.name for o in module.operands if Type.TEXT in o.types]
    asked = str(arguments[texts[0]]) if texts else ""
    backend = pool.choose(module, asked)
    if isinstance(backend, str):
        return Absent(backend)
    if not issubclass(backend, FrameBackend) or module.gather is None:
        message = f"`{module.title}` takes a Video: its backends must be FrameBackend, and it must define gather()"
        raise InputError(Diagnostic(Code("VP0402"), message))
    settings = dict(node.settings)
    rate_fps = float(settings[RATE_KNOB] or 0)
    frames = sampling(files[video.source.digest].times_s, video, rate_fps)
    if not frames.indices:
        return Absent("no frame of the video is visible there")
    request, model = backend.looks_for(asked), pool.model(backend)
    series = series_of(node, module, backend, model, video, request, frames)
    caveat = pool.caveat(module, backend, asked)
    return FrameCall(node, module, backend, model, caveat, video, arguments, asked, request, frames, settings, series)
