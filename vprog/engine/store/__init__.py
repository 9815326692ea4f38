"""Results of modules on disk: content-addressed, checked on every read, bounded, shared by processes.

Why files and not sqlite3. A database of one file is as safe against kill -9 and about as fast (`tests/bench/
bench_store.py` measures both). But its WAL mode needs shared memory, which file systems on a network do not give, and
the workers of one batch share a folder over a network; a byte damaged in a page can cost all entries, and moving the
file aside while others have it open is not safe; deleting needs room in the log, so that a full disk cannot be
relieved; and a connection must not survive a fork. Files that are written once need no lock at all.
"""

from vprog.engine.store.store import LIMIT_BYTES, Store
from vprog.engine.store.verify import Verification

__all__ = ["LIMIT_BYTES", "Store", "Verification"]
