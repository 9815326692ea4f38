"""What is put is what is got, by this object or the next."""

import dataclasses
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.opening import KEY, OTHER, open_store
from vprog.engine.store import Store

PUTS = st.lists(st.tuples(st.sampled_from([KEY, OTHER]), st.binary(max_size=200)), max_size=8)
BATCHES = st.lists(
    st.tuples(
        st.sampled_from([KEY, OTHER]),
        st.dictionaries(st.integers(0, 40) | st.integers(0, 2**63 - 1), st.binary(max_size=20), max_size=6),
        st.booleans(),
    ),
    max_size=30,
)


@given(puts=PUTS)
def test_the_last_value_of_a_key_counts(
    tmp_path_factory: pytest.TempPathFactory, puts: list[tuple[str, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("store")
    store = open_store(folder)
    for key, data in puts:
        store.put(key, data)
    for key in (KEY, OTHER):
        assert store.get(key) == open_store(folder).get(key) == dict(puts).get(key)


@given(batches=BATCHES)
def test_the_last_result_of_a_frame_counts(
    tmp_path_factory: pytest.TempPathFactory, batches: list[tuple[str, dict[int, bytes], bool]]
) -> None:
    folder = tmp_path_factory.mktemp("store")
    model: dict[str, dict[int, bytes]] = {KEY: {}, OTHER: {}}
    with open_store(folder) as store:
        for series, results, is_flushed in batches:
            store.put_frames(series, results)
            model[series] |= results
            if is_flushed:
                store.flush()
        for series, results in model.items():
            asked = {*range(50), *results}
            assert store.get_frames(series, asked) == results
    for series, results in model.items():
        found = open_store(folder).get_frames(series, [*reversed(range(50)), *results])
        assert list(found.items()) == sorted(results.items())
    assert dataclasses.astuple(store.verify())[2] == 0


def test_nothing_is_there_at_first(store: Store) -> None:
    assert store.get(KEY) is None
    assert store.get_frames(KEY, range(10)) == {}
    assert store.get_frames(KEY, []) == {}
    assert store.size_bytes() == 0


def test_entries_and_series_of_one_name_are_two_things(store: Store) -> None:
    store.put(KEY, b"entry")
    store.put_frames(KEY, {0: b"frame"})
    store.flush()
    assert store.get(KEY) == b"entry"
    assert store.get_frames(KEY, [0]) == {0: b"frame"}


def test_a_value_of_many_megabytes(store: Store) -> None:
    data = os.urandom(1 << 20) * 9
    store.put(KEY, data)
    assert store.get(KEY) == data
    store.put_frames(KEY, {5: data, 6: data, 7: b""})
    store.flush()
    assert store.get_frames(KEY, [5, 7]) == {5: data, 7: b""}


def test_equal_results_of_frames_are_stored_once(store: Store) -> None:
    store.put_frames(KEY, dict.fromkeys(range(100), b"x" * 10_000))
    store.flush()
    assert store.size_bytes() < 20_000


@pytest.mark.parametrize(
    "key", ["", "ab", "a" * 15, "a" * 129, "A" * 32, "g" * 32, "../" * 8, "a" * 31 + "/", "a" * 32 + "\n", "١" * 32]
)
def test_what_is_no_key_is_refused(store: Store, key: str) -> None:
    for call in (store.get, lambda k: store.put(k, b""), lambda k: store.get_frames(k, [])):
        with pytest.raises(ValueError, match="is no key"):
            call(key)
    with pytest.raises(ValueError, match="is no key"):
        store.put_frames(key, {})


@pytest.mark.parametrize("frame", [-1, 2**63])
def test_what_is_no_frame_is_refused(store: Store, frame: int) -> None:
    with pytest.raises(ValueError, match="is no frame"):
        store.get_frames(KEY, [frame])
    with pytest.raises(ValueError, match="is no frame"):
        store.put_frames(KEY, {frame: b""})


def test_small_batches_end_in_few_files(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for frame in range(2000):
        store.put_frames(KEY, {frame: b"%d" % frame})
        store.flush()
    assert len(list(tmp_path.rglob("frames/*/*/*"))) < 20
    assert store.get_frames(KEY, range(3000)) == {frame: b"%d" % frame for frame in range(2000)}


def test_large_results_are_not_merged_again_and_again(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for frame in range(12):
        store.put_frames(KEY, {frame: bytes(3 << 20)})
        store.flush()
    first = set(tmp_path.rglob("frames/*/*/*"))
    store.put_frames(KEY, {99: bytes(3 << 20)})
    store.flush()
    assert first < set(tmp_path.rglob("frames/*/*/*"))


def test_the_buffer_is_bounded(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for number in range(200):
        store.put_frames(f"{number:032x}", {0: bytes(100_000)})
    assert len(list(tmp_path.rglob("frames/*/*/*"))) > 150


def test_clear_leaves_nothing_and_the_store_goes_on(store: Store) -> None:
    store.put(KEY, b"1")
    store.put_frames(KEY, {1: b"1"})
    store.flush()
    store.put_frames(KEY, {2: b"2"})
    store.clear()
    assert store.size_bytes() == 0
    assert store.get(KEY) is None
    assert store.get_frames(KEY, [1, 2]) == {}
    store.put(KEY, b"2")
    assert store.get(KEY) == b"2"


def test_a_folder_removed_under_the_store_is_made_again(tmp_path: Path) -> None:
    import shutil

    store = open_store(tmp_path)
    store.put(KEY, b"1")
    shutil.rmtree(tmp_path)
    assert store.get(KEY) is None
    store.put(KEY, b"2")
    assert store.get(KEY) == b"2"


def test_another_version_stands_beside(tmp_path: Path) -> None:
    for version in ("v0", "v2"):
        (tmp_path / version / "entries").mkdir(parents=True)
        (tmp_path / version / "entries" / KEY).write_bytes(b"of another version")
    store = open_store(tmp_path)
    store.put(KEY, b"1")
    store.clear()
    store.verify()
    for version in ("v0", "v2"):
        assert (tmp_path / version / "entries" / KEY).read_bytes() == b"of another version"
    assert [p.name for p in sorted(tmp_path.iterdir())] == ["v0", "v1", "v2"]


def test_threads_share_a_store(tmp_path: Path) -> None:
    failures: list[str] = []

    def work(number: int) -> None:
        for turn in range(40):
            key = f"{turn:032x}"
            store.put(key, key.encode() * 50)
            if store.get(key) != key.encode() * 50:
                failures.append(key)
            store.put_frames(KEY, {turn * 8 + number: b"%d" % number})
            if turn % 10 == number:
                store.flush()

    with open_store(tmp_path) as store:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
    expected = {turn * 8 + number: b"%d" % number for turn in range(40) for number in range(6)}
    assert open_store(tmp_path).get_frames(KEY, range(400)) == expected


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_child_writes_its_own_frames_only(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.put_frames(KEY, {1: b"parent"})
    store._lock.acquire()  # as another thread might at the moment of the fork
    child = os.fork()
    if child == 0:
        store.put_frames(KEY, {2: b"child"})
        store.put(OTHER, b"child")
        store.close()
        os._exit(0 if open_store(tmp_path).get_frames(KEY, [1, 2]) == {2: b"child"} else 1)
    assert os.waitpid(child, 0)[1] == 0
    store._lock.release()
    assert store.get_frames(KEY, [1, 2]) == {1: b"parent", 2: b"child"}
    assert store.get(OTHER) == b"child"
