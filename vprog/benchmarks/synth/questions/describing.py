"""What colour, which way, where: one thing is described."""

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from vprog.benchmarks.synth.draft import VERBS, Draft, verb
from vprog.benchmarks.synth.facts import APART_S, Facts, Request
from vprog.benchmarks.synth.palette import COLOURS
from vprog.benchmarks.synth.program import Program
from vprog.benchmarks.synth.questions.counting_when import PARTS, stretch
from vprog.benchmarks.synth.questions.yes_no import named
from vprog.benchmarks.synth.wording import Piece, Words

DIRECTIONS = ("left", "right", "up", "down")
SIDES = ("left", "right", "top", "bottom")
PLACES = (
    ("top left", "top", "top right"),
    ("left", "middle", "right"),
    ("bottom left", "bottom", "bottom right"),
)
_ORDINALS = ("first", "second", "third")
_PLACE_MARGIN = 0.04
"""How far from the lines between the ninths of the picture a place must be, as a share of its side."""


def colour_options(facts: Facts, colour: str) -> tuple[str, ...]:
    """Give four colours that may be offered, those of the clip first and the right one among them."""
    shown = [t.colour for t in facts.things]
    others = [c for c in dict.fromkeys([*shown, *COLOURS]) if c != colour]
    return tuple(sorted([colour, *others[:3]]))


def alone(facts: Facts) -> list[tuple[Request, int]]:
    """Give what is alone of its colour and shape."""
    return [(r, facts.rows(r)[0]) for r in facts.requests() if r.colour and r.shape and len(facts.rows(r)) == 1]


def _by_shape(facts: Facts) -> Iterator[tuple[Request, tuple[int, ...]]]:
    """Give the shapes whose things all have different colours."""
    for request in facts.requests():
        rows = facts.rows(request)
        if request.colour is None and request.shape:
            yield request, rows


def _colour(facts: Facts, type_: str, key: str, request: Request, row: int, program: Program, **slots: Words) -> Draft:
    colour = facts.things[row].colour
    words = {"shape": request.text, "shapes": request.plural, **slots}
    accept = (f"{colour} {request.shape}",)
    evidence, options = facts.seen_evidence(row), colour_options(facts, colour)
    return Draft(type_, key, words, "Text", colour, program, evidence, options, accept=accept)


def colours(facts: Facts) -> Iterator[Draft]:
    """Ask for the colour of the only thing of a shape."""
    for request, rows in _by_shape(facts):
        if len(rows) == 1:
            program = Program()
            program.answer("Text", f"color(first({program.tracks(request.text)}))")
            yield _colour(facts, "colour", "colour", request, rows[0], program)


def colours_by_event(facts: Facts) -> Iterator[Draft]:
    """Ask for the colour of the one that does something, and of the first, second or last one that does it."""
    for request, rows in _by_shape(facts):
        for kind in ("enter", "leave", "stop"):
            found = facts.happen(kind, rows)
            if len(rows) < 2 or not found or len({row for _, row in found}) < len(found):
                continue
            if len(found) == 1:
                program = Program()
                span = _span(program, request, kind, "first")
                program.answer("Text", f"color(who({span}))")
                yield _colour(
                    facts,
                    "colour by event",
                    "colour_event",
                    request,
                    found[0][1],
                    program,
                    third=verb(kind, third=True),
                )
            elif all(b[0] - a[0] >= APART_S for a, b in itertools.pairwise(found)):
                yield from _nth(facts, request, kind, found)


def _span(program: Program, request: Request, kind: str, which: str) -> str:
    spans = program.bind("spans", kind, f"{VERBS[kind]}({program.tracks(request.text)})")
    return program.bind(
        "span", which, f"nth({spans}, {_ORDINALS.index(which) + 1})" if which in _ORDINALS[1:] else f"{which}({spans})"
    )


def _nth(facts: Facts, request: Request, kind: str, found: Sequence[tuple[float, int]]) -> Iterator[Draft]:
    named_rows = dict(zip(_ORDINALS, (row for _, row in found), strict=False)) | {"last": found[-1][1]}
    for which, row in named_rows.items():
        program = Program()
        program.answer("Text", f"color(who({_span(program, request, kind, which)}))")
        slots: dict[str, Words] = {"nth": which, "bare": verb(kind), "third": verb(kind, third=True)}
        yield _colour(facts, "first, second, last", "colour_nth", request, row, program, **slots)
        each = [facts.things[r].colour for r in facts.rows(request)]
        if len(set(each)) == len(each):
            options = tuple(f"the {colour} {request.shape}" for colour in sorted(each))
            answer = f"the {facts.things[row].colour} {request.shape}"
            whole = Program()
            colour = whole.bind("text", "colour", f"color(who({_span(whole, request, kind, which)}))")
            whole.answer("Text", f'fill("the {{}} {request.shape}", {colour})')
            words = {"shape": request.text, "shapes": request.plural, **slots}
            yield Draft(
                "first, second, last", "which_nth", words, "Text", answer, whole, facts.seen_evidence(row), options,
                offered=True,
            )  # fmt: skip


def colours_by_movement(facts: Facts) -> Iterator[Draft]:
    """Ask for the colour of the one that moves in a direction, or never does."""
    for request, rows in _by_shape(facts):
        ways = [facts.direction(row) for row in rows]
        if len(rows) < 2:
            continue
        for direction in DIRECTIONS:
            if None not in ways and ways.count(direction) == 1:
                program = Program()
                chosen = program.bind(
                    "tracks", "chosen", f'where({program.tracks(request.text)}, direction="{direction}")'
                )
                program.answer("Text", f"color(first({chosen}))")
                row = rows[ways.index(direction)]
                toward = Piece(f"toward_{direction}")
                yield _colour(facts, "colour by movement", "colour_moving", request, row, program, toward=toward)
        still = [row for row in rows if facts.never_moves(row)]
        if len(still) == 1 and all(row in still or facts.plainly_moves(row) for row in rows):
            program = Program()
            chosen = program.bind("tracks", "chosen", f'where({program.tracks(request.text)}, direction="still")')
            program.answer("Text", f"color(first({chosen}))")
            if all(facts.direction(row) is not None for row in rows):
                yield _colour(facts, "colour by movement", "colour_still", request, still[0], program)


def colours_by_size(facts: Facts) -> Iterator[Draft]:
    """Ask for the colour of the largest or smallest; it differs from the next by a third at least."""
    for request, rows in _by_shape(facts):
        if len(rows) < 2:
            continue
        sizes = sorted((facts.box_size_px(row), row) for row in rows)
        for word, (near, far) in (("largest", (-2, -1)), ("smallest", (1, 0))):
            ratio = max(sizes[near][0], sizes[far][0]) / min(sizes[near][0], sizes[far][0])
            if ratio < 1.35:
                continue
            program = Program()
            tracks = program.tracks(request.text)
            pick = "argmax" if word == "largest" else "argmin"
            sizes_of = program.bind("numbers", "size", f"[size(track_each) for track_each in {tracks}]")
            best = program.bind("track", word, f"{pick}({tracks}, {sizes_of})")
            program.answer("Text", f"color({best})")
            said = {"largest": ("largest", "biggest"), "smallest": ("smallest", "tiniest")}[word]
            yield _colour(facts, "size", "colour_size", request, sizes[far][1], program, sizest=said[sizes[far][1] % 2])


def directions(facts: Facts) -> Iterator[Draft]:
    """Ask which way something moves."""
    for request, row in alone(facts):
        direction = facts.direction(row)
        if direction not in (None, "still"):
            program = Program()
            program.answer("Text", f"direction(first({program.tracks(request.text)}))")
            evidence = facts.seen_evidence(row)
            yield Draft("direction", "direction", named(request), "Text", direction, program, evidence, DIRECTIONS)


def sides(facts: Facts) -> Iterator[Draft]:
    """Ask on which side something comes in or goes out; it does so in the middle third of that side."""
    for request, row in alone(facts):
        for kind in ("enter", "leave"):
            times = facts.times(kind, row)
            if not times or len(times) != 1:
                continue
            place = _place_at(facts, row, round(times[0] / facts.truth.step_s))
            if place in ("left", "right", "top", "bottom"):
                program = Program()
                spans = program.bind("spans", kind, f"{VERBS[kind]}({program.tracks(request.text)})")
                span = program.bind("span", kind, f"first({spans})")
                then = program.bind("tracks", "then", f"during({program.tracks(request.text)}, {span})")
                program.answer("Text", f"position(first({then}))")
                evidence = facts.evidence((times[0], times[0] + facts.truth.step_s))
                yield Draft("side", f"{kind}_side", named(request), "Text", place, program, evidence, SIDES)


def _place_at(facts: Facts, row: int, *frames: int) -> str | None:
    """Give the ninth of the picture in which the middle of a thing's box lies in all of these frames."""
    scene = facts.scene
    x = (facts.truth.boxes[row, list(frames), 0] + facts.truth.boxes[row, list(frames), 2]) / 2 / scene.width_px
    y = (facts.truth.boxes[row, list(frames), 1] + facts.truth.boxes[row, list(frames), 3]) / 2 / scene.height_px
    where = []
    for share in (y, x):
        known = share[~np.isnan(share)]
        if not len(known) or min(abs(known[:, None] - np.array([1 / 3, 2 / 3])).ravel()) < _PLACE_MARGIN:
            return None
        thirds = set((known * 3).astype(int).tolist())
        if len(thirds) > 1:
            return None
        where.append(min(2, thirds.pop()))
    return PLACES[where[0]][where[1]]


def places(facts: Facts) -> Iterator[Draft]:
    """Ask where something is, all the time or in a part of the clip: plainly in one ninth of the picture."""
    options = tuple(place for line in PLACES for place in line)
    for request, row in alone(facts):
        seen = np.flatnonzero(facts.truth.seen[row]).tolist()
        place = _place_at(facts, row, *seen)
        if place:
            program = Program()
            program.answer("Text", f"position(first({program.tracks(request.text)}))")
            evidence = facts.seen_evidence(row)
            yield Draft("where", "where", named(request), "Text", place, program, evidence, options)
        for part in PARTS:
            start_s, end_s, _ = stretch(facts, part)
            frames = [f for f in seen if start_s - 0.2 <= f * facts.truth.step_s < end_s + 0.2]
            place = _place_at(facts, row, *frames) if len(frames) * facts.truth.step_s > 1.0 else None
            if place:
                program = Program()
                then = program.bind("tracks", "then", f'part({program.tracks(request.text)}, "{part}")')
                program.answer("Text", f"position(first({then}))")
                slots = {**named(request), "part": Piece(f"part_{part}")}
                evidence = facts.evidence((start_s, end_s))
                yield Draft("where", "where_part", slots, "Text", place, program, evidence, options)
