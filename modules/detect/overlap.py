"""How boxes overlap, and non-maximum suppression: of boxes that show one thing, keep the surest."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def keep_best(boxes: Floats, scores: Floats, *, max_iou: float, max_cover: float) -> list[int]:
    """Give the rows of the boxes that stay, the surest first; equal scores keep their order.

    boxes: (N, 4) xyxy. scores: (N,). A box goes when a surer one overlaps it by more than `max_iou` of their union, or
    by more than `max_cover` of the smaller one. Empty for no boxes.
    """
    areas = _areas(boxes)
    waiting = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while len(waiting):
        best, rest = waiting[0], waiting[1:]
        kept.append(int(best))
        shared = _shared(boxes[best], boxes[rest])
        either = areas[best] + areas[rest] - shared
        smaller = np.minimum(areas[best], areas[rest])
        same = (shared > max_iou * either) | (shared > max_cover * smaller)
        waiting = rest[~same]
    return kept


def ious(box: Floats, boxes: Floats) -> Floats:
    """Give the intersection over union of one box (4,) with each of (N, 4); 0 where both are without area."""
    shared = _shared(box, boxes)
    either = _areas(box[None])[0] + _areas(boxes) - shared
    return np.asarray(shared / np.where(either > 0, either, 1.0), dtype=np.float64)


def _areas(boxes: Floats) -> Floats:
    sides = np.clip(boxes[:, 2:] - boxes[:, :2], 0, None)
    area: Floats = sides[:, 0] * sides[:, 1]
    return area


def _shared(box: Floats, boxes: Floats) -> Floats:
    sides = np.clip(np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2]), 0, None)
    area: Floats = sides[:, 0] * sides[:, 1]
    return area
