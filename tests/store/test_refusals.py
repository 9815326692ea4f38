"""When the disk refuses there is one warning, and never an exception."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.opening import KEY, OTHER, open_store
from vprog.engine.store import Store


def use(store: Store) -> None:
    """Do everything that can be done with a store, twice."""
    for key in (KEY, OTHER):
        store.put(key, b"x" * 1000)
        store.get(key)
        store.put_frames(key, {1: b"1", 2: b"2" * 10_000})
        store.get_frames(key, range(5))
        store.flush()
        store.verify()
        store.size_bytes()
        store.close()
    store.clear()


@pytest.fixture
def warnings() -> list[str]:
    """Give the list that takes the warnings."""
    return []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    command = [mount or "", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if not (mount and umount) or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be mounted by root only, and not everywhere")
    yield folder
    subprocess.run([umount, str(folder)], check=True)


def test_a_full_disk(small_disk: Path, warnings: list[str]) -> None:
    with Store(small_disk, warn=warnings.append) as store:
        put = {f"{n:032x}": bytes([n]) * 100_000 for n in range(20)}
        for key, data in put.items():
            store.put(key, data)
            store.put_frames(KEY, {int(key, 16): data})
            store.flush()
    assert len(warnings) == 1
    assert "No space left on device" in warnings[0]
    kept = [key for key, data in put.items() if store.get(key) == data]
    assert 2 < len(kept) < 8
    assert all(store.get(key) is None for key in put.keys() - set(kept))
    assert store.verify().damaged == 0
    assert list(small_disk.glob("v1/temporary/*")) == []
    store.clear()
    again = open_store(small_disk)
    again.put(KEY, b"there is room again")
    assert again.get(KEY) == b"there is room again"


def test_a_full_disk_can_be_relieved_by_the_bound(small_disk: Path) -> None:
    store = open_store(small_disk, limit_bytes=800_000)
    for n in range(40):
        store.put(f"{n:032x}", bytes(90_000))
    assert store.get(f"{39:032x}") is not None


def test_a_disk_that_may_only_be_read(small_disk: Path, warnings: list[str]) -> None:
    with open_store(small_disk) as first:
        first.put(KEY, b"1")
        first.put_frames(KEY, {1: b"1"})
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    store = Store(small_disk, warn=warnings.append)
    assert (store.get(KEY), store.get_frames(KEY, [1])) == (b"1", {1: b"1"})
    assert warnings == []
    store.put(OTHER, b"2")
    assert (store.get(KEY), store.get(OTHER), store.get_frames(KEY, [1])) == (b"1", None, {1: b"1"})
    use(store)
    assert store.get(KEY) == b"1"
    assert len(warnings) == 1
    assert "Read-only file system" in warnings[0]


def test_a_file_may_not_grow(tmp_path: Path) -> None:
    """The system refuses in the middle of a write."""
    pytest.importorskip("resource")
    code = (
        "import resource, sys; from pathlib import Path; from vprog.engine.store import Store; said = []\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "store = Store(Path(sys.argv[1]), warn=said.append)\n"
        f"store.put({KEY!r}, b'small'); store.put({OTHER!r}, bytes(100_000)); store.put({OTHER!r}, b'later')\n"
        f"assert store.get({KEY!r}) == b'small' and store.get({OTHER!r}) is None\n"
        "assert len(said) == 1 and 'too large' in said[0], said\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, timeout=60)
    assert open_store(tmp_path).verify().entries == 1
    assert list(tmp_path.glob("v1/temporary/*")) == []


@pytest.mark.parametrize("below", ["", "cache", "deep/cache"])
def test_a_file_where_the_folder_should_be(tmp_path: Path, warnings: list[str], below: str) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    use(Store(tmp_path / "file" / below, warn=warnings.append))
    assert len(warnings) == 1
    assert str(tmp_path / "file") in warnings[0]
    assert (tmp_path / "file").read_bytes() == b"mine"


@pytest.mark.parametrize("part", ["v1", "v1/entries", "v1/frames", "v1/temporary", "v1/usage/x"])
def test_a_file_or_folder_in_the_place_of_a_part(tmp_path: Path, warnings: list[str], part: str) -> None:
    (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / part).write_bytes(b"mine")
    use(Store(tmp_path, warn=warnings.append))
    assert len(warnings) <= 1


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs /proc")
def test_a_place_that_takes_no_folders(warnings: list[str]) -> None:
    use(Store(Path("/proc/self"), warn=warnings.append))
    assert len(warnings) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs permissions of POSIX")
def test_a_folder_that_may_only_be_read(tmp_path: Path, warnings: list[str]) -> None:
    with open_store(tmp_path) as first:
        first.put(KEY, b"1")
        first.put_frames(KEY, {1: b"1"})
    folders = [tmp_path, *(p for p in tmp_path.rglob("*") if p.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("root may write everywhere")
        store = Store(tmp_path, warn=warnings.append)
        store.put(OTHER, b"2")
        assert (store.get(KEY), store.get(OTHER), store.get_frames(KEY, [1])) == (b"1", None, {1: b"1"})
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert len(warnings) == 1


REFUSED = ["mkdir", "replace", "unlink", "rmdir", "open", "iterdir"]


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EIO, errno.ENOENT, errno.ESTALE])
@pytest.mark.parametrize("refused", [*REFUSED, "everything"])
def test_any_call_may_be_refused(
    tmp_path: Path, warnings: list[str], monkeypatch: pytest.MonkeyPatch, refused: str, code: int
) -> None:
    with open_store(tmp_path) as first:
        first.put(KEY, b"1")
        for _ in range(7):
            first.put_frames(KEY, {1: b"1"})
            first.flush()
    spoil(next(tmp_path.rglob("frames/*/*/*")))
    opened = Store(tmp_path, limit_bytes=20_000, warn=warnings.append)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    for name in REFUSED if refused == "everything" else [refused]:
        monkeypatch.setattr(Path, name, refuse)
    if refused == "everything":
        monkeypatch.setattr(os, "scandir", refuse)
        monkeypatch.setattr(os, "utime", refuse)
    for store in (opened, Store(tmp_path, limit_bytes=20_000, warn=warnings.append)):
        warnings.clear()
        use(store)
        assert len(warnings) == len({warning.split("(")[0] for warning in warnings}) <= 2
    monkeypatch.undo()
    assert open_store(tmp_path).get(KEY) in {None, b"1", b"x" * 1000}


def spoil(path: Path) -> None:
    """Change the last byte."""
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


def test_reading_goes_on_when_writing_has_ended(
    tmp_path: Path, warnings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path, warn=warnings.append)
    store.put(KEY, b"1")
    store.put_frames(KEY, {1: b"1"})
    store.flush()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", refuse)
    store.put(OTHER, b"2")
    monkeypatch.undo()
    store.put(OTHER, b"2")
    store.put_frames(KEY, {2: b"2"})
    assert (store.get(KEY), store.get(OTHER), store.get_frames(KEY, [1, 2])) == (b"1", None, {1: b"1"})
    assert len(warnings) == 1


def test_a_warning_may_look_at_the_store(tmp_path: Path) -> None:
    (tmp_path / "v1").mkdir()
    (tmp_path / "v1" / "frames").write_bytes(b"in the way")
    seen: list[object] = []
    store = Store(tmp_path, warn=lambda _: seen.append(store.get_frames(KEY, [1])))
    store.put_frames(KEY, {1: b"1"})
    store.flush()
    assert seen == [{}]


def test_a_negative_bound_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="limit_bytes"):
        open_store(tmp_path, limit_bytes=-1)
