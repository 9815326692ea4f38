"""Programs that the strict grammar derives line by line run to their end, whatever the models say."""

import random

import pytest

from tests.engine.random_values import dice_registry
from tests.engine.running import execute
from tests.language.sampling import SAMPLES, programs_line_by_line
from vprog.graph import PASSES
from vprog.spec import Registry
from vprog.values import Status, Video, digest

pytest.importorskip("llguidance", reason="draws samples with llguidance")


def test_they_all_run_without_an_exception_and_without_a_failed_node(clip):
    rng = random.Random(7)
    registry = dice_registry(Registry.load(), rng, Video.whole(clip.source))
    statuses = dict.fromkeys(Status, 0)
    for program in programs_line_by_line():
        execution = execute(program, registry, [clip])
        for outcome in execution.known.values():
            # Tracks of several views are no failure here: there is one source.
            assert outcome.status is not Status.FAILED, (program, outcome.diagnostic)
        statuses[execution.known[execution.graph.root].status] += 1
    # Neither branch of the semantics may be what nearly all samples end in.
    assert statuses[Status.OK] > SAMPLES / 10
    assert statuses[Status.ABSENT] > SAMPLES / 50


def test_passes_never_change_a_result(clip):
    view = Video.whole(clip.source)
    for seed, program in enumerate(programs_line_by_line()[:: max(1, min(5, SAMPLES // 20))]):
        with_passes, without = (_answer(program, seed, clip, view, passes) for passes in (PASSES, ()))
        assert with_passes == without, program


def _answer(program: str, seed: int, clip: object, view: Video, passes: tuple) -> tuple:
    # Merging changes how often dice are thrown, so every throw starts from the same seed.
    registry = dice_registry(Registry.load(), random.Random(seed), view, same_each_time=True)
    execution = execute(program, registry, [clip], passes=passes)
    outcome = execution.known[execution.graph.root]
    value = digest(outcome.type, outcome.payload) if outcome.has_value else None
    rests_on = (outcome.confidence, outcome.judged, outcome.fallback, outcome.evidence, outcome.gaps)
    return outcome.status, outcome.reason, value, rests_on
