"""A scene: what is in it, how it moves and what it is seen against. Everything is known before a frame is drawn."""

import dataclasses
import math

import numpy as np
import numpy.typing as npt

Point = tuple[float, float]


@dataclasses.dataclass(frozen=True)
class Leg:
    """A stretch of a path: from one place to another in a straight line, at even speed.

    sway_px: on top of that, a swing of this reach in x and y, `cycles` times to and fro; each begins and ends in the
    middle. Places are centres, in pixels of a picture that stands still.
    """

    start_s: float
    end_s: float
    start_px: Point
    end_px: Point
    sway_px: Point = (0.0, 0.0)
    cycles: int = 0

    def at(self, time_s: float) -> Point:
        """Give the place at a time inside the leg."""
        share = (time_s - self.start_s) / (self.end_s - self.start_s)
        swing = math.sin(2 * math.pi * self.cycles * share)
        (x1, y1), (x2, y2) = self.start_px, self.end_px
        return (x1 + (x2 - x1) * share + self.sway_px[0] * swing, y1 + (y2 - y1) * share + self.sway_px[1] * swing)

    @property
    def speed_px_s(self) -> float:
        """Give how fast the straight part is."""
        return math.dist(self.start_px, self.end_px) / (self.end_s - self.start_s)


@dataclasses.dataclass(frozen=True)
class Path:
    """Where a thing is: legs in order of time. Before, between and after them it is nowhere."""

    legs: tuple[Leg, ...]

    def at(self, time_s: float) -> Point | None:
        """Give the place at a time, None when the thing is nowhere."""
        for leg in self.legs:
            if leg.start_s <= time_s < leg.end_s:
                return leg.at(time_s)
        return None

    def along(self, times_s: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Give the places at ascending times, N x 2; NaN where the thing is nowhere."""
        places = np.full((len(times_s), 2), np.nan)
        for leg in self.legs:
            first, end = np.searchsorted(times_s, [leg.start_s, leg.end_s])
            share = (times_s[first:end] - leg.start_s) / (leg.end_s - leg.start_s)
            swing = np.sin(2 * np.pi * leg.cycles * share)[:, None] * np.array(leg.sway_px)
            start, way = np.array(leg.start_px), np.array(leg.end_px) - np.array(leg.start_px)
            places[first:end] = start + share[:, None] * way + swing
        return places


@dataclasses.dataclass(frozen=True)
class Thing:
    """Something drawn.

    kind: a plain shape (`circle square rectangle triangle`), a sprite, `sign` or `cover`. radius_px: of the circle that
    holds its outline. layer: higher ones lie in front; of one layer, those with the higher id. carried_by: the id of
    the thing that it moves along with.
    """

    id: int
    kind: str
    colour: str
    rgb: tuple[int, int, int]
    radius_px: float
    path: Path
    angle_deg: float = 0.0
    layer: int = 1
    text: str = ""
    carried_by: int | None = None

    @property
    def label(self) -> str:
        """Give what people call it."""
        return f"{self.colour} {self.kind}"


@dataclasses.dataclass(frozen=True)
class Backdrop:
    """What things are seen against.

    style: `plain` is one colour, `gradient` goes from the first colour to the second from top to bottom, `landscape`
    has hills in the second colour before a sky in the first. noise_levels: standard deviation of the noise of each
    pixel, in 255 grey levels. pan_px_s: how fast the camera turns to the right (negative: left).
    """

    style: str
    rgb: tuple[int, int, int]
    other_rgb: tuple[int, int, int]
    noise_levels: float = 0.0
    pan_px_s: float = 0.0


@dataclasses.dataclass(frozen=True)
class Scene:
    """All that a clip shows. seed: of the noise and of what stands in the backdrop."""

    name: str
    seed: int
    level: int
    width_px: int
    height_px: int
    rate_fps: int
    frame_count: int
    backdrop: Backdrop
    things: tuple[Thing, ...]

    @property
    def duration_s(self) -> float:
        """Give how long the clip lasts."""
        return self.frame_count / self.rate_fps

    def centre_px(self, thing: Thing, time_s: float) -> Point | None:
        """Give where a thing is in the picture: the camera's turn moves everything the other way."""
        place = thing.path.at(time_s)
        # The picture stands as planned in the middle of the clip.
        turned_px = self.backdrop.pan_px_s * (time_s - self.duration_s / 2)
        return None if place is None else (place[0] - turned_px, place[1])
