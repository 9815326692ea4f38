"""Scenes told by what happens in them: where each thing is at each time, looked at often or seldom, with jitter."""

from collections.abc import Callable, Sequence

import numpy as np

from vprog.spec import Registry
from vprog.values import Box, Sampling, Source, Track, Tracks, Video

REGISTRY = Registry.load()
WIDTH_PX, HEIGHT_PX = 1280, 720
Place = Callable[[float], tuple[float, float] | None]
"""Where the middle of a thing is at a time, in pixels; None while it is not seen."""


def scene(
    places: Sequence[Place],
    lasts_s: float,
    rate_fps: float = 5.0,
    *,
    size_px: tuple[float, float] = (60.0, 80.0),
    jitter_px: float = 0.0,
    seed: int = 0,
    label: str = "",
) -> Tracks:
    """Give one track for each place; all edges of all boxes jitter on their own, normally distributed."""
    rng = np.random.default_rng(seed)
    times_s = [n / rate_fps for n in range(round(lasts_s * rate_fps))]
    source = Source("5c" * 16, "scene", lasts_s, WIDTH_PX, HEIGHT_PX, len(times_s))
    half = np.array([-size_px[0], -size_px[1], size_px[0], size_px[1]]) / 2
    tracks = []
    for number, place in enumerate(places, start=1):
        shown = [(n, t, at) for n, t in enumerate(times_s) if (at := place(t)) is not None]
        edges = [np.array([*at, *at]) + half + rng.normal(0.0, jitter_px, 4) for _, _, at in shown]
        boxes = [Box(n, t, *map(float, e), 1.0, label) for (n, t, _), e in zip(shown, edges, strict=True)]
        tracks.append(Track(source, number, label, tuple(boxes), 1 / rate_fps))
    sampling = Sampling(tuple(range(len(times_s))), tuple(times_s), 1 / rate_fps)
    return Tracks(Video.whole(source), sampling, tuple(tracks), label)


def at(x: float, y: float) -> Place:
    """Stand somewhere."""
    return lambda _: (x, y)


def along(*stops: tuple[float, float, float]) -> Place:
    """Go from one (time, x, y) to the next in straight lines, and stand before the first and behind the last."""
    times, xs, ys = zip(*stops, strict=True)
    return lambda t: (float(np.interp(t, times, xs)), float(np.interp(t, times, ys)))


def run(name: str, **arguments: object):
    """Apply a module with its own settings wherever none are given."""
    module = REGISTRY.by_name(name)
    assert module.compute is not None
    own = {a.name: a.default for a in module.attributes} | {k.name: k.default for k in module.knobs}
    return module.compute(**own | arguments)
