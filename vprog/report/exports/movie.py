"""The video with what was found drawn into it, as an mp4."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageDraw

from vprog.media import Frame, VideoFile, fitted_size, write_clip
from vprog.report.exports.values import Kept, things
from vprog.report.recorded import Recorded
from vprog.types import Type
from vprog.values import Box, Boxes, Span

_SIDE_PX = 960
_COLOURS = ((255, 176, 0), (100, 143, 255), (220, 38, 127), (120, 200, 80), (254, 97, 0), (120, 94, 240))
"""Colours that people who see few of them can tell apart. Source: IBM Design Library, colour-blind safe."""


def write_movie(run: Recorded, file: VideoFile, path: Path, name: str | None = None) -> None:
    """Write the video with boxes, tracks and the spans that hold, drawn into each frame. It is shown evenly.

    A box stays until the next look. name: only the value of this name.
    Raises: OSError when the file cannot be written.
    """
    digest = file.source.digest
    kept = list(things(run, (Type.BOXES, Type.TRACKS, Type.TRACK, Type.SPANS, Type.SPAN), name))
    # Boxes that were followed are drawn as tracks.
    tracked = any(value.tracks for value in kept)
    boxes = [one for value in kept for one in _boxes(value, digest, tracked)]
    spans = [(value.name, span) for value in kept for span in value.spans if span.source.digest == digest]
    width, height = fitted_size(file.source.width_px, file.source.height_px, _SIDE_PX)
    drawn = _frames(file, boxes, spans, (max(2, width - width % 2), max(2, height - height % 2)))
    write_clip(path, drawn, fps=max(1, round(file.fps)))


Shown = tuple[Box, float, str, tuple[int, int, int]]
"""A box, how long it is shown, what stands above it, and its colour."""


def _boxes(kept: Kept, digest: str, tracked: bool) -> Iterator[Shown]:
    for track in kept.tracks:
        if track.source.digest == digest:
            for box in track.sights:
                text = f"{track.label} #{track.id}".strip()
                yield box, box.time_s + track.step_s, text, _COLOURS[track.id % len(_COLOURS)]
    if isinstance(kept.payload, Boxes) and not tracked and kept.payload.video.source.digest == digest:
        for box in kept.payload.items:
            yield box, box.time_s + kept.payload.sampling.step_s, box.label, _COLOURS[0]


def _frames(
    file: VideoFile, boxes: Sequence[Shown], spans: Sequence[tuple[str, Span]], size: tuple[int, int]
) -> Iterator[NDArray[np.uint8]]:
    last = np.zeros((size[1], size[0], 3), dtype=np.uint8)
    ordered = sorted(boxes, key=lambda shown: shown[0].time_s)
    begin = 0
    longest_s = max((until_s - box.time_s for box, until_s, *_ in ordered), default=0.0)
    for item in file.read(range(file.source.frame_count)):
        if not isinstance(item, Frame):
            yield last
            continue
        while begin < len(ordered) and ordered[begin][0].time_s + longest_s <= item.time_s:
            begin += 1
        now = []
        for shown in ordered[begin:]:
            if shown[0].time_s > item.time_s:
                break
            if item.time_s < shown[1]:
                now.append(shown)
        said = [name for name, span in spans if span.interval.shows(item.time_s)]
        last = _drawn(item, now, said, size, (file.source.width_px, file.source.height_px))
        yield last


def _drawn(
    frame: Frame, boxes: Sequence[Shown], said: Sequence[str], size: tuple[int, int], source: tuple[int, int]
) -> NDArray[np.uint8]:
    picture = PillowImage.fromarray(np.ascontiguousarray(frame.image)).resize(size)
    pen = ImageDraw.Draw(picture)
    scale_x, scale_y = size[0] / source[0], size[1] / source[1]
    for box, _, text, colour in boxes:
        corners = (box.x1 * scale_x, box.y1 * scale_y, box.x2 * scale_x, box.y2 * scale_y)
        pen.rectangle(corners, outline=colour, width=2)
        pen.text((corners[0] + 3, max(0.0, corners[1] - 12)), _printable(text), fill=colour)
    for line, text in enumerate(dict.fromkeys(said)):
        pen.text((6, size[1] - 14 * (line + 1)), _printable(text), fill=(255, 255, 255), stroke_width=1, stroke_fill=0)
    return np.asarray(picture)


def _printable(text: str) -> str:
    # Pillow's own font has no other characters.
    return text.encode("latin-1", errors="replace").decode("latin-1")
