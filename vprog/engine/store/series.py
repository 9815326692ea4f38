"""Per-frame results of one series, in segments: files that are written once and never changed.

A segment holds up to 1024 frames in ascending order, whichever frames came together: a video looked at once a second
has 8 frames in 256, so that pieces cut at multiples of a frame number would be nearly empty. The name of a segment says
its first and last frame, so that a reader opens only those it needs.

Why not one file for each piece, rewritten or appended to? Rewriting loses what another process writes meanwhile or
needs a lock; appending interleaves and tears where the file system is shared over a network. Here every writer adds
files of its own, and nothing is lost or locked. Small segments at the end of a series are merged when there are
eight: the merged one is written first, then its parts are removed, and in between both hold the same. So a frame is
written about five times at most when frames come one by one, and once or twice when they come in hundreds.
"""

import dataclasses
import re
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from vprog.engine.store.records import Decoded, Kind, decode, encode
from vprog.engine.store.tree import Tree, blocks, discard, read

SEGMENT_FRAMES = 1024
SEGMENT_BYTES = 4 << 20
_SMALL = 2  # a segment of less than half of both bounds is small: of merged ones, only the last can be small again
_MERGED = 8
_NAME = re.compile(r"([0-9a-f]{1,16})-([0-9a-f]{1,16})-([0-9a-f]{1,16})-([0-9a-f]{1,4})-[0-9a-f]{8}", re.ASCII)


@dataclasses.dataclass(frozen=True)
class Segment:
    """A segment as its name tells it: frames (the last one included), time of writing, number of records."""

    path: Path
    first: int
    last: int
    written_ns: int
    count: int


def segment_of(path: Path) -> Segment | None:
    """Read the name of a segment; None for a file that has another sort of name."""
    match = _NAME.fullmatch(path.name)
    return Segment(path, *(int(part, 16) for part in match.groups())) if match else None


def segments(tree: Tree, series: str) -> list[Segment]:
    """Give the segments of a series, the newest first; none for a series that is not there.

    Raises: OSError where the folder is there and cannot be listed.
    """
    folder = tree.series(series)
    try:
        found = [segment for path in folder.iterdir() if (segment := segment_of(path))]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(found, key=lambda segment: (segment.written_ns, segment.path.name), reverse=True)


def write(tree: Tree, series: str, results: Mapping[int, bytes]) -> int:
    """Add results to a series, in as few segments as may be; give the bytes they take on disk.

    Raises: OSError.
    """
    return _write(tree, series, results, time.time_ns())


def merge_small(tree: Tree, series: str) -> int:
    """Merge the newest segments while they are small, if there are eight; give how many bytes that took (or freed).

    Raises: OSError.
    """
    small = []
    for segment in segments(tree, series):
        try:
            size_bytes = segment.path.stat().st_size
        except FileNotFoundError:
            continue
        # Only the newest ones: past a large one, an older result could come to stand before a newer.
        if segment.count * _SMALL >= SEGMENT_FRAMES or size_bytes * _SMALL >= SEGMENT_BYTES:
            break
        small.append(segment)
    return rewrite(tree, series, small) if len(small) >= _MERGED else 0


def rewrite(tree: Tree, series: str, old: Sequence[Segment]) -> int:
    """Put what is sound in some segments (newest first) into new ones and remove them; give the bytes it took.

    Raises: OSError.
    """
    results: dict[int, bytes] = {}
    there = []
    for segment in old:
        try:
            data = read(segment.path)
        except OSError:
            continue  # merged by another process, or not ours to read
        results = decode(data, Kind.FRAMES, series).records | results
        there.append((segment, len(data)))
    written_bytes = _write(tree, series, results, max((s.written_ns for s, _ in there), default=0))
    for segment, size_bytes in there:
        if discard(segment.path):
            written_bytes -= blocks(size_bytes)
    return written_bytes


def read_segment(segment: Segment, series: str, wanted: set[int] | None = None) -> Decoded:
    """Read the wanted frames of a segment, or all.

    Raises: OSError; FileNotFoundError when it was merged or evicted meanwhile.
    """
    return decode(read(segment.path), Kind.FRAMES, series, wanted)


def _write(tree: Tree, series: str, results: Mapping[int, bytes], written_ns: int) -> int:
    folder = tree.series(series)
    written_bytes = 0
    for part in _parts(results):
        first, last = next(iter(part)), next(reversed(part))
        name = f"{first:x}-{last:x}-{written_ns:x}-{len(part):x}-{secrets.token_hex(4)}"
        written_bytes += tree.write(folder / name, encode(Kind.FRAMES, series, part))
    return written_bytes


def _parts(results: Mapping[int, bytes]) -> Iterator[dict[int, bytes]]:
    part: dict[int, bytes] = {}
    size_bytes = 0
    for frame in sorted(results):
        if part and (len(part) >= SEGMENT_FRAMES or size_bytes + len(results[frame]) > SEGMENT_BYTES):
            yield part
            part, size_bytes = {}, 0
        part[frame] = results[frame]
        size_bytes += len(results[frame])
    if part:
        yield part
