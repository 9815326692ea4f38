"""Colours of things and backdrops, each plainly of its name, and what is written on signs."""

import numpy as np

Rgb = tuple[int, int, int]
COLOURS: dict[str, Rgb] = {
    "red": (212, 34, 40), "orange": (246, 142, 26), "yellow": (240, 220, 44), "green": (34, 158, 66),
    "blue": (42, 82, 214), "purple": (128, 50, 168), "pink": (250, 128, 186), "brown": (122, 72, 34),
    "cyan": (40, 196, 204), "black": (18, 18, 20), "white": (250, 250, 248),
}  # fmt: skip
_JITTER = 8
"""How far each channel may be off."""

LIGHT: tuple[Rgb, ...] = ((236, 236, 230), (224, 228, 232), (206, 206, 200), (244, 240, 230), (186, 190, 194))
DARK: tuple[Rgb, ...] = ((58, 60, 66), (74, 72, 70))
SKIES: tuple[Rgb, ...] = ((204, 220, 236), (222, 226, 230), (196, 206, 218))
LANDS: tuple[Rgb, ...] = ((150, 152, 132), (176, 166, 146), (132, 138, 118), (196, 190, 172))
WORDS = ("EXIT", "STOP", "OPEN", "CAFE", "TAXI", "BUS", "ZOO", "HOTEL", "SALE", "PARK", "42", "17", "365")


def tone(colour: str, rng: np.random.Generator) -> Rgb:
    """Give a tone of a colour, a little off the usual one."""
    off = rng.integers(-_JITTER, _JITTER + 1, 3)
    red, green, blue = (int(np.clip(c + o, 0, 255)) for c, o in zip(COLOURS[colour], off, strict=True))
    return (red, green, blue)
