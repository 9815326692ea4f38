"""On a few questions of `vprog synth`: guesses are found, and what looks is left alone; see tests/bench."""

from tests.bench.bench_audits import HONEST, STAGES, audited, report
from tests.bench.guesses import guesses
from vprog.api import Session
from vprog.benchmarks.synth import make_synth
from vprog.language import check
from vprog.spec import Registry

RECORD = {
    "question": "How many cars enter after the first person leaves?",
    "program": (
        'spans_enter = enters(track(detect(video, "car")))\n'
        'span_leave = first(leaves(track(detect(video, "person"))))\n'
        "answer = count(who(after(spans_enter, span_leave)))\n"
    ),
}


def test_guesses_are_made_of_a_program_and_check():
    made = guesses(RECORD, Registry.load())
    assert list(made) == [
        *("constant", "prior answer", "first frame", "first second"),
        *("time word ignored", "wrong time"),
    ]
    for program in made.values():
        assert check(program, Registry.load()).ok
    assert "before(spans_enter, span_leave)" in made["wrong time"]
    assert "last(leaves" in made["wrong time"]
    assert "after" not in made["time word ignored"]
    assert "span_leave" not in made["time word ignored"]


def test_guesses_are_found_and_no_false_alarm_is_given(tmp_path):
    items = make_synth(tmp_path / "synth", clips=1, questions=1, seed=5)
    with Session("embedded", cache=tmp_path / "cache") as session:
        results = list(audited(tmp_path / "synth", items, session, STAGES[:1]))
    assert {r["kind"] for r in results} >= {*HONEST, "constant", "prior answer"}
    table = report(results)
    assert table["detected"] >= 0.95, results
    assert table["false_alarms"] <= 0.05, results
