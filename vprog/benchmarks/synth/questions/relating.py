"""Two things: where one is of the other, whether they come near, touch or pass."""

import itertools
from collections.abc import Iterator

import numpy as np

from vprog.benchmarks.synth.draft import Draft
from vprog.benchmarks.synth.facts import Facts, Request
from vprog.benchmarks.synth.happenings import gap_px, holds, runs_of
from vprog.benchmarks.synth.program import Program
from vprog.benchmarks.synth.questions.counting import number_options
from vprog.benchmarks.synth.questions.describing import alone, colour_options
from vprog.benchmarks.synth.questions.yes_no import draft, named

_SIDES = {"left_of": (0, -1), "right_of": (0, 1), "above": (1, -1), "below": (1, 1)}
"""Which coordinate counts, and towards which end."""
_IN_WORDS = {
    "left_of": "to the left of", "right_of": "to the right of", "above": "above", "below": "below",
    "inside": "inside", "near": "near",
}  # fmt: skip


def relation(facts: Facts, name: str, row: int, other: int) -> bool | None:
    """Say whether a relation holds, whenever both things are seen; None when it is not plain."""
    both = facts.truth.seen[row] & facts.truth.seen[other]
    if both.sum() * facts.truth.step_s < 1.0:
        return None
    if name == "inside":
        return _inside(facts, row, other, both)
    if name == "near":
        return _near(facts, row, other)
    held = holds(facts.truth, name, row, other)[both]
    if held.all():
        return True
    axis, sign = _SIDES[name]
    centres = facts.truth.centres_px[:, both, axis]
    # "No" when not even its middle is ever on that side of the other's middle.
    ahead = sign * (centres[row] - centres[other])
    return False if float(ahead.max()) < -0.06 * facts.scene.width_px else None


def _inside(facts: Facts, row: int, other: int, both: np.ndarray) -> bool | None:
    held = holds(facts.truth, "inside", row, other)
    if held.sum() * facts.truth.step_s >= 1.5:
        return True
    gap = gap_px(facts.truth, row, other)[both]
    return False if float(gap.min()) > 0.03 * facts.scene.width_px else None


def _near(facts: Facts, row: int, other: int) -> bool | None:
    gap = gap_px(facts.truth, row, other)
    close = runs_of(gap <= 0.02 * facts.scene.width_px)
    if any((b - a) * facts.truth.step_s >= 1.0 for a, b in close):
        return True
    return False if float(np.nanmin(gap)) > 0.25 * facts.scene.width_px else None


def relations(facts: Facts) -> Iterator[Draft]:
    """Ask whether a relation holds between two things."""
    for (one, row), (other, other_row) in itertools.permutations(alone(facts), 2):
        for name in _IN_WORDS:
            held = relation(facts, name, row, other_row)
            if held is not None:
                yield _asked(facts, "relation", name, (one, row), (other, other_row), held)
        met = facts.meetings(row, other_row)
        if met is not None:
            yield _asked(facts, "meeting", "meets", (one, row), (other, other_row), bool(met))
        passed = _passed(facts, row, other_row)
        if passed is not None:
            yield _asked(facts, "passing", "passes", (one, row), (other, other_row), passed)


def _asked(
    facts: Facts, type_: str, name: str, one: tuple[Request, int], other: tuple[Request, int], held: bool
) -> Draft:
    program = Program()
    program.answer("Bool", f"exists({name}({program.tracks(one[0].text)}, {program.tracks(other[0].text)}))")
    slots = {**named(one[0]), "the_other": other[0].the, "other": other[0].text}
    return draft(type_, name, slots, held, program, facts.seen_evidence(one[1], other[1]))


def _passed(facts: Facts, row: int, other: int) -> bool | None:
    """Say whether a thing goes past one that stands still; plainly not when it is on one side all the time."""
    found = [e for e in facts.events if e.kind == "pass" and e.row == row and e.other == other]
    if found:
        gap = gap_px(facts.truth, row, other)
        # Over or under it, not through it: those that touch are said to meet.
        return True if facts.never_moves(other) and float(np.nanmin(gap)) > 2.0 else None
    both = facts.truth.seen[row] & facts.truth.seen[other]
    if not both.any() or not facts.never_moves(other) or facts.never_moves(row):
        return None
    shift = (facts.truth.centres_px[row] - facts.truth.centres_px[other])[both]
    one_sided = [np.abs(s).min() > 0.12 * facts.scene.width_px and len(set(np.sign(s))) == 1 for s in shift.T]
    return False if all(one_sided) else None


def meeting_colours(facts: Facts) -> Iterator[Draft]:
    """Ask for the colour of the one of a shape that touches something, and how many do."""
    for request in facts.requests():
        rows = facts.rows(request)
        for other, other_row in alone(facts):
            if other_row in rows or len(rows) < 2 or not all(facts.is_one(row) for row in rows):
                continue
            met = [facts.meetings(row, other_row) for row in rows]
            if None in met:
                continue
            touching = [row for row, held in zip(rows, met, strict=True) if held]
            slots = {**named(request), "shape": request.text, "shapes": request.plural, "the_other": other.the}
            program = Program()
            spans = program.bind(
                "spans", "meet", f"meets({program.tracks(request.text)}, {program.tracks(other.text)})"
            )
            program.answer("Number", f"count(who({spans}))")
            evidence = facts.seen_evidence(other_row, *touching)
            number, options = len(touching), number_options(len(touching))
            yield Draft("meeting", "count_meets", slots, "Number", number, program, evidence, options)
            if request.colour is None and number == 1:
                program = Program()
                spans = program.bind(
                    "spans", "meet", f"meets({program.tracks(request.text)}, {program.tracks(other.text)})"
                )
                subjects = program.bind("tracks", "meet", f"who({spans})")
                program.answer("Text", f"color(first({subjects}))")
                colour = facts.things[touching[0]].colour
                accept = (f"{colour} {request.shape}",)
                choices = colour_options(facts, colour)
                yield Draft("meeting", "colour_meets", slots, "Text", colour, program, evidence, choices, accept=accept)


def related_counts(facts: Facts) -> Iterator[Draft]:
    """Ask how many of a kind are on some side of a thing."""
    for request in facts.requests():
        rows = facts.rows(request)
        for other, other_row in alone(facts):
            if other_row in rows or not all(facts.is_one(row) for row in rows):
                continue
            for name in ("left_of", "right_of", "above", "below"):
                held = [relation(facts, name, row, other_row) for row in rows]
                if None in held or len(rows) < 2:
                    continue
                program = Program()
                operands = f"{program.tracks(request.text)}, {program.tracks(other.text)}"
                spans = program.bind("spans", name, f"{name}({operands})")
                program.answer("Number", f"count(who({spans}))")
                slots = {**named(request), "the_other": other.the, "relation": _IN_WORDS[name]}
                evidence, number = facts.seen_evidence(other_row, *rows), sum(bool(h) for h in held)
                yield Draft(
                    "relation", "count_relation", slots, "Number", number, program, evidence, number_options(number)
                )
