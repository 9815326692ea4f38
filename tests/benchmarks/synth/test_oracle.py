"""The oracle's answers agree with a slow reading of the truth file, and its programs are programs."""

import re
from typing import Any

import lark
import pytest

import vprog
from vprog.benchmarks.synth import UNSERVED
from vprog.language import check, strict_grammar
from vprog.spec import Registry

SHAPES = {"circle", "square", "rectangle", "triangle"}


def named(truth: dict[str, Any], request: str) -> list[int]:
    """Give the ids of what a request such as "red circle", "circle" or "red thing" names."""
    *colours, shape = request.split()
    return [
        t["id"]
        for t in truth["things"]
        if t["kind"] in SHAPES and shape in (t["kind"], "thing") and (not colours or t["colour"] == colours[0])
    ]


def requests(program: str) -> list[str]:
    return re.findall(r'detect\(video, "([^"]+)"\)', program)


def asked(mixed, pattern: str) -> list[tuple[dict[str, Any], dict[str, Any], re.Match[str]]]:
    """Give the questions whose program, without its last line's choices, has this form."""
    found = []
    for record in mixed.records:
        told = record["answer"] is not None and isinstance(record["video"], str) and "choices" not in record
        if record["program"] and told:
            match = re.fullmatch(pattern, record["program"])
            if match:
                found.append((record, mixed.truths[record["video"].removesuffix(".mp4")], match))
    return found


FOLLOWED = r'tracks_\w+ = track\(detect\(video, "([^"]+)"\)\)\n'


def test_every_program_checks_and_gives_the_type_it_is_said_to(mixed):
    registry = Registry.load()
    for record in mixed.records:
        if record["program"] is not None:
            result = vprog.check(record["program"])
            assert result.ok, (record["program"], result.diagnostics)
            typed = check(record["program"], registry).typed
            assert typed is not None
            assert typed.answer_type.value == record["answer_type"]


def test_every_program_is_in_the_strict_form(mixed):
    strict = lark.Lark(strict_grammar(Registry.load()), parser="lalr")
    for program in {r["program"] for r in mixed.records if r["program"]}:
        strict.parse(program)


def test_only_what_is_not_served_has_no_program(mixed):
    assert {r["type"] for r in mixed.records if r["program"] is None} <= set(UNSERVED)
    assert {r["type"] for r in mixed.records if r["answer"] is None} <= set(UNSERVED)


def test_counts(mixed):
    found = asked(mixed, FOLLOWED + r"answer = count\(tracks_\w+\)\n")
    assert len(found) > 5
    for record, truth, match in found:
        assert record["answer"] == len(named(truth, match[1]))


def test_presence(mixed):
    found = asked(mixed, FOLLOWED + r"answer = exists\(tracks_\w+\)\n")
    assert {record["answer"] for record, *_ in found} == {True, False}
    for record, truth, match in found:
        assert record["answer"] == bool(named(truth, match[1]))


@pytest.mark.parametrize(("operator", "kind"), [("enters", "enter"), ("leaves", "leave"), ("stops", "stop")])
def test_counts_of_events(mixed, operator: str, kind: str):
    pattern = FOLLOWED + rf"spans_\w+ = {operator}\(tracks_\w+\)\nanswer = count\(who\(spans_\w+\)\)\n"
    found = asked(mixed, pattern)
    assert found
    for record, truth, match in found:
        ids = named(truth, match[1])
        assert record["answer"] == len({e["id"] for e in truth["events"] if e["kind"] == kind and e["id"] in ids})


@pytest.mark.parametrize(("operator", "kind"), [("enters", "enter"), ("leaves", "leave"), ("stops", "stop")])
def test_when(mixed, operator: str, kind: str):
    lines = rf"spans_\w+ = {operator}\(tracks_\w+\)\nspan_\w+ = first\(spans_\w+\)\nanswer = start\(span_\w+\)\n"
    for record, truth, match in asked(mixed, FOLLOWED + lines):
        ids = named(truth, match[1])
        times = [e["start_s"] for e in truth["events"] if e["kind"] == kind and e["id"] in ids]
        assert record["answer"] == pytest.approx(min(times), abs=0.01)


def test_order(mixed):
    kinds = {"enters": "enter", "leaves": "leave", "stops": "stop", "starts_moving": "set_off"}
    event = (
        r'tracks_\w+ = track\(detect\(video, "([^"]+)"\)\)\nspans_\w+ = (\w+)\(tracks_\w+\)\nspan_\w+ = first\(\w+\)\n'
    )
    found = asked(mixed, event + event + r"answer = order\(span_\w+, span_\w+\)\n")
    for record, truth, match in found:
        starts = []
        for request, operator in ((match[1], match[2]), (match[3], match[4])):
            ids = named(truth, request)
            starts.append(min(e["start_s"] for e in truth["events"] if e["kind"] == kinds[operator] and e["id"] in ids))
        assert record["answer"] == ("before" if starts[0] < starts[1] else "after")


def test_comparison(mixed):
    found = asked(mixed, FOLLOWED * 2 + r"answer = \(count\(\w+\) ([<>]|==) count\(\w+\)\)\n")
    assert found
    for record, truth, match in found:
        one, other = len(named(truth, match[1])), len(named(truth, match[2]))
        assert record["answer"] == {"<": one < other, ">": one > other, "==": one == other}[match[3]]


def test_direction(mixed):
    found = asked(mixed, FOLLOWED + r"answer = direction\(first\(tracks_\w+\)\)\n")
    for record, truth, match in found:
        (id_,) = named(truth, match[1])
        boxes = [t["box"] for f in truth["frames"] for t in f["things"] if t["id"] == id_]
        shift = [boxes[-1][k] + boxes[-1][k + 2] - boxes[0][k] - boxes[0][k + 2] for k in (0, 1)]
        axis = 0 if abs(shift[0]) > abs(shift[1]) else 1
        assert record["answer"] == (("left", "right"), ("up", "down"))[axis][shift[axis] > 0]


def test_left_of(mixed):
    found = asked(mixed, FOLLOWED * 2 + r"answer = exists\(left_of\(\w+, \w+\)\)\n")
    for record, truth, match in found:
        (one,), (other,) = named(truth, match[1]), named(truth, match[2])
        both = [{t["id"]: t["box"] for t in f["things"]} for f in truth["frames"]]
        pairs = [(shown[one], shown[other]) for shown in both if one in shown and other in shown]
        held = [a[2] <= b[0] for a, b in pairs]
        assert all(held) if record["answer"] else not any(held)
