"""How many, at some time: in a part, at, before, between and while, in the first seconds."""

from collections.abc import Callable, Iterator

from vprog.benchmarks.synth.draft import VERBS, Draft, Happening, happenings, verb
from vprog.benchmarks.synth.facts import APART_S, Facts, Request
from vprog.benchmarks.synth.program import Program
from vprog.benchmarks.synth.questions.counting import EVENTS, number_draft
from vprog.benchmarks.synth.wording import Piece, Words

PARTS = ("start", "middle", "end")


def present(
    facts: Facts, rows: tuple[int, ...], start_s: float, end_s: float, core_s: float | None = None
) -> int | None:
    """Give how many are there in a stretch; None unless each is there plainly or plainly not at all.

    core_s: a moment in the stretch at which just the same ones must be there.
    """
    first, end = round(start_s / facts.truth.step_s), max(1, round(end_s / facts.truth.step_s))
    number = 0
    for row in rows:
        seen = facts.truth.seen[row, first:end]
        there = bool(seen.any())
        core = (
            None
            if core_s is None
            else bool(facts.truth.seen[row, min(len(facts.truth.seen[row]) - 1, round(core_s / facts.truth.step_s))])
        )
        if there and (seen.sum() * facts.truth.step_s < 0.8 or core is False):
            return None
        # Someone who comes or goes right beside the stretch may be taken for being there.
        beside = facts.truth.seen[
            row, max(0, first - round(0.4 / facts.truth.step_s)) : end + round(0.4 / facts.truth.step_s)
        ]
        if not there and beside.any():
            return None
        number += there
    return number


def stretch(facts: Facts, part: str) -> tuple[float, float, float]:
    """Give start and end of a third of the clip, and the moment that the words name most narrowly."""
    third = facts.duration_s / 3
    position = PARTS.index(part)
    core = (0.0, facts.duration_s / 2, facts.duration_s - facts.truth.step_s)[position]
    return position * third, (position + 1) * third, core


def in_a_part(facts: Facts) -> Iterator[Draft]:
    """Ask how many are there at the beginning, in the middle and at the end."""
    for request in facts.requests():
        if not all(facts.is_one(row) for row in facts.rows(request)):
            continue
        for part in PARTS:
            start_s, end_s, core_s = stretch(facts, part)
            number = present(facts, facts.rows(request), start_s, end_s, core_s)
            if number is not None:
                program = Program()
                program.answer("Number", f'count(part({program.tracks(request.text)}, "{part}"))')
                yield number_draft(
                    "count in a part", "count_part", request, number, program, facts, part=Piece(f"part_{part}")
                )


def relative(facts: Facts) -> Iterator[Draft]:
    """Ask how many do something before, after or between events, and are there when something happens."""
    events = happenings(facts)
    for request in facts.requests():
        rows = facts.rows(request)
        for event in events:
            if event.row in rows:
                continue
            yield from _at_event(facts, request, event)
            for kind in EVENTS:
                times = _single(facts.happen(kind, rows))
                if times is not None:
                    yield from _around(facts, request, kind, times, event)
        for kind in EVENTS:
            times = _single(facts.happen(kind, rows))
            if times:
                yield from _between(facts, request, kind, times, [e for e in events if e.row not in rows])


def _single(found: list[tuple[float, int]] | None) -> list[float] | None:
    if found is None or len({row for _, row in found}) < len(found):
        return None
    return [time for time, _ in found]


def _at_event(facts: Facts, request: Request, event: Happening) -> Iterator[Draft]:
    rows = facts.rows(request)
    around = present(facts, rows, event.start_s - 0.5, event.start_s + 0.5, event.start_s)
    if around is None or not rows or event.start_s < 0.6:
        return
    program = Program()
    tracks, span = program.tracks(request.text), event.bind(program)
    then = program.bind("tracks", "then", f"at({tracks}, start({span}))")
    program.answer("Number", f"count({then})")
    draft = number_draft("count at an event", "count_at", request, around, program, facts, event=event.clause)
    yield draft


def _around(facts: Facts, request: Request, kind: str, times: list[float], event: Happening) -> Iterator[Draft]:
    """Before and after; nothing may happen about when the event does."""
    if any(event.start_s - APART_S < time < event.end_s + APART_S for time in times):
        return
    for side in ("before", "after"):
        inside = [t for t in times if (t < event.start_s) == (side == "before")]
        program = Program()
        spans = program.bind("spans", kind, f"{VERBS[kind]}({program.tracks(request.text)})")
        span = event.bind(program)
        late = program.bind("spans", side, f"{side}({spans}, {span})")
        program.answer("Number", f"count(who({late}))")
        slots = {"bare": verb(kind), "event": event.clause}
        yield number_draft("count before and after", f"count_{side}", request, len(inside), program, facts, **slots)


def _between(facts: Facts, request: Request, kind: str, times: list[float], events: list[Happening]) -> Iterator[Draft]:
    for one in events:
        for other in events:
            if one.end_s + 1.5 > other.start_s or one.row == other.row:
                continue
            borders = (one.start_s, one.end_s, other.start_s, other.end_s)
            if any(abs(time - border) < APART_S for time in times for border in borders):
                continue
            number = sum(one.end_s < time < other.start_s for time in times)
            program = Program()
            spans = program.bind("spans", kind, f"{VERBS[kind]}({program.tracks(request.text)})")
            between = program.bind("spans", "between", f"between({spans}, {one.bind(program)}, {other.bind(program)})")
            program.answer("Number", f"count(who({between}))")
            slots = {"bare": verb(kind), "event": one.clause, "event2": other.clause}
            yield number_draft("count before and after", "count_between", request, number, program, facts, **slots)


def while_it_lasts(facts: Facts) -> Iterator[Draft]:
    """Ask how many do something while another thing is visible, moves or stands still."""
    states: list[tuple[str, Callable[[int], list[tuple[float, float]]], str]] = [
        ("visible", facts.sights, "visible({0})"),
        ("moving", facts.moves_s, "moving({0})"),
        ("still", facts.rests_s, "stopped({0})"),
    ]
    for alone in facts.requests():
        rows = facts.rows(alone)
        if len(rows) != 1 or not alone.shape or not facts.is_plain(rows[0]):
            continue
        for state, stretches_of, operator in states:
            if state != "visible" and (facts.times("stop", rows[0]) is None or facts.times("set_off", rows[0]) is None):
                continue
            held = stretches_of(rows[0])
            if len(held) == 1 and 1.5 <= held[0][1] - held[0][0] < facts.duration_s - 1.5:
                yield from _while(facts, alone, state, operator, held[0])


def _while(facts: Facts, alone: Request, state: str, operator: str, held: tuple[float, float]) -> Iterator[Draft]:
    for request in facts.requests():
        if set(facts.rows(request)) & set(facts.rows(alone)):
            continue
        for kind in EVENTS:
            times = _single(facts.happen(kind, facts.rows(request)))
            if not times or any(abs(time - border) < APART_S for time in times for border in held):
                continue
            program = Program()
            spans = program.bind("spans", kind, f"{VERBS[kind]}({program.tracks(request.text)})")
            states = program.bind("spans", state, operator.format(program.tracks(alone.text)))
            during = program.bind(
                "spans", "during", f"during({spans}, {program.bind('span', state, f'first({states})')})"
            )
            program.answer("Number", f"count(who({during}))")
            slots = {"bare": verb(kind), "state": Piece(f"state_{state}", who=alone.the)}
            number = sum(held[0] < time < held[1] for time in times)
            yield number_draft("count while", "count_while", request, number, program, facts, **slots)


def in_seconds(facts: Facts) -> Iterator[Draft]:
    """Ask how many do something in the first seconds."""
    for request in facts.requests():
        for kind in EVENTS:
            times = _single(facts.happen(kind, facts.rows(request)))
            if not times:
                continue
            for seconds in range(2, int(facts.duration_s)):
                if any(abs(time - seconds) < APART_S for time in times):
                    continue
                program = Program()
                spans = program.bind("spans", kind, f"{VERBS[kind]}({program.tracks(request.text)})")
                span = program.bind("span", "early", f"interval(video, 0.0, {seconds}.0)")
                early = program.bind("spans", "early", f"during({spans}, {span})")
                program.answer("Number", f"count(who({early}))")
                slots: dict[str, Words] = {"bare": verb(kind), "seconds": str(seconds)}
                number = sum(time < seconds for time in times)
                yield number_draft("count in seconds", "count_seconds", request, number, program, facts, **slots)
