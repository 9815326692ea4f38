"""Waves: several runs of one graph go on side by side, so that what they look at together is decoded once."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vprog.engine.schedule import next_wave
from vprog.language.limits import MAX_STEPS
from vprog.values import Status

if TYPE_CHECKING:
    from vprog.engine.execute import Execution


class StepsExceededError(Exception):
    """Comprehensions multiply: a run that takes too many steps ends."""


def compute_together(executions: "Sequence[Execution]", ends: Sequence[str]) -> None:
    """Compute until these nodes are known in each of some runs of one graph, wave by wave.

    What they want to look at in one wave is decoded once for all of them.
    Raises: StepsExceededError.
    """
    number = 0
    waiting = [(one, next_wave(one.graph, one.known, one.registry, ends)) for one in executions]
    while waiting := [(one, wave) for one, wave in waiting if wave]:
        began = time.perf_counter()
        calls = []
        for one, wave in waiting:
            if one.inside and one.cost.steps > MAX_STEPS:
                raise StepsExceededError
            calls.append((one, one.begin_wave(wave, number)))
        together = [call for _, some in calls for call in some]
        if together:
            waiting[0][0].look(together)
            for one, some in calls:
                one.end_wave(some, number, time.perf_counter() - began)
        waiting = [(one, next_wave(one.graph, one.known, one.registry, ends)) for one, _ in waiting]
        number += 1


def passing(executions: "Sequence[Execution]", condition: str) -> "list[Execution]":
    """Give those in which a condition is known to hold; none when it failed in one, which decides for all.

    Raises: StepsExceededError.
    """
    compute_together(executions, (condition,))
    if any(one.known[condition].status is Status.FAILED for one in executions):
        return []
    return [one for one in executions if one.known[condition].payload]
