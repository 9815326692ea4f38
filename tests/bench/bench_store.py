"""How fast the store is, beside a sqlite3 database of the same promises (digests checked on every read).

Prints one JSON object: seconds (the best of some rounds), bytes on disk, and how many times as long the database takes.
Compare within one run only: the seconds depend on the machine and on what else it does.

    python tests/bench/bench_store.py --rounds 5
"""

import argparse
import hashlib
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from vprog.engine.store import Store

SERIES = "5e" * 16


class Keeper(Protocol):
    """What is measured of both."""

    def get(self, key: str) -> bytes | None: ...
    def put(self, key: str, data: bytes) -> None: ...
    def get_frames(self, series: str, frames: Iterable[int]) -> dict[int, bytes]: ...
    def put_frames(self, series: str, results: Mapping[int, bytes]) -> None: ...
    def close(self) -> None: ...


class Database:
    """The least that a store in sqlite3 would be: WAL, one row for each entry and frame, no eviction, no recovery."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(folder / "store.db", timeout=60)
        frames = "series text, frame integer, digest blob, data blob, primary key (series, frame)"
        for line in (
            "pragma journal_mode = wal",
            "pragma synchronous = normal",
            "create table if not exists entries (key text primary key, digest blob, data blob) without rowid",
            f"create table if not exists frames ({frames}) without rowid",
        ):
            self._connection.execute(line)

    def get(self, key: str) -> bytes | None:
        row = self._connection.execute("select digest, data from entries where key = ?", (key,)).fetchone()
        return row[1] if row and digest(key, 0, row[1]) == row[0] else None

    def put(self, key: str, data: bytes) -> None:
        with self._connection as connection:
            connection.execute("insert or replace into entries values (?, ?, ?)", (key, digest(key, 0, data), data))

    def get_frames(self, series: str, frames: Iterable[int]) -> dict[int, bytes]:
        wanted = set(frames)
        rows = self._connection.execute(
            "select frame, digest, data from frames where series = ? and frame between ? and ?",
            (series, min(wanted), max(wanted)),
        )
        return {n: data for n, kept, data in rows if n in wanted and digest(series, n, data) == kept}

    def put_frames(self, series: str, results: Mapping[int, bytes]) -> None:
        with self._connection as connection:
            rows = ((series, frame, digest(series, frame, data), data) for frame, data in results.items())
            connection.executemany("insert or replace into frames values (?, ?, ?, ?)", rows)

    def close(self) -> None:
        self._connection.close()


def digest(key: str, number: int, data: bytes) -> bytes:
    state = hashlib.blake2b(f"{key} {number} ".encode(), digest_size=16)
    state.update(data)
    return state.digest()


def measure(
    open_keeper: Callable[[Path], Keeper], frames: int, batch: int, entries: int, small: int
) -> dict[str, float]:
    """Give seconds for each kind of work, and bytes on disk."""
    draw = random.Random(3)
    results = {frame: draw.randbytes(300) for frame in range(0, frames * 30, 30)}  # once a second of 30 frames
    order = list(results)
    large = {f"{n:032x}": draw.randbytes(1_000_000) for n in range(entries)}
    little = {f"{n:032x}": draw.randbytes(300) for n in range(10**6, 10**6 + small)}
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def timed(what: str, work: Callable[[Keeper], object]) -> None:
            keeper = open_keeper(folder)
            began = time.perf_counter()
            work(keeper)
            keeper.close()
            seconds[what] = time.perf_counter() - began

        def put_frames(keeper: Keeper) -> None:
            for start in range(0, len(order), batch):
                keeper.put_frames(SERIES, {frame: results[frame] for frame in order[start : start + batch]})

        def put(values: dict[str, bytes]) -> Callable[[Keeper], object]:
            return lambda keeper: [keeper.put(key, data) for key, data in values.items()]

        def get(values: dict[str, bytes]) -> Callable[[Keeper], object]:
            return lambda keeper: [check(keeper.get(key) == data) for key, data in values.items()]

        timed("put_frames_s", put_frames)
        timed("get_frames_s", lambda keeper: check(keeper.get_frames(SERIES, order) == results))
        timed("get_one_frame_s", lambda keeper: check(len(keeper.get_frames(SERIES, order[:1])) == 1))
        timed("put_large_s", put(large))
        timed("get_large_s", get(large))
        timed("put_small_s", put(little))
        timed("get_small_s", get(little))
        size_bytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {**seconds, "size_bytes": size_bytes}


def check(is_right: bool) -> None:
    if not is_right:
        raise SystemExit("what was read is not what was put")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=10_000, help="results of frames, 300 bytes each")
    parser.add_argument("--batch", type=int, default=32, help="results of frames put at a time")
    parser.add_argument("--entries", type=int, default=100, help="entries of 1 MB")
    parser.add_argument("--small", type=int, default=2_000, help="entries of 300 bytes")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()

    def rounds(open_keeper: Callable[[Path], Keeper]) -> dict[str, float]:
        sizes = (options.frames, options.batch, options.entries, options.small)
        all_rounds = [measure(open_keeper, *sizes) for _ in range(options.rounds)]
        return {what: round(min(one[what] for one in all_rounds), 5) for what in all_rounds[0]}

    files = rounds(lambda folder: Store(folder / "files", warn=sys.exit))
    database = rounds(Database)
    ratios = {what: round(database[what] / files[what], 2) for what in files}
    sys.stdout.write(
        json.dumps({"options": vars(options), "store": files, "sqlite": database, "sqlite_to_store": ratios}, indent=2)
        + "\n"
    )


if __name__ == "__main__":
    main()
