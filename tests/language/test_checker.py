"""The checker: what it refuses that would otherwise surprise later, and where it points."""

import pytest

from vprog.graph import lower, verify
from vprog.language import check
from vprog.language.check import Check
from vprog.spec import Registry

REGISTRY = Registry.load()


def checked(source: str) -> Check:
    return check(source, REGISTRY)


def codes(source: str) -> list[str]:
    return [d.code for d in checked(source).diagnostics]


def pointed_at(source: str) -> list[str]:
    """Give the text under each caret."""
    lines = source.split("\n")
    places = [d.place for d in checked(source).diagnostics]
    return [lines[p.line - 1][p.column - 1 : p.end_column - 1] for p in places if p]


@pytest.mark.parametrize(
    "expression",
    [
        "exists(first(broken))",
        "count([x for x in broken])",
        "choices if True else [x for x in broken]",
        "[first(broken), 1]",
        "is_absent(or_else(broken, broken))",
    ],
)
def test_what_hangs_on_a_broken_line_is_neither_blamed_nor_fatal(expression):
    assert codes(f"broken = 1 +\nanswer = {expression}\n") == ["VP0103"]
    assert codes(f"broken = zebra()\nanswer = {expression}\n") == ["VP0201"]


@pytest.mark.parametrize("word", ["if", "or", "and", "not", "for", "in", "else", "True", "False"])
def test_words_of_the_language_cannot_be_bound(word):
    assert "VP0205" in codes(f"{word} = 1\nanswer = 1\n")
    assert "VP0205" in codes(f"answer = [1 for {word} in choices]\n")


def test_a_number_that_rounds_beyond_the_bound_is_refused():
    assert codes("answer = 999999999.999999999\n") == ["VP0105"]
    assert codes("answer = 999999999.9\n") == []


@pytest.mark.parametrize("index", ["0", "3", "-1", "-9999"])
def test_subscripts_count_from_either_end_and_pass_verification(index):
    typed = checked(f"answer = choices[{index}]\n").typed
    assert typed is not None
    verify(lower(typed), REGISTRY)


@pytest.mark.parametrize("index", ["1.5", "10000", "-10000"])
def test_a_subscript_that_is_no_position_is_reported_by_the_checker(index):
    assert codes(f"answer = choices[{index}]\n") == ["VP0305"]


def test_a_condition_that_is_no_bool_is_blamed_itself_and_not_the_branches():
    source = 'answer = 1 if "a" else 2\n'
    assert codes(source) == ["VP0306"]
    assert pointed_at(source) == ['"a"']
    assert checked(source).diagnostics[0].message == "the condition is Text, not Bool"


def test_branches_of_two_types_are_both_named():
    (problem,) = checked('answer = 1 if True else "a"\n').diagnostics
    assert (problem.code, problem.found) == ("VP0307", "Number and Text")


@pytest.mark.parametrize("argument", ["plurel=choices", "plurel = choices", "plurel=(choices)", "plurel=first(videos)"])
def test_an_unknown_argument_is_pointed_at_from_its_name_on(argument):
    source = f"answer = count(choices, {argument})\n"
    assert codes(source) == ["VP0203"]
    assert pointed_at(source) == [argument]


def test_an_argument_given_twice_is_pointed_at_where_it_comes_again():
    source = "answer = count(choices, plural = choices)\n"
    assert codes(source) == ["VP0312"]
    assert pointed_at(source) == ["plural = choices"]


@pytest.mark.parametrize("source", ["answer = (3\n", "answer = (3\n\n\n", "answer = (3  # why\n"])
def test_a_bracket_left_open_is_pointed_at_behind_the_last_word(source):
    (problem,) = checked(source).diagnostics
    assert (problem.code, problem.hint) == ("VP0103", "close the bracket")
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (1, 12)


def test_a_line_that_stops_is_not_told_to_bind_what_it_binds():
    (problem,) = checked("answer = 3 +\n").diagnostics
    assert (problem.code, problem.hint) == ("VP0103", None)


def test_a_line_without_a_name_is_told_to_bind_one():
    assert checked("= 3\nanswer = 1\n").diagnostics[0].hint == "every line binds a name: `answer = …`"
    assert checked("choices\nanswer = 1\n").diagnostics[0].hint == "every line binds a name: `answer = …`"


def test_a_program_of_nothing_but_comments_has_no_answer():
    (diagnostic,) = check("# nothing\n\n# more\n", REGISTRY).diagnostics
    assert diagnostic.code == "VP0206"
    assert diagnostic.place is not None
    assert diagnostic.place.line == 3
