"""A video as a value: which source, and what of it can be seen. No pixel is read here."""

import dataclasses
from collections.abc import Sequence

from vprog.values.shown import Shown
from vprog.values.time import Interval, intersect, subtract, total_s


@dataclasses.dataclass(frozen=True)
class Source:
    """A readable video. Two sources are the same when their bytes are: the name is only for people."""

    digest: str
    """BLAKE2b of the file's bytes, hexadecimal."""
    name: str = dataclasses.field(compare=False)
    """What the user called it; not part of its identity."""
    duration_s: float
    """From the first shown frame to the end of the last one."""
    width_px: int
    """Displayed width, after rotation metadata."""
    height_px: int
    frame_count: int


@dataclasses.dataclass(frozen=True)
class Video(Shown):
    """A lazy view of a source.

    cuts: visible time, disjoint and in order. blanked: time shown as black. region_px: visible rectangle
    (x1, y1, x2, y2) in source pixels, None for all. mirrored: left and right exchanged. Times and boxes of whatever
    is found in a view are those of the source.
    """

    source: Source
    cuts: tuple[Interval, ...]
    blanked: tuple[Interval, ...] = ()
    region_px: tuple[float, float, float, float] | None = None
    mirrored: bool = False

    @classmethod
    def whole(cls, source: Source) -> "Video":
        """Give the view that shows all of a source."""
        return cls(source, (Interval(0.0, source.duration_s),))

    @property
    def start_s(self) -> float:
        """Give the first visible moment; 0.0 when nothing is visible."""
        return self.cuts[0].start_s if self.cuts else 0.0

    @property
    def end_s(self) -> float:
        """Give the end of visible time; 0.0 when nothing is visible."""
        return self.cuts[-1].end_s if self.cuts else 0.0

    @property
    def length_s(self) -> float:
        """Give how much time is visible, holes left out."""
        return total_s(self.cuts)

    def keep(self, stretches: Sequence[Interval]) -> "Video":
        """Give the view cut down to these stretches; it never shows more than this one."""
        return dataclasses.replace(self, cuts=intersect(self.cuts, stretches))

    def blank(self, stretches: Sequence[Interval]) -> "Video":
        """Give the view with these stretches shown as black, as long as it was."""
        return dataclasses.replace(self, blanked=intersect((*self.blanked, *stretches), self.cuts))

    def without(self, stretches: Sequence[Interval]) -> "Video":
        """Give the view with these stretches cut out."""
        return dataclasses.replace(self, cuts=subtract(self.cuts, stretches))
