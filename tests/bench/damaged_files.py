"""A corpus of damaged files, the same for the same seed: short clips of several containers and codecs, spoiled."""

import dataclasses
import random
from pathlib import Path

import av
import numpy as np
from PIL import Image

from tests.media.clips import write_sound

WIDTH_PX, HEIGHT_PX, FPS = 160, 96, 30

CLIPS: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "fast.mp4": ("libx264", {}, {"movflags": "faststart"}),
    "plain.mp4": ("libx264", {}, {}),
    "parts.mp4": ("libx264", {}, {"movflags": "frag_keyframe+empty_moov"}),
    "old.mp4": ("mpeg4", {}, {"movflags": "faststart"}),
    "new.mp4": ("libvpx-vp9", {"cpu-used": "8"}, {"movflags": "faststart"}),
    "film.mkv": ("libx264", {}, {}),
    "old.mkv": ("mpeg4", {"bf": "2"}, {}),
    "old.avi": ("mpeg4", {}, {}),
    "web.webm": ("libvpx-vp9", {"cpu-used": "8"}, {}),
    "stream.ts": ("libx264", {}, {}),
}
"""Name of each clip, its codec, and the options of codec and container."""


@dataclasses.dataclass(frozen=True)
class Damaged:
    """One file. clip: what it was made of, None where it never was a clip. kind: what was done to it."""

    path: Path
    clip: str | None
    kind: str


def write_clips(folder: Path, frames: int = 90) -> dict[str, Path]:
    """Write every clip: a red circle on noise, so that frames take many bytes and damage hits them."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, columns = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX]
    images = []
    for number in range(frames):
        image = np.random.default_rng(number).integers(180, 240, (HEIGHT_PX, WIDTH_PX, 3), dtype=np.uint8)
        image[(columns - 30 - number) ** 2 + (rows - 48) ** 2 < 20**2] = (208, 32, 40)
        images.append(image)
    for name, (codec, options, format_options) in CLIPS.items():
        with av.open(str(folder / name), "w", options=format_options) as container:
            stream = container.add_stream(codec, rate=FPS, options={"g": "30", "threads": "1", **options})
            stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
            for image in images:
                container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
            container.mux(stream.encode(None))
    return {name: folder / name for name in CLIPS}


def write_damaged(clips: dict[str, Path], folder: Path, count: int, seed: int, *, fixed: bool = True) -> list[Damaged]:
    """Write so many damaged files; first the fixed ones if they are wanted (as far as `count` goes), then random ones.

    Any eighty random ones in a row hold every damage of every clip.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    made = _fixed(clips, folder, chance)[:count] if fixed else []
    names, kinds = list(clips), list(_KINDS)
    for number in range(count - len(made)):
        clip, kind = names[number % len(names)], kinds[(number + number // len(names)) % len(kinds)]
        data = bytearray(clips[clip].read_bytes())
        path = folder / f"{number:03}-{kind}-{clip}"
        path.write_bytes(_KINDS[kind](data, chance))
        made.append(Damaged(path, clip, kind))
    return made


def _cut(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data[: chance.randrange(1, len(data))])


def _zeros(data: bytearray, chance: random.Random) -> bytes:
    length = chance.choice((16, 500, len(data) // 4))
    start = chance.randrange(len(data) - length)
    data[start : start + length] = bytes(length)
    return bytes(data)


def _flips(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 10, 300))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _header(data: bytearray, chance: random.Random) -> bytes:
    """Spoil what describes the pictures: the first bytes, or those around the index of an mp4."""
    start = max(0, data.find(b"moov") - 4)
    for _ in range(chance.choice((1, 4, 20))):
        data[start + chance.randrange(min(3000, len(data) - start))] = chance.randrange(256)
    return bytes(data)


def _huge(data: bytearray, chance: random.Random) -> bytes:
    """Write very large numbers into the description."""
    start = max(0, data.find(b"moov") - 4)
    for _ in range(chance.choice((1, 3))):
        place = start + chance.randrange(min(1200, len(data) - start - 8))
        data[place : place + 4] = chance.choice((b"\xff" * 4, b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x0f" * 4))
    return bytes(data)


def _hole(data: bytearray, chance: random.Random) -> bytes:
    start, length = chance.randrange(len(data)), chance.choice((1, 188, 5000))
    return bytes(data[:start] + data[start + length :])


def _repeat(data: bytearray, chance: random.Random) -> bytes:
    start, length = chance.randrange(len(data)), chance.choice((100, 20000))
    return bytes(data[: start + length] + data[start:])


def _noise(data: bytearray, chance: random.Random) -> bytes:
    start, length = chance.randrange(len(data)), chance.choice((200, 20000))
    return bytes(data[:start] + chance.randbytes(length) + data[start + length :])


_KINDS = {
    "cut": _cut, "zeros": _zeros, "flips": _flips, "header": _header, "huge": _huge, "hole": _hole, "repeat": _repeat,
    "noise": _noise,
}  # fmt: skip


def _fixed(clips: dict[str, Path], folder: Path, chance: random.Random) -> list[Damaged]:
    made: list[Damaged] = []

    def add(name: str, kind: str, data: bytes | None) -> None:
        if data is not None:
            (folder / name).write_bytes(data)
        made.append(Damaged(folder / name, None, kind))

    film = clips["fast.mp4"].read_bytes()
    add("empty.mp4", "empty", b"")
    add("missing.mp4", "missing", None)
    (folder / "folder.mp4").mkdir(exist_ok=True)
    add("folder.mp4", "folder", None)
    add("text.mp4", "text", b"A red car stops.\n" * 400)
    add("noise.mp4", "random bytes", chance.randbytes(50_000))
    add("magic.mp4", "random bytes", film[:32] + chance.randbytes(50_000))
    write_sound(folder / "sound.m4a")
    add("sound.m4a", "sound only", None)
    add("sound.mp4", "sound only", (folder / "sound.m4a").read_bytes())
    add("really-mp4.avi", "misnamed", film)
    add("really-webm.mp4", "misnamed", clips["web.webm"].read_bytes())
    add("really-ts.png", "misnamed", clips["stream.ts"].read_bytes())
    add("one-byte.mkv", "one byte", b"\x1a")
    add("list.m3u8", "playlist", b"#EXTM3U\n#EXTINF:1,\nreally-ts.png\n#EXT-X-ENDLIST\n")
    add("list.ffconcat", "playlist", b"ffconcat version 1.0\nfile really-mp4.avi\n")
    for suffix in ("png", "jpg", "webp"):
        Image.fromarray(np.random.default_rng(1).integers(0, 256, (96, 160, 3), dtype=np.uint8)).save(
            folder / f"whole.{suffix}"
        )
        data = bytearray((folder / f"whole.{suffix}").read_bytes())
        add(f"cut.{suffix}", "image, cut", _cut(data, chance))
        add(f"flips.{suffix}", "image, flips", _flips(data, chance))
    return made
