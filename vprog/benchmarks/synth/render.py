"""Draw a scene frame by frame, and tell of each frame which pixels show which thing. No frame is kept."""

import dataclasses
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from vprog.benchmarks.synth.backdrop import backdrop_of, noise_of
from vprog.benchmarks.synth.drawing import Patch, paint, patch_of, write_text
from vprog.benchmarks.synth.scene import Point, Scene, Thing

_HALF = 128
"""A pixel belongs to a thing that covers at least half of it."""
_LEAST_SEEN_PX = 12
"""What shows fewer pixels cannot be seen."""


@dataclasses.dataclass(frozen=True)
class Sight:
    """One thing in one frame.

    mask: the pixels that show it, in the rectangle of the picture whose upper left corner is (x, y); none when all of
    it is hidden. drawn_px: how many pixels would show it with nothing in front. centre_px: of the whole thing.
    """

    id: int
    centre_px: Point
    x: int
    y: int
    mask: npt.NDArray[np.bool_]
    drawn_px: int

    @property
    def seen_px(self) -> int:
        """Give how many pixels show it; 0 when they are too few to be seen."""
        count = int(self.mask.sum())
        return count if count >= _LEAST_SEEN_PX else 0

    @property
    def hidden_share(self) -> float:
        """Give how much of what lies in the picture is hidden behind other things."""
        return 1.0 - self.seen_px / self.drawn_px if self.drawn_px else 0.0

    @property
    def box(self) -> tuple[int, int, int, int] | None:
        """Give the smallest box around the pixels that show it, xyxy; None when it is not seen."""
        if not self.seen_px:
            return None
        rows, columns = np.flatnonzero(self.mask.any(axis=1)), np.flatnonzero(self.mask.any(axis=0))
        return (
            self.x + int(columns[0]), self.y + int(rows[0]), self.x + int(columns[-1]) + 1, self.y + int(rows[-1]) + 1,
        )  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Frame:
    """A picture and what it shows, back to front."""

    number: int
    image: npt.NDArray[np.uint8]
    sights: tuple[Sight, ...]


def frames(scene: Scene) -> Iterator[Frame]:
    """Draw every frame of a scene in turn."""
    backdrop, noise = backdrop_of(scene), noise_of(scene)
    for number in range(scene.frame_count):
        time_s = number / scene.rate_fps
        image = backdrop(number)
        drawn: list[tuple[Thing, Point, Patch]] = []
        for thing in sorted(scene.things, key=lambda t: (t.layer, t.id)):
            centre = scene.centre_px(thing, time_s)
            patch = patch_of(thing, centre, scene.width_px, scene.height_px) if centre else None
            if centre is None or patch is None:
                continue
            paint(image, thing, patch)
            if thing.text:
                write_text(image, thing, centre)
            drawn.append((thing, centre, patch))
        yield Frame(number, noise(number, image), _sights(drawn))


def _sights(drawn: list[tuple[Thing, Point, Patch]]) -> tuple[Sight, ...]:
    sights = []
    for position, (thing, centre, patch) in enumerate(drawn):
        mask = patch.cover >= _HALF
        drawn_px = int(mask.sum())
        for _, _, front in drawn[position + 1 :]:
            _take_away(mask, patch, front)
        sights.append(Sight(thing.id, centre, patch.x, patch.y, mask, drawn_px))
    return tuple(sights)


def _take_away(mask: npt.NDArray[np.bool_], patch: Patch, front: Patch) -> None:
    """Remove from a mask what a thing in front covers."""
    height, width = mask.shape
    front_height, front_width = front.cover.shape
    x1, x2 = max(patch.x, front.x), min(patch.x + width, front.x + front_width)
    y1, y2 = max(patch.y, front.y), min(patch.y + height, front.y + front_height)
    if x1 < x2 and y1 < y2:
        hidden = front.cover[y1 - front.y : y2 - front.y, x1 - front.x : x2 - front.x] >= _HALF
        mask[y1 - patch.y : y2 - patch.y, x1 - patch.x : x2 - patch.x] &= ~hidden
