"""What is suspicious is found, what is right is not suspected, and what can be turned back is."""

import pytest

from tests.refine.faults import REGISTRY
from vprog.language import check, parse
from vprog.planner import load_examples, plan
from vprog.refine import answer_types, kind_of, mend, suspicions
from vprog.types import Type

_DOGS = 'tracks_dogs = track(detect(video, "dog"))\ntracks_cats = track(detect(video, "cat"))\n'
_CAME = f"{_DOGS}spans_in = enters(tracks_dogs)\nspan_cat = first(enters(tracks_cats))\n"


def codes(program: str, question: str, choices: list[str] | None = None) -> list[str]:
    checked = check(program, REGISTRY)
    assert checked.ok, checked.diagnostics
    return [d.code for d in suspicions(checked, parse(program)[0], question, choices)]


@pytest.mark.parametrize("example", load_examples(), ids=lambda e: e.name)
def test_no_example_is_suspicious(example):
    question, _, offered = example.question.partition(" Choices: ")
    assert codes(example.program, question, offered.split(", ") if offered else None) == []


@pytest.mark.parametrize(
    "question",
    [
        "How many people enter before the red car stops?",
        "How long is the blue square visible?",
        "When does the last dog leave?",
        "Is there a red circle at the end of the video?",
        "Which enters first, the dog or the cat?",
        "How many times does the dog leave after 3 seconds?",
    ],
)
def test_what_the_rules_write_is_not_suspicious(question):
    program = plan(question, None, REGISTRY).program
    assert program is not None
    assert codes(program, question) == []


@pytest.mark.parametrize(
    ("program", "question", "choices", "expected"),
    [
        (f"{_CAME}answer = count(before(spans_in, span_cat))", "How many dogs enter after the cat?", None, ["VP0605"]),
        (f"{_CAME}answer = count(after(spans_in, span_cat))", "How many dogs enter after the cat?", None, []),
        (f"{_DOGS}answer = count(leaves(tracks_dogs))", "How many dogs enter?", None, ["VP0605"]),
        (f"{_DOGS}answer = tracks_dogs", "How many dogs are there?", None, ["VP0603"]),
        (f"{_DOGS}answer = count(tracks_dogs)", "When does the dog enter?", None, ["VP0603"]),
        (f"{_DOGS}answer = count(tracks_dogs)", "How many red dogs are there?", None, ["VP0604"]),
        (f"{_DOGS}answer = count(at(tracks_dogs, 4.0))", "How many dogs are there at 5 seconds?", None, ["VP0604"]),
        (f"{_DOGS}answer = count(at(tracks_dogs, 5.0))", "How many dogs are there at 5 seconds?", None, []),
        (f"{_DOGS}answer = label(tracks_dogs[0])", "What is it?", ["a dog", "a cat"], ["VP0604"]),
        (f"{_DOGS}answer = choose(count(tracks_dogs), choices)", "How many dogs?", ["1", "2"], []),
        (f"{_DOGS}answer = count(tracks_dogs)", "", None, []),
    ],
)
def test_suspicions(program, question, choices, expected):
    assert codes(program, question, choices) == expected


@pytest.mark.parametrize(
    ("question", "kind", "types"),
    [
        ("How many dogs are there?", "count", {Type.NUMBER}),
        ("How long does it last?", "duration", {Type.SECONDS}),
        ("When does it start?", "moment", {Type.SECONDS, Type.SPAN, Type.SPANS}),
        ("Is there a dog?", "truth", {Type.BOOL}),
        ("What colour is the dog?", "property", {Type.TEXT, Type.TEXTS}),
        ("On which side does it leave?", "property", {Type.TEXT, Type.TEXTS}),
        ("Is it red or blue?", "either", {Type.BOOL, Type.TEXT}),
        ("What is the largest number of dogs at once?", "count", {Type.NUMBER}),
    ],
)
def test_kinds_of_questions(question, kind, types):
    assert kind_of(question).name == kind
    assert answer_types(question, None) == types
    assert answer_types(question, ["a", "b"]) == {Type.TEXT}


def test_a_question_of_no_kind_may_have_any_answer():
    assert kind_of("Describe it.") is None
    assert answer_types("Describe it.", None) is None


_MENDED = {
    "How many dogs enter after the cat?": (
        "answer = count(before(spans_in, span_cat))",
        "count(after(spans_in, span_cat))",
    ),
    "How many dogs are there?": ("answer = tracks_dogs", "count(tracks_dogs)"),
    "Does a dog enter?": ("answer = spans_in", "exists(spans_in)"),
}


@pytest.mark.parametrize("question", _MENDED)
def test_what_was_turned_round_is_turned_back(question):
    ending, expected = _MENDED[question]
    found = mend(f"{_CAME}{ending}\n", REGISTRY, question)
    assert found.program == f"{_CAME}answer = {expected}\n"
    assert found.diagnostics


def test_a_lost_choice_is_added():
    found = mend(f"{_DOGS}answer = count(tracks_dogs)\n", REGISTRY, "How many dogs?", ["one", "two"])
    assert found.program.endswith("answer = choose(count(tracks_dogs), choices)\n")


def test_what_nothing_helps_is_left_as_it_is():
    program = f"{_DOGS}answer = count(tracks_dogs)\n"
    found = mend(program, REGISTRY, "How many red dogs are there?")
    assert (found.program, found.edits) == (program, ())
    assert [d.code for d in found.diagnostics] == ["VP0604"]
