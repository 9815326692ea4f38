"""Questions that hold their possible answers: "is it red, blue or green?"."""

from collections.abc import Iterator

import numpy as np

from vprog.benchmarks.synth.draft import Draft
from vprog.benchmarks.synth.facts import Facts, Request
from vprog.benchmarks.synth.program import Program
from vprog.benchmarks.synth.questions.counting import counted
from vprog.benchmarks.synth.questions.describing import DIRECTIONS, alone, colour_options
from vprog.benchmarks.synth.questions.yes_no import named
from vprog.benchmarks.synth.wording import Words

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def listed(options: list[str]) -> str:
    """Give "red, blue or green"."""
    return f"{', '.join(options[:-1])} or {options[-1]}"


def _mixed(rng: np.random.Generator, options: list[str], answer: str, number: int) -> list[str]:
    """Give so many of the options in any order, the answer among them."""
    others = [o for o in options if o != answer]
    kept = [answer, *(others[i] for i in rng.permutation(len(others))[: number - 1])]
    return [kept[i] for i in rng.permutation(len(kept))]


def offered(facts: Facts, absent: list[Request], rng: np.random.Generator) -> Iterator[Draft]:
    """Ask for a colour, a direction, a number or a thing out of a list."""
    for request in facts.requests():
        rows = facts.rows(request)
        if request.colour is None and len(rows) == 1:
            colour = facts.things[rows[0]].colour
            options = _mixed(rng, list(colour_options(facts, colour)), colour, 3)
            program = Program()
            program.answer("Text", f"color(first({program.tracks(request.text)}))")
            slots: dict[str, Words] = {"shape": request.text, "options": listed(options)}
            evidence = facts.seen_evidence(*rows)
            yield Draft("choice in the question", "choice_colour", slots, "Text", colour, program, evidence)
        number = counted(facts, request)
        if number and number < 6:
            three = sorted(_mixed(rng, [str(n) for n in range(1, number + 3)], str(number), 3), key=int)
            options = [_NUMBERS[int(n)] for n in three]
            program = Program()
            program.answer("Number", f"count({program.tracks(request.text)})")
            slots = {**named(request), "options": listed(options)}
            evidence = facts.seen_evidence(*rows)
            yield Draft(
                "choice in the question",
                "choice_count",
                slots,
                "Number",
                number,
                program,
                evidence,
                accept=(_NUMBERS[number],),
            )
    for request, row in alone(facts):
        direction = facts.direction(row)
        if direction not in (None, "still"):
            options = _mixed(rng, list(DIRECTIONS), str(direction), int(rng.integers(2, 5)))
            program = Program()
            program.answer("Text", f"direction(first({program.tracks(request.text)}))")
            slots = {**named(request), "options": listed(options)}
            evidence = facts.seen_evidence(row)
            yield Draft("choice in the question", "choice_direction", slots, "Text", direction, program, evidence)
    yield from _present(facts, absent, rng)


def _present(facts: Facts, absent: list[Request], rng: np.random.Generator) -> Iterator[Draft]:
    there = [r for r in facts.requests() if r.colour and r.shape]
    gone = [r for r in absent if r.colour and r.shape][:2]
    for request in there[:3]:
        if len(gone) < 2:
            return
        three = [request, *gone]
        mixed = [three[i] for i in rng.permutation(3)]
        program = Program()
        first = program.bind("bool", "first", f"exists({program.tracks(mixed[0].text)})")
        second = program.bind("bool", "second", f"exists({program.tracks(mixed[1].text)})")
        later = program.bind("text", "later", f'("{mixed[1].one}" if {second} else "{mixed[2].one}")')
        program.answer("Text", f'("{mixed[0].one}" if {first} else {later})')
        slots = {"options": listed([r.one for r in mixed])}
        evidence = facts.seen_evidence(*facts.rows(request))
        yield Draft("choice in the question", "choice_presence", slots, "Text", request.one, program, evidence)
