"""`models list`, `models pull`, and `--models`: what is there, under which licence, and what mends what is not."""

import json
from pathlib import Path

import pytest


def test_every_declared_model_is_listed(vprog, tmp_path: Path) -> None:
    done = vprog("models", "list", "--models", tmp_path, "--json")
    assert done.exit_code == 0
    listed = {one["name"]: one for one in json.loads(done.stdout)}
    assert {"fastestdet", "yolox-nano"} <= set(listed)
    yolox = listed["yolox-nano"]
    assert (yolox["licence"], yolox["profiles"], yolox["at_hand"], yolox["path"]) == (
        "Apache-2.0",
        ["edge"],
        False,
        None,
    )
    assert {"caption/found-by-yolox-nano", "detect/yolox-nano"} <= set(yolox["used_by"])
    assert yolox["size_bytes"] > 10**6
    assert len(yolox["sha256"]) == 64


def test_the_list_for_people_says_what_to_do(vprog, tmp_path: Path) -> None:
    (tmp_path / "yolox_nano.onnx").write_bytes(b"something else")
    shown = vprog("models", "list", "--models", tmp_path).stdout
    assert "not at hand; vprog models pull fastestdet" in shown
    assert f"the file {tmp_path / 'yolox_nano.onnx'} is not the model `yolox-nano`" in shown


def test_models_alone_lists_those_of_the_environment(vprog) -> None:
    assert vprog("models").stdout == vprog("models", "list").stdout != ""


def test_pull_shows_the_licence_before_it_connects(vprog, tmp_path: Path) -> None:
    done = vprog("models", "pull", "fastestdet", "--models", tmp_path / "new")
    assert done.exit_code == 4
    assert "licence BSD-3-Clause, from https://" in done.stdout
    assert "VPROG_OFFLINE is set" in done.stderr


def test_pull_prints_one_document(vprog, tmp_path: Path) -> None:
    done = vprog("models", "pull", "fastestdet", "--models", tmp_path, "--json")
    assert done.exit_code == 4
    assert json.loads(done.stdout)["diagnostics"][0]["code"] == "VP0504"


def test_pull_knows_no_other_names(vprog, tmp_path: Path) -> None:
    done = vprog("models", "pull", "yolox", "fastestdet", "--models", tmp_path)
    assert done.exit_code == 1
    assert "did you mean `yolox-nano`?" in done.stderr
    assert done.stdout == ""


def test_a_profile_without_its_models_is_one_error_with_the_command(vprog, demo_clip: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="the extra `edge` is not installed")
    asked = ("ask", demo_clip, "How many people are there?", "--profile", "edge", "--models", tmp_path)
    done = vprog(*asked)
    assert done.exit_code == 4
    assert done.stderr.count("error[") == 1
    assert "vprog models pull yolox-nano" in done.stderr
    assert json.loads(vprog(*asked, "--json").stdout)["status"] == "failed"


def test_the_folder_named_is_the_one_used(vprog, weights: Path, shared_data: Path) -> None:
    picture = shared_data / "images" / "zidane.jpg"
    record = json.loads(vprog("ask", picture, "How many people are there?", "--models", weights, "--json").stdout)
    assert (record["answer"], record["profile"]) == (2, "edge")
    pulled = json.loads(vprog("models", "pull", "yolox-nano", "--models", weights, "--json").stdout)
    assert [one["path"] for one in pulled] == [str(weights / "yolox_nano_416.onnx")]
