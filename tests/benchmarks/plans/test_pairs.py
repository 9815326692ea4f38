"""Question–program pairs: valid, all different, the same for equal seeds, and in no wording that was held out."""

import itertools
import json
import subprocess
import sys
import tomllib
from importlib import resources

import pytest

from tests.planner.strict import assert_strict
from vprog.benchmarks.plans import pairs
from vprog.benchmarks.plans.pairs import _allowed
from vprog.planner import normalise, plan
from vprog.spec import Registry

REGISTRY = Registry.load()


@pytest.fixture(scope="module")
def some():
    return tuple(pairs(60, 5))


def test_programs_are_valid_and_what_the_rules_write(some):
    for pair in some:
        assert_strict(pair.program, REGISTRY)
        planned = plan(pair.question, pair.choices, REGISTRY).program
        assert planned.endswith(pair.program)
    assert any(pair.choices for pair in some)


def test_questions_differ_and_so_do_the_programs(some):
    assert len({(normalise(pair.question), pair.choices) for pair in some}) == len(some) == 60
    assert len({pair.program for pair in some}) > 50


def test_equal_seeds_give_equal_pairs(some):
    assert tuple(itertools.islice(pairs(60, 5), 10)) == some[:10]
    assert tuple(itertools.islice(pairs(60, 6), 10)) != some[:10]


def test_no_wording_that_was_held_out_is_used():
    folder = resources.files("vprog.benchmarks.synth")
    held_out = tomllib.loads(folder.joinpath("held_out_wordings.toml").read_text("utf-8"))
    apart = {normalise(text) for texts in held_out.values() for text in texts}
    voice, keys = _allowed()
    assert not voice.held_out
    usable = {normalise(text) for key in keys for text in voice._left(key)}
    assert len(usable) > 400
    assert not usable & apart
    # They stand in both sets but for a capital, or another spelling of colour.
    assert normalise("What colour is the {shape}?") in apart
    assert len(voice.barred) >= 7


def test_the_script_writes_what_a_model_is_asked(tmp_path):
    file = tmp_path / "pairs.jsonl"
    command = [sys.executable, "-m", "vprog.benchmarks.plans", "-o", file, "--pairs", "5", "--seed", "5"]
    subprocess.run(command, check=True)
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(records) == 5
    for record in records:
        assert record["prompt"].startswith("# Q: ")
        assert record["prompt"].endswith("\n")
        assert_strict(record["program"], REGISTRY)
