"""What things are seen against, frame by frame: a colour, a gradient or a landscape; the camera's turn; noise."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from vprog.benchmarks.synth.scene import Scene

Image = npt.NDArray[np.uint8]
_NOISE_TILES = 4
"""Fields of noise; each frame takes one, shifted: drawing every pixel anew would take most of the time."""


def backdrop_of(scene: Scene) -> Callable[[int], Image]:
    """Give a function that gives a new picture of the backdrop for each frame number."""
    ground = _ground(scene)

    def view(frame: int) -> Image:
        time_s = frame / scene.rate_fps
        turned_px = scene.backdrop.pan_px_s * (time_s - scene.duration_s / 2)
        left = round(turned_px) % ground.shape[1]
        columns = (left + np.arange(scene.width_px)) % ground.shape[1]
        return np.ascontiguousarray(ground[:, columns])

    return view


def _ground(scene: Scene) -> Image:
    """Draw the whole surroundings once, as wide as the camera sees them when it turns."""
    backdrop = scene.backdrop
    top, bottom = np.array(backdrop.rgb, dtype=np.float64), np.array(backdrop.other_rgb, dtype=np.float64)
    height, width = scene.height_px, scene.width_px
    if backdrop.style == "plain":
        return np.full((height, width, 3), backdrop.rgb, dtype=np.uint8)
    rows = np.linspace(0.0, 1.0, height)[:, None, None]
    if backdrop.style == "gradient":
        return np.broadcast_to(np.round(top + (bottom - top) * rows), (height, width, 3)).astype(np.uint8)
    width *= 3
    columns = np.arange(width) / width * 2 * np.pi
    rng = np.random.default_rng([scene.seed, 1])
    # Hills are waves that close after one turn of the camera around itself.
    waves = sum(rng.uniform(0.3, 1.0) / k * np.sin(k * columns + rng.uniform(0, 2 * np.pi)) for k in range(2, 9))
    horizon = height * (0.62 + 0.06 * np.asarray(waves))
    ground = np.where(np.arange(height)[:, None, None] < horizon[None, :, None], top * (1.03 - 0.06 * rows), bottom)
    return np.clip(np.round(ground), 0, 255).astype(np.uint8)


def noise_of(scene: Scene) -> Callable[[int, Image], Image]:
    """Give a function that adds the camera's noise to the picture of a frame."""
    spread = scene.backdrop.noise_levels
    if spread <= 0:
        return lambda _, image: image
    rng = np.random.default_rng([scene.seed, 2])
    shape = (_NOISE_TILES, scene.height_px, scene.width_px, 1)
    # Mostly of brightness and little of colour, as sensors have it after their own cleaning.
    tiles = np.round(rng.normal(0.0, spread, shape) + rng.normal(0.0, spread / 3, (*shape[:3], 3))).astype(np.int16)

    def add(frame: int, image: Image) -> Image:
        tile = np.roll(tiles[frame % _NOISE_TILES], ((frame * 37) % shape[1], (frame * 53) % shape[2]), axis=(0, 1))
        noisy: Image = np.clip(image.astype(np.int16) + tile, 0, 255).astype(np.uint8)
        return noisy

    return add
