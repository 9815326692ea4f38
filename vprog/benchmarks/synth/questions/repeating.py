"""How many times one thing does something."""

import itertools
from collections.abc import Iterator

from vprog.benchmarks.synth.draft import VERBS, Draft
from vprog.benchmarks.synth.facts import Facts, Request
from vprog.benchmarks.synth.program import Program
from vprog.benchmarks.synth.questions.counting import number_options


def times_of(facts: Facts) -> Iterator[Draft]:
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
