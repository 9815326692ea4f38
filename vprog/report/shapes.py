"""What of a value is drawn on which frame: boxes and outlines, in source pixels."""

import dataclasses
from collections.abc import Collection, Iterator

import numpy as np

from vprog.values import Box, Boxes, Mask, Masks, Source, Span, Spans, Track, Tracks

_OUTLINE_PX = 1.0
"""How far a drawn outline may lie beside the mask's, in pixels of the mask."""
Spot = tuple[str, int]
"""A frame: the digest of its source, and its number."""


@dataclasses.dataclass(frozen=True)
class Shape:
    """One thing on one frame.

    lines: closed lines of (x, y) in source pixels. seen: False where it is only taken to be there.
    """

    lines: tuple[tuple[tuple[float, float], ...], ...]
    label: str
    seen: bool = True

    @property
    def path(self) -> str:
        """Give it as an SVG path."""
        return "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in line) + "Z" for line in self.lines)

    @property
    def at_px(self) -> tuple[float, float]:
        """Give its upper left corner."""
        corners = [corner for line in self.lines for corner in line]
        return min((x for x, _ in corners), default=0.0), min((y for _, y in corners), default=0.0)


def shapes_of(payload: object, spots: Collection[Spot]) -> dict[Spot, list[Shape]]:
    """Give what of a value lies on these frames, in the value's order; frames that show nothing of it are left out."""
    drawn: dict[Spot, list[Shape]] = {}
    for source, item, label in _items(payload):
        spot = (source.digest, item.frame)
        if spot in spots:
            drawn.setdefault(spot, []).append(_shape(item, label, source))
    return drawn


def all_shapes(payload: object) -> list[tuple[Source, Shape]]:
    """Give all that a value has on any frame, in its order, each with its source."""
    return [(source, _shape(item, label, source)) for source, item, label in _items(payload)]


def is_drawable(payload: object) -> bool:
    """Say whether a value has anything to draw on some frame."""
    return next(_items(payload), None) is not None


def boxed(xyxy: tuple[float, float, float, float], label: str, *, seen: bool = True) -> Shape:
    """Give a box as a shape."""
    x1, y1, x2, y2 = (round(corner, 1) for corner in xyxy)
    return Shape((((x1, y1), (x2, y1), (x2, y2), (x1, y2)),), label, seen)


def _items(payload: object) -> Iterator[tuple[Source, Box | Mask, str]]:
    """Go through the boxes and masks of a value, each with its source and what it is called."""
    match payload:
        case Boxes() | Masks():
            for item in payload.items:
                yield payload.video.source, item, item.label
        case Track():
            for box in payload.boxes:
                yield payload.source, box, f"{payload.label} #{payload.id}"
        case Tracks():
            for track in payload.items:
                yield from _items(track)
        case Span():
            for track in payload.subjects:
                for source, item, label in _items(track):
                    if payload.interval.shows(item.time_s):
                        yield source, item, label
        case Spans():
            for span in payload.items:
                yield from _items(span)


def _shape(item: Box | Mask, label: str, source: Source) -> Shape:
    return _outlined(item, label, source) if isinstance(item, Mask) else boxed(item.xyxy, label, seen=item.seen)


def _outlined(mask: Mask, label: str, source: Source) -> Shape:
    import cv2

    values = np.arange(len(mask.runs)) % 2
    pixels = np.repeat(values, mask.runs).astype(np.uint8).reshape(mask.height_px, mask.width_px)
    contours, _ = cv2.findContours(pixels, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    # The picture that the mask covers may have been made smaller than the source.
    scale = np.array([source.width_px / mask.width_px, source.height_px / mask.height_px])
    lines = [np.round(cv2.approxPolyDP(c, _OUTLINE_PX, closed=True).reshape(-1, 2) * scale).tolist() for c in contours]
    return Shape(tuple(tuple((x, y) for x, y in line) for line in lines), label)
