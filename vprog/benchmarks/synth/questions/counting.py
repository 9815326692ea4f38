"""How many: things, movements, events, at one time, before and after."""

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from vprog.benchmarks.synth.draft import VERBS, Draft, Happening, happenings, verb
from vprog.benchmarks.synth.facts import APART_S, Facts, Request
from vprog.benchmarks.synth.program import Program
from vprog.benchmarks.synth.wording import Piece, Words

PARTS = ("start", "middle", "end")
_EVENTS = ("enter", "leave", "stop")


def number_options(number: int) -> tuple[str, ...]:
    """Give four numbers that may be offered as answers, the right one among them."""
    low = max(0, number - 2)
    return tuple(str(n) for n in range(low, low + 4))


def _draft(type_: str, key: str, request: Request, number: int, program: Program, facts: Facts, **more: Words) -> Draft:
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
            yield _draft("count", "count", request, number, program, facts)


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
            yield _draft(
                "count by direction", "count_direction", request, found.count(direction), program, facts, toward=toward
            )


def by_event(facts: Facts) -> Iterator[Draft]:
    """Ask how many enter, leave or stop."""
    for request in facts.requests():
        for kind in _EVENTS:
            found = facts.happen(kind, facts.rows(request))
            # Who does it twice may be taken for two.
            if found is None or len({row for _, row in found}) < len(found):
                continue
            program = Program()
            spans = program.bind("spans", kind, f"{VERBS[kind]}({program.tracks(request.text)})")
            program.answer("Number", f"count(who({spans}))")
            draft = _draft("count of events", f"count_{kind}", request, len(found), program, facts)
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
            yield _draft("count of moving things", key, request, number, program, facts)


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
            yield _draft("largest number at once", "count_most", request, int(together.max()), program, facts)


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
                yield _draft(
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
            for kind in _EVENTS:
                times = _single(facts.happen(kind, rows))
                if times is not None:
                    yield from _around(facts, request, kind, times, event)
        for kind in _EVENTS:
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
    draft = _draft("count at an event", "count_at", request, around, program, facts, event=event.clause)
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
        yield _draft("count before and after", f"count_{side}", request, len(inside), program, facts, **slots)


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
            yield _draft("count before and after", "count_between", request, number, program, facts, **slots)


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
        for kind in _EVENTS:
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
            yield _draft("count while", "count_while", request, number, program, facts, **slots)


def in_seconds(facts: Facts) -> Iterator[Draft]:
    """Ask how many do something in the first seconds."""
    for request in facts.requests():
        for kind in _EVENTS:
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
                yield _draft("count in seconds", "count_seconds", request, number, program, facts, **slots)


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


def times_of(facts: Facts, rng: np.random.Generator) -> Iterator[Draft]:
    """Ask how many times one thing does something."""
    alone = [(r, facts.rows(r)[0]) for r in facts.requests() if r.shape and len(facts.rows(r)) == 1]
    for request, row in alone:
        slots = {"the_thing": request.the, "thing": request.text}
        for kind in ("enter", "stop"):
            times = facts.times(kind, row)
            if times and all(b - a > 1.6 for a, b in itertools.pairwise(times)):
                program = Program()
                program.answer("Number", f"count({VERBS[kind]}({program.tracks(request.text)}))")
                evidence = facts.evidence(*((t, t + facts.truth.step_s) for t in times))
                options = number_options(len(times))
                yield Draft("how many times", f"times_{kind}", slots, "Number", len(times), program, evidence, options)
        repeats = [e for e in facts.events if e.row == row and e.kind == "repeat"]
        if len(repeats) == 1 and facts.still_camera and not facts.truth.hidden_share[row].any():
            program = Program()
            program.answer("Number", f"count_repeats(first({program.tracks(request.text)}))")
            event = repeats[0]
            evidence, options = facts.evidence((event.start_s, event.end_s)), number_options(event.number)
            yield Draft("repetitions", "times_repeat", slots, "Number", event.number, program, evidence, options)
        yield from _times_hidden(facts, request, row)
        for other, other_row in alone:
            met = facts.meetings(row, other_row) if row != other_row else None
            if met:
                program = Program()
                operands = f"{program.tracks(request.text)}, {program.tracks(other.text)}"
                program.answer("Number", f"count(meets({operands}))")
                more = {**slots, "the_other": other.the, "other": other.text}
                options = number_options(len(met))
                yield Draft(
                    "how many times", "times_meet", more, "Number", len(met), program, facts.evidence(*met), options
                )


def _times_hidden(facts: Facts, request: Request, row: int) -> Iterator[Draft]:
    """Only of what is out of sight for so long that nobody overlooks it, and never goes out of the picture."""
    hidden = [(e.start_s, e.end_s) for e in facts.events if e.row == row and e.kind == "hide"]
    gone = [e for e in facts.events if e.row == row and e.kind in ("leave", "disappear")]
    if hidden and len(gone) == len(hidden) and all(b - a > 1.6 for a, b in hidden):
        program = Program()
        program.answer("Number", f"count(disappears({program.tracks(request.text)}))")
        options = number_options(len(hidden))
        yield Draft(
            "how many times", "times_hide", {"the_thing": request.the, "thing": request.text},
            "Number", len(hidden), program, facts.evidence(*hidden), options,
        )  # fmt: skip
