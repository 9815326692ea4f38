"""Check every record of a store, and remove what is damaged."""

import contextlib
import dataclasses
from collections import Counter

from vprog.engine.store import keys
from vprog.engine.store.records import Kind, decode
from vprog.engine.store.refusals import Refusals
from vprog.engine.store.series import Segment, rewrite, segment_of
from vprog.engine.store.tree import Found, Tree, discard, read


@dataclasses.dataclass(frozen=True)
class Verification:
    """What was found: sound entries, sound results of frames, damaged records or files, bytes taken on disk.

    A result of a frame that stands in two segments counts twice. What cannot be read counts in `size_bytes` alone.
    """

    entries: int
    frames: int
    damaged: int
    size_bytes: int


def verify(tree: Tree, refusals: Refusals) -> Verification:
    """Read every record below a tree. Never raises OSError."""
    total: Counter[str] = Counter()
    for found in tree.files():
        total["size_bytes"] += found.size_bytes
        with refusals.reading():
            total.update(_verify_file(tree, found))
    return Verification(total["entries"], total["frames"], total["damaged"], total["size_bytes"])


def repair(tree: Tree, series: str, segment: Segment) -> None:
    """Remove what is damaged in a segment and keep the rest, if the disk allows it."""
    with contextlib.suppress(OSError):
        rewrite(tree, series, [segment])


def _verify_file(tree: Tree, found: Found) -> dict[str, int]:
    path = found.path
    is_entry = tree.entries in path.parents
    kind, key = (Kind.ENTRY, path.name) if is_entry else (Kind.FRAMES, path.parent.name)
    place = tree.entry(key) if is_entry else tree.series(key) / path.name
    segment = None if is_entry else segment_of(path)
    if not keys.is_key(key) or path != place or not (is_entry or segment):
        discard(path)  # nothing of ours, and no reader would ever look there
        return {"damaged": 1}
    decoded = decode(read(path), kind, key)
    if decoded.damaged and segment:
        repair(tree, key, segment)
    elif decoded.damaged:
        discard(path)
    return {("entries" if is_entry else "frames"): len(decoded.records), "damaged": decoded.damaged}
