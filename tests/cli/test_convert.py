"""`convert`."""

import json
from pathlib import Path

import pytest

PUBLISHED = Path(__file__).parents[1] / "benchmarks" / "convert" / "published"


def test_it_writes_a_file_for_each_program_and_a_table_of_what_is_missing(vprog, tmp_path):
    done = vprog("convert", "clevrer", PUBLISHED / "clevrer.json", "-o", tmp_path / "out")
    assert done.exit_code == 0
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == [*(f"scene7-{n}.vp" for n in range(5)), "scene7-5.choice0.named.vp"]
    assert f"converted 6, written to {tmp_path / 'out'}\nrefused   1\n" in done.stdout
    for operation in ("all_events", "belong_to", "filter_counterfact"):
        assert f"         1  {operation}" in done.stdout
    for path in (tmp_path / "out").iterdir():
        assert vprog("check", path).exit_code == 0


def test_its_json_names_every_program(vprog, tmp_path):
    arguments = ["--vocabulary", PUBLISHED / "agqa_words.json", "--json"]
    done = vprog("convert", "agqa", PUBLISHED / "agqa.json", "-o", tmp_path, *arguments)
    record = json.loads(done.stdout)
    assert [(c["name"], c["file"]) for c in record["converted"]] == [
        (f"ABCDE-{n}", str(tmp_path / f"ABCDE-{n}.vp")) for n in (1, 2, 3)
    ]
    assert [r["name"] for r in record["refused"]] == ["ABCDE-4", "ABCDE-5"]
    assert record["by_operation"][0] == {"operation": "Count", "why": "it is none of AGQA's operations", "programs": 1}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["agqa", "clevrer.json"], 1),
        (["agqa", "nowhere.json"], 1),
        (["star", "star.json", "--vocabulary", PUBLISHED], 1),
        (["clevrer", "clevrer.json", "--vocabulary", PUBLISHED], 2),
        (["clevr", "clevrer.json"], 2),
    ],
)
def test_what_it_cannot_read_it_says(vprog, tmp_path, arguments, code):
    name, file, *rest = arguments
    done = vprog("convert", name, PUBLISHED / file, "-o", tmp_path / "out", *rest, "--json")
    assert done.exit_code == code
    assert json.loads(done.stdout)["status"] == "failed"
    assert not (tmp_path / "out").exists()
