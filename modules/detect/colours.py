"""The colours that have names, as regions of hue, saturation and value.

Eleven basic colour words (Berlin and Kay, Basic Color Terms, 1969) and cyan, which English speakers put neither with
green nor with blue. Hue in degrees, saturation and value in [0, 1]. The rules go from the first to the last and the
first that fits names the pixel; what fits none has no name: between grey and a colour the eye decides by the
surroundings, and a camera's white balance decides before it.
"""

import dataclasses
import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vprog.spec.backend import Image

_BITS = 6
"""Bits of each channel that the table looks at: finer than what video coding preserves of a colour."""


@dataclasses.dataclass(frozen=True)
class _Rule:
    """Bounds of one region, the lower ones included; `hues` may go beyond 360 degrees."""

    name: str
    hues: tuple[float, float] = (0.0, 360.0)
    saturations: tuple[float, float] = (0.0, 1.01)
    values: tuple[float, float] = (0.0, 1.01)


# Saturation from 0.35 is plainly coloured, below 0.18 plainly not. Pale red and purple have a name of their own (pink)
# and may be paler; dark orange is called brown, and so is dull dark red. Below a value of 0.2 everything is black.
_RULES = (
    _Rule("black", values=(0.0, 0.2)),
    _Rule("gray", saturations=(0.0, 0.18), values=(0.25, 0.82)),
    _Rule("white", saturations=(0.0, 0.18), values=(0.87, 1.01)),
    _Rule("pink", hues=(335.0, 375.0), saturations=(0.2, 0.55), values=(0.78, 1.01)),
    _Rule("pink", hues=(296.0, 343.0), saturations=(0.2, 1.01), values=(0.72, 1.01)),
    _Rule("brown", hues=(12.0, 45.0), saturations=(0.35, 1.01), values=(0.2, 0.68)),
    _Rule("brown", hues=(350.0, 372.0), saturations=(0.35, 0.78), values=(0.2, 0.68)),
    _Rule("red", hues=(338.0, 375.0), saturations=(0.5, 1.01), values=(0.25, 1.01)),
    _Rule("orange", hues=(15.0, 45.0), saturations=(0.5, 1.01), values=(0.68, 1.01)),
    _Rule("yellow", hues=(45.0, 68.0), saturations=(0.4, 1.01), values=(0.5, 1.01)),
    _Rule("green", hues=(68.0, 165.0), saturations=(0.35, 1.01)),
    _Rule("cyan", hues=(165.0, 195.0), saturations=(0.35, 1.01), values=(0.4, 1.01)),
    _Rule("blue", hues=(195.0, 256.0), saturations=(0.35, 1.01)),
    _Rule("purple", hues=(256.0, 338.0), saturations=(0.35, 1.01)),
)
COLOURS = tuple(dict.fromkeys(rule.name for rule in _RULES))
"""The names; a pixel of class i + 1 has the colour COLOURS[i], one of class 0 has none."""
HUELESS = frozenset({"black", "gray", "white"})
"""Those that backgrounds are made of."""
_CORE = 0.7
"""Share of a box's width and height that the ellipse in its middle has: outside of it the background begins."""
_HUELESS_WEIGHT = 0.6
"""Windows, wheels, shadows and highlights of a coloured thing are black, gray or white; they count less than colour."""
_SYNONYMS = {"grey": "gray", "violet": "purple", "magenta": "pink", "fuchsia": "pink", "turquoise": "cyan"}


def colour_called(word: str) -> str | None:
    """Give the colour behind a word, or None for any other word."""
    name = _SYNONYMS.get(word, word)
    return name if name in COLOURS else None


def class_of(colour: str) -> int:
    """Give the pixel class of a colour.

    Raises: ValueError for a name not in COLOURS.
    """
    return COLOURS.index(colour) + 1


def classes_in(image: Image) -> npt.NDArray[np.uint8]:
    """Give the colour class of each pixel of an RGB image, height x width; 0 where the colour has no name."""
    shift = 8 - _BITS
    # Widened before shifting left: a uint8 would lose the high bits.
    index = (image >> shift).astype(np.int32)
    flat = (index[..., 0] << 2 * _BITS) | (index[..., 1] << _BITS) | index[..., 2]
    classes: npt.NDArray[np.uint8] = _table()[flat]
    return classes


def colour_shares(image: Image, corners: Sequence[float]) -> npt.NDArray[np.float64]:
    """Give the share of pixels of each of COLOURS in the ellipse in the middle of a rectangle.

    corners: xyxy in pixels of the image. The shares sum up to at most 1: some pixels have no named colour. All are 0
    for a rectangle that covers no middle of a pixel.
    """
    height_px, width_px = image.shape[:2]
    x1, y1, x2, y2 = corners
    left, right = max(0, int(x1)), min(width_px, int(np.ceil(x2)))
    top, bottom = max(0, int(y1)), min(height_px, int(np.ceil(y2)))
    if left >= right or top >= bottom:
        return np.zeros(len(COLOURS))
    y, x = np.mgrid[top:bottom, left:right] + 0.5
    half_x, half_y = max(0.5, _CORE * (x2 - x1) / 2), max(0.5, _CORE * (y2 - y1) / 2)
    inside = ((x - (x1 + x2) / 2) / half_x) ** 2 + ((y - (y1 + y2) / 2) / half_y) ** 2 <= 1.0
    if not inside.any():
        return np.zeros(len(COLOURS))
    classes = classes_in(image[top:bottom, left:right])[inside]
    return np.bincount(classes, minlength=len(COLOURS) + 1)[1:] / len(classes)


def main_colour(shares: npt.NDArray[np.float64], min_share: float) -> str | None:
    """Give the colour that people would name for these shares of COLOURS, or None when none has `min_share`."""
    weights = np.array([_HUELESS_WEIGHT if name in HUELESS else 1.0 for name in COLOURS])
    best = int((shares * weights).argmax())
    return COLOURS[best] if shares[best] >= min_share else None


@functools.cache
def _table() -> npt.NDArray[np.uint8]:
    steps = 1 << _BITS
    # The middle of each cell stands for it; the last one reaches pure white.
    levels = (np.arange(steps) + 0.5) / steps
    red, green, blue = np.meshgrid(levels, levels, levels, indexing="ij")
    hue, saturation, value = _hsv(red.ravel(), green.ravel(), blue.ravel())
    classes = np.zeros(steps**3, dtype=np.uint8)
    for rule in _RULES:
        low, high = rule.hues
        fits = ((hue >= low) & (hue < high)) | (hue + 360.0 < high)
        fits &= (saturation >= rule.saturations[0]) & (saturation < rule.saturations[1])
        fits &= (value >= rule.values[0]) & (value < rule.values[1])
        classes[fits & (classes == 0)] = class_of(rule.name)
    return classes


_Floats = npt.NDArray[np.float64]


def _hsv(red: _Floats, green: _Floats, blue: _Floats) -> tuple[_Floats, _Floats, _Floats]:
    """Give hue in [0, 360), saturation and value. Source: Smith, Color Gamut Transform Pairs, SIGGRAPH 1978."""
    value = np.maximum(np.maximum(red, green), blue)
    spread = value - np.minimum(np.minimum(red, green), blue)
    safe = np.where(spread > 0, spread, 1.0)
    sector = np.where(
        value == red,
        ((green - blue) / safe) % 6.0,
        np.where(value == green, (blue - red) / safe + 2.0, (red - green) / safe + 4.0),
    )
    return sector * 60.0, spread / np.maximum(value, 1e-9), value
