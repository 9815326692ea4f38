"""Arithmetic and comparison: ordinary numbers, and never more than fits."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vprog.graph import CONSTANT, lower, optimise
from vprog.language import check
from vprog.spec import Registry
from vprog.values import Absent

REGISTRY = Registry.load()
REFERENCE = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
NUMBERS = st.one_of(st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6))


def apply(sign: str, left: object, right: object) -> object:
    compute = REGISTRY.written(sign).compute
    assert compute is not None
    return compute(left=left, right=right)


@given(st.sampled_from(sorted(REFERENCE)), NUMBERS, NUMBERS)
def test_signs_mean_what_they_mean(sign, left, right):
    assert apply(sign, left, right) == REFERENCE[sign](left, right)


@given(NUMBERS, NUMBERS.filter(bool))
def test_division_is_division(left, right):
    quotient = apply("/", left, right)
    assert quotient == left / right or (isinstance(quotient, Absent) and not math.isfinite(left / right))


@pytest.mark.parametrize("zero", [0, 0.0, -0.0])
def test_division_by_zero_is_absent_and_says_so(zero):
    assert apply("/", 3, zero) == Absent("3 cannot be divided by 0")


@pytest.mark.parametrize(("sign", "left", "right"), [("+", 1e308, 1e308), ("*", 1e308, 10), ("-", -1e308, 1e308)])
def test_what_is_too_large_is_absent(sign, left, right):
    assert apply(sign, left, right) == Absent("the result is too large")


def test_dividing_by_next_to_nothing_is_absent():
    assert apply("/", 1e308, 1e-9) == Absent("the result is too large")


def test_squaring_again_and_again_ends_in_absence_and_not_in_a_full_memory():
    lines = ["number_a0 = 999999999", *(f"number_a{n + 1} = number_a{n} * number_a{n}" for n in range(62))]
    typed = check("\n".join([*lines, "answer = number_a62\n"]), REGISTRY).typed
    assert typed is not None
    graph = optimise(lower(typed), REGISTRY)
    assert graph.nodes[graph.root].op != CONSTANT
    value: object = 999999999
    while not isinstance(value, Absent):
        value = apply("*", value, value)


@pytest.mark.parametrize(("left", "right"), [("Red", " red "), ("STRASSE", "straße"), ("", "  ")])
def test_texts_are_equal_whatever_their_case_and_outer_blanks(left, right):
    assert apply("==", left, right) is True
    assert apply("!=", left, right) is False


@given(st.text(max_size=5), st.text(max_size=5))
def test_texts_are_either_equal_or_not(left, right):
    assert apply("==", left, right) is not apply("!=", left, right)
