"""What a trace folder tells of a run is what the run told."""

import json
import shutil

import pytest
from PIL import Image

from tests.report.conftest import TWO
from vprog.api import Budget
from vprog.diagnostics import InputError
from vprog.report import read_run
from vprog.report.recorded import RecordedVideo
from vprog.report.videos import open_recorded
from vprog.trace import TraceError
from vprog.values import Source, digest

COLOURS = """\
tracks_all = track(detect(video, "red circle"))
texts_all = [color(t) for t in tracks_all]
answer = count(texts_all)
"""
FALLS_BACK = 'answer = or_else(label(first(track(detect(video, "green triangle")))), "none")\n'


def same(recorded, given):
    """Say whether two outcomes are one, their values as the codec keeps them."""
    fields = ("type", "status", "reason", "diagnostic", "confidence", "judged", "incomplete", "cut_short", "caveats")
    assert [getattr(recorded, f) for f in fields] == [getattr(given, f) for f in fields]
    assert (recorded.fallback, recorded.evidence, recorded.gaps) == (given.fallback, given.evidence, given.gaps)
    assert recorded.followed == given.followed
    if given.has_value:
        assert digest(recorded.type, recorded.payload) == digest(given.type, given.payload)


def test_every_name_of_every_question_comes_back(session, clip):
    answers = session.answer(clip, TWO)
    run = read_run(answers[0].trace)
    assert [q.question for q in run.questions] == list(TWO)
    for asked, answer in zip(run.questions, answers, strict=True):
        assert asked.program == answer.program
        known = {name: value.outcome for name, value in asked.names.items() if value.outcome}
        assert list(known) == list(answer.values)
        for name, outcome in known.items():
            same(outcome, answer[name])
        assert asked.answer == {k: v for k, v in answer.to_json().items() if k not in ("trace", "program", "schema")}
        assert asked.diagnostics == answer.diagnostics
    assert run.ended == "ok"
    assert run.profile == "embedded"
    assert run.videos[0].path == str(clip.resolve())
    assert run.cost == answers[0].cost


ONE = 'track_one = last(track(detect(video, "red circle")))\nanswer = count(enters([track_one]))\n'


@pytest.mark.parametrize("program", [COLOURS, FALLS_BACK, ONE, "answer = 1 / 0\n"])
def test_values_of_every_kind_come_back(session, clip, program):
    answer = session.run(program, clip)
    (asked,) = read_run(answer.trace).questions
    assert asked.planner == "given"
    for name, outcome in answer.values.items():
        same(asked.names[name].outcome, outcome)
        line = program.splitlines()[asked.names[name].line - 1]
        assert line.startswith(name)


def test_a_name_that_was_not_needed_has_a_type_and_no_value(session, clip):
    program = 'tracks_red = track(detect(video, "red circle"))\nanswer = 1 if (2 > 1) else count(tracks_red)\n'
    name = read_run(session.run(program, clip).trace).questions[0].names["tracks_red"]
    assert name.type.value == "Tracks"
    assert name.outcome is None


def test_nodes_say_what_they_cost_and_what_they_read(session, clip):
    run = read_run(session.run(COLOURS, clip, knobs={"detect.rate_fps": 5}).trace)
    looked = next(n for n in run.nodes.values() if n.op == "detect.all")
    assert looked.frames == 30
    assert looked.frame_range == (0, 116)
    assert looked.backend
    assert looked.model
    assert {n["node"] for n in run.structure} >= {k for k, n in run.nodes.items() if not n.is_inner}
    assert any(n.is_inner for n in run.nodes.values())
    assert run.knobs == {"detect.rate_fps": 5}
    for node in run.nodes.values():
        assert set(node.operands) <= set(run.nodes)


def test_clip_and_budget_come_back(session, clip):
    program = 'answer = count(track(detect(video, "blue square")))\n'
    answer = session.run(program, clip, clip=(1, 3.5), budget=Budget(frames=4))
    run = read_run(answer.trace)
    assert run.clip == (1, 3.5)
    assert run.budget == {"seconds": None, "frames": 4}
    assert run.questions[0].outcome.cut_short == answer.budget_spent


def test_pictures_have_the_size_they_say(session, clip):
    run = read_run(session.run('answer = exists(detect(video, "red circle"))', clip).trace)
    assert run.frames
    for frame in run.frames:
        with Image.open(frame.path) as picture:
            assert picture.size == (frame.width_px, frame.height_px)
        assert frame.video == run.videos[0].source.digest


def test_a_run_that_ended_early_is_told_as_far_as_it_got(session, clip, tmp_path):
    answer = session.run(COLOURS, clip)
    lines = (answer.trace / "trace.jsonl").read_text().splitlines(keepends=True)
    cut = next(i for i, line in enumerate(lines) if '"op":"track.select"' in line)
    (tmp_path / "trace.jsonl").write_text("".join(lines[:cut]))
    run = read_run(tmp_path)
    assert run.ended == "cut off"
    assert run.questions[0].answer is None
    assert run.questions[0].outcome is None
    assert run.questions[0].names["tracks_all"].outcome is None


NEW_FIELDS = ("incomplete", "cut_short", "fallback", "caveats", "evidence", "nodes", "roots", "width_px", "height_px")


def test_an_older_trace_is_read_with_a_note(session, clip, tmp_path):
    """As vprog wrote it before schema 2."""
    answer = session.run(COLOURS, clip)
    records = [json.loads(line) for line in (answer.trace / "trace.jsonl").read_text().splitlines()]
    old = [{k: v for k, v in r.items() if r["event"] == "answer" or k not in NEW_FIELDS} for r in records]
    old = [r | {"schema": 1} if r["event"] == "open" else r for r in old if r["event"] != "settings"]
    for record in old:
        for video in record.get("videos", []) if record["event"] == "input" else []:
            del video["path"]
    (tmp_path / "trace.jsonl").write_text("".join(json.dumps(r) + "\n" for r in old))
    (tmp_path / "values").symlink_to(answer.trace / "values")
    run = read_run(tmp_path)
    assert "run it again" in run.notes[0]
    assert run.questions[0].outcome.payload == answer.value
    assert run.videos[0].path is None


def test_a_value_that_is_missing_is_named_when_it_is_asked_for(session, clip):
    run = read_run(session.run('answer = count(track(detect(video, "red circle")))', clip).trace)
    for file in (run.folder / "values").iterdir():
        file.unlink()
    with pytest.raises(TraceError, match="holds no value"):
        _ = run.questions[0].outcome


@pytest.mark.parametrize("file", ["/etc/passwd", "frames/../../secret.jpg", "../frames/00-0000001.jpg", "frames/x.jpg"])
def test_a_trace_names_no_file_of_its_reader(session, clip, tmp_path, file):
    folder = _copied(session.run('answer = count(track(detect(video, "red circle")))', clip).trace, tmp_path)
    with (folder / "trace.jsonl").open("a") as trace:
        trace.write(json.dumps({"event": "frame", "video": "00", "frame": 1, "time_s": 0.1, "file": file}) + "\n")
    with pytest.raises(TraceError, match="is no picture of this folder"):
        read_run(folder)


@pytest.mark.parametrize("record", [{"event": "node"}, {"event": "frame"}, {"event": "input", "videos": [{}]}])
def test_a_damaged_record_is_a_trace_error(session, clip, tmp_path, record):
    folder = _copied(session.run('answer = count(track(detect(video, "red circle")))', clip).trace, tmp_path)
    opened, *rest = (folder / "trace.jsonl").read_text().splitlines()
    (folder / "trace.jsonl").write_text("\n".join([opened, json.dumps(record), *rest]) + "\n")
    with pytest.raises(TraceError, match="is damaged"):
        read_run(folder)


def test_an_address_in_a_trace_is_not_fetched():
    source = Source("00" * 16, "far.mp4", 1.0, 64, 48, 10)
    for path in ("http://127.0.0.1:9/far.mp4", "file:///etc/passwd"):
        with pytest.raises(InputError, match="does not say where it lies"):
            open_recorded(RecordedVideo(source, path))


def _copied(trace, folder):
    return shutil.copytree(trace, folder / "trace")
