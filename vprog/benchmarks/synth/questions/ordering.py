"""When, how long, and what comes first."""

import itertools
from collections.abc import Iterator

from vprog.benchmarks.synth.draft import VERBS, Draft, happenings, verb
from vprog.benchmarks.synth.facts import APART_S, Facts, Request
from vprog.benchmarks.synth.program import Program
from vprog.benchmarks.synth.questions.describing import alone
from vprog.benchmarks.synth.questions.yes_no import named
from vprog.benchmarks.synth.wording import Words


def before_or_after(facts: Facts) -> Iterator[Draft]:
    """Ask whether one event comes before or after another, and which of two comes first."""
    events = happenings(facts)
    for one in events:
        for other in events:
            if one.row == other.row or abs(one.start_s - other.start_s) < APART_S:
                continue
            first = one.start_s < other.start_s
            slots = {"event": one.clause, "base": one.base, "event2": other.clause}
            evidence = facts.evidence(one.interval, other.interval)
            program = Program()
            program.answer("Text", f"order({one.bind(program)}, {other.bind(program)})")
            answer = "before" if first else "after"
            yield Draft("order", "order", slots, "Text", answer, program, evidence, ("before", "after"))
            program = Program()
            early = program.bind("bool", "earlier", f"(start({one.bind(program)}) < start({other.bind(program)}))")
            program.answer("Text", f'("<event>" if {early} else "<event2>")')
            answer = "<event>" if first else "<event2>"
            yield Draft("order", "happens_first", slots, "Text", answer, program, evidence, ("<event>", "<event2>"))


def when(facts: Facts) -> Iterator[Draft]:
    """Ask for the second at which something happens."""
    for event in happenings(facts):
        if event.position:
            continue
        program = Program()
        program.answer("Seconds", f"start({event.bind(program)})")
        slots = {"event": event.clause, "base": event.base}
        evidence = facts.evidence(event.interval)
        yield Draft("when", "when", slots, "Seconds", round(event.start_s, 2), program, evidence)
    for request in facts.requests():
        rows = facts.rows(request)
        for kind in ("enter", "leave", "stop"):
            found = facts.happen(kind, rows)
            if not found or len(rows) < 2 or len(found) < 2:
                continue
            ordered = all(b[0] - a[0] >= APART_S for a, b in itertools.pairwise(found))
            for number, which in enumerate(("first", "second") if ordered else ()):
                program = Program()
                spans = program.bind("spans", kind, f"{VERBS[kind]}({program.tracks(request.text)})")
                span = program.bind("span", which, f"nth({spans}, {number + 1})" if number else f"first({spans})")
                program.answer("Seconds", f"start({span})")
                words: dict[str, Words] = {
                    **named(request),
                    "nth": which,
                    "bare": verb(kind),
                    "third": verb(kind, third=True),
                }
                time_s = found[number][0]
                evidence = facts.evidence((time_s, time_s + facts.truth.step_s))
                yield Draft("when", "when_first", words, "Seconds", round(time_s, 2), program, evidence)


def how_long(facts: Facts) -> Iterator[Draft]:
    """Ask how long something is seen or stands still, and how much time lies between two events."""
    for request, row in alone(facts):
        sights = facts.sights(row)
        if len(sights) == 1:
            program = Program()
            program.answer("Seconds", f"duration(first({program.tracks(request.text)}))")
            yield _lasting("how_long_visible", request, sights[0], program, facts)
        rests = facts.rests_s(row)
        if len(rests) == 1 and rests[0][1] - rests[0][0] > 1.2 and facts.times("stop", row) is not None:
            program = Program()
            spans = program.bind("spans", "still", f"stopped({program.tracks(request.text)})")
            program.answer("Seconds", f"duration(longest({spans}))")
            yield _lasting("how_long_still", request, rests[0], program, facts)
    events = [e for e in happenings(facts) if not e.position]
    for one in events:
        for other in events:
            if one.row != other.row and other.start_s - one.start_s >= 1.5:
                program = Program()
                program.answer("Seconds", f"(start({other.bind(program)}) - start({one.bind(program)}))")
                slots = {"event": one.clause, "event2": other.clause, "base2": other.base}
                evidence = facts.evidence(one.interval, other.interval)
                lasts = round(other.start_s - one.start_s, 2)
                yield Draft("how long", "how_long_between", slots, "Seconds", lasts, program, evidence)


def _lasting(key: str, request: Request, held: tuple[float, float], program: Program, facts: Facts) -> Draft:
    lasts = round(held[1] - held[0], 2)
    return Draft("how long", key, named(request), "Seconds", lasts, program, facts.evidence(held))
