"""Questions that hold their own answers."""

import pytest

from tests.planner.strict import assert_strict
from vprog.planner import plan
from vprog.planner.options import happening_in, offered
from vprog.spec import Registry


@pytest.mark.parametrize(
    ("question", "stem", "texts"),
    [
        ("Which is larger, the dog or the cat?", "Which is larger", ("the dog", "the cat")),
        ("What colour is it: red, blue or green?", "What colour is it", ("red", "blue", "green")),
        ("What colour is it? Red, blue, or green?", "What colour is it", ("Red", "blue", "green")),
        ("Which way?\nA. left\nB. right", "Which way?\n", ("left", "right")),
        ("Which way? A) to the left B) to the right.", "Which way? ", ("to the left", "to the right")),
        ("Which way: (A) left (B) right (C) up", "Which way: ", ("left", "right", "up")),
        ("Which is it: either a or b, please?", "Which is it", ("a", "b")),
    ],
)
def test_parts_a_question_from_its_answers(question: str, stem: str, texts: tuple[str, ...]) -> None:
    """By letters, or by a colon, comma or question mark before a list that ends in "or"."""
    assert (stem.rstrip(), texts) in [(s.rstrip(), t) for s, t in offered(question)]


@pytest.mark.parametrize(
    "question",
    [
        "Is there a dog?",
        "Is there a dog or a cat?",
        "What is it: a or " + "b" * 81 + "?",
        'What is it: "a" or "b"?',
        "What is it: or?",
        "B. left A. right",
    ],
)
def test_offers_nothing_else(question: str) -> None:
    """No list, answers twice, and what no text of the language can hold."""
    assert list(offered(question)) == []


@pytest.mark.parametrize(
    "question",
    [
        "What colour is the circle: red, blue or quickly?",
        "How many people are there: two, three or a car?",
        "Which way does the dog move: left or with a ball?",
        "Which is larger: the dog or red?",
        "Which enters first: the dog or the cat that smiles?",
        "What happens first: the dog leaves or the cat smiles?",
        "How many people are there: 1, one, 2 or 3?",
        "What colour is the circle: 1 or 2?",
        "Why is it red or blue?",
    ],
)
def test_answers_of_another_kind_are_declined(question: str, registry: Registry) -> None:
    """Each answer must be read, and no two may say the same."""
    assert plan(question, None, registry).program is None


def test_the_answer_is_one_of_the_texts(registry: Registry) -> None:
    """As they are written in the question, in lists of at most three."""
    planned = plan("What colour is the circle? A. Red B. Blue C. Green D. White", None, registry)
    assert planned.program is not None
    assert '["Red", "Blue", "Green"]' in planned.program
    assert '["White"]' in planned.program
    assert_strict(planned.program, registry)


def test_choices_that_the_question_repeats_are_those_that_are_given(registry: Registry) -> None:
    """Then they are `choices`, in whatever order; others are not for the rules to reconcile."""
    question = "Which is larger, the dog or the cat?"
    planned = plan(question, ["The cat.", "The dog."], registry)
    assert planned.program is not None
    assert planned.program.endswith("answer = choose(text_found, choices)\n")
    assert "options" not in planned.program
    assert plan(question, ["the dog", "the horse"], registry).program is None


def test_a_sentence_is_left_to_a_localizer(registry: Registry) -> None:
    """Whole, or not at all."""
    planned = plan("When does this happen: A dog runs along the beach.", None, registry)
    assert planned.program is not None
    assert planned.program.endswith('\nanswer = localize(video, "A dog runs along the beach")\n')
    assert happening_in("When does this happen: A dog  barks.") == "A dog barks"
    assert happening_in("when did the following happen?\nA dog barks") == "A dog barks"
    for question in ("When does this happen:", 'When does this happen: "x"', "When does this happen: " + "x" * 81):
        assert happening_in(question) is None
