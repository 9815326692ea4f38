"""How much space the store takes, and who has to go when it is too much.

Counting all files is slow where there are millions, so the total stands in a file of its own: the total of the last
full count, then a line for every share of bytes that a writer has added since. The file is a hint. It is never trusted
to remove anything: that begins with a full count.
"""

import contextlib
from collections import Counter

from vprog.engine.store.tree import Tree, discard

KEPT = 0.9
"""The part of the bound that is left full after evicting, so that it is not done for every file."""
_SHARES = 64
_MAX_LINES = 4096


class Usage:
    """Keeps the tree within a bound. Not safe to share between threads; methods never raise OSError.

    The bound may be passed for a while by what each writer at work has not told the others yet, 1/64 of it at most, and
    by what they write while one of them counts; the next count finds both.
    """

    def __init__(self, tree: Tree, limit_bytes: int) -> None:
        """Touch no disk; the total is read when it is needed."""
        self._tree = tree
        self._limit_bytes = limit_bytes
        self._total_bytes: int | None = None
        self._untold_bytes = 0

    def add(self, size_bytes: int) -> bool:
        """Count what was written (or, negative, removed), evicting if that is too much.

        Says False when the bound is passed and files cannot be removed.
        """
        self._untold_bytes += size_bytes
        if self._total_bytes is None or abs(self._untold_bytes) > self._limit_bytes // _SHARES:
            self.tell()
            self._total_bytes = self._read()
        else:
            self._total_bytes += size_bytes
        if self._total_bytes is None or self._total_bytes > self._limit_bytes:
            return self._evict()
        return True

    def tell(self) -> None:
        """Tell the other processes what was added here."""
        if self._untold_bytes:
            # One short write at the end of the file: writers do not overwrite each other's lines.
            with contextlib.suppress(OSError), self._tree.usage.open("ab", buffering=0) as file:
                file.write(b"%d\n" % self._untold_bytes)
            self._untold_bytes = 0

    def _read(self) -> int | None:
        """Give the noted total; None where a full count is due."""
        try:
            lines = self._tree.usage.read_bytes().split()
            # What killed writers never told adds up, so that a full count is due now and then.
            return None if len(lines) > _MAX_LINES or lines[:1] != [b"counted"] else sum(int(n) for n in lines[1:])
        except (OSError, ValueError):
            return None

    def _evict(self) -> bool:
        """Count everything, remove what was used least recently if it is too much; False where that is refused."""
        # By second, not by file: millions of files need not be held in memory to find the oldest.
        by_second: Counter[int] = Counter()
        for found in self._tree.files():
            by_second[int(found.used_s)] += found.size_bytes
        total_bytes = by_second.total()
        refused = 0
        if total_bytes > self._limit_bytes:
            total_bytes, refused = self._remove(by_second, total_bytes - int(KEPT * self._limit_bytes))
        self._total_bytes, self._untold_bytes = total_bytes, 0
        with contextlib.suppress(OSError):
            self._tree.write(self._tree.usage, [b"counted %d\n" % total_bytes])
        # Without a refusal it is others who write as fast as this process removes: the next call looks again.
        return total_bytes <= self._limit_bytes or not refused

    def _remove(self, by_second: Counter[int], excess_bytes: int) -> tuple[int, int]:
        """Remove the oldest files; give the bytes of those that stay, and how many could not be removed."""
        last_s = 0
        for last_s in sorted(by_second):
            if by_second[last_s] >= excess_bytes:
                break
            excess_bytes -= by_second[last_s]
        # Now `excess_bytes` is what has to go of the files that were last used in that second.
        left_bytes = refused = 0
        for found in self._tree.files():
            second = int(found.used_s)
            if second > last_s or (second == last_s and excess_bytes <= 0):
                left_bytes += found.size_bytes
            elif discard(found.path):
                excess_bytes -= found.size_bytes if second == last_s else 0
            else:
                left_bytes += found.size_bytes
                refused += 1
        return left_bytes, refused
