"""Every question that is understood gives the program that says what was asked."""

import pytest

from tests.planner.strict import assert_strict, statements_of
from tests.planner.table import UNDERSTOOD
from vprog.planner import plan
from vprog.spec import Registry
from vprog.types import Type


@pytest.mark.parametrize("question", UNDERSTOOD)
def test_says_what_was_asked(question: str, registry: Registry) -> None:
    """The table holds the whole program."""
    planned = plan(question, None, registry)
    assert planned.program is not None, planned.reason
    assert statements_of(planned.program) == UNDERSTOOD[question]
    assert planned.program.startswith("# Q: ")
    assert (planned.reason, planned.diagnostics, planned.planner) == (None, (), "rules")
    assert_strict(planned.program, registry)


@pytest.mark.parametrize("question", UNDERSTOOD)
def test_wording_around_does_not_matter(question: str, registry: Registry) -> None:
    """Case, blanks, final marks and politeness change nothing of the program but the case of answers that it names."""
    around = f"  Please, {question.upper().rstrip('?. ')} \n please ?! "
    planned = plan(around, (), registry)
    assert planned.program is not None, planned.reason
    assert statements_of(planned.program).casefold() == UNDERSTOOD[question].casefold()


@pytest.mark.parametrize("question", UNDERSTOOD)
def test_one_word_more_is_not_ignored(question: str, registry: Registry) -> None:
    """A word that tells more never leaves the program as it was."""
    for more in ("quickly", "who smile", "with hats", "because of rain", "wearing red", "again"):
        planned = plan(f"{question.rstrip('?. ')} {more}?", None, registry)
        assert planned.program is None, planned.program


def test_choices_close_the_program(registry: Registry) -> None:
    """With choices the last line chooses, whatever the type of the value."""
    number = plan("How many people are there?", ["two", "3.", "none of these"], registry)
    assert number.program is not None
    assert number.program.endswith(
        "number_found = count_unique(tracks_person)\nanswer = choose(number_found, choices)\n"
    )
    truth = plan("Is there a person and a dog?", ["Yes.", "No."], registry)
    assert truth.program is not None
    assert truth.program.endswith("bool_found = (bool_person and bool_dog)\nanswer = choose(bool_found, choices)\n")
    for planned in (number, truth):
        assert planned.program is not None
        assert_strict(planned.program, registry)


@pytest.mark.parametrize(
    ("question", "choices"),
    [
        ("How many people are there?", ["a few", "very many"]),
        ("How many people are there?", ["yes", "no"]),
        ("Is there a person or a dog?", ["a person", "a dog"]),
        ("Is there a person?", ["one", "two"]),
    ],
)
def test_choices_of_another_kind_are_declined(question: str, choices: list[str], registry: Registry) -> None:
    """No choice says a value of the program's type."""
    planned = plan(question, choices, registry)
    assert planned.program is None
    assert planned.reason is not None
    assert "choices" in planned.reason


@pytest.mark.parametrize("choice", ["Away from the camera.", "closer to the viewer", "forward"])
def test_a_direction_out_of_the_picture_is_not_asked_for_among_others(choice: str, registry: Registry) -> None:
    """What comes nearer may not move in the picture at all."""
    assert plan("Which way does the bear move?", ["to the left", "to the right", choice], registry).program is None
    still = plan("Which way does the bear move?", ["to the left", "to the right", "No movement."], registry)
    assert still.program is not None


def test_colours_that_no_program_gives_tell_things_apart_as_well(registry: Registry) -> None:
    """The choices tell one car from another by its colour, be it one with a name of its own."""
    planned = plan("Which car is the first one to enter?", ["a white car", "a silver car"], registry)
    assert planned.program is not None
    assert planned.program.endswith("text_found = color(track_first)\nanswer = choose(text_found, choices)\n")


def test_things_of_one_kind_are_told_by_what_is_beside_them(registry: Registry) -> None:
    """At the moment that is asked about, not by where in the picture they are."""
    choices = ["the left one", "the middle one", "the right one"]
    planned = plan("Which bottle is taken away first?", choices, registry)
    assert planned.program is not None
    assert "left_of(tracks_own, tracks_then)" in planned.program
    assert "position" not in planned.program
    assert_strict(planned.program, registry)
    assert plan("Which bottle is taken away?", choices, registry).program is None


def test_which_is_there_is_told_by_the_choices(registry: Registry) -> None:
    """The only one that is found; without choices nothing is asked for."""
    planned = plan("What animal is shown?", ["a dog", "a cat"], registry)
    assert planned.program is not None
    assert "bool_dog = exists(tracks_dog)" in planned.program
    assert plan("What animal is shown?", None, registry).program is None
    assert plan("Which circle is visible?", None, registry).program is None


def test_a_choice_from_two_lists_is_no_fallback(registry: Registry) -> None:
    """It is as sure in the second list as in the first."""
    planned = plan("Which way does the ball move? A. left B. up C. right D. down", None, registry)
    assert planned.program is not None
    assert "or_else" not in planned.program


def test_unlike_things_do_not_share_names(registry: Registry) -> None:
    """Two kinds of one noun, and names that no strict name can hold."""
    for question in (
        "Are there more red circles than blue circles?",
        "Is there an interdisciplinary odd interdisciplinary or a café at 5 seconds?",
        "Does a red dog or a blue dog enter?",
    ):
        planned = plan(question, None, registry)
        assert planned.program is not None, planned.reason
        assert_strict(planned.program, registry)


def test_answer_types(registry: Registry) -> None:
    """Counting gives a number, asking yes or no gives a truth, choices give a text."""
    from vprog.language import check

    for question, choices, type_ in (
        ("How many people enter?", None, Type.NUMBER),
        ("Does anyone enter?", None, Type.BOOL),
        ("Does anyone enter?", ["yes", "no"], Type.TEXT),
    ):
        program = plan(question, choices, registry).program
        assert program is not None
        assert check(program, registry).answer_type is type_
