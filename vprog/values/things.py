"""What is found in a video. Boxes are xyxy in displayed source pixels; scores lie in [0, 1]."""

import bisect
import dataclasses
import itertools

from vprog.values.shown import Shown
from vprog.values.time import NOISE_S, Interval, Sampling
from vprog.values.video import Source, Video


@dataclasses.dataclass(frozen=True)
class Box(Shown):
    """One thing in one frame."""

    frame: int
    """Frame number in the source."""
    time_s: float
    """When that frame is shown."""
    x1: float
    y1: float
    x2: float
    y2: float
    score: float
    """How sure the find is; 0 where a tracker says that the thing must be and nothing was found."""
    label: str

    @property
    def seen(self) -> bool:
        """Say whether something was found here."""
        return self.score > 0.0

    @property
    def xyxy(self) -> tuple[float, float, float, float]:
        """Give the corners in source pixels."""
        return (self.x1, self.y1, self.x2, self.y2)

    @property
    def centre_px(self) -> tuple[float, float]:
        """Give the middle in source pixels."""
        return ((self.x1 + self.x2) / 2, (self.y1 + self.y2) / 2)


@dataclasses.dataclass(frozen=True)
class Boxes(Shown):
    """All finds of one search, ordered by frame, then x1. Empty: looked at `sampling`, found none."""

    video: Video
    sampling: Sampling
    items: tuple[Box, ...]
    label: str = ""
    """What was searched for."""


@dataclasses.dataclass(frozen=True)
class Track(Shown):
    """One thing followed through time: at least one box, at most one a frame, in order of time."""

    source: Source
    id: int
    label: str
    boxes: tuple[Box, ...]
    step_s: float
    """How long one box stands for: the sampling step of the search."""

    @property
    def start_s(self) -> float:
        """Give when it is first seen."""
        return self.boxes[0].time_s

    @property
    def end_s(self) -> float:
        """Give when the last frame that shows it stops standing for something; never after the video's end."""
        return max(self.boxes[-1].time_s, min(self.boxes[-1].time_s + self.step_s, self.source.duration_s))

    @property
    def interval(self) -> Interval:
        """Give first to last sight, gaps included."""
        return Interval(self.start_s, self.end_s)

    @property
    def sights(self) -> tuple[Box, ...]:
        """Give the boxes in which it was seen. None: it is hidden all the while, as in a cut of a longer track."""
        return tuple(box for box in self.boxes if box.seen)

    @property
    def score(self) -> float:
        """Give the mean score of its sights; 0 when it was not seen."""
        sights = self.sights
        return sum(box.score for box in sights) / len(sights) if sights else 0.0


@dataclasses.dataclass(frozen=True)
class Tracks(Shown):
    """Tracks ordered by (first frame, x1), which also numbers them. Empty: looked, followed nothing."""

    video: Video
    sampling: Sampling
    items: tuple[Track, ...]
    label: str = ""

    def stretches(self, track: Track) -> tuple[tuple[Box, ...], ...]:
        """Give the boxes of one of the tracks in unbroken stretches: between two of them it was looked for in vain.

        A track that was followed more seldom than others here is not broken by looks that were not its own.
        """
        boxes, looks = track.boxes, self.sampling.indices
        gone = [
            k
            for k, (left, right) in enumerate(itertools.pairwise(boxes), start=1)
            if right.time_s - left.time_s > 1.5 * track.step_s + NOISE_S
            and bisect.bisect_right(looks, left.frame) < bisect.bisect_left(looks, right.frame)
        ]
        return tuple(boxes[a:b] for a, b in itertools.pairwise([0, *gone, len(boxes)]))

    def until_s(self, box: Box, step_s: float) -> float:
        """Give when a box stops standing for something."""
        return self.stands_until_s(box.time_s, step_s)

    def stands_until_s(self, time_s: float, step_s: float) -> float:
        """Give when a look stops standing for something: a step later, but never in the next looked-at frame.

        Nor after the visible cut or the video. A border close by is taken as it is: the sum of a time and a step would
        fall on either side of the frame that begins there.
        """
        times_s = self.sampling.times_s
        following = bisect.bisect_right(times_s, time_s)
        borders_s = [self.video.source.duration_s, *times_s[following : following + 1]]
        borders_s += [cut.end_s for cut in self.video.cuts if cut.shows(time_s)]
        border_s, end_s = min(borders_s), time_s + step_s
        return max(time_s, border_s if border_s <= end_s + NOISE_S else end_s)


@dataclasses.dataclass(frozen=True)
class Look:
    """One search through time: a view, and the frames of it that were looked at."""

    video: Video
    sampling: Sampling


@dataclasses.dataclass(frozen=True)
class Span(Shown):
    """A stretch of time in which something holds, with the tracks it holds for."""

    source: Source
    start_s: float
    end_s: float
    subjects: tuple[Track, ...] = ()
    score: float = 1.0
    label: str = ""

    @property
    def interval(self) -> Interval:
        """Give the stretch without its subjects."""
        return Interval(self.start_s, self.end_s)


@dataclasses.dataclass(frozen=True)
class Spans(Shown):
    """Spans ordered by (start_s, end_s). Empty: looked at all of `looked`, it never held."""

    looked: tuple[Video, ...]
    """Where was searched: one view, or several when spans of several videos were put together."""
    items: tuple[Span, ...]
    label: str = ""
    followed: tuple[Look, ...] = ()
    """In which looks the subjects were followed; empty when not known. A cut of spans leaves it whole: it takes away
    what was done elsewhere, and not what is known of those who did the rest."""


@dataclasses.dataclass(frozen=True)
class Pixels:
    """Some pixels of a picture of `width_px` x `height_px`, run-length coded.

    runs: lengths of alternating off/on runs over its rows, starting with off; together every pixel once.
    """

    width_px: int
    height_px: int
    runs: tuple[int, ...]


@dataclasses.dataclass(frozen=True)
class Mask(Shown):
    """The pixels of one track in one frame, run-length coded.

    runs: lengths of alternating off/on runs over the rows of a `height_px` x `width_px` picture, starting with off.
    """

    frame: int
    time_s: float
    track_id: int
    width_px: int
    height_px: int
    runs: tuple[int, ...]
    score: float
    label: str


@dataclasses.dataclass(frozen=True)
class Masks(Shown):
    """Masks ordered by (frame, track id). Empty: nothing to outline, or no pixel of it found."""

    video: Video
    sampling: Sampling
    items: tuple[Mask, ...]
    label: str = ""
