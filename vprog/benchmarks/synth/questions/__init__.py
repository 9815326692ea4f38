"""The questions of a clip: every family of them, answered from the truth."""

from collections.abc import Iterator

import numpy as np

from vprog.benchmarks.synth.draft import Draft
from vprog.benchmarks.synth.facts import Facts, Request
from vprog.benchmarks.synth.outlines import SHAPES
from vprog.benchmarks.synth.palette import COLOURS
from vprog.benchmarks.synth.questions import (
    comparing,
    counting,
    counting_when,
    describing,
    offering,
    ordering,
    relating,
    repeating,
    unserved,
    videos,
    yes_no,
)

__all__ = ["UNSERVED", "drafts", "drafts_of_two"]

UNSERVED = unserved.UNSERVED
drafts_of_two = videos.of_two


def drafts(facts: Facts, rng: np.random.Generator) -> Iterator[Draft]:
    """Give every question that has a clear-cut answer in a clip."""
    absent = absent_from(facts, rng)
    for of_clip in (
        counting.by_direction, counting.by_event, counting.by_movement, counting.at_most, counting_when.in_a_part,
        counting_when.relative, counting_when.while_it_lasts, counting_when.in_seconds, counting.totals, yes_no.order,
        yes_no.any_around, describing.colours, describing.colours_by_event, describing.colours_by_movement,
        describing.colours_by_size, describing.directions, describing.sides, describing.places,
        ordering.before_or_after, ordering.when, ordering.how_long, relating.relations, relating.meeting_colours,
        relating.related_counts, comparing.thresholds, comparing.lasting, comparing.speeds, comparing.sizes,
        repeating.times_of,
    ):  # fmt: skip
        yield from of_clip(facts)
    for with_absent in (
        counting.of_things, yes_no.presence, yes_no.presence_in_time, yes_no.happening, comparing.numbers,
        comparing.together,
    ):  # fmt: skip
        yield from with_absent(facts, absent)
    yield from offering.offered(facts, absent, rng)
    yield from unserved.declined(facts, rng)


def absent_from(facts: Facts, rng: np.random.Generator) -> list[Request]:
    """Give kinds of things that are not in a clip, in a random order: colours and shapes of it newly combined first."""
    shown = [t for t in facts.things if t.kind in SHAPES]
    near = [Request(c.colour, s.kind) for c in shown for s in shown]
    far = [Request(colour, shape) for colour in COLOURS for shape in SHAPES if colour not in ("black", "white")]
    gone = [[r for r in dict.fromkeys(group) if not facts.rows(r) and facts.is_clear(r)] for group in (near, far)]
    ordered = [[group[i] for i in rng.permutation(len(group))][:3] for group in gone]
    return list(dict.fromkeys([*ordered[0], *ordered[1]]))
