"""Where a thing must have been in the looked-at frames that do not show it, between two that do."""

import bisect
import dataclasses
import itertools
from collections.abc import Sequence

from vprog.values import Box, Sampling


def filled(boxes: Sequence[Box], sampling: Sampling) -> tuple[Box, ...]:
    """Give the boxes with one more in each looked-at frame between them, on a straight line.

    Its score is 0: nobody saw it there. boxes: at least one, in order of time.
    """
    whole = [boxes[0]]
    for left, right in itertools.pairwise(boxes):
        first = bisect.bisect_right(sampling.indices, left.frame)
        stop = bisect.bisect_left(sampling.indices, right.frame)
        unseen = zip(sampling.indices[first:stop], sampling.times_s[first:stop], strict=True)
        whole += [_between(left, right, frame, time_s) for frame, time_s in unseen]
        whole.append(right)
    return tuple(whole)


def _between(left: Box, right: Box, frame: int, time_s: float) -> Box:
    share = (time_s - left.time_s) / (right.time_s - left.time_s)
    x1, y1, x2, y2 = (a + share * (b - a) for a, b in zip(left.xyxy, right.xyxy, strict=True))
    return dataclasses.replace(left, frame=frame, time_s=time_s, x1=x1, y1=y1, x2=x2, y2=y2, score=0.0)
