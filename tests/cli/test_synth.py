"""`vprog synth`."""

import json
from pathlib import Path


def test_synth_writes_a_folder_and_says_what_is_in_it(vprog, tmp_path: Path):
    done = vprog("synth", "-o", tmp_path / "out", "--clips", 1, "--questions", 6, "--seed", 2, "--seconds", 2)
    assert done.exit_code == 0, done.output
    assert "1 clips" in done.output or "1 clip" in done.output
    assert (tmp_path / "out" / "clip_0000.mp4").is_file()
    assert (tmp_path / "out" / "truth" / "clip_0000.json").is_file()
    assert len((tmp_path / "out" / "qa.jsonl").read_text().splitlines()) == 6


def test_synth_prints_one_json_document(vprog, tmp_path: Path):
    done = vprog(
        "synth", "-o", tmp_path, "--clips", 1, "--questions", 3, "--seed", 2, "--level", 3, "--seconds", 1, "--json"
    )
    assert json.loads(done.stdout)["questions"] <= 3
    records = [json.loads(line) for line in (tmp_path / "qa.jsonl").read_text().splitlines()]
    assert {r["level"] for r in records} <= {3}


def test_synth_refuses_a_level_that_is_not_there(vprog, tmp_path: Path):
    assert vprog("synth", "-o", tmp_path, "--level", 4).exit_code == 2


def test_synth_says_when_the_folder_cannot_be_written(vprog, tmp_path: Path):
    (tmp_path / "file").write_text("")
    done = vprog("synth", "-o", tmp_path / "file", "--clips", 1, "--seconds", 1)
    assert done.exit_code == 4
    assert "cannot be written" in done.output
