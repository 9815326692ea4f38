"""What a system that sees only plain shapes and movement must decline: text, actions, reasons, things it cannot see."""

from collections.abc import Iterator

import numpy as np

from vprog.benchmarks.synth.draft import Draft, happenings
from vprog.benchmarks.synth.facts import Facts
from vprog.benchmarks.synth.outlines import SPRITES
from vprog.benchmarks.synth.program import Program
from vprog.benchmarks.synth.questions.describing import alone
from vprog.benchmarks.synth.questions.yes_no import named
from vprog.benchmarks.synth.wording import Piece, Words

UNSERVED = ("text", "action", "reason", "what if", "unknown thing", "scene")
"""Types of questions that the embedded profile must not answer, but for a right "no"."""
_STRANGERS = ("dog", "cat", "horse", "bicycle", "umbrella", "elephant", "chair", "bottle", "bird", "airplane")


def declined(facts: Facts, rng: np.random.Generator) -> Iterator[Draft]:
    """Ask what cannot be answered from shapes and their movements."""
    evidence = facts.evidence()
    for thing in facts.things:
        if thing.text:
            # Read by whoever can read: the answer is known.
            yield Draft("text", "unserved_text", {}, "Text", thing.text, None, facts.seen_evidence(thing.id - 1))
        if thing.kind in SPRITES:
            for event in happenings(facts)[:1]:
                yield Draft(
                    "action",
                    "unserved_action",
                    {"sprite": thing.kind, "event": event.clause},
                    "Text",
                    None,
                    None,
                    evidence,
                )
    yield Draft("scene", "unserved_scene", {}, "Text", None, None, evidence)
    single = alone(facts)
    for number, (request, row) in enumerate(single):
        other = single[number - 1][0]
        told: dict[str, Words] = {**named(request), "the_other": other.the, "others": other.plural}
        for event in happenings(facts):
            if event.row == row and event.kind == "stop":
                yield Draft("reason", "unserved_why", {**told, "event": event.clause}, "Text", None, None, evidence)
        if other != request:
            yield Draft("what if", "unserved_if", told, "Text", None, None, evidence)
    stranger = str(rng.choice(_STRANGERS))
    article = "an" if stranger[0] in "aeiou" else "a"
    words: dict[str, Words] = {
        "stranger": stranger, "strangers": f"{stranger}s", "a_stranger": f"{article} {stranger}",
        "part": Piece(f"part_{rng.choice(['start', 'middle', 'end'])}"),
    }  # fmt: skip
    program = Program()
    program.answer("Bool", f"exists({program.tracks(stranger)})")
    yield Draft("unknown thing", "unserved_thing", words, "Bool", None, program, evidence)
