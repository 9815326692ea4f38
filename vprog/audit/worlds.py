"""Made worlds: short videos of flat things that move as drawn by lot, and a detector that is never wrong about them.

What a program answers in them shows what it computes, whatever it happened to see in one video.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from vprog.engine import BackendPool
from vprog.media import Frames, frames
from vprog.spec import Backend, Module
from vprog.spec.backend import Finding, FrameBackend, FrameStream, Image, Settings
from vprog.types import Type
from vprog.values import Source

COLOURS: Mapping[str, tuple[int, int, int]] = {
    "red": (208, 24, 24),
    "orange": (240, 136, 24),
    "yellow": (232, 224, 24),
    "green": (24, 160, 40),
    "cyan": (24, 208, 216),
    "blue": (32, 64, 216),
    "purple": (136, 40, 184),
    "pink": (248, 136, 192),
    "brown": (120, 72, 32),
    "white": (240, 240, 240),
    "black": (16, 16, 16),
}
ANY = frozenset({"thing", "object", "something", "moving", "shape"})
"""Words that every thing goes by."""

_GREY = 112
_SHARED_LANE = 0.3
_UPRIGHT = 0.3
"""In how many worlds things move up or down: all of them, or they would hide each other."""
_THERE = 0.75
"""How likely there is a thing for a request."""
_SIDE_PX, _THING_PX, _MOST_THINGS = 208, 24, 4
_FPS, _MOST_FRAMES = 5.0, 240
_MARKS = 8
"""Things of one colour are told apart by the last bits of their pixels, which change no name of a colour."""


@dataclasses.dataclass(frozen=True)
class Thing:
    """A flat square that stands or moves on a line.

    words: what it goes by. at: where its middle is at given moments, (share of the length, x, y), x and y as shares of
    the picture, in order of time; between them it moves evenly, before the first and after the last it is not there.
    """

    words: frozenset[str]
    colour: str
    at: tuple[tuple[float, float, float], ...]

    def is_called(self, request: str) -> bool:
        """Say whether a request names it."""
        return set(request.casefold().split()) - ANY <= self.words

    def place(self, share: float) -> tuple[float, float] | None:
        """Give where its middle is at a share of the length, or None when it is not there."""
        times = [moment for moment, _, _ in self.at]
        if not times[0] <= share < times[-1]:
            return None
        return (
            float(np.interp(share, times, [x for _, x, _ in self.at])),
            float(np.interp(share, times, [y for _, _, y in self.at])),
        )

    def retimed(self, rng: np.random.Generator) -> "Thing":
        """Give the thing that does the same at another time; what was there from the start is so still."""
        inner = [share for share, _, _ in self.at if 0.0 < share < 1.0]
        if not inner:
            return self
        move = float(rng.uniform(0.03 - inner[0], 0.95 - inner[-1]))
        moved = ((share + move if 0.0 < share < 1.0 else share, x, y) for share, x, y in self.at)
        return dataclasses.replace(self, at=tuple(moved))


World = tuple[Thing, ...]


def draw_world(requests: Sequence[str], rng: np.random.Generator, *, plain: bool) -> World:
    """Draw things that go by the requests, each in a lane of its own.

    plain: at most one thing for each request, which does one thing; else up to three, which may do several.
    """
    most = 1 if plain else 3
    drawn = [r for r in requests for _ in range(int(rng.integers(1, most + 1)) if rng.random() < _THERE else 0)]
    # In more lanes than that things would hide each other.
    wanted = [drawn[position] for position in rng.permutation(len(drawn))[:_MOST_THINGS]]
    lanes = rng.permutation(len(wanted)).tolist()
    if not plain:
        # Things in one lane meet.
        lanes = [int(rng.choice(lanes)) if rng.random() < _SHARED_LANE else lane for lane in lanes]
    placed = zip(wanted, lanes, strict=True)
    world = tuple(_thing(request, (lane + 0.5) / len(wanted), rng, plain=plain) for request, lane in placed)
    return tuple(map(_turned, world)) if rng.random() < _UPRIGHT else world


def _turned(thing: Thing) -> Thing:
    """Give the thing that moves up and down in place of left and right."""
    return dataclasses.replace(thing, at=tuple((share, y, x) for share, x, y in thing.at))


def retimed(world: World, rng: np.random.Generator) -> World:
    """Give the world in which everything does the same, but at another time."""
    return tuple(thing.retimed(rng) for thing in world)


def _thing(request: str, lane: float, rng: np.random.Generator, *, plain: bool) -> Thing:
    words = set(request.casefold().split()) - ANY
    said = next((word for word in sorted(words) if word in COLOURS), None)
    colour = said or str(rng.choice([name for name in COLOURS if name not in ("white", "black")]))
    acts = _ACTS if plain else (*_ACTS, _comes_and_goes, _turns_back)
    act = acts[int(rng.integers(0, len(acts)))]
    path = act(rng, 0.08 + 0.84 * lane)
    return Thing(frozenset(words | {colour}), colour, path)


Path = tuple[tuple[float, float, float], ...]


def _stays(rng: np.random.Generator, y: float) -> Path:
    x = float(rng.uniform(0.2, 0.8))
    return ((0.0, x, y), (1.0, x, y))


def _comes(rng: np.random.Generator, y: float) -> Path:
    begin, x, side = float(rng.uniform(0.03, 0.78)), float(rng.uniform(0.2, 0.8)), _side(rng)
    return ((begin, side, y), (begin + 0.2, x, y), (1.0, x, y))


def _goes(rng: np.random.Generator, y: float) -> Path:
    return tuple((1.0 - share, x, y) for share, x, y in reversed(_comes(rng, y)))


def _crosses(rng: np.random.Generator, y: float) -> Path:
    begin, side, lasts = float(rng.uniform(0.03, 0.52)), _side(rng), float(rng.uniform(0.3, 0.45))
    return ((begin, side, y), (begin + lasts, 1.0 - side, y))


def _stops(rng: np.random.Generator, y: float) -> Path:
    halt, x = float(rng.uniform(0.2, 0.7)), float(rng.choice([0.2, 0.8]))
    return ((0.0, x, y), (halt, 1.0 - x, y), (1.0, 1.0 - x, y))


def _comes_and_goes(rng: np.random.Generator, y: float) -> Path:
    begin, x, side = float(rng.uniform(0.08, 0.4)), float(rng.uniform(0.2, 0.8)), _side(rng)
    return ((begin, side, y), (begin + 0.2, x, y), (begin + 0.3, x, y), (begin + 0.5, side, y))


def _turns_back(rng: np.random.Generator, y: float) -> Path:
    turn, x = float(rng.uniform(0.2, 0.5)), float(rng.choice([0.2, 0.8]))
    return ((0.0, x, y), (turn, x, y), (turn + 0.2, 1.0 - x, y), (turn + 0.4, x, y), (1.0, x, y))


def _side(rng: np.random.Generator) -> float:
    """Give a place just outside the picture, left or right."""
    return float(rng.choice([-0.08, 1.08]))


_ACTS: tuple[Callable[[np.random.Generator, float], Path], ...] = (
    *(_crosses, _crosses, _crosses, _comes, _comes, _goes, _goes),
    *(_stays, _stops),
)
"""What comes or goes is drawn more often: most questions about time are about that."""


def film(world: World, pixels: Sequence[tuple[int, int, int]], like: Source) -> Frames:
    """Give the video of a world: as long as another one and of its shape, small, and with few frames.

    pixels: what each thing is made of.
    """
    fps = min(_FPS, _MOST_FRAMES / like.duration_s)
    scale = _SIDE_PX / max(like.width_px, like.height_px)
    width_px, height_px = max(32, round(like.width_px * scale)), max(32, round(like.height_px * scale))
    count = max(2, round(like.duration_s * fps))
    images = np.full((count, height_px, width_px, 3), _GREY, dtype=np.uint8)
    for index in range(count):
        for thing, pixel in zip(world, pixels, strict=True):
            place = thing.place(index / count)
            if place is not None:
                _draw(images[index], place, pixel)
    return frames(images, fps, like.name)


def _draw(image: NDArray[np.uint8], place: tuple[float, float], pixel: tuple[int, int, int]) -> None:
    height_px, width_px = image.shape[:2]
    half = min(_THING_PX, height_px // 4) // 2
    x, y = round(place[0] * width_px), round(place[1] * height_px)
    left, top = max(0, x - half), max(0, y - half)
    right, bottom = max(0, min(width_px, x + half)), max(0, min(height_px, y + half))
    image[top:bottom, left:right] = pixel


def marked(world: World) -> list[tuple[int, int, int]]:
    """Give the pixel that each thing is made of; no two are alike."""
    pixels = []
    for number, thing in enumerate(world):
        red, green, blue = COLOURS[thing.colour]
        pixels.append((red + number % _MARKS, green + number // _MARKS, blue))
    return pixels


class MadePool(BackendPool):
    """Backends that are never wrong about made worlds stand in for those that find things; the others work as ever."""

    def __init__(self, like: BackendPool, world: World) -> None:
        """Refuse what the other pool refuses."""
        super().__init__(like.profile, like.models)
        self._like = like
        self._finder = _finder(world)

    def choose(self, module: Module, request: str) -> type[Backend] | str:
        """Give the finder for whatever gives boxes, unless the profile cannot see such a thing."""
        chosen = self._like.choose(module, request)
        finds = module.result is Type.BOXES and not isinstance(chosen, str) and issubclass(chosen, FrameBackend)
        return self._finder if finds else chosen


def _finder(world: World) -> type[FrameBackend]:
    known = list(zip(world, marked(world), strict=True))

    class Finder(FrameBackend):
        """Finds things by the pixels that they are made of."""

        name = "made"

        def open(self, request: str, settings: Settings) -> FrameStream:
            """Begin a pass."""
            return _Looks([(thing, pixel) for thing, pixel in known if thing.is_called(request)])

    return Finder


class _Looks:
    def __init__(self, wanted: Sequence[tuple[Thing, tuple[int, int, int]]]) -> None:
        self._wanted = wanted

    def look(self, images: Sequence[Image]) -> list[list[Finding]]:
        return [self._in(image) for image in images]

    def _in(self, image: Image) -> list[Finding]:
        found = []
        # One number for each pixel: three comparisons of bytes would take several times as long.
        codes = image[..., 0].astype(np.uint32) << 16 | image[..., 1].astype(np.uint32) << 8 | image[..., 2]
        for thing, (red, green, blue) in self._wanted:
            shows = codes == (red << 16 | green << 8 | blue)
            rows, columns = np.flatnonzero(shows.any(axis=1)), np.flatnonzero(shows.any(axis=0))
            if len(rows):
                corners = (float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))
                found.append(Finding(*corners, 1.0, " ".join(sorted(thing.words))))
        return found
