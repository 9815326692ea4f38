"""Several processes at once, killed at any moment."""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.opening import KEY, open_store
from vprog.engine.store import Store

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to start writers quickly")


def content(number: int) -> bytes:
    """Give what is put under a number: right or wrong can be told from the bytes alone."""
    return b"%d " % number * (1 + number * 37 % 4000)


def entry_name(number: int) -> str:
    return f"{number:032x}"


def start(work: Callable[[], object]) -> int:
    """Run work in a child; its exit status is 0 when it comes to its end."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    except BaseException as error:  # noqa: BLE001 - a child must not go on with the tests of its parent
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        os._exit(status)


def write_on_and_on(folder: Path, limit_bytes: int, seed: int, turns: int) -> None:
    draw = random.Random(seed)
    store = open_store(folder, limit_bytes=limit_bytes)
    for _ in range(turns):
        number = draw.randrange(60)
        store.put(entry_name(number), content(number))
        first = draw.randrange(1000)
        store.put_frames(KEY, {frame: content(frame) for frame in range(first, first + draw.randrange(1, 20))})
        if draw.random() < 0.7:
            store.flush()
        assert_right(store, draw.sample(range(60), 3), range(first, first + 100))
        if draw.random() < 0.02:
            store.clear()
    store.close()


def assert_right(store: Store, numbers: "range | list[int]", frames: range) -> int:
    """Check that what is there is right, and say how much is there."""
    there = [number for number in numbers if (data := store.get(entry_name(number))) and data == content(number)]
    assert all(store.get(entry_name(number)) in {None, content(number)} for number in numbers)
    found = store.get_frames(KEY, frames)
    assert all(data == content(frame) for frame, data in found.items())
    return len(there) + len(found)


@pytest.mark.parametrize("limit_bytes", [1 << 30, 600_000])
def test_a_writer_killed_at_any_moment_leaves_nothing_wrong(tmp_path: Path, limit_bytes: int) -> None:
    draw = random.Random(11)
    for turn in range(20):
        child = start(lambda turn=turn: write_on_and_on(tmp_path, limit_bytes, turn, 10**6))
        time.sleep(draw.uniform(0.001, 0.15))
        os.kill(child, signal.SIGKILL)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
        store = open_store(tmp_path, limit_bytes=limit_bytes)
        assert_right(store, range(60), range(1020))
        assert store.damaged == 0
        assert store.verify().damaged == 0
    store = open_store(tmp_path)
    for number in range(60):
        store.put(entry_name(number), content(number))
    store.put_frames(KEY, {frame: content(frame) for frame in range(1020)})
    assert assert_right(store, range(60), range(1020)) == 60 + 1020


@pytest.mark.parametrize("limit_bytes", [1 << 30, 600_000])
def test_processes_write_and_read_at_once(tmp_path: Path, limit_bytes: int) -> None:
    children = [start(lambda n=n: write_on_and_on(tmp_path, limit_bytes, n, 80)) for n in range(4)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    store = open_store(tmp_path)
    assert assert_right(store, range(60), range(1020)) > 0
    assert store.verify().damaged == 0
    assert list(tmp_path.glob("v1/temporary/*")) == []


def test_processes_lose_no_frames_of_each_other(tmp_path: Path) -> None:
    def work(number: int) -> None:
        store = open_store(tmp_path)
        for frame in range(number, 400, 4):
            store.put_frames(KEY, {frame: content(frame)})
            store.flush()

    children = [start(lambda n=n: work(n)) for n in range(4)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    found = open_store(tmp_path).get_frames(KEY, range(400))
    assert found == {frame: content(frame) for frame in range(400)}
