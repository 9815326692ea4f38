"""Small clips whose frames carry their number as eight blocks, so that a decoded frame can be recognised."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

WIDTH_PX, HEIGHT_PX, BITS = 128, 64, 8


def drawn(number: int) -> np.ndarray:
    """Give the picture of a number: bits as white blocks in the upper half, lowest left; a red lower half."""
    image = np.zeros((HEIGHT_PX, WIDTH_PX, 3), dtype=np.uint8)
    image[HEIGHT_PX // 2 :, :, 0] = 200
    for bit in range(BITS):
        if number >> bit & 1:
            image[: HEIGHT_PX // 2, 16 * bit : 16 * bit + 16] = 255
    return image


def number_in(image: np.ndarray) -> int:
    """Read the number from an upright picture of any scale."""
    height_px, width_px = image.shape[:2]
    row = image[height_px // 4, :, 1]
    return sum(1 << bit for bit in range(BITS) if row[int((bit + 0.5) * width_px / BITS)] > 128)


def write_clip(
    path: Path,
    *,
    frames: int = 90,
    pts: Sequence[int] | None = None,
    rate: int = 30,
    rotation: int = 0,
    flip: bool = False,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    format_options: dict[str, str] | None = None,
) -> Path:
    """Write a clip; pts: in milliseconds, for a variable rate."""
    with av.open(str(path), "w", options=format_options or {}) as container:
        stream = container.add_stream(codec, rate=rate, options={"g": "30", **(options or {})})
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        base = Fraction(1, 1000) if pts is not None else Fraction(1, rate)
        stream.codec_context.time_base = base
        if rotation or flip:
            stream.set_display_rotation(rotation, hflip=flip)
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(drawn(number), format="rgb24")
            frame.pts = pts[number] if pts is not None else number
            frame.time_base = base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def write_sound(path: Path) -> Path:
    """Write half a second of silence."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=16000, layout="mono")
        for start in range(0, 8192, 1024):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), dtype=np.float32), format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = 16000, start, Fraction(1, 16000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
