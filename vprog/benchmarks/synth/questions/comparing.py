"""More, fewer, longer, faster, larger: two kinds or two things are compared."""

import itertools
from collections.abc import Iterator

import numpy as np

from vprog.benchmarks.synth.draft import Draft
from vprog.benchmarks.synth.facts import Facts, Request
from vprog.benchmarks.synth.program import Program
from vprog.benchmarks.synth.questions.counting import counted, number_options
from vprog.benchmarks.synth.questions.describing import alone
from vprog.benchmarks.synth.questions.yes_no import draft, named
from vprog.benchmarks.synth.wording import Words

_COMPARED = {"more": ">", "fewer": "<", "same_number": "=="}


def _with(one: Request, other: Request) -> dict[str, Words]:
    more = {"others": other.plural, "other": other.text, "an_other": other.one, "the_other": other.the}
    return {**named(one), **more}


def numbers(facts: Facts, absent: list[Request]) -> Iterator[Draft]:
    """Ask which of two kinds are more, and by how many."""
    known = [(r, n) for r in [*facts.requests(), *absent[:1]] if (n := counted(facts, r)) is not None]
    for (one, first), (other, second) in itertools.permutations(known, 2):
        if set(facts.rows(one)) & set(facts.rows(other)):
            continue
        evidence = facts.seen_evidence(*facts.rows(one), *facts.rows(other))
        slots = _with(one, other)
        truths = {"more": first > second, "fewer": first < second, "same_number": first == second}
        for key, sign in _COMPARED.items():
            yield draft("comparison", key, slots, truths[key], _counts(one, sign, other, "Bool"), evidence)
        if first > second > 0:
            number, options = first - second, number_options(first - second)
            program = _counts(one, "-", other, "Number")
            yield Draft("comparison", "how_many_more", slots, "Number", number, program, evidence, options)
        if first != second and first and second:
            program = Program()
            more = program.bind(
                "bool", "more", f"(count({program.tracks(one.text)}) > count({program.tracks(other.text)}))"
            )
            program.answer("Text", f'("{one.plural}" if {more} else "{other.plural}")')
            answer, options_ = (one if first > second else other).plural, (one.plural, other.plural)
            yield Draft("comparison", "more_of", slots, "Text", answer, program, evidence, options_)


def _counts(one: Request, sign: str, other: Request, type_: str) -> Program:
    program = Program()
    return program.answer(type_, f"(count({program.tracks(one.text)}) {sign} count({program.tracks(other.text)}))")


def together(facts: Facts, absent: list[Request]) -> Iterator[Draft]:
    """Ask whether both, or one of two kinds are there."""
    for one, other in itertools.permutations([*facts.requests(), *absent[:3]], 2):
        if set(facts.rows(one)) & set(facts.rows(other)):
            continue
        there = [bool(facts.rows(r)) for r in (one, other)]
        evidence = facts.seen_evidence(*facts.rows(one), *facts.rows(other))
        for key, word, answer in (("both", "and", all(there)), ("either", "or", any(there))):
            program = Program()
            exist = [f"exists({program.tracks(r.text)})" for r in (one, other)]
            program.answer("Bool", f"({exist[0]} {word} {exist[1]})")
            yield draft("two kinds", key, _with(one, other), answer, program, evidence)


def thresholds(facts: Facts) -> Iterator[Draft]:
    """Ask whether there are at least, or exactly, so many."""
    for request in facts.requests():
        number = counted(facts, request)
        if number is None:
            continue
        evidence = facts.seen_evidence(*facts.rows(request))
        for asked in range(2, number + 3):
            for key, sign, answer in (("at_least", ">=", number >= asked), ("exactly", "==", number == asked)):
                program = Program()
                program.answer("Bool", f"(count({program.tracks(request.text)}) {sign} {asked})")
                slots = {**named(request), "number": ("two", "three", "four")[asked - 2] if asked < 5 else str(asked)}
                yield draft("at least, exactly", key, slots, answer, program, evidence)


def lasting(facts: Facts) -> Iterator[Draft]:
    """Ask which of two things is seen longer; by 1.5 s and a third at least."""
    for (one, row), (other, other_row) in itertools.permutations(alone(facts), 2):
        seen, other_seen = facts.seen_s(row), facts.seen_s(other_row)
        longer, shorter = max(seen, other_seen), min(seen, other_seen)
        hidden = any(len(facts.sights(r)) > 1 for r in (row, other_row))
        if longer - shorter < 1.5 or longer < 1.33 * shorter or hidden:
            continue
        evidence = facts.seen_evidence(row, other_row)
        both = "(duration({0}) > duration({1}))"
        program = Program()
        program.answer("Bool", both.format(*_tracks(program, one, other)))
        slots = _with(one, other)
        yield draft("longer", "longer_visible", slots, seen > other_seen, program, evidence)
        program = Program()
        decided = program.bind("bool", "longer", both.format(*_tracks(program, one, other)))
        program.answer("Text", f'("{one.the}" if {decided} else "{other.the}")')
        answer = one.the if seen > other_seen else other.the
        options = (one.the, other.the)
        yield Draft("longer", "which_longer", slots, "Text", answer, program, evidence, options)


def _tracks(program: Program, *requests: Request) -> list[str]:
    return [program.bind("track", r.noun, f"first({program.tracks(r.text)})") for r in requests]


def speeds(facts: Facts) -> Iterator[Draft]:
    """Ask which of two things that go straight on all the time is faster; by a half at least."""
    moving = []
    for request, row in alone(facts):
        legs = facts.things[row].path.legs
        steady = len(legs) == 1 and not legs[0].cycles and facts.still_camera and facts.plainly_moves(row)
        if steady or facts.never_moves(row):
            moving.append((request, row, legs[0].speed_px_s))
    for (one, row, speed), (other, other_row, other_speed) in itertools.permutations(moving, 2):
        if max(speed, other_speed) > 1.5 * min(speed, other_speed):
            program = Program()
            first, second = _tracks(program, one, other)
            program.answer("Bool", f"(speed({first}) > speed({second}))")
            evidence = facts.seen_evidence(row, other_row)
            yield draft("speed", "faster", _with(one, other), speed > other_speed, program, evidence)


def sizes(facts: Facts) -> Iterator[Draft]:
    """Ask which of two things is larger; both in pixels and by the box around it, by a third at least."""
    for (one, row), (other, other_row) in itertools.permutations(alone(facts), 2):
        ratio = facts.size_px(row) / facts.size_px(other_row)
        boxes = facts.box_size_px(row) / facts.box_size_px(other_row)
        if min(abs(np.log(ratio)), abs(np.log(boxes))) < np.log(1.4) or (ratio > 1) != (boxes > 1):
            continue
        evidence = facts.seen_evidence(row, other_row)
        both = "(size({0}) > size({1}))"
        program = Program()
        program.answer("Bool", both.format(*_tracks(program, one, other)))
        yield draft("size", "larger", _with(one, other), bool(ratio > 1), program, evidence)
        program = Program()
        decided = program.bind("bool", "larger", both.format(*_tracks(program, one, other)))
        program.answer("Text", f'("{one.the}" if {decided} else "{other.the}")')
        answer = one.the if ratio > 1 else other.the
        slots, options = _with(one, other), (one.the, other.the)
        yield Draft("size", "which_larger", slots, "Text", answer, program, evidence, options)
