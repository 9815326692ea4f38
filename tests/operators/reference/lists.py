"""Lists of numbers and words, what one plural has and another has not, and where in the picture a thing is."""

import dataclasses
from fractions import Fraction

from tests.operators.reference.logic import NOT_KNOWN, shown
from tests.operators.reference.table import reference
from tests.operators.reference.things import same
from tests.operators.reference.times import cut
from vprog.values import Spans, Tracks


@reference("sum")
def total(numbers):
    return shown(sum(map(Fraction, numbers), Fraction(0)))


@reference("max")
def largest(numbers):
    return next((n for n in numbers if all(n >= other for other in numbers)), NOT_KNOWN)


@reference("min")
def smallest(numbers):
    return next((n for n in numbers if all(n <= other for other in numbers)), NOT_KNOWN)


@reference("contains")
def contains(texts, text):
    return any(each.casefold().split() == text.casefold().split() for each in texts)


@reference("without")
def without(one, other):
    if isinstance(one, Spans | Tracks):
        left = [a for a in one.items if [b for b in other.items if same(a, b)] == []]
        return dataclasses.replace(one, items=tuple(left))
    return tuple(a for a in one if other.count(a) == 0)


@reference("crop")
def crop(video, track, margin):
    if track.source != video.source:
        return NOT_KNOWN
    left, top, right, bottom = video.region_px or (0, 0, video.source.width_px, video.source.height_px)
    lefts, tops, rights, bottoms = zip(*((b.x1, b.y1, b.x2, b.y2) for b in track.boxes), strict=True)
    width, height = max(rights) - min(lefts), max(bottoms) - min(tops)
    region = (
        max(left, min(lefts) - margin * width),
        max(top, min(tops) - margin * height),
        min(right, max(rights) + margin * width),
        min(bottom, max(bottoms) + margin * height),
    )
    view = cut(video, video.source, track.start_s, track.end_s)
    if view is NOT_KNOWN or region[0] >= region[2] or region[1] >= region[3]:
        return NOT_KNOWN
    return dataclasses.replace(view, region_px=region)
