"""`vprog replay`, as a user types it."""

import json

import pytest

PROGRAM = 'tracks_red = track(detect(video, "red circle"))\nanswer = count(tracks_red)\n'


@pytest.fixture
def asked(vprog, demo_clip):
    return json.loads(vprog("ask", demo_clip, "How many red circles are there?", "--json").stdout)


def test_the_answer_is_printed_again(vprog, asked):
    again = vprog("replay", asked["trace"], "--json")
    assert again.exit_code == 0
    assert json.loads(again.stdout) == asked
    assert vprog("replay", asked["trace"]).stdout.startswith("3\n")


def test_an_edit_shows_what_it_changed(vprog, asked, tmp_path):
    corrected = tmp_path / "corrected.json"
    corrected.write_text('{"drop": [2]}')
    shown = vprog("replay", asked["trace"], "--edit", f"tracks_circle=@{corrected}")
    assert shown.exit_code == 0
    assert "changed, since 1 node ran again" in shown.stdout
    assert "answer: 3\n        → 2" in shown.stdout
    assert "`tracks_circle` was given by hand" in shown.stdout
    record = json.loads(vprog("replay", asked["trace"], "--edit", 'tracks_circle={"keep": []}', "--json").stdout)
    assert record["answer"] == 0
    assert record["edited"]["parent"] == asked["trace"]
    assert json.loads(vprog("replay", record["trace"], "--json").stdout) == record


def test_an_abstained_answer_exits_with_3(vprog, demo_clip):
    asked = json.loads(vprog("ask", demo_clip, "How many dogs are there?", "--json").stdout)
    again = vprog("replay", asked["trace"], "--json")
    assert again.exit_code == 3
    assert json.loads(again.stdout) == asked


@pytest.mark.parametrize(
    ("edit", "code", "message"),
    [
        ("tracks_circle", 2, "NAME=VALUE"),
        ("tracks_circle=red", 1, "is no JSON"),
        ("tracks_circle=@missing.json", 1, "cannot be read"),
        ("circles=1", 1, "binds no name"),
        ("tracks_circle=1", 1, "expected"),
    ],
)
def test_an_unusable_edit_is_named(vprog, asked, edit, code, message):
    done = vprog("replay", asked["trace"], "--edit", edit, "--json")
    assert done.exit_code == code
    assert message in done.stderr
    assert json.loads(done.stdout)["status"] == "failed"


def test_what_is_no_trace_is_wrong_input(vprog, tmp_path):
    done = vprog("replay", tmp_path, "--json")
    assert done.exit_code == 1
    assert "holds trace.jsonl" in done.stderr
