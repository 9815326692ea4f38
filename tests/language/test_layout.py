"""The formatter: one layout, nothing lost, and its output always parses."""

import pytest

from vprog.language import check, format_program, parse
from vprog.spec import Registry

REGISTRY = Registry.load()


def formatted(source: str) -> str:
    program, problems = parse(source)
    assert not problems, problems
    return format_program(program, REGISTRY)


def test_a_long_sum_still_parses_when_its_parentheses_are_written():
    source = "answer = " + " + ".join(["1"] * 31) + "\n"
    once = formatted(source)
    assert formatted(once) == once
    assert parse(once)[0] == parse(source)[0]


def test_what_nests_as_deep_as_allowed_parses_after_formatting():
    source = "answer = " + "first([" * 15 + "1" + "])" * 15 + "\n"
    assert parse(formatted(source))[0] == parse(source)[0]


@pytest.mark.parametrize(("opened", "closed"), [("(", ")"), ("[", "]"), ("first(", ")"), ("not ", ""), ("(1 + ", ")")])
def test_bottomless_nesting_is_reported_and_never_overflows_the_stack(opened, closed):
    source = f"answer = {opened * 5000}1{closed * 5000}\n"
    assert [d.code for d in check(source, REGISTRY).diagnostics] == ["VP0105"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("answer = (1 #\n) # a\n", "answer = 1  # a\n"),
        ("answer = (1 # a\n) # b\n", "answer = 1  # a; b\n"),
        ("answer = (1 # a\n# between\n)\n", "answer = 1  # a; between\n"),
        ("answer = 1 #\n", "answer = 1  #\n"),
        ("#\nanswer = 1\n", "#\nanswer = 1\n"),
        ("#!x\n##y\nanswer = 1\n", "# !x\n# #y\nanswer = 1\n"),
        ("\n\n# top\n\n\n# next\nanswer = 1\n\n\n# end\n\n", "# top\n\n# next\nanswer = 1\n\n# end\n"),
    ],
)
def test_comments_stay_and_are_laid_out_once_and_for_all(source, expected):
    assert formatted(source) == expected
    assert formatted(expected) == expected


@pytest.mark.parametrize(
    "expression", ["(-1)[0]", "[-1][0]", "choices[-2]", "(1 if True else 2)[0]", "[[1], [2]][1][0]"]
)
def test_what_a_subscript_is_taken_of_keeps_its_parentheses(expression):
    assert formatted(f"answer = {expression}\n") == f"answer = {expression}\n"


def test_carriage_returns_are_line_ends():
    source = "answer = (1 +  # one\r\n 2)\r\n# end\r\n"
    assert formatted(source) == "answer = (1 + 2)  # one\n# end\n"
    assert check(source, REGISTRY).ok
