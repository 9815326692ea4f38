"""The loop on a real clip: repaired, run, blamed, written anew by what draws from the strict grammar, and on record."""

import random

import pytest

from tests.refine.drawing import Drawing
from tests.refine.faults import REGISTRY
from vprog.language import check
from vprog.planner import Plan
from vprog.refine import HOLE, Limits, blame, refine

pytest.importorskip("llguidance")

_CIRCLES = 'tracks_circles = track(detect(video, "red circle"))\n'
_NONE = 'tracks_dots = track(detect(video, "blue circle"))\nspans_in = enters(tracks_dots)\n'


def planned(program: str) -> Plan:
    return Plan(program, None, planner="model")


def refined(program: str, run, question: str = "", choices=None, **rest):
    return refine(planned(program), run, REGISTRY, question=question, choices=choices, **rest)


def test_a_right_program_is_tried_once(run):
    found = refined(f"{_CIRCLES}answer = count(tracks_circles)\n", run, "How many red circles are there?")
    assert [(t.author, t.status) for t in found.attempts] == [("model", "ok")]
    assert (found.chosen.ran.value, found.fallback, found.stopped) == (3, False, None)


def test_what_does_not_check_is_repaired_and_run(run):
    found = refined(f"{_CIRCLES}answer = cuont(tracks_circle\n", run, "How many red circles are there?")
    assert [(t.author, t.status) for t in found.attempts] == [("model", "invalid"), ("repair", "ok")]
    assert found.chosen.ran.value == 3
    assert [e.name for e in found.chosen.edits] == ["unbalanced brackets", "near name", "near name"]


def test_what_answers_another_question_is_mended_before_it_runs(run):
    found = refined(f"{_CIRCLES}answer = tracks_circles\n", run, "How many red circles are there?")
    assert [(t.author, t.status) for t in found.attempts] == [("model", "suspicious"), ("mend", "ok")]
    assert found.attempts[0].ran is None
    assert found.chosen.ran.value == 3


def test_without_a_rewriter_a_doubtful_answer_is_a_fallback(run):
    found = refined(f"{_CIRCLES}answer = count(tracks_circles)\n", run, "How many large red circles at 5 seconds?")
    assert [t.status for t in found.attempts] == ["suspicious"]
    assert found.fallback
    assert "number `5`" in found.stopped


def test_nothing_runs_that_cannot_be_repaired(run):
    found = refined("answer = detect(\n", run)
    assert [t.status for t in found.attempts] == ["invalid"]
    assert found.chosen is None
    assert found.stopped.startswith("no small edit")


def test_the_node_to_blame_is_the_last_without_a_value_on_the_way_back(ran):
    done = ran(f"{_NONE}answer = start(first(spans_in))\n")
    found = blame(done.graph, done.known, REGISTRY, presupposes=True)
    assert (found.code, found.found, found.place.line) == ("VP0506", "detect", 1)
    none = ran(f"{_NONE}answer = count(spans_in)\n")
    assert blame(none.graph, none.known, REGISTRY, presupposes=False) is None
    assert blame(none.graph, none.known, REGISTRY, presupposes=True).found == "detect"


def test_who_is_counted_may_be_none(run):
    found = refined(f"{_NONE}answer = count(spans_in)\n", run, "How many blue circles enter?")
    assert [(t.status, t.ran.value) for t in found.attempts] == [("ok", 0)]


@pytest.mark.parametrize("seed", range(6))
def test_a_rewriter_is_given_a_hole_and_its_programs_check(run, seed):
    drawing, seen = Drawing(random.Random(seed)), []
    program = f"{_NONE}answer = start(first(spans_in))\n"
    found = refined(program, run, "When does the blue circle enter?", rewriter=drawing, record=seen.append)
    assert drawing.asked
    first = drawing.asked[0]
    assert first.program.count(HOLE) == 1
    assert first.filled(first.was) == program
    assert first.diagnostics[0]["code"] == "VP0506"
    assert tuple(seen) == found.attempts
    for tried in found.attempts[1:]:
        assert tried.author in ("drawing", "mend")
        assert check(tried.program, REGISTRY).ok, tried.program
        # What was looked for may not be widened or dropped.
        assert '"blue circle"' in tried.program
    assert len(drawing.asked) <= Limits().rewrites
    assert found.chosen is not None
    assert found.chosen.status == "ok" or found.stopped


@pytest.mark.parametrize("seed", range(3))
def test_what_a_rewriter_writes_is_run_and_judged_like_the_first(run, seed):
    drawing = Drawing(random.Random(seed))
    found = refined(f"{_NONE}answer = start(first(spans_in))\n", run, "When is it?", rewriter=drawing)
    assert [t.author for t in found.attempts] == ["model", *["drawing"] * (len(found.attempts) - 1)]
    assert len(found.attempts) > 1
    assert all(t.ran is not None for t in found.attempts)
    best = [t for t in found.attempts if t.status == "ok"]
    assert found.chosen == best[0] if best else found.stopped.endswith("3 rewrites were allowed")


@pytest.mark.parametrize("seed", range(6))
def test_a_rewriter_fills_a_line_that_cannot_be_read(run, seed):
    drawing = Drawing(random.Random(seed))
    found = refined(f"{_CIRCLES}answer = ?? ?? ??\n", run, rewriter=drawing, limits=Limits(rewrites=5))
    assert drawing.asked[0].program == f"{_CIRCLES}answer = {HOLE}\n"
    assert [t.author for t in found.attempts][:2] == ["model", "drawing"]
    assert check(found.attempts[1].program, REGISTRY).ok
    assert found.chosen is not None


@pytest.mark.parametrize("seed", range(3))
def test_each_round_is_told_what_the_last_one_came_to_and_tries_another_program(run, seed):
    drawing = Drawing(random.Random(seed))
    found = refined(f"{_NONE}answer = start(first(spans_in))\n", run, "When is it?", rewriter=drawing)
    programs = [t.program for t in found.attempts]
    assert len(programs) == len(set(programs)) > 1


def test_limits_end_the_loop_and_say_so(run):
    program = f"{_NONE}answer = start(first(spans_in))\n"
    for limits, why in (
        (Limits(rewrites=0), "0 rewrites were allowed"),
        (Limits(seconds=0.0), "0 s were allowed"),
        (Limits(tokens=0), "0 tokens were allowed"),
    ):
        drawing = Drawing(random.Random(1))
        found = refined(program, run, "When does the blue circle enter?", rewriter=drawing, limits=limits)
        assert found.stopped.endswith(why)
        assert not drawing.asked
        assert found.chosen.status == "abstained"


def test_a_plan_without_a_program_has_no_attempts(run):
    found = refine(Plan(None, "not understood"), run, REGISTRY)
    assert (found.attempts, found.chosen, found.stopped) == ((), None, "not understood")


def test_an_attempt_is_plain_data(run):
    found = refined(f"{_CIRCLES}answer = tracks_circles\n", run, "How many red circles are there?")
    record = found.attempts[0].record()
    assert record["diagnostics"][0]["code"] == "VP0603"
    assert found.attempts[1].record()["edits"][0]["name"] == "kind of answer"
