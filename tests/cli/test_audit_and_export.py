"""`vprog audit` and `vprog export`, as a user types them."""

import json

import pytest


@pytest.fixture
def asked(vprog, demo_clip):
    return json.loads(vprog("ask", demo_clip, "How many red circles enter?", "--json").stdout)


def test_audits_are_one_document_or_one_line_each(vprog, asked):
    only = ("--only", "consistency", "--only", "blind", "--only", "reading")
    done = vprog("audit", asked["trace"], *only, "--json")
    assert done.exit_code == 0
    (record,) = json.loads(done.stdout)
    assert [(a["audit"], a["verdict"]) for a in record["audits"]] == [
        ("consistency", "pass"),
        ("reading", "does not apply"),
        ("blind", "pass"),
    ]
    shown = vprog("audit", asked["trace"], *only)
    assert "blind        pass            without the video it gives 0 in place of 1" in shown.stdout


def test_a_failed_audit_exits_with_1(vprog, demo_clip, tmp_path):
    program = tmp_path / "guess.vp"
    program.write_text("answer = 1\n")
    run = json.loads(vprog("run", program, demo_clip, "--question", "How many red circles enter?", "--json").stdout)
    done = vprog("audit", run["trace"], "--only", "coverage")
    assert done.exit_code == 1
    assert "the answer does not depend on the video" in done.stdout


def test_gold_is_measured(vprog, asked):
    done = vprog("audit", asked["trace"], "--only", "consistency", "--gold", "answer=1", "--json")
    assert json.loads(done.stdout)[0]["audits"][-1]["verdict"] == "pass"
    assert vprog("audit", asked["trace"], "--gold", "answer", "--json").exit_code == 2


def test_exports_are_written(vprog, asked, tmp_path):
    done = vprog("export", asked["trace"], "--format", "webvtt", "-o", tmp_path / "events.vtt", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {"written": [str(tmp_path / "events.vtt")]}
    assert "WEBVTT" in (tmp_path / "events.vtt").read_text()
    lines = tmp_path / "pairs.jsonl"
    assert vprog("export", asked["trace"], asked["trace"], "--format", "jsonl", "-o", lines).exit_code == 0
    assert [json.loads(line)["prompt"] for line in lines.read_text().splitlines()] == [
        "How many red circles enter?"
    ] * 2


def test_what_cannot_be_exported_is_named(vprog, asked, tmp_path):
    done = vprog("export", asked["trace"], "--format", "csv", "-o", tmp_path / "x", "--json")
    assert done.exit_code == 1
    assert "parquet" in json.loads(done.stdout)["diagnostics"][0]["expected"]
    assert vprog("export", asked["trace"], "--format", "coco", "-o", "/dev/null/x").exit_code == 4
