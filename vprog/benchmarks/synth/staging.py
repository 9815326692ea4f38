"""Make up a scene: who is in it, what each does, and against what. Level 1 is plain, level 3 what a camera gives."""

import dataclasses
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from vprog.benchmarks.synth import acts, pairs
from vprog.benchmarks.synth.acts import Act, Rng, Stage
from vprog.benchmarks.synth.outlines import SHAPES, SPRITES
from vprog.benchmarks.synth.pairs import Body, PairAct
from vprog.benchmarks.synth.palette import COLOURS, DARK, LANDS, LIGHT, SKIES, WORDS, tone
from vprog.benchmarks.synth.scene import Backdrop, Path, Scene, Thing

T = TypeVar("T")
LEVELS = (1, 2, 3)
_SIZES_PX = ((320, 240), (480, 270), (400, 300))
_RATES_FPS = (15, 20, 25)
_ACTS, _TRIES = 5, 15
"""Acts drawn for one thing before it is left out, and paths drawn for each act: what lasts long fits in seldom."""
_STEP_S = 0.1
"""How often is looked whether things come near each other."""
_SHARE_OF_SIDE = (0.075, 0.14)
"""Radius of a thing as a share of the picture's shorter side."""


@dataclasses.dataclass(frozen=True)
class _Level:
    """What scenes of one level may hold.

    things: fewest and most besides pairs and sprites. singles, doubles: acts with their weights. pairs: most pairs of
    things that have to do with each other. crossing: chance that two of different colours may cross each other.
    """

    things: tuple[int, int]
    singles: tuple[tuple[Act, float], ...]
    doubles: tuple[tuple[PairAct, float], ...]
    pairs: int
    sprites: tuple[int, int]
    crossing: float
    noise_levels: tuple[float, float]
    tilt_deg: float


_PLAIN = (
    *((acts.stay, 2.0), (acts.cross, 3.0), (acts.arrive, 2.0), (acts.depart, 1.0)),
    *((acts.stop_and_go, 1.5), (acts.travel, 1.5), (acts.repeat, 1.5)),
)
_TELLING = frozenset({acts.repeat, acts.wander, acts.come_back})
"""Acts that can be asked about when a thing is the only one of its kind."""
_MORE = (*_PLAIN, (acts.wander, 1.0), (acts.come_back, 1.0), (acts.pop, 0.7))
_DOUBLES = ((pairs.collide, 2.0), (pairs.go_past, 1.0), (pairs.enclose, 1.0))
_MORE_DOUBLES = (*_DOUBLES, (pairs.hide, 2.0), (pairs.carry, 1.0))
_LEVELS = {
    1: _Level((2, 5), _PLAIN, _DOUBLES, 1, (0, 0), 0.0, (0.0, 0.0), 0.0),
    2: _Level((3, 6), _MORE, _MORE_DOUBLES, 1, (0, 1), 0.3, (1.5, 4.0), 8.0),
    3: _Level((4, 7), _MORE, _MORE_DOUBLES, 2, (1, 2), 0.7, (5.0, 9.0), 15.0),
}


def stage_scene(name: str, seed: int, number: int, level: int | None, duration_s: float | None) -> Scene:
    """Make up scene `number` of a seed; without a level or a duration, of any level and eight to twelve seconds."""
    rng = np.random.default_rng([seed, number])
    drawn = int(rng.choice(LEVELS))
    chosen = level or drawn
    lasts_s = duration_s or float(rng.uniform(8.0, 12.0))
    width, height = _SIZES_PX[int(rng.integers(len(_SIZES_PX)))]
    rate_fps = int(rng.choice(_RATES_FPS))
    frame_count = max(1, round(lasts_s * rate_fps))
    backdrop, colours = _backdrop(rng, chosen)
    cast = _Cast(rng, _LEVELS[chosen], Stage(width, height, frame_count / rate_fps), colours)
    things = cast.things_of()
    noise_seed = int(rng.integers(2**31))
    return Scene(name, noise_seed, chosen, width, height, rate_fps, frame_count, backdrop, things)


def _backdrop(rng: Rng, level: int) -> tuple[Backdrop, list[str]]:
    """Give a backdrop and the colours that show well before it."""
    rules = _LEVELS[level]
    noise = float(rng.uniform(*rules.noise_levels))
    coloured = [c for c in COLOURS if c not in ("black", "white")]
    dark = rng.random() < 0.2
    first = _one_of(rng, DARK if dark else LIGHT)
    hueless = "white" if dark else "black"
    if level == 1:
        return Backdrop("plain", first, first), [*coloured, hueless]
    if level == 2 or rng.random() < 0.3:
        step = float(rng.uniform(0.82, 0.94))
        other = (round(first[0] * step), round(first[1] * step), round(first[2] * step))
        return Backdrop("gradient", first, other, noise), coloured
    pan = float(rng.choice([-1.0, 1.0]) * rng.uniform(5.0, 9.0)) if rng.random() < 0.5 else 0.0
    return Backdrop("landscape", _one_of(rng, SKIES), _one_of(rng, LANDS), noise, pan), coloured


def _one_of(rng: Rng, options: Sequence[T]) -> T:
    return options[int(rng.integers(len(options)))]


class _Cast:
    """Puts one thing after the other on the stage, each where it disturbs none of the others."""

    def __init__(self, rng: Rng, rules: _Level, stage: Stage, colours: list[str]) -> None:
        self._rng, self._rules, self._stage = rng, rules, stage
        self._colours = [colours[i] for i in rng.permutation(len(colours))]
        self._placed: list[Thing] = []
        self._times_s = np.arange(0.0, stage.duration_s, _STEP_S)
        # Twice the time holds twice the things, up to what the eye can follow.
        self._room = min(2.5, max(1.0, stage.duration_s / 12.0))

    def things_of(self) -> tuple[Thing, ...]:
        """Give all that came onto the stage, numbered in that order."""
        rng, rules = self._rng, self._rules
        many, others = self._labels()
        wanted = round(int(rng.integers(rules.things[0], rules.things[1] + 1)) * self._room)
        doubles = list(rules.doubles)
        for _ in range(rules.pairs if rng.random() < 0.75 else 0):
            act = self._drawn(doubles)
            doubles = [d for d in doubles if d[0] is not act]
            one, two = others.pop(), others.pop()
            self._pair(act, one, ("cover", "green") if act is pairs.hide else two)
        for _ in range(int(rng.integers(rules.sprites[0], rules.sprites[1] + 1))):
            self._single((_one_of(rng, SPRITES), self._colours[-1]))
        if rng.random() < 0.25:
            self._single(("sign", "white"), text=_one_of(rng, WORDS))
        for _ in range(wanted):
            # Most of a clip are several things that look alike: there is something to count.
            alike = bool(many) and rng.random() < 0.6
            self._single(many.pop() if alike else others.pop(), alone=not alike)
        return tuple(self._placed)

    def _labels(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Give the kinds and colours of things that look alike, and of those that are alone."""
        rng, colours = self._rng, self._colours[:-1]
        shape, other = (SHAPES[i] for i in rng.permutation(len(SHAPES))[:2])
        alike = [(shape, colours[0])] * int(rng.integers(2, 5)) + [(other, colours[1])] * int(rng.integers(0, 4))
        taken = {*alike}
        # Some share the shape or the colour of the many: a question must look at both.
        alone = [(s, c) for s in SHAPES for c in colours[:6] if (s, c) not in taken]
        order = rng.permutation(len(alone))
        return [alike[i] for i in rng.permutation(len(alike))], [alone[i] for i in order]

    def _drawn(self, weighted: Sequence[tuple[T, float]]) -> T:
        weights = np.array([w for _, w in weighted])
        return weighted[int(self._rng.choice(len(weighted), p=weights / weights.sum()))][0]

    def _single(self, label: tuple[str, str], text: str = "", *, alone: bool = False) -> None:
        kind, colour = label
        radius = self._radius(kind)
        weighted = [(act, 3 * w if alone and act in _TELLING else w) for act, w in self._rules.singles]
        for attempt in range(_ACTS * _TRIES):
            if attempt % _TRIES == 0:
                act = acts.stay if kind == "sign" else self._drawn(weighted)
            path = act(self._rng, self._stage, radius)
            thing = self._thing(len(self._placed) + 1, kind, colour, radius, path, text=text)
            if self._fits(thing, self._placed):
                self._placed.append(thing)
                return

    def _pair(self, act: PairAct, one: tuple[str, str], two: tuple[str, str]) -> None:
        if one[1] == two[1]:
            return
        for _ in range(_ACTS * _TRIES):
            radii = self._radius(one[0]), self._radius(two[0])
            if act is pairs.enclose:
                one, radii = (
                    ("rectangle" if two[0] != "rectangle" else "square", one[1]),
                    (radii[0] * 1.9, radii[1] * 0.62),
                )
            elif act is pairs.hide:
                radii = (radii[0] * 0.85, radii[0] * float(self._rng.uniform(1.25, 2.0)))
            number = len(self._placed) + 1
            a, b = self._turned(one, radii[0]), self._turned(two, radii[1])
            first, second = act(self._rng, self._stage, a, b)
            carrier = number if act is pairs.carry else None
            things = [
                self._thing(number, *one, radii[0], first, angle_deg=a.angle_deg),
                self._thing(number + 1, *two, radii[1], second, angle_deg=b.angle_deg, carried_by=carrier),
            ]
            if all(self._fits(thing, self._placed) for thing in things):
                self._placed += things
                return

    def _radius(self, kind: str) -> float:
        shorter = min(self._stage.width_px, self._stage.height_px)
        if kind == "sign":
            return 0.17 * shorter
        return float(self._rng.uniform(*_SHARE_OF_SIDE) * shorter)

    def _turned(self, label: tuple[str, str], radius: float) -> Body:
        tilt = self._rules.tilt_deg
        return Body(label[0], radius, float(self._rng.uniform(-tilt, tilt)) if label[0] in SHAPES else 0.0)

    def _thing(
        self, number: int, kind: str, colour: str, radius: float, path: Path, *, text: str = "",
        angle_deg: float | None = None, carried_by: int | None = None,
    ) -> Thing:  # fmt: skip
        angle = self._turned((kind, colour), radius).angle_deg if angle_deg is None else angle_deg
        rgb, layer = tone(colour, self._rng), {"cover": 3, "sign": 0}.get(kind, 1)
        return Thing(number, kind, colour, rgb, radius, path, angle, layer, text, carried_by)

    def _fits(self, thing: Thing, others: Sequence[Thing]) -> bool:
        """Say whether a thing leaves the others alone, but for crossings where the level has them."""
        return all(self._get_along(thing, other) for other in others)

    def _get_along(self, one: Thing, other: Thing) -> bool:
        shared = self._shared_s(one, other)
        if shared <= 0:
            return True
        plain = one.colour != other.colour and {one.kind, other.kind}.isdisjoint({"cover", "sign"})
        return plain and shared <= 0.9 and self._rng.random() < self._rules.crossing

    def _shared_s(self, one: Thing, other: Thing) -> float:
        """Give for how long two things are so near each other that they might touch."""
        nearest = 0.95 * (one.radius_px + other.radius_px) + 6.0
        apart = one.path.along(self._times_s) - other.path.along(self._times_s)
        return _STEP_S * int((np.hypot(*apart.T) < nearest).sum())
