"""How many: things, movements, events, at one time."""

from collections.abc import Iterator

from vprog.benchmarks.synth.draft import VERBS, Draft
from vprog.benchmarks.synth.facts import Facts, Request
from vprog.benchmarks.synth.program import Program
from vprog.benchmarks.synth.wording import Piece, Words

EVENTS = ("enter", "leave", "stop")
"""What of several things can be counted."""


def number_options(number: int) -> tuple[str, ...]:
    """Give four numbers that may be offered as answers, the right one among them."""
    low = max(0, number - 2)
    return tuple(str(n) for n in range(low, low + 4))


def number_draft(
    type_: str, key: str, request: Request, number: int, program: Program, facts: Facts, **more: Words
) -> Draft:
    """Give a question whose answer is a number of things."""
    slots = {"things": request.plural, "thing": request.text, **more}
    evidence = facts.seen_evidence(*facts.rows(request))
    return Draft(type_, key, slots, "Number", number, program, evidence, number_options(number))


def counted(facts: Facts, request: Request) -> int | None:
    """Give how many things a request names; None when that is not plain."""
    rows = facts.rows(request)
    return len(rows) if facts.is_clear(request) and all(facts.is_one(row) for row in rows) else None


def of_things(facts: Facts, absent: list[Request]) -> Iterator[Draft]:
    """Ask how many there are, also of what is not there."""
    for request in [*facts.requests(), *absent[:1]]:
        number = counted(facts, request)
        if number is not None:
            program = Program()
            program.answer("Number", f"count({program.tracks(request.text)})")
            yield number_draft("count", "count", request, number, program, facts)


def by_direction(facts: Facts) -> Iterator[Draft]:
    """Ask how many move in a direction."""
    for request in facts.requests():
        found = [facts.direction(row) for row in facts.rows(request)]
        if None in found:
            continue
        for direction in ("left", "right", "up", "down"):
            program = Program()
            program.answer("Number", f'count(where({program.tracks(request.text)}, direction="{direction}"))')
            toward = Piece(f"toward_{direction}")
            yield number_draft(
                "count by direction", "count_direction", request, found.count(direction), program, facts, toward=toward
            )


def by_event(facts: Facts) -> Iterator[Draft]:
    """Ask how many enter, leave or stop."""
    for request in facts.requests():
        for kind in EVENTS:
            found = facts.happen(kind, facts.rows(request))
            # Who does it twice may be taken for two.
            if found is None or len({row for _, row in found}) < len(found):
                continue
            program = Program()
            spans = program.bind("spans", kind, f"{VERBS[kind]}({program.tracks(request.text)})")
            program.answer("Number", f"count(who({spans}))")
            draft = number_draft("count of events", f"count_{kind}", request, len(found), program, facts)
            yield draft


def by_movement(facts: Facts) -> Iterator[Draft]:
    """Ask how many move, and how many never do."""
    for request in facts.requests():
        rows = facts.rows(request)
        still = [row for row in rows if facts.never_moves(row)]
        if not all(facts.is_one(row) and (row in still or facts.plainly_moves(row)) for row in rows):
            continue
        for key, number in (("count_moving", len(rows) - len(still)), ("count_still", len(still))):
            program = Program()
            tracks = program.tracks(request.text)
            moving = program.bind("tracks", "moving", f"who(moving({tracks}))")
            counts = f"count({moving})" if key == "count_moving" else f"(count({tracks}) - count({moving}))"
            program.answer("Number", counts)
            yield number_draft("count of moving things", key, request, number, program, facts)


def at_most(facts: Facts) -> Iterator[Draft]:
    """Ask for the largest number at one time; that many must be there for 0.8 s."""
    for request in facts.requests():
        rows = facts.rows(request)
        if len(rows) < 2 or not all(facts.is_one(row) for row in rows):
            continue
        together = facts.truth.seen[list(rows)].sum(axis=0)
        lasts = (together == together.max()).sum() * facts.truth.step_s
        if lasts >= 0.8:
            program = Program()
            program.answer("Number", f"max_simultaneous({program.tracks(request.text)})")
            yield number_draft("largest number at once", "count_most", request, int(together.max()), program, facts)


def totals(facts: Facts) -> Iterator[Draft]:
    """Ask for the number of two kinds together."""
    requests = [r for r in facts.requests() if counted(facts, r) is not None]
    for one in requests:
        for other in requests:
            if one.text < other.text and not set(facts.rows(one)) & set(facts.rows(other)):
                number = len(facts.rows(one)) + len(facts.rows(other))
                program = Program()
                program.answer("Number", f"(count({program.tracks(one.text)}) + count({program.tracks(other.text)}))")
                slots = {"things": one.plural, "others": other.plural}
                evidence = facts.seen_evidence(*facts.rows(one), *facts.rows(other))
                yield Draft("count", "total", slots, "Number", number, program, evidence, number_options(number))
