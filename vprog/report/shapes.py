"""What of a value is drawn on which frame: boxes and outlines, as SVG paths in source pixels."""

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

    path: an SVG path in source pixels. at_px: its upper left corner. seen: False where it is only taken to be there.
    """

    path: str
    at_px: tuple[float, float]
    label: str
    seen: bool = True


def shapes_of(payload: object, spots: Collection[Spot]) -> dict[Spot, list[Shape]]:
    """Give what of a value lies on these frames, in the value's order; frames that show nothing of it are left out."""
    drawn: dict[Spot, list[Shape]] = {}
    for source, item, label in _items(payload):
        spot = (source.digest, item.frame)
        if spot in spots:
            drawn.setdefault(spot, []).append(_shape(item, label, source))
    return drawn


def is_drawable(payload: object) -> bool:
    """Say whether a value has anything to draw on some frame."""
    return next(_items(payload), None) is not None


def boxed(xyxy: tuple[float, float, float, float], label: str, *, seen: bool = True) -> Shape:
    """Give a box as a shape."""
    x1, y1, x2, y2 = (round(corner, 1) for corner in xyxy)
    return Shape(f"M{x1:g} {y1:g}H{x2:g}V{y2:g}H{x1:g}Z", (x1, y1), label, seen)


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
    path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in line) + "Z" for line in lines)
    corners = [corner for line in lines for corner in line] or [[0.0, 0.0]]
    return Shape(path, (min(x for x, _ in corners), min(y for _, y in corners)), label)
