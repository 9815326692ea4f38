"""Things of two searches side by side, in the frames that both were looked for in."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from vprog.modules.geometry import one_thing
from vprog.modules.trajectory import Array
from vprog.values import Absent, Interval, Look, Span, Spans, Track, Tracks, intersect, span_order


class Looks:
    """The frames of one visible stretch that both were looked for in."""

    def __init__(self, tracks: Tracks, others: Tracks, cut: Interval) -> None:
        """Keep the frames that both samplings hold; `cut` is visible in both views."""
        own, also = tracks.sampling.within([cut]), set(others.sampling.within([cut]).indices)
        kept = [(f, t) for f, t in zip(own.indices, own.times_s, strict=True) if f in also]
        self.frames = tuple(f for f, _ in kept)
        self.times_s = tuple(t for _, t in kept)
        self._tracks, self._cut = tracks, cut

    def ends_s(self, track: Track) -> tuple[float, ...]:
        """Give when each look stops standing for something."""
        return tuple(self._tracks.stands_until_s(t, track.step_s) for t in self.times_s)

    def span(self, track: Track, found: Interval) -> Span:
        """Give the span in which a thing does something."""
        # The frame shown at an instant begins before it.
        seen = intersect([found], [self._cut])
        stretch = seen[0] if seen else self._cut
        return Span(track.source, stretch.start_s, stretch.end_s, (track,), track.score, track.label)


Found = Callable[[Looks, Track, Array, Array], Iterator[Interval]]
"""From the looks, a thing, its boxes and those of all others: when it does something with one of them."""


def compared(tracks: Tracks, others: Tracks, found: Found) -> Spans | Absent:
    """Give a span for every time that a thing of `tracks` does something with a thing of `others`.

    Absent where both were never looked for in one frame: then nothing is known of how they lie to each other.
    """
    if tracks.video.source != others.video.source:
        return Absent("the things are of two videos: they lie in no common picture")
    cuts = intersect(tracks.video.cuts, others.video.cuts)
    watched = [looks for looks in (Looks(tracks, others, cut) for cut in cuts) if looks.frames]
    if not watched:
        return Absent("they were never looked for in one frame, so it is not known how they lie to each other")
    items = [
        looks.span(track, interval)
        for looks in watched
        for track, boxes, rest in _paired(tracks, others, looks)
        for interval in found(looks, track, boxes, rest)
    ]
    look = Look(tracks.video, tracks.sampling)
    return Spans((tracks.video.keep(cuts),), tuple(sorted(items, key=span_order)), tracks.label, (look,))


def _paired(tracks: Tracks, others: Tracks, looks: Looks) -> Iterator[tuple[Track, Array, Array]]:
    """Give each thing with its boxes and those of all others; a thing is none of its own others."""
    against = aligned(others.items, looks.frames)
    for track, boxes in zip(tracks.items, aligned(tracks.items, looks.frames), strict=True):
        yield track, boxes, against[~one_thing(boxes, against)]


def aligned(tracks: Sequence[Track], frames: Sequence[int]) -> Array:
    """Give the boxes as tracks x frames x (x1, y1, x2, y2) in pixels; NaN where one was not seen."""
    position = {frame: number for number, frame in enumerate(frames)}
    found = np.full((len(tracks), len(position), 4), np.nan)
    for row, track in enumerate(tracks):
        for box in track.boxes:
            if box.frame in position:
                found[row, position[box.frame]] = box.xyxy
    return found
