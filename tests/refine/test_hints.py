"""What the checker advises and what the repairer does are the same."""

import random

import pytest

from tests.refine import faults
from vprog.language import check, parse
from vprog.language.infer import _CONVERSIONS
from vprog.refine import repair
from vprog.refine.conversions import ways

_TOLD = 12
_ADVISED = ("unknown module", "module in another case", "module by another name", "undefined name", "misspelt argument")


@pytest.mark.parametrize("have_and_want", _CONVERSIONS, ids=lambda pair: f"{pair[0]} to {pair[1]}")
def test_the_way_that_the_repairer_prefers_is_advised(have_and_want):
    have, want = have_and_want
    found = sorted(ways({have}, {want}, (), faults.REGISTRY), key=lambda way: (len(way.steps), way.cost))
    if found:
        advised = _CONVERSIONS[have_and_want]
        assert all(f"{step.module.name}(" in advised for step in found[0].steps), (advised, found[0])


@pytest.mark.parametrize("fault", _ADVISED)
def test_what_is_advised_for_a_misspelt_word_is_what_is_written(fault):
    rng = random.Random(5)
    told = 0
    for name, right in faults.sources().items():
        if told == _TOLD:
            return
        wrong = faults.FAULTS[fault](parse(right)[0], rng)
        problems = check(wrong, faults.REGISTRY).diagnostics if wrong else ()
        if len(problems) != 1 or not (problems[0].hint or "").startswith("did you mean"):
            continue
        found = repair(wrong, faults.REGISTRY)
        meant = problems[0].hint.split("`")[1]
        assert found.program is None or meant in found.edits[0].after, (name, problems[0].hint, found.edits)
        told += 1
    assert told > 0
