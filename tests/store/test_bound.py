"""The bound holds, and what was used least recently goes first."""

import os
import time
from pathlib import Path

import pytest

from tests.store.opening import KEY, OTHER, open_store
from vprog.engine.store import Store
from vprog.engine.store.tree import STALE_S, TOUCH_S

HOUR_S = 3600.0


def name(number: int) -> str:
    return f"{number:032x}"


def age(path: Path, age_s: float) -> None:
    """Say that a file was last used so long ago."""
    used_s = time.time() - age_s
    os.utime(path, (used_s, used_s))


def file_of(folder: Path, key: str) -> Path:
    return folder / "v1" / "entries" / key[:2] / key


def test_the_bound_holds(tmp_path: Path) -> None:
    limit_bytes = 400_000
    store = open_store(tmp_path, limit_bytes=limit_bytes)
    largest_bytes = 0
    for number in range(100):
        store.put(name(number), bytes(number * 200))
        store.put_frames(KEY, {number: os.urandom(9_000)})
        store.flush()
        assert store.size_bytes() <= limit_bytes * (1 + 1 / 64)
        largest_bytes = max(largest_bytes, store.size_bytes())
    # Not after the last one: what is thrown out last may be large.
    assert largest_bytes > limit_bytes / 2


def test_many_small_values_count_as_the_blocks_they_take(tmp_path: Path) -> None:
    store = open_store(tmp_path, limit_bytes=40 * 4096)
    for number in range(100):
        store.put(name(number), b"small")
    assert len(list(tmp_path.glob("v1/entries/*/*"))) <= 41


def test_the_oldest_go_first_and_a_tenth_is_freed(tmp_path: Path) -> None:
    store = open_store(tmp_path, limit_bytes=100 * 4096)
    for number in range(100):
        store.put(name(number), b"%d" % number)
        age(file_of(tmp_path, name(number)), (200 - number) * HOUR_S)
    # Used now, though written first.
    assert [store.get(name(number)) for number in range(3)] == [b"0", b"1", b"2"]
    store.put(name(100), b"100")
    there = [number for number in range(101) if store.get(name(number)) is not None]
    assert there == [0, 1, 2, *range(14, 101)]


def test_frames_are_evicted_too(tmp_path: Path) -> None:
    store = open_store(tmp_path, limit_bytes=60_000)
    store.put_frames(KEY, {0: bytes(30_000)})
    store.put_frames(OTHER, {0: bytes(range(256)) * 80})
    store.flush()
    for path in (tmp_path / "v1" / "frames" / KEY[:2]).rglob("*-*"):
        age(path, 5 * HOUR_S)
    store.put(KEY, bytes(20_000))
    assert store.get_frames(KEY, [0]) == {}
    assert list(store.get_frames(OTHER, [0])) == [0]
    assert not (tmp_path / "v1" / "frames" / KEY[:2] / KEY).exists()


def test_what_is_larger_than_the_bound_is_not_kept(tmp_path: Path) -> None:
    store = open_store(tmp_path, limit_bytes=50_000)
    store.put(KEY, b"1")
    store.put(OTHER, bytes(60_000))
    store.put_frames(OTHER, {0: bytes(60_000), 1: b"1"})
    store.flush()
    assert store.get(OTHER) is None


def test_a_bound_of_nothing_keeps_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path / "none", limit_bytes=0)
    store.put(KEY, b"1")
    store.put_frames(KEY, {1: b"1"})
    store.close()
    assert store.get(KEY) is None
    assert store.get_frames(KEY, [1]) == {}
    assert not (tmp_path / "none").exists()


def test_reading_marks_a_file_only_when_its_mark_is_old(tmp_path: Path, store: Store) -> None:
    store.put(KEY, b"1")
    path = file_of(tmp_path / "store", KEY)
    for age_s, is_marked in ((TOUCH_S / 2, False), (TOUCH_S * 2, True), (-TOUCH_S * 2, True)):
        age(path, age_s)
        before = path.stat().st_mtime
        assert store.get(KEY) == b"1"
        assert (path.stat().st_mtime != before) == is_marked


def test_processes_that_come_and_go_hold_the_bound_together(tmp_path: Path) -> None:
    for number in range(60):
        with open_store(tmp_path, limit_bytes=200_000) as store:
            store.put(name(number), bytes(9_000))
        assert store.size_bytes() <= 200_000


@pytest.mark.parametrize(
    "content", [b"", b"counted", b"counted x\n", b"\xff\xfe", b"counted 1\n" + b"0\n" * 5000, b"7\n"]
)
def test_the_note_of_the_total_may_hold_anything(tmp_path: Path, content: bytes) -> None:
    with open_store(tmp_path, limit_bytes=100_000) as store:
        store.put(KEY, bytes(50_000))
    (tmp_path / "v1" / "usage").write_bytes(content)
    with open_store(tmp_path, limit_bytes=100_000) as store:
        for number in range(20):
            store.put(name(number), bytes(10_000))
    assert store.size_bytes() <= 100_000


def test_stale_temporaries_are_swept_on_opening(tmp_path: Path) -> None:
    open_store(tmp_path)
    old, new = (tmp_path / "v1" / "temporary" / key for key in (KEY, OTHER))
    for path in (old, new):
        path.write_bytes(b"half a va")
    age(old, STALE_S + 60)
    open_store(tmp_path)
    assert not old.exists()
    assert new.exists()


def test_nothing_can_be_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warnings: list[str] = []
    store = Store(tmp_path, limit_bytes=50_000, warn=warnings.append)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refuse)
    for number in range(30):
        store.put(name(number), bytes(5_000))
    assert store.size_bytes() < 70_000
    assert len(warnings) == 1
    assert "nothing there can be removed" in warnings[0]
