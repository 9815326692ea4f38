"""Results of modules on disk: content-addressed, checked on every read, bounded, shared by processes.

Why files and not sqlite3, which is as safe against kill -9: its WAL mode needs shared memory, which file systems on a
network do not give, and the workers of one batch share a folder over a network; a damaged page can cost every entry,
and moving the database aside while others have it open is not safe; removing needs room in the log, so that a full
disk cannot be relieved; and a connection must not live through a fork. Files that are written once need no lock.
`tests/bench/bench_store.py` measures both: frames and large values take a fifth to two thirds of the database's time;
small values take up to four times as long to write, which is still far less than it takes to compute one.
"""

from vprog.engine.store.store import LIMIT_BYTES, Store
from vprog.engine.store.verify import Verification

__all__ = ["LIMIT_BYTES", "Store", "Verification"]
