"""Sequences of the MOT Challenge: a folder each, with `seqinfo.ini`, and `det/det.txt`, `gt/gt.txt` or `img1/`.

A row is `frame, id, left, top, width, height, confidence, …`, frames counted from 1.
"""

import configparser
import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vprog.diagnostics import Code, Diagnostic, InputError, OutsideError
from vprog.media.digest import digest_of_file
from vprog.values import Box, Boxes, Sampling, Source, Tracks, Video

Rows = npt.NDArray[np.float64]

LABEL = "person"
"""What the boxes of this benchmark show."""
_COLUMNS = 7


@dataclasses.dataclass(frozen=True)
class Sequence:
    """One sequence: its facts, and where its files are; None for one that is not there."""

    name: str
    fps: float
    frame_count: int
    width_px: int
    height_px: int
    detections: Path | None
    truth: Path | None
    images: Path | None


def sequences_in(folder: Path) -> tuple[Sequence, ...]:
    """Give the sequences in a folder, by name.

    Raises: InputError when there is none, or one that says too little about itself.
    """
    if not folder.is_dir():
        raise _unusable(f"there is no folder {folder}", "name the folder that holds the sequences")
    # A folder of one sequence is as good as a folder of folders.
    found = sorted(path.parent for pattern in ("seqinfo.ini", "*/seqinfo.ini") for path in folder.glob(pattern))
    if not found:
        raise _unusable(f"{folder} holds no sequences", "each is a folder with a file seqinfo.ini")
    return tuple(_sequence(path) for path in found)


def _sequence(folder: Path) -> Sequence:
    ini = configparser.ConfigParser()
    try:
        ini.read_string((folder / "seqinfo.ini").read_text(encoding="utf-8-sig"))
        facts = ini["Sequence"]
        fps, frames = float(facts["frameRate"]), int(facts["seqLength"])
        width_px, height_px = int(facts["imWidth"]), int(facts["imHeight"])
        images = folder / facts.get("imDir", "img1")
        if not (fps > 0 and min(frames, width_px, height_px) > 0):
            raise ValueError("a rate, length or size is not above 0")
    except (OSError, UnicodeDecodeError, configparser.Error, KeyError, ValueError) as error:
        hint = "it needs [Sequence] with frameRate, seqLength, imWidth and imHeight"
        raise _unusable(f"{folder / 'seqinfo.ini'} cannot be used: {error}", hint) from error
    files = (folder / "det" / "det.txt", folder / "gt" / "gt.txt")
    detections, truth = (path if path.is_file() else None for path in files)
    at_hand = images if images.is_dir() else None
    return Sequence(folder.resolve().name, fps, frames, width_px, height_px, detections, truth, at_hand)


def rows_of(path: Path) -> Rows:
    """Give the rows of a file, of whatever more columns than seven; none for an empty file.

    Raises: InputError naming the file.
    """
    try:
        lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
        rows = [[float(cell) for cell in line.split(",")] for line in lines]
        width = min((len(row) for row in rows), default=_COLUMNS)
        table = np.array([row[:width] for row in rows], dtype=np.float64).reshape(-1, width)
        if width < _COLUMNS or not np.isfinite(table).all():
            raise ValueError("a row has fewer than seven numbers, or one that is not finite")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise _unusable(f"{path} cannot be used: {error}", "rows: frame,id,left,top,width,height,confidence") from error
    return table


def boxes_of(sequence: Sequence, detections: Path) -> Boxes:
    """Give the detections as the value that `detect` would give at the sequence's own rate.

    Scores that are no shares (several detectors of this benchmark give margins) say nothing here, and count as 1.
    """
    rows = rows_of(detections)
    rows = rows[(rows[:, 0] >= 1) & (rows[:, 0] <= sequence.frame_count)]
    shares = bool(((rows[:, 6] >= 0.0) & (rows[:, 6] <= 1.0)).all())
    digest = digest_of_file(detections)
    size = (sequence.width_px, sequence.height_px)
    source = Source(digest, sequence.name, sequence.frame_count / sequence.fps, *size, sequence.frame_count)
    frames = range(sequence.frame_count)
    sampling = Sampling(tuple(frames), tuple(k / sequence.fps for k in frames), 1.0 / sequence.fps)
    boxes = [_box(row, sequence.fps, row[6] if shares else 1.0) for row in rows]
    return Boxes(Video.whole(source), sampling, tuple(sorted(boxes, key=lambda b: (b.frame, b.xyxy))), LABEL)


def _box(row: Rows, fps: float, score: float) -> Box:
    frame = int(row[0]) - 1
    left, top, width, height = (float(x) for x in row[2:6])
    return Box(frame, frame / fps, left, top, left + width, top + height, float(score), LABEL)


def result_lines(tracks: Tracks) -> Iterator[str]:
    """Give the rows of a result file, by frame, then track."""
    boxes = sorted((box.frame, track.id, box) for track in tracks.items for box in track.boxes)
    for frame, number, box in boxes:
        place = f"{box.x1:.2f},{box.y1:.2f},{box.x2 - box.x1:.2f},{box.y2 - box.y1:.2f}"
        yield f"{frame + 1},{number},{place},{box.score:.4f},-1,-1,-1\n"


def write_result(folder: Path, name: str, tracks: Tracks) -> Path:
    """Write `NAME.txt` into the folder, which is made.

    Raises: OutsideError when the disk refuses.
    """
    path = folder / f"{name}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(result_lines(tracks)), encoding="ascii")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}"
        raise OutsideError(Diagnostic(Code("VP0505"), message, hint="name another folder")) from error
    return path


def _unusable(message: str, hint: str) -> InputError:
    return InputError(Diagnostic(Code("VP0505"), message, hint=hint))
