"""What lazy nodes and comprehensions may look at, and what their values rest on."""

import pytest

from tests.engine.running import execute
from tests.engine.test_execution import answer
from vprog.graph import PASSES
from vprog.spec import Registry
from vprog.values import Status

LOADED = Registry.load()


@pytest.mark.parametrize("passes", [PASSES, ()])
@pytest.mark.parametrize(
    ("source", "value"),
    [
        # The second operand is known before the first is asked for: it must not be taken all the same.
        ("x = count(choices)\nanswer = (or_else(1, x) + x)", 3),
        ("answer = (or_else(1, count(choices)) + count(choices))", 3),
        ("x = (1 / 0)\ny = or_else(x, 5)\nanswer = ((2 if (1 < 2) else x) + y)", 7),
        ("x = exists(choices)\nanswer = (x or (x and ((1 / 0) > 1)))", True),
    ],
)
def test_a_lazy_node_sees_only_what_it_asked_for(clip, source, value, passes):
    assert answer(execute(source, LOADED, [clip], passes=passes)).payload == value


def test_the_condition_of_a_comprehension_guards_its_body(clip):
    outcome = answer(execute("answer = [(1 / x) for x in [0, 1, 2] if (x != 0)]", LOADED, [clip]))
    assert outcome.payload == (1.0, 0.5)


def test_an_element_that_is_left_out_is_not_looked_at(clip):
    source = 'answer = [count(track(detect(v, "red circle"))) for v in videos if (1 > 2)]'
    execution = execute(source, LOADED, [clip])
    assert answer(execution).payload == ()
    assert execution.cost.frames_decoded == 0


def test_frames_looked_at_for_one_element_are_known_for_the_next(clip):
    source = 'answer = [x for x in [1, 2, 3, 4] if exists(detect(video, "red circle"))]'
    execution = execute(source, LOADED, [clip])
    assert answer(execution).payload == (1, 2, 3, 4)
    assert execution.cost.frames_decoded == 30


def test_a_choice_rests_on_what_decided_it(clip):
    source = 'answer = ("yes" if exists(track(detect(video, "red circle"))) else "no")'
    outcome = answer(execute(source, LOADED, [clip]))
    assert outcome.payload == "yes"
    assert len(outcome.evidence) == 3
    assert outcome.confidence is None


def test_taking_the_second_choice_is_marked_and_spreads(clip):
    outcome = answer(execute('answer = (or_else(count(track(detect(video, "dog"))), 0) + 1)', LOADED, [clip]))
    assert (outcome.payload, outcome.fallback, outcome.confidence) == (1, True, None)
    assert not answer(
        execute('answer = or_else(count(track(detect(video, "red circle"))), 0)', LOADED, [clip])
    ).fallback


def test_what_a_detector_says_in_words_has_evidence_and_no_made_up_confidence(clip):
    outcome = answer(execute("answer = caption(video)", LOADED, [clip]))
    assert "red circles" in outcome.payload
    assert outcome.confidence is None
    assert [(e.start_s, e.end_s) for e in outcome.evidence] == [(0.0, 6.0)]


def test_nested_comprehensions_end_at_a_bound(clip):
    numbers = ", ".join(map(str, range(60)))
    source = f"xs = [{numbers}]\nanswer = [count([count([(a + b) for a in xs]) for b in xs]) for c in xs]"
    outcome = answer(execute(source, LOADED, [clip]))
    assert outcome.status is Status.FAILED
    assert "steps in all" in str(outcome.diagnostic)
