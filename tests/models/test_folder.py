"""A folder of model files: only what has the right digest counts, and its digest is taken once."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from vprog.diagnostics import InputError, OutsideError
from vprog.models import ModelFolder, catalogue, models_folder, named
from vprog.spec import Build, ModelFile, Registry


def build_of(file: str, data: bytes) -> Build:
    return Build(file, f"https://127.0.0.1/{file}", hashlib.sha256(data).hexdigest(), len(data))


ONE, OTHER = b"some weights", b"the same weights, written by another program"
MODEL = ModelFile("small", "MIT", (build_of("one.onnx", ONE), build_of("other.onnx", OTHER)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


def test_nothing_is_at_hand_in_an_empty_or_missing_folder(folder: Path) -> None:
    assert ModelFolder(folder).find(MODEL) is None
    assert ModelFolder(folder / "missing").find(MODEL) is None


@pytest.mark.parametrize(("name", "data"), [("one.onnx", ONE), ("other.onnx", OTHER), ("one.onnx", OTHER)])
def test_any_build_under_any_of_the_names_is_known_by_its_digest(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    found = ModelFolder(folder).find(MODEL)
    assert found is not None
    assert found.path == folder / name
    assert found.build.sha256 == hashlib.sha256(data).hexdigest()


def test_a_wrong_digest_names_the_file_what_was_found_what_was_expected_and_what_to_do(folder: Path) -> None:
    (folder / "one.onnx").write_bytes(b"something else")
    with pytest.raises(OutsideError) as caught:
        ModelFolder(folder).find(MODEL)
    (problem,) = caught.value.diagnostics
    assert problem.code == "VP0504"
    assert str(folder / "one.onnx") in problem.message
    assert hashlib.sha256(b"something else").hexdigest() == problem.found
    assert problem.found in problem.message
    assert all(build.sha256 in problem.message for build in MODEL.builds)
    assert problem.hint is not None
    assert "vprog models pull small" in problem.hint


def test_a_file_that_changes_is_looked_at_again(folder: Path, tmp_path: Path) -> None:
    models = ModelFolder(folder, tmp_path / "digests.json")
    (folder / "one.onnx").write_bytes(ONE)
    assert models.find(MODEL) is not None
    (folder / "one.onnx").write_bytes(b"another text")
    with pytest.raises(OutsideError):
        models.find(MODEL)


def test_a_digest_is_taken_once_for_all_runs(folder: Path, tmp_path: Path) -> None:
    memory = tmp_path / "cache" / "digests.json"
    path = folder / "one.onnx"
    path.write_bytes(ONE)
    changed_ns = path.stat().st_mtime_ns
    assert ModelFolder(folder, memory).find(MODEL) is not None
    # Other bytes of the same size and time: only who takes the digest again notices.
    path.write_bytes(ONE[::-1])
    os.utime(path, ns=(changed_ns, changed_ns))
    assert ModelFolder(folder, memory).find(MODEL) is not None
    with pytest.raises(OutsideError):
        ModelFolder(folder).find(MODEL)


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b'{"a": 1}', b'{"a": [1, 2]}', b"\xff\xfe"])
def test_a_memory_that_cannot_be_read_is_no_memory(folder: Path, tmp_path: Path, spoilt: bytes) -> None:
    memory = tmp_path / "digests.json"
    memory.write_bytes(spoilt)
    (folder / "one.onnx").write_bytes(ONE)
    assert ModelFolder(folder, memory).find(MODEL) is not None
    assert str(folder / "one.onnx") in json.loads(memory.read_text())


def test_the_folder_is_the_one_named_else_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VPROG_MODELS", "set-outside")
    assert models_folder("given") == Path("given")
    assert models_folder() == Path("set-outside")
    monkeypatch.delenv("VPROG_MODELS")
    assert models_folder().is_absolute()


def test_declared_models_can_be_told_apart_and_fetched() -> None:
    listed = catalogue(Registry.load())
    names = [one.model.name for one in listed]
    files = [build.file for one in listed for build in one.model.builds]
    digests = [build.sha256 for one in listed for build in one.model.builds]
    assert names == sorted(set(names))
    assert len(files) == len(set(files))
    assert len(digests) == len(set(digests))
    for one in listed:
        assert one.users
        assert one.model.licence
        assert all(build.url.startswith("https://") for build in one.model.builds)


def test_what_is_called_by_no_known_name_is_refused_with_the_near_one() -> None:
    listed = catalogue(Registry.load())
    first = listed[0].model
    assert named([], listed) == tuple(one.model for one in listed)
    assert named([first.name, first.name], listed) == (first,)
    with pytest.raises(InputError, match=f"did you mean `{first.name}`"):
        named([first.name + "x"], listed)


def test_a_digest_that_is_none_is_refused_when_declared() -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        Build("a", "https://127.0.0.1/a", "abc", 1)
