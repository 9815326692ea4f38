"""Images as videos: one image file, or a folder of numbered ones."""

import dataclasses
import hashlib
import re
import struct
import warnings
import zlib
from collections import Counter
from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image as PillowImage
from PIL.Image import Image as PillowPicture

from vprog.media.digest import digest_of_file
from vprog.media.errors import VideoError
from vprog.media.picture import Image, Orientation
from vprog.media.reader import Unreadable

DEFAULT_FPS = 25.0
"""Images a second where the caller gives no rate."""

_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF", "PPM")
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".ppm", ".pgm"})
_EXIF_ORIENTATION = 0x0112
_TURNS = {
    2: Orientation(0, True),
    3: Orientation(2),
    4: Orientation(2, True),
    5: Orientation(3, True),
    6: Orientation(3),
    7: Orientation(1, True),
    8: Orientation(1),
}
# What Pillow was seen to raise, or raises by its source, on damaged images.
_DAMAGE = (
    OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, MemoryError,
    NotImplementedError, struct.error, zlib.error, PillowImage.DecompressionBombError,
)  # fmt: skip
# Pillow remarks on odd metadata to the user of the library; what matters arrives as an error anyway.
warnings.filterwarnings("ignore", module=r"PIL\.")


@dataclasses.dataclass(frozen=True, eq=False)
class Stills:
    """Images that make a video, in order.

    paths: at least one. size: (width, height) in pixels as displayed, the same for all that can be read. digest: of
    the bytes of all, in order, and of the rate.
    """

    paths: tuple[Path, ...]
    name: str
    size: tuple[int, int]
    fps: float
    digest: str


def is_image(path: Path) -> bool:
    """Say whether a file is one image: by its first bytes, whatever its name says; an animation is none."""
    try:
        with PillowImage.open(path, formats=_FORMATS) as image:
            return not (image.format == "PNG" and getattr(image, "is_animated", False))
    except PillowImage.DecompressionBombError:
        return True
    except _DAMAGE:
        return False


def numbered_images(folder: Path, name: str) -> tuple[Path, ...]:
    """Give the images of a folder by their numbers: 2 before 10. Hidden files and files of other kinds do not count.

    Raises: VideoError when there is no image, one without a number, or two of the same number.
    """
    try:
        found = [p for p in folder.iterdir() if p.suffix.lower() in _SUFFIXES and p.name[0] != "." and p.is_file()]
    except OSError as error:
        raise VideoError.of(name, "the folder cannot be read", "check its permissions") from error
    if not found:
        kinds = ", ".join(sorted(suffix[1:] for suffix in _SUFFIXES))
        cause = "it is a folder without images"
        raise VideoError.of(name, cause, f"give a video file, or a folder of numbered images ({kinds})")
    todo = "name the images by their order, such as 0001.png, 0002.png, and nothing else in the folder so"
    for path in found:
        if not re.search(r"\d", path.stem):
            raise VideoError.of(name, f"its image {path.name} has no number", todo)
    key, often = Counter(_natural(path) for path in found).most_common(1)[0]
    if often > 1:
        same = " and ".join(sorted(path.name for path in found if _natural(path) == key)[:2])
        raise VideoError.of(name, f"its images {same} have the same number", todo)
    return tuple(sorted(found, key=_natural))


def look_at(paths: tuple[Path, ...], name: str, fps: float) -> Stills:
    """Look at the images' first bytes, and at the pixels of one.

    Raises: VideoError when none can be read or sizes differ; an image that is damaged will be a gap.
    """
    state = hashlib.blake2b(f"stills {fps.hex()} ".encode(), digest_size=16)
    first: tuple[Path, tuple[int, int]] | None = None
    sound = False
    for path in paths:
        try:
            state.update(bytes.fromhex(digest_of_file(path)))
        except OSError as error:
            raise VideoError.of(name, f"{path.name} cannot be read", "check its permissions") from error
        size = _shown_size(path)
        if size is None:
            continue
        first = first or (path, size)
        if size != first[1]:
            (one, (width_px, height_px)), other = first, f"{size[0]}x{size[1]} px"
            cause = f"its images differ in size: {one.name} is {width_px}x{height_px} px, {path.name} is {other}"
            raise VideoError.of(name, cause, "give images of one size")
        sound = sound or _load(path) is not None
    if first is None or not sound:
        cause = "no image in it can be decoded" if len(paths) > 1 else "the image is damaged, too large or an animation"
        raise VideoError.of(name, cause, "save it again as PNG or JPEG")
    return Stills(paths, name, first[1], fps, state.hexdigest())


class StillsReader:
    """Reads images, each from its own file."""

    def __init__(self, stills: Stills) -> None:
        """Remember the files; each is opened when it is wanted."""
        self._stills = stills

    def pictures(self, indices: Sequence[int]) -> Generator[tuple[int, Image | Unreadable], None, None]:
        """Give every wanted image once, in order; see `Reader`."""
        width_px, height_px = self._stills.size
        for index in indices:
            path = self._stills.paths[index]
            image = _load(path)
            if image is None:
                yield index, Unreadable(f"damaged: {path.name} does not decode")
            elif image.shape != (height_px, width_px, 3):
                yield index, Unreadable(f"changed: {path.name} has another size than when the folder was opened")
            else:
                yield index, image


def _natural(path: Path) -> tuple[tuple[int, str], ...]:
    """Give the key that sorts digits as numbers; letters count as they are written, the suffix does not."""
    parts = re.findall(r"\d+|\D+", path.stem)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def _orientation(image: PillowPicture) -> Orientation:
    # Pillow would decode a whole PNG to look for metadata behind its pixels.
    if image.format == "PNG" and "exif" not in image.info:
        return Orientation()
    return _TURNS.get(image.getexif().get(_EXIF_ORIENTATION, 1), Orientation())


def _shown_size(path: Path) -> tuple[int, int] | None:
    """Give (width, height) in pixels as displayed, None when not even that can be read."""
    try:
        with PillowImage.open(path, formats=_FORMATS) as image:
            return _orientation(image).shown_size(*image.size)
    except _DAMAGE:
        return None


def _load(path: Path) -> Image | None:
    """Give the image as displayed, None for one that is damaged, too large or an animation. Transparency is dropped."""
    try:
        with PillowImage.open(path, formats=_FORMATS) as image:
            if image.format in ("WEBP", "TIFF") and getattr(image, "n_frames", 1) > 1:
                return None
            turn = _orientation(image)
            if image.mode.startswith("I"):
                # Sixteen bits of grey: Pillow's own conversion cuts everything above 255.
                grey = (np.asarray(image).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8)
                return turn.apply(np.repeat(grey[:, :, None], 3, axis=2))
            return turn.apply(np.asarray(image.convert("RGB"), dtype=np.uint8))
    except _DAMAGE:
        return None
