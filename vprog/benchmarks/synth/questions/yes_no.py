"""Whether: something is there, happens, comes before or after."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vprog.benchmarks.synth.draft import VERBS, Draft, Happening, happenings, verb
from vprog.benchmarks.synth.facts import APART_S, Facts, Request
from vprog.benchmarks.synth.program import Program
from vprog.benchmarks.synth.questions.counting_when import PARTS, present, stretch
from vprog.benchmarks.synth.wording import Piece, Slots, Words

YES_NO = ("yes", "no")


def draft(
    type_: str, key: str, slots: Slots, answer: bool, program: Program, evidence: Sequence[Mapping[str, Any]]
) -> Draft:
    """Give a question that is answered by yes or no."""
    return Draft(type_, key, slots, "Bool", answer, program, evidence, YES_NO)


def named(request: Request) -> dict[str, Words]:
    """Give the words of a request, by slot."""
    return {"thing": request.text, "things": request.plural, "a_thing": request.one, "the_thing": request.the}


def presence(facts: Facts, absent: list[Request]) -> Iterator[Draft]:
    """Ask whether something is there, and whether it is not."""
    for request in [*facts.requests(), *absent]:
        there = bool(facts.rows(request))
        program, denial = Program(), Program()
        program.answer("Bool", f"exists({program.tracks(request.text)})")
        denial.answer("Bool", f"(not exists({denial.tracks(request.text)}))")
        evidence = facts.seen_evidence(*facts.rows(request))
        yield draft("presence" if there else "not there", "presence", named(request), there, program, evidence)
        yield draft("absence", "absence", named(request), not there, denial, evidence)


def presence_in_time(facts: Facts, absent: list[Request]) -> Iterator[Draft]:
    """Ask whether something is there in a part, at an event and in the first seconds."""
    for request in [*facts.requests(), *absent[:1]]:
        rows = facts.rows(request)
        for part in PARTS:
            start_s, end_s, core_s = stretch(facts, part)
            number = present(facts, rows, start_s, end_s, core_s)
            if number is not None:
                program = Program()
                program.answer("Bool", f'exists(part({program.tracks(request.text)}, "{part}"))')
                slots = {**named(request), "part": Piece(f"part_{part}")}
                evidence = facts.evidence((start_s, end_s))
                yield draft("presence in time", "presence_part", slots, number > 0, program, evidence)
        for seconds in range(2, int(facts.duration_s) - 1):
            number = present(facts, rows, 0.0, float(seconds))
            if number is not None:
                program = Program()
                span = program.bind("span", "early", f"interval(video, 0.0, {seconds}.0)")
                program.answer("Bool", f"exists(during({program.tracks(request.text)}, {span}))")
                slots = {**named(request), "seconds": str(seconds)}
                evidence = facts.evidence((0.0, float(seconds)))
                yield draft("presence in time", "presence_seconds", slots, number > 0, program, evidence)
        yield from _at_events(facts, request)


def _at_events(facts: Facts, request: Request) -> Iterator[Draft]:
    rows = facts.rows(request)
    for event in happenings(facts):
        if event.row in rows or not 0.6 < event.start_s < facts.duration_s - 0.6:
            continue
        number = present(facts, rows, event.start_s - 0.5, event.start_s + 0.5, event.start_s)
        if number is not None:
            program = Program()
            tracks, span = program.tracks(request.text), event.bind(program)
            then = program.bind("tracks", "then", f"at({tracks}, start({span}))")
            program.answer("Bool", f"exists({then})")
            slots = {**named(request), "event": event.clause}
            evidence = facts.evidence(event.interval)
            yield draft("presence in time", "presence_at", slots, number > 0, program, evidence)


def happening(facts: Facts, absent: list[Request]) -> Iterator[Draft]:
    """Ask whether any of a kind comes or goes, and whether one thing stops or moves."""
    for request in [*facts.requests(), *absent[:1]]:
        rows = facts.rows(request)
        for kind in ("enter", "leave"):
            found = facts.happen(kind, rows)
            if found is not None:
                program = Program()
                program.answer("Bool", f"exists({VERBS[kind]}({program.tracks(request.text)}))")
                evidence = facts.evidence(*((t, t + facts.truth.step_s) for t, _ in found))
                yield draft("event", f"yesno_{kind}", named(request), bool(found), program, evidence)
        if len(rows) == 1 and request.shape:
            yield from _of_one(facts, request, rows[0])


def _of_one(facts: Facts, request: Request, row: int) -> Iterator[Draft]:
    stops = facts.times("stop", row)
    if stops is not None:
        program = Program()
        program.answer("Bool", f"exists(stops({program.tracks(request.text)}))")
        evidence = facts.evidence(*((t, t + facts.truth.step_s) for t in stops))
        yield draft("event", "yesno_stop", named(request), bool(stops), program, evidence)
    if facts.never_moves(row) or facts.plainly_moves(row):
        program = Program()
        program.answer("Bool", f"exists(moving({program.tracks(request.text)}))")
        evidence = facts.seen_evidence(row)
        yield draft("event", "yesno_move", named(request), facts.plainly_moves(row), program, evidence)
    direction = facts.direction(row)
    if direction not in (None, "still"):
        for asked in ("left", "right", "up", "down"):
            program = Program()
            track = program.bind("track", request.noun, f"first({program.tracks(request.text)})")
            program.answer("Bool", f'(direction({track}) == "{asked}")')
            slots = {**named(request), "toward": Piece(f"toward_{asked}")}
            yield draft("direction", "yesno_direction", slots, asked == direction, program, facts.seen_evidence(row))


def order(facts: Facts) -> Iterator[Draft]:
    """Ask whether one event comes before or after another."""
    events = happenings(facts)
    for one in events:
        for other in events:
            if one.row == other.row or {one.kind, other.kind} == {"meet"} or abs(one.start_s - other.start_s) < APART_S:
                continue
            for side in ("before", "after"):
                program = Program()
                early, late = f"start({one.bind(program)})", f"start({other.bind(program)})"
                program.answer("Bool", f"({early} {'<' if side == 'before' else '>'} {late})")
                slots = {"event": one.clause, "base": one.base, "event2": other.clause}
                answer = (one.start_s < other.start_s) == (side == "before")
                evidence = facts.evidence(one.interval, other.interval)
                yield draft("order", f"yesno_{side}", slots, answer, program, evidence)


def any_around(facts: Facts) -> Iterator[Draft]:
    """Ask whether any of a kind does something before or after an event."""
    for event in happenings(facts):
        for request in facts.requests():
            rows = facts.rows(request)
            for kind in () if event.row in rows else ("enter", "leave", "stop"):
                found = facts.happen(kind, rows)
                if found and not any(event.start_s - APART_S < t < event.end_s + APART_S for t, _ in found):
                    yield from _any_of(facts, request, kind, [t for t, _ in found], event)


def _any_of(facts: Facts, request: Request, kind: str, times: list[float], event: Happening) -> Iterator[Draft]:
    for side in ("before", "after"):
        inside = [t for t in times if (t < event.start_s) == (side == "before")]
        program = Program()
        spans = program.bind("spans", kind, f"{VERBS[kind]}({program.tracks(request.text)})")
        program.answer("Bool", f"exists({side}({spans}, {event.bind(program)}))")
        slots = {**named(request), "bare": verb(kind), "third": verb(kind, third=True), "event": event.clause}
        evidence = facts.evidence(event.interval, *((t, t + facts.truth.step_s) for t in inside))
        yield draft("any before and after", f"yesno_any_{side}", slots, bool(inside), program, evidence)
