"""Comprehensions whose conditions and values are known of some elements, absent of others, and failed of others."""

import dataclasses
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vprog
from tests.engine.running import execute
from tests.engine.test_execution import LOADED, answer
from vprog.spec import module, operand
from vprog.types import Type
from vprog.values import Absent, Status

FOG, CRASH = Absent("fog"), RuntimeError("wheels fell off")
TRUTHS = [True, False, FOG, CRASH]
WORTHS = [7, FOG, CRASH]


def told(name, result, table):
    """Declare a module that gives, or raises, what a table holds for a number."""

    @module
    class Told:
        """Give what is told of a number."""

        number = operand(Type.NUMBER, doc="which one")
        result = Type.NUMBER

        @staticmethod
        def compute(number):
            if isinstance(table[number], Exception):
                raise table[number]
            return table[number]

    return dataclasses.replace(Told, name=name, result=result)


def run(clip, truths, worths, source="{}"):
    registry = LOADED.with_modules([told("belongs", Type.BOOL, truths), told("worth", Type.NUMBER, worths)])
    listed = ", ".join(map(str, range(len(truths))))
    comprehension = f"[worth(n) for n in [{listed}] if belongs(n)]"
    return answer(execute(f"answer = {source.format(comprehension)}", registry, [clip]))


def wanted(truths, worths):
    """Give status and payload as the rule says them, element after element."""
    values = [worth for truth, worth in zip(truths, worths, strict=True) if truth is True]
    if CRASH in truths or CRASH in values:
        return Status.FAILED, None
    if FOG in values or (FOG in truths and not values):
        return Status.ABSENT, None
    return (Status.PARTIAL if FOG in truths else Status.OK), tuple(values)


ELEMENTS = st.lists(st.tuples(st.sampled_from(TRUTHS), st.sampled_from(WORTHS)), min_size=1, max_size=4)


@given(ELEMENTS)
def test_what_is_known_of_each_element_decides_what_is_known_of_all(clip, elements):
    truths, worths = zip(*elements, strict=True)
    outcome = run(clip, truths, worths)
    assert (outcome.status, outcome.payload) == wanted(truths, worths)
    if outcome.status is Status.PARTIAL:
        belong = "belongs" if truths.count(FOG) == 1 else "belong"
        assert outcome.reason == f"it is not known whether {truths.count(FOG)} of {len(truths)} {belong} (fog)"


@given(st.lists(st.sampled_from([True, False, FOG]), min_size=1, max_size=4))
def test_whatever_the_unknown_turns_out_to_be_nothing_that_was_given_is_wrong(clip, truths):
    given_now = run(clip, truths, range(len(truths)))
    options = [[True, False] if truth is FOG else [truth] for truth in truths]
    possible = [run(clip, known, range(len(truths))).payload for known in itertools.product(*options)]
    if given_now.has_value:
        assert set(given_now.payload) == set.intersection(*map(set, possible))
    else:
        assert any(possible), "absent where there can be none"
    assert (given_now.status is Status.OK) is (len(possible) == 1)


@pytest.mark.parametrize(
    ("source", "status", "payload"),
    [
        ("count({})", Status.PARTIAL, 1),
        ("(count({}) > 0)", Status.PARTIAL, True),
        ("or_else(count({}), 9)", Status.PARTIAL, 1),
        ("is_absent({})", Status.PARTIAL, False),
    ],
)
def test_an_element_in_doubt_is_told_to_the_answer(clip, source, status, payload):
    outcome = run(clip, [False, FOG, True], [1, 2, 3], source)
    assert (outcome.status, outcome.payload) == (status, payload)
    assert "1 of 3 belongs (fog)" in outcome.reason


@pytest.mark.parametrize(
    ("source", "status", "payload"),
    [
        ("count({})", Status.ABSENT, None),
        ("(count({}) > 0)", Status.ABSENT, None),
        ("or_else(count({}), 9)", Status.OK, 9),
        ("is_absent({})", Status.OK, True),
    ],
)
def test_nobody_knows_that_there_is_none_where_one_may_be(clip, source, status, payload):
    outcome = run(clip, [False, FOG, False], [1, 2, 3], source)
    assert (outcome.status, outcome.payload) == (status, payload)


@pytest.mark.parametrize("captured", ["worth(0)", "worth(1)"], ids=["absent", "failed"])
def test_what_is_captured_counts_for_elements_that_ask_for_it_alone(clip, captured):
    registry = LOADED.with_modules([told("worth", Type.NUMBER, [FOG, CRASH])])
    source = f"x = {captured}\nanswer = [n for n in {{}} if ((n > 1) and (n > x))]"
    for numbers in ("[n for n in [1] if (n > 1)]", "[1]", "[0, 1]"):
        outcome = answer(execute(source.format(numbers), registry, [clip]))
        assert (outcome.status, outcome.payload) == (Status.OK, ())
    outcome = answer(execute(source.format("[1, 2]"), registry, [clip]))
    assert outcome.status is (Status.ABSENT if captured == "worth(0)" else Status.FAILED)


def test_the_answer_and_the_trace_say_that_a_track_was_left_out(demo_clip, tmp_path):
    source = (
        'tracks_all = track(detect(video, "red circle"))\n'
        'tracks_first = [t for t in tracks_all if ((start(t) < 1) or (nth(["a"], 2) == "a"))]\n'
        "answer = count(tracks_first)\n"
    )
    found = vprog.run(source, demo_clip, cache=tmp_path)
    assert (found.value, found.status, found.partial) == (2, "answered", True)
    assert "whether 1 of 3 belongs (there is no number 2" in found.reason
    assert [t.start_s for t in found["tracks_first"].payload.items] == [0.0, 0.0]
    records = [json.loads(line) for line in (found.trace / "trace.jsonl").read_text().splitlines()]
    (whole,) = (r for r in records if r.get("op") == "map")
    assert (whole["status"], whole["reason"]) == ("partial", found.reason)
    absent = {r["node"].split(".")[0] for r in records if r.get("status") == "absent"}
    assert absent == {f"{whole['node']}[2]"}
