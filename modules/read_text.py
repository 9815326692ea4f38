"""`read_text`: what is written in the picture."""

import dataclasses
import difflib
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from vprog.spec import Finding, FrameBackend, Trait, knob, module, operand
from vprog.spec.backend import FrameStream, Image, Settings
from vprog.types import Type
from vprog.values import Sampling

_PARTS = {"Det": "det", "Rec": "rec", "Cls": "cls"}
"""What finds text, reads it and turns it upright: names of settings, and what file names hold."""
_LEAST_SCORE = 0.3
"""Less sure readings are thrown away: no setting of `min_score` asks for them."""
_LIKENESS = 0.8
"""Readings that have this share of their letters in common, in order, may be of one text."""
_OFTEN = 3
"""A number read this many times as often as another one like it is the right one; else both may be there."""


class RapidOcr(FrameBackend):
    """PP-OCR as the `rapidocr` package brings it: one model finds lines of text, another one reads them.

    Letters below about 12 px in height, and writing by hand, are often misread. It reads English and Chinese, and
    what else is written in those letters.
    Source: Li et al., PP-OCRv3: More Attempts for the Improvement of Ultra Lightweight OCR System, arXiv 2206.03001.
    """

    name = "rapidocr"
    profiles = ("edge",)
    needs = ("rapidocr", "onnxruntime")
    model = "the models that the rapidocr package carries"
    caveat = "small, blurred or slanted text may be misread or missed"
    batch = 4

    def load(self) -> None:
        """Read the models out of the installed package; nothing is ever fetched.

        Raises: ImportError without the package; FileNotFoundError when it does not carry its models.
        """
        import rapidocr

        folder = Path(rapidocr.__file__).parent / "models"
        settings: dict[str, Any] = {"Global.log_level": "critical", "Global.text_score": _LEAST_SCORE}
        for part, word in _PARTS.items():
            # Named, or the package would look for them itself, and fetch one that it does not find.
            settings[f"{part}.model_path"] = str(_only(folder.glob(f"*_{word}_*.onnx"), folder, word))
        self._engine = rapidocr.RapidOCR(params=settings)
        self._lock = threading.Lock()

    def open(self, request: str, settings: Settings) -> FrameStream:
        """Begin a pass; every image is looked at on its own."""
        return _TextStream(self)

    def read(self, image: Image) -> list[Finding]:
        """Give each line of text with the upright rectangle around it; its label is what is written."""
        # The package keeps settings of the picture at hand in itself: threads must take turns.
        with self._lock:
            given = self._engine(np.ascontiguousarray(image[..., ::-1]))
        if given.boxes is None or given.txts is None or given.scores is None:
            return []
        found = []
        for corners, text, score in zip(given.boxes, given.txts, given.scores, strict=True):
            (x1, y1), (x2, y2) = np.asarray(corners).min(axis=0).tolist(), np.asarray(corners).max(axis=0).tolist()
            if text.strip():
                found.append(Finding(x1, y1, x2, y2, float(score), " ".join(text.split())))
        return found


class _TextStream:
    def __init__(self, reader: RapidOcr) -> None:
        self._reader = reader

    def look(self, images: Sequence[Image]) -> list[list[Finding]]:
        return [self._reader.read(image) for image in images]


def _only(paths: Iterable[Path], folder: Path, word: str) -> Path:
    found = sorted(paths)
    if len(found) != 1:
        names = ", ".join(path.name for path in found) or "none"
        message = f"{folder} should hold one model *_{word}_*.onnx, and holds {names}: reinstall rapidocr"
        raise FileNotFoundError(message)
    return found[0]


@module
class ReadText:
    """Give what is written in the picture, each text once, in order of first sight.

    Readings of different frames that are nearly alike are one text, as it was read most often and most surely. Empty:
    looked, and nothing is written there.
    """

    name = "read_text"
    video = operand(Type.VIDEO, doc="where to read; a part of the picture is read with `crop`")
    min_score = knob(0.6, low=0.3, high=0.99, refilters=True, doc="readings less sure than this are left out")
    min_sightings = knob(
        2, low=1, high=60, scale="log", refilters=True, doc="a text read in fewer of the looked-at frames is left out"
    )
    rate_fps = knob(1.0, low=0.1, high=30.0, scale="log", doc="how many frames of a second are looked at")
    max_side_px = knob(
        1280, low=160, high=4096, scale="log", doc="a frame whose longer side exceeds this is looked at in this size"
    )
    aliases = ("ocr",)
    result = Type.TEXTS
    traits = (Trait.PER_FRAME,)
    backends = (RapidOcr,)
    examples = ("answer = first(read_text(video))",)

    @staticmethod
    def gather(
        sampling: Sampling, findings: Sequence[Sequence[Finding]], min_score: float, min_sightings: int, **_: Any
    ) -> tuple[str, ...]:
        """Make the texts from the readings of each sampled frame."""
        sure = [[f for f in found if f.score >= min_score] for found in findings]
        # In a look of fewer frames than the minimum, being read in each is all that can be asked.
        least = min(min_sightings, len(sampling.indices))
        texts = (text for text in merged(sure) if len(text.frames) >= least)
        return tuple(text.written for text in sorted(texts, key=lambda text: text.first))


@dataclasses.dataclass
class Written:
    """A text, and where it was read."""

    written: str
    first: tuple[int, float, float]
    """Frame, then y and x of its first sight."""
    frames: set[int]
    score: float
    """Sum over all readings."""

    @property
    def plain(self) -> str:
        """Give what counts when texts are compared: letters and digits, not how they are spaced or how large."""
        return "".join(self.written.split()).casefold()

    @property
    def digits(self) -> str:
        """Give its digits, in order."""
        return "".join(filter(str.isdigit, self.written))


def merged(findings: Sequence[Sequence[Finding]]) -> list[Written]:
    """Give each text once; near readings are joined to the one that was read most often and most surely.

    A reading with other digits may be another number, as on a clock: it is joined only to one read far more often.
    """
    read: dict[str, Written] = {}
    for frame, found in enumerate(findings):
        for f in found:
            one = read.setdefault(f.label, Written(f.label, (frame, f.y1, f.x1), set(), 0.0))
            one.frames.add(frame)
            one.score += f.score
    kept: dict[str, Written] = {}
    for one in sorted(read.values(), key=lambda w: (-w.score, w.first, w.written)):
        near = difflib.get_close_matches(one.plain, kept, n=len(kept) or 1, cutoff=_LIKENESS)
        same = next((kept[plain] for plain in near if _same(kept[plain], one)), None)
        if same is None:
            kept[one.plain] = one
        else:
            same.frames |= one.frames
            same.score += one.score
            same.first = min(same.first, one.first)
    return list(kept.values())


def _same(known: Written, one: Written) -> bool:
    return known.plain == one.plain or known.digits == one.digits or len(known.frames) >= _OFTEN * len(one.frames)
