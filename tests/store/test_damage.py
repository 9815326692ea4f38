"""Whatever stands in the files: a right value or none, and the damage is removed and counted."""

import random
import shutil
from pathlib import Path

import pytest

from tests.store.opening import KEY, OTHER, open_store
from vprog.engine.store import Store
from vprog.engine.store.records import Kind, decode, encode

RESULTS = {frame: b"result %d" % (frame % 5) * 3 for frame in range(0, 60, 3)}


def only_file(folder: Path) -> Path:
    (path,) = (p for p in folder.rglob("v1/*/*/**/*") if p.is_file())
    return path


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    """Give the file of a small entry."""
    open_store(tmp_path).put(KEY, b"the value")
    return only_file(tmp_path)


@pytest.fixture
def segment(tmp_path: Path) -> Path:
    """Give the file of some results of frames."""
    with open_store(tmp_path) as store:
        store.put_frames(KEY, RESULTS)
    return only_file(tmp_path)


def test_an_entry_cut_at_any_byte_is_absent(tmp_path: Path, entry: Path) -> None:
    data = entry.read_bytes()
    for length in range(len(data)):
        entry.parent.mkdir(exist_ok=True)
        entry.write_bytes(data[:length])
        store = open_store(tmp_path)
        assert store.get(KEY) is None
        assert store.damaged == 1
        assert not entry.exists()
        store.put(KEY, b"again")
        assert store.get(KEY) == b"again"


def test_an_entry_with_any_bit_changed_is_absent(tmp_path: Path, entry: Path) -> None:
    data = entry.read_bytes()
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << place % 8
        entry.parent.mkdir(exist_ok=True)
        entry.write_bytes(changed)
        assert open_store(tmp_path).get(KEY) is None


def test_a_segment_cut_at_any_byte_keeps_what_stands_before(tmp_path: Path, segment: Path) -> None:
    data = segment.read_bytes()
    for length in [*range(0, len(data), 3), len(data) - 1]:
        shutil.rmtree(segment.parent, ignore_errors=True)
        segment.parent.mkdir()
        segment.write_bytes(data[:length])
        store = open_store(tmp_path)
        found = store.get_frames(KEY, range(60))
        assert found.items() <= RESULTS.items()
        assert store.damaged > 0
        assert not segment.exists()
        assert open_store(tmp_path).get_frames(KEY, range(60)) == found
        assert store.verify().damaged == 0


def test_damage_to_one_result_leaves_the_others(tmp_path: Path) -> None:
    results = {frame: b"result %d" % frame for frame in range(50)}
    with open_store(tmp_path) as store:
        store.put_frames(KEY, results)
    path = only_file(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"result 17", b"result 71"))
    assert store.get_frames(KEY, range(50)) == {f: data for f, data in results.items() if f != 17}
    assert store.damaged == 1
    store.put_frames(KEY, {17: b"result 17"})
    store.flush()
    assert open_store(tmp_path).get_frames(KEY, range(50)) == results


def test_random_damage_gives_no_wrong_result(tmp_path: Path, segment: Path) -> None:
    data = segment.read_bytes()
    draw = random.Random(7)
    for _ in range(300):
        changed = bytearray(data)
        for _ in range(draw.choice([1, 1, 2, 20])):
            changed[draw.randrange(len(data))] = draw.randrange(256)
        if draw.random() < 0.3:
            start = draw.randrange(len(data))
            del changed[start : start + draw.randrange(50)]
        shutil.rmtree(segment.parent, ignore_errors=True)
        segment.parent.mkdir()
        segment.write_bytes(changed)
        store = open_store(tmp_path)
        assert store.get_frames(KEY, draw.sample(range(70), 30)).items() <= RESULTS.items()
        store.verify()
        assert store.get_frames(KEY, range(70)).items() <= RESULTS.items()
        assert store.verify().damaged == 0


def test_a_file_in_the_place_of_another_is_absent(tmp_path: Path, entry: Path) -> None:
    place = tmp_path / "v1" / "entries" / OTHER[:2] / OTHER
    place.parent.mkdir()
    shutil.copy(entry, place)
    store = open_store(tmp_path)
    assert store.get(OTHER) is None
    assert not place.exists()
    assert store.get(KEY) == b"the value"


def test_a_segment_of_another_series_or_of_other_frames_is_absent(tmp_path: Path, segment: Path) -> None:
    other = tmp_path / "v1" / "frames" / OTHER[:2] / OTHER
    other.mkdir(parents=True)
    shutil.copy(segment, other / segment.name)
    lying = segment.with_name(segment.name.replace("0-", "64-", 1))
    shutil.copy(segment, lying)
    store = open_store(tmp_path)
    assert store.get_frames(OTHER, range(60)) == {}
    assert store.get_frames(KEY, range(200)) == RESULTS


def test_an_entry_is_no_segment() -> None:
    data = b"".join(encode(Kind.ENTRY, KEY, {0: b"1"}))
    assert decode(data, Kind.ENTRY, KEY).records == {0: b"1"}
    assert decode(data, Kind.FRAMES, KEY).records == {}


@pytest.mark.parametrize("content", [b"", b"\0" * 5000, b"no result at all" * 100])
def test_verify_removes_what_is_foreign(tmp_path: Path, content: bytes) -> None:
    store = open_store(tmp_path)
    store.put(KEY, b"1")
    store.put_frames(KEY, RESULTS)
    store.flush()
    root = tmp_path / "v1"
    places = [
        root / "entries" / OTHER[:2] / OTHER,
        root / "entries" / "ab" / KEY,
        root / "entries" / "notes.txt",
        root / "frames" / KEY[:2] / KEY / "0-1-2",
        root / "frames" / KEY[:2] / "0-1-2-3-12345678",
    ]
    for place in places:
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content)
    found = store.verify()
    assert (found.entries, found.frames, found.damaged) == (1, len(RESULTS), len(places))
    assert found.size_bytes > store.size_bytes()
    assert not any(place.exists() for place in places)
    assert store.verify().damaged == 0


def test_folders_where_files_should_be_do_not_matter(tmp_path: Path) -> None:
    warnings: list[str] = []
    (tmp_path / "v1" / "entries" / KEY[:2] / KEY).mkdir(parents=True)
    (tmp_path / "v1" / "frames" / KEY[:2] / KEY / "0-1-2-3-12345678").mkdir(parents=True)
    store = Store(tmp_path, warn=warnings.append)
    assert store.get(KEY) is None
    assert store.get_frames(KEY, [0]) == {}
    assert len(warnings) == 1
    store.put(KEY, b"1")
    assert len(warnings) == 2
    assert "cannot be written" in warnings[1]
