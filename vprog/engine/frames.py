"""One node's look at frames: which backend, which frames, and the value made of what was found in them."""

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from vprog.diagnostics import Code, Diagnostic, InputError
from vprog.engine.backends import Chosen
from vprog.engine.findings import RATE_KNOB, SIDE_KNOB, Regions, model_settings, series_of
from vprog.graph import Node
from vprog.media import Frame, VideoFile, sampling
from vprog.spec.backend import Finding, FrameBackend, RegionBackend, Sighting
from vprog.spec.backend import Regions as Corners
from vprog.spec.module import Module
from vprog.values import NOISE_S, Absent, Box, Boxes, Gap, Sampling, Track, Tracks, Video, views_of


@dataclasses.dataclass
class FrameCall:
    """A node that waits for the findings of its frames."""

    node: Node
    module: Module
    chosen: Chosen
    """A FrameBackend or a RegionBackend."""
    video: Video
    arguments: Mapping[str, Any]
    """Payloads of the operands, by name, and what the module prepared of them."""
    request: str
    """What frames are looked at for."""
    frames: Sampling
    settings: Mapping[str, Any]
    series: str
    regions: Regions | None = None
    """For a backend that looks at regions: the boxes in each of the frames."""
    things: Sequence[tuple[Box, ...]] = ()
    """For the same: where each of the things was seen."""
    failure: Diagnostic | None = None
    shortened: str | None = None
    """Which budget ended the search before all frames were looked at."""
    coarser: int = 1
    """How many times further apart the looks are than asked for."""
    cached: bool = False
    """True when nothing had to be looked at."""

    @property
    def backend(self) -> type[FrameBackend] | type[RegionBackend]:
        """Give the backend that looks."""
        backend = self.chosen.backend
        assert issubclass(backend, FrameBackend | RegionBackend)  # noqa: S101  # no other kind gets here
        return backend

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
        if not looked.indices and self.frames.indices and self.module.prepare is None:
            return Absent(self.shortened or "none of the frames could be read")
        assert self.module.gather is not None  # noqa: S101  # open_call made sure
        if self.regions is not None:
            return self.module.gather(sightings=self._sightings(found), **self.arguments, **self.settings)
        findings = [self.chosen.kept(found[index]) for index in looked.indices]
        rest = {k: v for k, v in self.arguments.items() if not isinstance(v, Video)}
        return self.module.gather(video=self.video, sampling=looked, findings=findings, **rest, **self.settings)

    def regions_in(self, frame: Frame) -> Corners:
        """Give the boxes to look at in a decoded frame, in pixels of its picture: N x 4."""
        assert self.regions is not None  # noqa: S101  # asked for only by backends of regions
        height_px, width_px = frame.image.shape[:2]
        scale = (width_px / self.video.source.width_px, height_px / self.video.source.height_px)
        corners = np.array([box.xyxy for box in self.regions[frame.index]], dtype=np.float32).reshape(-1, 4)
        return corners * np.array(scale * 2, dtype=np.float32)

    def _sightings(self, found: Mapping[int, list[Finding]]) -> tuple[tuple[Sighting, ...], ...]:
        """Give, for each thing of the operand in order, what was said of its boxes, in order of time."""
        assert self.regions is not None  # noqa: S101  # asked for only by backends of regions
        said = {
            id(box): finding
            for index, boxes in self.regions.items()
            if index in found
            for box, finding in zip(boxes, found[index], strict=True)
        }
        return tuple(tuple(Sighting(b, said[id(b)]) for b in boxes if id(b) in said) for boxes in self.things)

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
    chosen: Chosen,
    arguments: Mapping[str, Any],
    files: Mapping[str, VideoFile],
) -> FrameCall | Absent:
    """Choose the frames: those that the view and the rate ask for, or those in which things were seen.

    Raises: InputError VP0402 for a module whose declaration does not fit its backend.
    """
    settings = dict(node.settings)
    if module.gather is None or RATE_KNOB not in settings or SIDE_KNOB not in settings:
        message = f"`{module.title}` looks at frames: it must define gather() and the knobs {RATE_KNOB} and {SIDE_KNOB}"
        raise InputError(Diagnostic(Code("VP0402"), message))
    rate_fps = float(settings[RATE_KNOB] or 0)
    things: Sequence[tuple[Box, ...]] = ()
    if issubclass(chosen.backend, RegionBackend):
        things = things_in(arguments.values())
        if module.prepare is not None:
            prepared = module.prepare(**arguments, **settings)
            if isinstance(prepared, Absent):
                return prepared
            arguments, things = {**arguments, "prepared": prepared.value}, prepared.things
        video = _shown(arguments)
        unseen = f"the pictures of {video.source.name} are not at hand" if video.source.digest not in files else ""
        if unseen and module.prepare is None:
            return Absent(unseen)
        if unseen and things:
            things, chosen = (), dataclasses.replace(chosen, caveat=f"{unseen}: nothing was looked at again")
        frames, regions = _where_seen(things, rate_fps)
        nothing = "there is nothing to look at"
    else:
        video = next(v for v in arguments.values() if isinstance(v, Video))
        frames, regions = sampling(files[video.source.digest].times_s, video, rate_fps), None
        nothing = "no frame of the video is visible there"
    if not frames.indices and regions is None:
        return Absent(nothing)
    request = chosen.looks_for
    series = series_of(node, module, chosen.backend, chosen.model, video, request, frames, regions)
    return FrameCall(node, module, chosen, video, arguments, request, frames, settings, series, regions, things)


def _shown(arguments: Mapping[str, Any]) -> Video:
    """Give the view in which things of the operands are looked at.

    Boxes are in pixels of the source: the whole picture is shown, whatever part of it they were found in.
    """
    views = [view for value in arguments.values() for view in views_of(value)]
    source = views[0].source if views else next(v.source for v in arguments.values() if isinstance(v, Track))
    return dataclasses.replace(Video.whole(source), blanked=views[0].blanked if views else ())


def _where_seen(things: Sequence[tuple[Box, ...]], rate_fps: float) -> tuple[Sampling, Regions]:
    """Give the frames that show the things, thinned to the rate, and the boxes in each of them.

    Every thing is looked at: of one that is in none of the chosen frames, the middle box is taken.
    """
    times_s = {box.frame: box.time_s for boxes in things for box in boxes}
    chosen: set[int] = set()
    latest_slot = -1
    for frame in sorted(times_s):
        slot = math.floor(times_s[frame] * rate_fps + NOISE_S)
        if slot > latest_slot:
            chosen.add(frame)
            latest_slot = slot
    chosen |= {boxes[len(boxes) // 2].frame for boxes in things if boxes and not any(b.frame in chosen for b in boxes)}
    ordered = tuple(sorted(chosen))
    regions = {frame: tuple(b for boxes in things for b in boxes if b.frame == frame) for frame in ordered}
    return Sampling(ordered, tuple(times_s[f] for f in ordered), 1 / rate_fps), regions


def things_in(values: Iterable[object]) -> list[tuple[Box, ...]]:
    """Give where each thing in the operands was seen, in their order: each track, and each box by itself."""
    found: list[tuple[Box, ...]] = []
    for value in values:
        match value:
            case Track():
                found.append(value.sights)
            case Tracks():
                found += [track.sights for track in value.items]
            case Boxes():
                found += [(box,) for box in value.items]
    return found
