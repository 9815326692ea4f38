"""`ask`, `run`, `demo`: one JSON document, the promised keys, the promised exit codes."""

import json
from pathlib import Path

import pytest

from vprog.trace import read_trace

KEYS = {
    *("answer", "status", "kind", "confidence", "answer_type", "program", "evidence", "attempts", "cost"),
    *("diagnostics", "trace", "schema", "profile", "reason", "partial", "gaps", "caveats"),
}
COST = {"frames_decoded", "module_calls", "cache_hits", "wall_s", "llm_tokens"}


def test_ask_answers_with_evidence_and_a_trace(vprog, demo_clip):
    done = vprog("ask", demo_clip, "How many red circles are there?", "--json")
    assert done.exit_code == 0
    record = json.loads(done.stdout)
    assert set(record) == KEYS
    assert set(record["cost"]) == COST
    assert (record["answer"], record["status"], record["kind"], record["answer_type"]) == (
        3,
        "answered",
        "computed",
        "Number",
    )
    assert 'detect(video, "red circle")' in record["program"]
    assert len(record["evidence"]) == 3
    for evidence in record["evidence"]:
        assert 0 <= evidence["start_s"] < evidence["end_s"] <= 6.0
        for box in evidence["boxes"]:
            x1, y1, x2, y2 = box["xyxy"]
            assert 0 <= x1 < x2 <= 480
            assert 0 <= y1 < y2 <= 270
    trace = read_trace(Path(record["trace"]))
    assert trace.is_closed
    assert trace.of("answer")[0]["answer"] == 3
    ops = [e["op"] for e in trace.of("node")]
    assert ops.count("detect.all") == ops.count("track.select") == 1
    assert all(trace.value(e["value"]) for e in trace.of("node") if e["value"])
    frames = list((trace.folder / "frames").glob("*.jpg"))
    assert 1 <= len(frames) <= 64


def test_ask_shows_program_values_and_evidence_to_people(vprog, demo_clip):
    shown = vprog("ask", demo_clip, "How many red circles are there?").stdout
    assert shown.startswith("3\n")
    for word in ("program", "values", "evidence (computed)", "frames decoded", "trace "):
        assert word in shown


def test_a_choice_comes_back_exactly_as_given(vprog, demo_clip):
    choices = ("--choice", " Two ", "--choice", "THREE.", "--choice", "7")
    record = json.loads(vprog("ask", demo_clip, "How many red circles are there?", *choices, "--json").stdout)
    assert (record["answer"], record["choice_index"]) == ("THREE.", 1)


@pytest.mark.parametrize(
    ("question", "said"),
    [("How many dogs are there?", '"dog"'), ("Why does the circle move?", "why"), ("blah blah", "blah")],
)
def test_what_cannot_be_answered_is_abstained_from_with_a_reason(vprog, demo_clip, question, said):
    done = vprog("ask", demo_clip, question, "--json")
    record = json.loads(done.stdout)
    assert (done.exit_code, record["status"], record["answer"]) == (3, "abstained", None)
    assert said in record["reason"].lower()
    assert vprog("ask", demo_clip, question).stdout.startswith("no answer: ")


def test_a_clip_limits_what_is_visible_and_keeps_the_clock(vprog, demo_clip):
    asked = ("ask", demo_clip, "How many red circles are there?", "--json", "--clip")
    record = json.loads(vprog(*asked, "0,1.5").stdout)
    assert record["answer"] == 2
    record = json.loads(vprog(*asked, "3,6").stdout)
    assert record["answer"] == 3
    assert all(e["start_s"] >= 3 for e in record["evidence"])


@pytest.mark.parametrize(("clip", "exit_code"), [("5,2", 1), ("70,80", 1), ("nan,2", 1), ("abc", 2), ("1", 2)])
def test_a_clip_that_shows_nothing_is_refused(vprog, demo_clip, clip, exit_code):
    assert vprog("ask", demo_clip, "Is there a red circle?", "--clip", clip).exit_code == exit_code


def test_run_repairs_a_program_and_says_so(vprog, demo_clip):
    wrong = 'answer = count(track(detect(video, "red circle"))\n'
    assert vprog("run", "-", demo_clip, stdin=wrong).exit_code == 1
    done = vprog("run", "-", demo_clip, "--fix", stdin=wrong)
    assert done.exit_code == 0
    assert done.stdout.startswith("3\nnote: another program was tried before (given, invalid): the line ends")


def test_run_reads_standard_input_and_turns_knobs(vprog, demo_clip):
    program = 'answer = count(track(detect(video, "red circle")))\n'
    done = vprog("run", "-", demo_clip, "--set", "detect.rate_fps=2.5", "--json", stdin=program)
    record = json.loads(done.stdout)
    assert (record["answer"], record["cost"]["frames_decoded"]) == (3, 15)


@pytest.mark.parametrize(
    ("knob", "exit_code", "message"),
    [
        ("detect.min_scor=0.5", 1, "did you mean `detect.min_score`?"),
        ("detect.min_score=7", 1, "it is a number from 0.05 to 0.95"),
        ("detect.max_side_px=200.5", 1, "a whole number"),
        ("nonsense", 2, ""),
        ("detect.min_score=much", 2, ""),
    ],
)
def test_a_knob_that_cannot_be_turned_is_explained(vprog, demo_clip, knob, exit_code, message):
    done = vprog("run", "-", demo_clip, "--set", knob, stdin="answer = 1\n")
    assert done.exit_code == exit_code
    assert message in done.stderr


@pytest.mark.parametrize(
    ("option", "value"), [("--clip", "foo"), ("--set", "a"), ("--budget", "seconds=much"), ("--budget", "seconds=-1")]
)
@pytest.mark.parametrize("command", ["ask", "run"])
def test_an_option_that_cannot_be_read_is_one_document(vprog, demo_clip, command, option, value):
    question = [demo_clip, "Is there a face?"] if command == "ask" else ["-", demo_clip]
    done = vprog(command, *question, option, value, "--json", stdin="answer = 1\n")
    assert done.exit_code == 2
    record = json.loads(done.stdout)
    assert (record["schema"], record["answer"], record["status"]) == (1, None, "failed")
    assert option in record["diagnostics"][0]["message"]
    assert f"Invalid value for {option}" in done.stderr
    assert vprog(command, *question, option, value, stdin="answer = 1\n").stdout == ""


def test_a_wrong_program_shows_carets_and_one_document(vprog, demo_clip):
    done = vprog("run", "-", demo_clip, "--json", stdin="answer = cuont(video)\n")
    assert done.exit_code == 1
    assert "^^^^^ did you mean `count`?" in done.stderr
    record = json.loads(done.stdout)
    assert record["status"] == "failed"
    assert record["diagnostics"][0]["code"] == "VP0201"


@pytest.mark.parametrize("name", ["missing.mp4", "text.mp4", "empty.mp4"])
def test_a_video_that_cannot_be_read_is_one_line(vprog, tmp_path, name):
    (tmp_path / "text.mp4").write_text("this is no video")
    (tmp_path / "empty.mp4").write_bytes(b"")
    done = vprog("ask", tmp_path / name, "How many people are there?", "--json")
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert name in done.stderr
    assert json.loads(done.stdout)["diagnostics"][0]["code"] == "VP0501"


def test_a_cache_that_cannot_be_written_is_exit_4(vprog, demo_clip, tmp_path):
    (tmp_path / "file").write_text("")
    done = vprog("ask", demo_clip, "Is there a red circle?", "--cache", tmp_path / "file")
    assert done.exit_code == 4
    assert "cannot be written" in done.stderr


def test_an_unknown_profile_names_those_there_are(vprog, demo_clip):
    done = vprog("ask", demo_clip, "Is there a red circle?", "--profile", "embeded")
    assert done.exit_code == 1
    assert "did you mean `embedded`?" in done.stderr


def test_an_interruption_closes_the_trace(vprog, demo_clip, tmp_path, monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("vprog.cli.progress.ProgressLine.__call__", interrupt)
    done = vprog("ask", demo_clip, "How many red circles are there?", "--cache", tmp_path, "--json")
    assert done.exit_code == 130
    assert json.loads(done.stdout) == {"schema": 1, "answer": None, "status": "interrupted", "diagnostics": []}
    assert done.stderr.endswith("interrupted\n")
    (folder,) = (tmp_path / "traces").iterdir()
    assert read_trace(folder).of("close")[0]["ended"] == "interrupted"


def test_demo_shows_an_answer_and_what_it_cannot_see(vprog, tmp_path):
    shown = vprog("demo", "-o", tmp_path / "demo").stdout
    assert "\n3\n" in shown
    for line in (
        "How many red circles enter?  1",
        "Are there more red circles than blue squares?  yes",
        "Is there a green triangle?  no",
        "How many dogs are there?  no answer: ",
    ):
        assert line in shown


def test_a_demo_that_cannot_be_written_is_one_line(vprog, tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "taken" / "demo.mp4").mkdir(parents=True)
    for folder in ("file", "file/below", "taken"):
        done = vprog("demo", "-o", tmp_path / folder, "--json")
        assert (done.exit_code, done.stderr.count("\n")) == (4, 1)
        assert f"{tmp_path / folder / 'demo.mp4'} cannot be written: " in done.stderr
        assert json.loads(done.stdout)["status"] == "failed"
