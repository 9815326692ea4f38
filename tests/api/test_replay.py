"""Replay gives the answer again from the folder alone; an edit runs again what depends on it, and nothing else."""

import json
import shutil
from pathlib import Path

import pytest

import vprog
from vprog.api import Answer, InputError, Session
from vprog.api.demo import make_demo_clip
from vprog.api.replaying import replay
from vprog.planner import load_examples
from vprog.report import read_run
from vprog.trace import SCHEMA, TraceError
from vprog.values import digest

SHAPES = {"dog": "red circle", "cat": "blue square", "car": "circle", "ball": "circle", "box": "square"}
COUNT = """\
tracks_circle = track(detect(video, "red circle"))
spans_enter = enters(tracks_circle)
answer = count(who(spans_enter))
"""


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return make_demo_clip(tmp_path_factory.mktemp("clip"))


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    with Session("embedded", cache=tmp_path_factory.mktemp("cache")) as opened:
        yield opened


@pytest.fixture(scope="module")
def counted(session, clip) -> Answer:
    return session.run(COUNT, clip)


def assert_same(again: Answer, answer: Answer) -> None:
    assert again.to_json() == answer.to_json()
    assert (again.evidence, again.gaps, again.budget_spent) == (answer.evidence, answer.gaps, answer.budget_spent)
    assert list(again.values) == list(answer.values)
    for name, outcome in answer.values.items():
        assert again[name].status is outcome.status
        assert again[name].reason == outcome.reason
        if outcome.has_value:
            assert digest(outcome.type, again[name].payload) == digest(outcome.type, outcome.payload)


def of_shapes(program: str) -> str:
    for thing, shape in SHAPES.items():
        program = program.replace(f'"{thing}"', f'"{shape}"')
    return program


def ran_in(answer: Answer) -> list[str]:
    return [n.op for n in read_run(answer.trace).nodes.values() if n.origin == "run"]


@pytest.mark.parametrize("example", load_examples(), ids=lambda e: e.name)
def test_replay_equals_the_original(example, session, clip, tmp_path, monkeypatch):
    """Without the video, the store and the models: only the folder is left."""
    program = of_shapes(example.program)
    own = Path(shutil.copy(clip, tmp_path / "own.mp4"))
    answer = session.run(program, [own, own], question=example.question, choices=["one", "two", "three"])
    own.unlink()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "none"))
    assert_same(replay(answer.trace), answer)


@pytest.mark.parametrize("example", load_examples()[::4], ids=lambda e: e.name)
def test_a_value_put_in_its_own_place_changes_nothing(example, session, clip):
    program = of_shapes(example.program)
    answer = session.run(program, [clip, clip], question=example.question, choices=["one", "two", "three"])
    name, outcome = next(iter(answer.values.items()))
    edited = answer.edit(**{name: outcome.payload if outcome.has_value else {"absent": outcome.reason}})
    assert edited.changes == ()
    assert edited.to_json()["answer"] == answer.to_json()["answer"]


def test_all_questions_of_a_session_come_back_in_order(session, clip):
    asked = ["How many red circles are there?", "How many dogs are there?", "What did Ann think?", "Is there a circle?"]
    answers = session.answer(clip, asked)
    again = replay(answers[0].trace)
    assert [a.status for a in again] == ["answered", "abstained", "abstained", "answered"]
    for one, other in zip(again, answers, strict=True):
        assert_same(one, other)


def test_a_partial_answer_comes_back(session, clip):
    partial = session.run(COUNT, clip, budget=vprog.Budget(frames=5), knobs={"detect.max_side_px": 320})
    assert partial.budget_spent
    assert_same(replay(partial.trace), partial)


def test_a_failed_answer_comes_back(session, clip):
    """Lists within lists take more steps than a run may."""
    pieces = "split(video, 64)"
    program = f"answer = count([count([count([1 for c in {pieces}]) for b in {pieces}]) for a in {pieces}])\n"
    failed = session.run(program, clip)
    assert failed.status == "failed"
    assert_same(replay(failed.trace), failed)


def test_ids_that_are_no_numbers_are_refused(counted):
    for marks in (["3"], [True], [3.0]):
        with pytest.raises(InputError, match="a list of some of 1, 2, 3"):
            counted.edit(tracks_circle={"drop": marks})


def test_an_edit_runs_exactly_what_depends_on_it(counted):
    edited = counted.edit(tracks_circle={"drop": [3]})
    assert edited.value == 0
    assert counted.value == 1
    run, computed = read_run(edited.trace), read_run(counted.trace).nodes
    assert ran_in(edited) == ["enters", "who", "count"]
    assert set(edited.ran) == {n.key for n in run.nodes.values() if n.origin == "run"}
    assert [n.op for n in computed.values() if n.key not in edited.ran][-1] == "track.select"
    assert edited.cost["frames_decoded"] == 0
    assert [c.name for c in edited.changes] == ["tracks_circle", "spans_enter", "answer"]
    assert (edited.changes[-1].before, edited.changes[-1].after) == ("1", "0")
    assert "`tracks_circle` was given by hand" in edited.caveats


def test_a_single_track_keeps_its_looks_when_something_else_is_edited(session, clip):
    program = (
        'tracks_circle = track(detect(video, "red circle"))\ntrack_last = last(tracks_circle)\n'
        "number_more = 1\nanswer = count(enters([track_last])) + number_more\n"
    )
    answer = session.run(program, clip)
    assert answer.value == 2
    edited = answer.edit(number_more=5)
    assert "last" not in ran_in(edited)
    assert edited.value == 6
    again = edited.edit(number_more=7)
    assert again.value == 8
    assert again["track_last"].followed == answer["track_last"].followed != ()


def test_an_edit_that_changes_nothing_changes_no_answer(counted):
    edited = counted.edit(tracks_circle={"drop": []})
    assert edited.value == counted.value
    assert edited.changes == ()
    assert edited.evidence == counted.evidence


def test_an_edited_trace_is_whole_and_names_its_parent(counted, tmp_path):
    edited = counted.edit(spans_enter=[[2.0, 2.6]])
    moved = Path(shutil.copytree(edited.trace, tmp_path / "moved"))
    run = read_run(moved)
    assert run.parent == str(counted.trace.resolve())
    assert list(run.edits) == ["spans_enter"]
    assert {n.origin for n in run.nodes.values()} == {"run", "parent", "edit"}
    again = replay(moved)
    assert again.to_json() | {"trace": str(edited.trace)} == edited.to_json()
    assert (again.value, again["spans_enter"].payload.items[0].start_s) == (1, 2.0)


def test_a_stretch_that_was_not_there_is_about_nobody(counted):
    edited = counted.edit(spans_enter=[[1.0, 1.5], [2.4, 2.6]])
    assert edited.status == "abstained"
    assert "no subject" in edited.reason


def test_a_further_edit_keeps_the_earlier_one(counted):
    first = counted.edit(spans_enter=[])
    second = first.edit(tracks_circle={"drop": [1]})
    assert first.value == second.value == 0
    assert second.ran == ()


@pytest.mark.parametrize("name", ["answer", "spans_enter"])
def test_what_is_absent_spreads(counted, name):
    edited = counted.edit(**{name: {"absent": "nobody knows"}})
    assert edited.status == "abstained"
    assert edited.reason == "nobody knows"


def test_an_edit_needs_no_video_where_nothing_is_looked_at(session, clip, tmp_path):
    own = Path(shutil.copy(clip, tmp_path / "own.mp4"))
    answer = session.run(COUNT, own)
    own.unlink()
    edited = answer.edit(tracks_circle={"keep": [3]})
    assert edited.value == 1
    assert read_run(edited.trace).frames


LOOKS = """\
span_first = first(enters(track(detect(video, "red circle"))))
answer = count(track(detect(before(video, span_first), "red circle")))
"""


def test_an_edit_that_needs_pictures_opens_the_video_where_it_lay(session, clip, tmp_path):
    own = Path(shutil.copy(clip, tmp_path / "own.mp4"))
    answer = session.run(LOOKS, own)
    edited = answer.edit(span_first=[5.0, 5.9])
    assert (answer.value, edited.value) == (2, 3)
    moved = own.rename(tmp_path / "moved.mp4")
    with pytest.raises(InputError, match=r"needs the pictures of own\.mp4.*--video"):
        answer.edit(span_first=[5.0, 5.9])
    assert replay(answer.trace, {"span_first": [5.0, 5.9]}, video=moved).value == edited.value
    make_demo_clip(tmp_path / "other").rename(own)
    shutil.copy(clip, own)
    assert answer.edit(span_first=[5.0, 5.9]).value == edited.value


def test_another_video_in_its_place_is_refused(session, clip, tmp_path):
    own = Path(shutil.copy(clip, tmp_path / "own.mp4"))
    answer = session.run(LOOKS, own)
    with own.open("ab") as file:
        file.write(b"\0" * 64)
    with pytest.raises(InputError, match=r"another video|cannot be read"):
        answer.edit(span_first=[5.0, 5.9])
    with pytest.raises(InputError, match="not what the run looked at"):
        replay(answer.trace, {"span_first": [5.0, 5.9]}, video=own)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("tracks_circles", 1, "did you mean `tracks_circle`"),
        ("tracks_circle", {"keep": [1, 9]}, "expected a list of some of 1, 2, 3"),
        ("tracks_circle", {"kept": [1]}, "with `keep` or `drop`"),
        ("tracks_circle", 3, "a Tracks and cannot be 3"),
        ("tracks_circle", {"type": "Number", "value": 3}, "expected the type Tracks, not Number"),
        ("tracks_circle", {"type": "Tracks", "value": 3}, "a Tracks and cannot be"),
        ("tracks_circle", {"type": "Nothing", "value": 3}, "a Tracks and cannot be"),
        ("spans_enter", [[3, 2]], "start before end"),
        ("spans_enter", [3, 2], "seconds of the video"),
        ("spans_enter", [["a", 2]], "a number of seconds"),
        ("answer", "three", "expected a number"),
        ("answer", True, "expected a number"),
        ("answer", float("nan"), "must be finite"),
    ],
)
def test_an_unusable_value_is_refused_with_what_is_expected(counted, name, value, message):
    with pytest.raises(InputError, match=message):
        counted.edit(**{name: value})


def test_all_unusable_values_are_named_at_once(counted):
    with pytest.raises(InputError) as caught:
        counted.edit(tracks_circle=1, nothing=2)
    assert len(caught.value.diagnostics) == 2


def test_a_value_in_the_form_of_the_trace_and_in_python(counted):
    run = read_run(counted.trace)
    kept = json.loads(run.trace.value(run.questions[0].names["tracks_circle"].node.value))
    kept["value"]["items"] = kept["value"]["items"][:2]
    assert counted.edit(tracks_circle=kept).value == 0
    tracks = counted["tracks_circle"].payload
    assert counted.edit(tracks_circle=tracks).value == 1


def test_one_of_several_questions_is_edited(session, clip):
    asked = ["How many red circles enter?", "How many red circles are there?"]
    first, second = session.answer(clip, asked)
    assert second.edit(tracks_circle={"keep": [1]}).value == 1
    both = replay(first.trace, {"tracks_circle": {"keep": [1]}})
    assert [a.value for a in both] == [0, 1]


def test_names_that_differ_between_questions_need_a_number(session, clip):
    first, second = session.answer(clip, ["How many red circles are there?", "Is there a circle?"])
    with pytest.raises(InputError, match=r"`0\.answer`, `1\.answer`"):
        replay(first.trace, {"answer": 1})
    assert [a.value for a in replay(first.trace, {"0.answer": 7})] == [7, second.value]


def test_a_name_that_nothing_needs_cannot_be_edited(session, clip):
    answer = session.run('tracks_a = track(detect(video, "circle"))\nanswer = 1 + 1\n', clip)
    with pytest.raises(InputError, match="nothing depends on `tracks_a`"):
        answer.edit(tracks_a={"keep": []})


def cut_off(answer: Answer, folder: Path, op: str) -> Path:
    lines = (answer.trace / "trace.jsonl").read_text().splitlines(keepends=True)
    end = next(i for i, line in enumerate(lines) if line.startswith('{"event":"node"') and f'"op":"{op}"' in line)
    shutil.copytree(answer.trace, folder)
    (folder / "trace.jsonl").write_text("".join(lines[:end]))
    return folder


def test_a_run_that_ended_early_has_no_answer_but_goes_on_from_an_edit(counted, tmp_path):
    folder = cut_off(counted, tmp_path / "cut", "who")
    with pytest.raises(InputError, match=r"cut off before it had one.*--edit"):
        replay(folder)
    edited = replay(folder, {"spans_enter": {"keep": []}}, cache=tmp_path / "cache")
    assert edited.value == 0


def changed(answer: Answer, folder: Path, change) -> Path:
    shutil.copytree(answer.trace, folder)
    path = folder / "trace.jsonl"
    records = [change(json.loads(line)) for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps(r) + "\n" for r in records if r))
    return folder


def test_other_versions_are_read_or_refused_with_advice(counted, tmp_path):
    newer = changed(counted, tmp_path / "newer", lambda r: r | {"schema": SCHEMA + 1} if r["event"] == "open" else r)
    with pytest.raises(TraceError, match="install a newer vprog"):
        replay(newer)
    other = changed(counted, tmp_path / "other", lambda r: r | {"id": "0" * 32} if r.get("op") == "detect.all" else r)
    assert replay(other).value == 1
    with pytest.raises(InputError, match=r"another version since: detect\.all; run the program again"):
        replay(other, {"spans_enter": []}, cache=tmp_path)


def test_a_trace_before_schema_2_is_replayed_and_not_edited(counted, tmp_path):
    def old(record):
        kept = {
            k: v for k, v in record.items() if k not in ("nodes", "roots", "evidence") or record["event"] == "answer"
        }
        return kept | {"schema": 1} if record["event"] == "open" else kept if record["event"] != "settings" else None

    folder = changed(counted, tmp_path / "old", old)
    again = replay(folder)
    assert again.to_json() | {"trace": str(counted.trace)} == counted.to_json()
    with pytest.raises(InputError, match="can be run again"):
        replay(folder, {"spans_enter": []}, cache=tmp_path)


def test_a_folder_without_questions_is_refused(session, tmp_path):
    session.compute("answer = 1 + 1", {})
    newest = max((session.cache / "traces").iterdir(), key=lambda folder: folder.stat().st_mtime_ns)
    with pytest.raises(InputError, match="holds no question"):
        replay(newest)
