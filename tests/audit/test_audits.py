"""Audits let pass what looks, and fail what guesses; each knows when it does not apply."""

import json
import shutil
from pathlib import Path

import networkx as nx
import pytest

from vprog.api.rerun import Rerunner
from vprog.audit import AUDITS, FAIL, NOT_APPLICABLE, PASS, audit, table
from vprog.diagnostics import InputError
from vprog.graph import as_networkx
from vprog.report import read_run

ENTER = """\
tracks_circle = track(detect(video, "red circle"))
spans_enter = enters(tracks_circle)
answer = count(who(spans_enter))
"""
HOW_MANY = "How many red circles enter?"


@pytest.fixture(scope="module")
def entered(session, clip):
    return session.run(ENTER, clip, question=HOW_MANY)


@pytest.fixture(scope="module")
def of_entered(entered):
    (found,) = audit(entered.trace)
    return {verdict.audit: verdict for verdict in found.verdicts}


def verdicts(answer, *only, **options):
    (found,) = audit(answer.trace, only=only or AUDITS, **options)
    return {verdict.audit: verdict for verdict in found.verdicts}


def test_a_program_that_looks_passes(of_entered):
    assert list(of_entered) == list(AUDITS)
    assert {name: v.why for name, v in of_entered.items() if v.verdict == FAIL} == {}
    assert {n for n, v in of_entered.items() if v.verdict == PASS} >= {
        *("consistency", "coverage", "sensitivity", "reading"),
        *("sufficiency", "necessity", "blind", "mirror", "speed"),
    }
    assert of_entered["order"].verdict == of_entered["cut"].verdict == NOT_APPLICABLE


def test_only_what_depends_on_the_video_runs_again(entered, of_entered):
    rerunner = Rerunner(read_run(entered.trace))
    (video,) = [key for key, node in rerunner.graph.nodes.items() if node.op == "input"]
    below = nx.descendants(as_networkx(rerunner.graph), video)
    for name in ("sufficiency", "necessity", "blind", "mirror", "speed"):
        assert of_entered[name].nodes_run == len(below)
    assert len(below) < len(rerunner.graph.nodes) - 1
    assert of_entered["consistency"].nodes_run < len(below)


GUESSES = {
    "constant": ("answer = 1\n", {"coverage", "sufficiency"}),
    "prior": ('answer = 1 if exists(track(detect(video, "red circle"))) else 1\n', {"sensitivity", "blind", "reading"}),
    "first frame": ('answer = count(track(detect(at(video, 0.0), "red circle")))\n', {"coverage", "reading"}),
    "wrong question": ('answer = count(track(detect(video, "red circle")))\n', {"reading"}),
}


@pytest.mark.parametrize("kind", GUESSES)
def test_a_program_that_guesses_fails(session, clip, kind):
    program, failing = GUESSES[kind]
    found = verdicts(session.run(program, clip, question=HOW_MANY))
    failed = {name for name, v in found.items() if v.verdict == FAIL}
    assert failed >= failing - ({"sensitivity"} if kind == "constant" else set())


BEFORE = """\
tracks_circle = track(detect(video, "red circle"))
tracks_square = track(detect(video, "blue square"))
span_enter = first(enters(tracks_circle))
spans_before = before(visible(tracks_square), span_enter)
answer = count(spans_before)
"""


def test_what_a_cut_excludes_changes_nothing(session, clip):
    found = verdicts(session.run(BEFORE, clip, question="?"), "cut")
    assert found["cut"].verdict in (PASS, NOT_APPLICABLE)


LEFT = """\
tracks_circle = track(detect(video, "red circle"))
tracks_square = track(detect(video, "blue square"))
answer = exists(left_of(tracks_circle, tracks_square))
"""


def test_left_and_right_change_places_in_the_mirror(session, clip):
    assert verdicts(session.run(LEFT, clip, question="?"), "mirror")["mirror"].verdict == PASS
    direction = 'answer = direction(last(track(detect(video, "red circle"))))\n'
    answer = session.run(direction, clip, question="?")
    assert answer.value in ("left", "right")
    assert verdicts(answer, "mirror")["mirror"].verdict == PASS


def test_a_time_scales_with_the_speed(session, clip):
    answer = session.run('answer = start(first(enters(track(detect(video, "red circle")))))\n', clip, question="?")
    found = verdicts(answer, "speed")["speed"]
    assert found.verdict == PASS
    assert float(found.facts["answer"]) == pytest.approx(answer.value / 0.8, abs=0.3)


def test_a_time_that_is_written_down_does_not(session, clip):
    answer = session.run("answer = start(interval(video, 2.4, 3.0))\n", clip)
    assert verdicts(answer, "speed")["speed"].verdict == FAIL


def changed(answer, folder, change) -> Path:
    shutil.copytree(answer.trace, folder)
    path = folder / "trace.jsonl"
    records = [change(json.loads(line)) for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return folder


def test_an_answer_that_does_not_follow_is_found(entered, tmp_path):
    told = changed(entered, tmp_path / "told", lambda r: r | {"answer": 7} if r["event"] == "answer" else r)
    (found,) = audit(told, only=("consistency",), cache=tmp_path)
    assert found.verdict == FAIL
    tracks = next(n for n in read_run(entered.trace).nodes.values() if "tracks_circle" in n.names)
    forged = changed(entered, tmp_path / "forged", lambda r: r)
    file = forged / "values" / f"{tracks.value}.json"
    value = json.loads(file.read_text())
    value["value"]["items"] = value["value"]["items"][:1]
    file.write_text(json.dumps(value))
    (found,) = audit(forged, only=("consistency",), cache=tmp_path)
    assert found.verdict == FAIL


def test_without_the_video_the_rest_still_applies(session, clip, tmp_path):
    own = Path(shutil.copy(clip, tmp_path / "own.mp4"))
    answer = session.run(ENTER, own, question=HOW_MANY)
    moved = own.rename(tmp_path / "moved.mp4")
    found = verdicts(answer, "consistency", "reading", "blind", "mirror")
    assert [v.verdict for v in found.values()] == [PASS, PASS, NOT_APPLICABLE, NOT_APPLICABLE]
    assert "own.mp4" in found["blind"].why
    assert verdicts(answer, "blind", video=moved)["blind"].verdict == PASS


def test_what_has_no_answer_is_not_doubted(session, clip):
    (found,) = audit(session.answer(clip, "How many dogs are there?").trace)
    assert found.verdict == NOT_APPLICABLE
    assert "cannot detect" in found.verdicts[0].why
    with pytest.raises(InputError, match="no program ran"):
        audit(session.answer(clip, "What did Ann think?").trace)


def test_each_question_of_a_session_is_audited(session, clip):
    answers = session.answer(clip, ["How many red circles are there?", "Is there a blue square?"])
    found = audit(answers[0].trace, only=("consistency", "coverage", "blind"))
    assert [one.question for one in found] == ["How many red circles are there?", "Is there a blue square?"]
    assert [one.verdict for one in found] == [PASS, PASS]


def test_values_are_measured_against_true_ones(session, entered, clip):
    truth = {"answer": 1, "spans_enter": [[2.4, 2.6]], "tracks_circle": {"keep": [1, 2, 3]}}
    pytest.importorskip("trackers")
    found = verdicts(entered, "consistency", gold=truth)
    assert [found[f"values: {name}"].verdict for name in truth] == [PASS] * 3
    assert found["values: tracks_circle"].facts == {"measure": "HOTA", "score": pytest.approx(1.0)}
    wrong = verdicts(entered, "consistency", gold={"answer": 2, "spans_enter": [[0, 1]]})
    assert [wrong[f"values: {name}"].verdict for name in ("answer", "spans_enter")] == [FAIL] * 2
    with pytest.raises(InputError, match="did you mean `spans_enter`"):
        verdicts(entered, "consistency", gold={"spans_enters": []})


def test_an_unknown_audit_is_named(entered):
    with pytest.raises(InputError, match="there is no audit `blinded`"):
        audit(entered.trace, only=("blinded",))


def test_the_table_has_one_line_for_each_audit(entered):
    (found,) = audit(entered.trace, only=("consistency", "coverage"))
    assert len(table(found).splitlines()) == 2
    assert json.dumps(found.to_json())


def test_equal_traces_get_equal_verdicts(entered):
    only = ("sensitivity", "reading")
    assert audit(entered.trace, only=only) == audit(entered.trace, only=only)
