"""Non-maximum suppression: of boxes that show one thing, keep the surest."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def keep_best(boxes: Floats, scores: Floats, *, max_iou: float, max_cover: float) -> list[int]:
    """Give the rows of the boxes that stay, the surest first; equal scores keep their order.

    boxes: (N, 4) xyxy. scores: (N,). A box goes when a surer one overlaps it by more than `max_iou` of their union, or
    by more than `max_cover` of the smaller one. Empty for no boxes.
    """
    areas = np.clip(boxes[:, 2] - boxes[:, 0], 0, None) * np.clip(boxes[:, 3] - boxes[:, 1], 0, None)
    waiting = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while len(waiting):
        best, rest = waiting[0], waiting[1:]
        kept.append(int(best))
        corners_low = np.maximum(boxes[best, :2], boxes[rest, :2])
        corners_high = np.minimum(boxes[best, 2:], boxes[rest, 2:])
        shared = np.prod(np.clip(corners_high - corners_low, 0, None), axis=1)
        either = areas[best] + areas[rest] - shared
        smaller = np.minimum(areas[best], areas[rest])
        same = (shared > max_iou * either) | (shared > max_cover * smaller)
        waiting = rest[~same]
    return kept
