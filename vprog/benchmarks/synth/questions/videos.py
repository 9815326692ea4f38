"""Questions about two clips."""

from collections.abc import Iterator

from vprog.benchmarks.synth.draft import Draft
from vprog.benchmarks.synth.facts import Facts, Request
from vprog.benchmarks.synth.program import Program
from vprog.benchmarks.synth.questions.counting import counted
from vprog.benchmarks.synth.questions.yes_no import YES_NO, named

ANSWERS = ("the first video", "the second video")
_SAID = (("first", "first video", "video 1", "1"), ("second", "second video", "video 2", "2"))


def of_two(one: Facts, other: Facts) -> Iterator[Draft]:
    """Ask which of two clips shows more, and what both show."""
    videos = (one.video, other.video)
    requests = dict.fromkeys([*one.requests(), *other.requests()])
    for request in requests:
        numbers = [counted(facts, request) if facts.is_clear(request) else None for facts in (one, other)]
        first, second = numbers
        if first is None or second is None:
            continue
        evidence = [e for f in (one, other) for e in f.seen_evidence(*f.rows(request))]
        program, names = _followed(request)
        program.answer("Bool", f"(count({names[0]}) == count({names[1]}))")
        yield Draft(
            "two videos",
            "videos_same",
            dict(named(request)),
            "Bool",
            first == second,
            program,
            evidence,
            YES_NO,
            videos=videos,
        )
        program, names = _followed(request)
        program.answer("Bool", f"(exists({names[0]}) and exists({names[1]}))")
        both = bool(first and second)
        yield Draft(
            "two videos", "videos_both", dict(named(request)), "Bool", both, program, evidence, YES_NO, videos=videos
        )
        if first != second:
            key = "video_more" if first and second else "video_has"
            program, names = _followed(request)
            more = program.bind("bool", "more", f"(count({names[0]}) > count({names[1]}))")
            program.answer("Text", f'("{ANSWERS[0]}" if {more} else "{ANSWERS[1]}")')
            place = 0 if first > second else 1
            yield Draft(
                "two videos", key, dict(named(request)), "Text", ANSWERS[place], program, evidence, ANSWERS,
                accept=_SAID[place], videos=videos,
            )  # fmt: skip


def _followed(request: Request) -> tuple[Program, list[str]]:
    program = Program()
    names = []
    for number, word in enumerate(("first", "second")):
        video = program.bind("video", word, f"videos[{number}]")
        names.append(program.bind("tracks", word, f'track(detect({video}, "{request.text}"))'))
    return program, names
