"""What happens in a clip, read off its truth. The definitions are the oracle's own; no operator of the system is used.

A thing is *seen* in a frame when at least 12 pixels show it. A *sight* is a longest run of frames in which it is seen.

enter, leave: a sight begins after the first frame, or ends before the last, with the thing at the picture's edge.
appear, disappear: the same with the thing away from the edge.
hide: from a disappearance to the next appearance of a thing that was in the picture all the while.
stop, set_off: its centre comes to rest in the picture after having moved, or the other way round; each movement and
each rest lasts 0.3 s or longer, and slower than 2 % of the width a second is rest.
meet: from the first frame in which pixels of two things lie side by side to the last; pauses up to 0.3 s do not count.
pass: a moving thing gets from one side of another's box to the other side, beside it or across it and no further away
than one and a half times what would be contact; it lasts from the one side to the other, both seen all the while.
repeat: a stretch of swings to and fro; `number` says how many.

left_of, right_of, above, below: all of a thing's box lies on that side of the other's box. inside: its box lies within
the other's. near: between the boxes is less than half the diagonal of the larger one. Relations hold in frames in which
both are seen.
"""

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from vprog.benchmarks.synth.truth import Truth

_Flags = npt.NDArray[np.bool_]
_EDGE_PX = 1.5
_REST_SHARE = 0.02
"""Of the width a second: slower is rest."""
_SHORTEST_S = 0.3
"""Shorter pauses of a movement, a rest or a contact do not count."""
RELATIONS = ("left_of", "right_of", "above", "below", "inside", "near")


@dataclasses.dataclass(frozen=True, order=True)
class Event:
    """Something that happens to a thing, or between two; rows are those of the truth."""

    start_s: float
    end_s: float
    kind: str
    row: int
    other: int | None = None
    number: int = 1


def runs_of(flags: _Flags) -> list[tuple[int, int]]:
    """Give the runs of True as [first, end) of frame numbers."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def events_of(truth: Truth) -> tuple[Event, ...]:
    """Give all events in order of time."""
    found: list[Event] = []
    for row in range(len(truth.scene.things)):
        found += [*_comings_and_goings(truth, row), *_rests(truth, row), *_repeats(truth, row)]
        found += [e for other in range(len(truth.scene.things)) if other != row for e in _passes(truth, row, other)]
    found += _meetings(truth)
    return tuple(sorted(found))


def _comings_and_goings(truth: Truth, row: int) -> Iterator[Event]:
    frames, step_s = truth.scene.frame_count, truth.step_s
    sights = runs_of(truth.seen[row])
    for number, (first, end) in enumerate(sights):
        if first > 0:
            kind = "enter" if _at_edge(truth, row, first) else "appear"
            yield Event(first * step_s, (first + 1) * step_s, kind, row)
        if end < frames:
            kind = "leave" if _at_edge(truth, row, end - 1) else "disappear"
            yield Event((end - 1) * step_s, end * step_s, kind, row)
        if number + 1 < len(sights):
            following = sights[number + 1][0]
            if not np.isnan(truth.centres_px[row, end:following]).any():
                yield Event(end * step_s, following * step_s, "hide", row)


def _at_edge(truth: Truth, row: int, frame: int) -> bool:
    x1, y1, x2, y2 = truth.boxes[row, frame]
    width, height = truth.scene.width_px, truth.scene.height_px
    return bool(min(x1, y1, width - x2, height - y2) <= _EDGE_PX)


def moving(truth: Truth, row: int) -> tuple[_Flags, _Flags]:
    """Say of each frame whether the thing moves in the picture until the next, and of which frames that is known."""
    steps_px = np.linalg.norm(np.diff(truth.centres_px[row], axis=0), axis=1)
    fast = np.append(steps_px, steps_px[-1:] if len(steps_px) else [np.nan]) / truth.step_s
    known = ~np.isnan(fast)
    shortest = _SHORTEST_S / truth.step_s
    moves = known & (fast > _REST_SHARE * truth.scene.width_px)
    # First the turning points of a swing, where it rests for a moment, then single jumps.
    for first, end in runs_of(known & ~moves):
        between = first > 0 and end < len(moves) and known[first - 1] and known[end]
        if end - first < shortest and between:
            moves[first:end] = True
    for first, end in runs_of(moves):
        if end - first < shortest:
            moves[first:end] = False
    return moves, known


def _rests(truth: Truth, row: int) -> Iterator[Event]:
    moves, known = moving(truth, row)
    for frame in range(1, len(moves)):
        if known[frame - 1] and known[frame] and moves[frame - 1] != moves[frame]:
            kind = "stop" if moves[frame - 1] else "set_off"
            yield Event(frame * truth.step_s, (frame + 1) * truth.step_s, kind, row)


def _repeats(truth: Truth, row: int) -> Iterator[Event]:
    for leg in truth.scene.things[row].path.legs:
        if leg.cycles:
            yield Event(leg.start_s, leg.end_s, "repeat", row, number=leg.cycles)


def _meetings(truth: Truth) -> Iterator[Event]:
    pause = round(_SHORTEST_S / truth.step_s)
    for (one, other), flags in truth.contacts.items():
        joined: list[tuple[int, int]] = []
        for first, end in runs_of(flags):
            if joined and first - joined[-1][1] <= pause:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((first, end))
        for first, end in joined:
            yield Event(first * truth.step_s, end * truth.step_s, "meet", one, other)


def _passes(truth: Truth, row: int, other: int) -> Iterator[Event]:
    both = truth.seen[row] & truth.seen[other] & moving(truth, row)[0]
    for axis, across in ((0, 1), (1, 0)):
        a, b = truth.boxes[row], truth.boxes[other]
        middle, across_middle = (a[:, axis] + a[:, axis + 2]) / 2, (a[:, across] + a[:, across + 2]) / 2
        half = (a[:, axis + 2] - a[:, axis]) / 2
        reach = 1.5 * ((a[:, across + 2] - a[:, across]) + (b[:, across + 2] - b[:, across])) / 2
        aside = np.abs(across_middle - (b[:, across] + b[:, across + 2]) / 2) < reach
        with np.errstate(invalid="ignore"):
            low, high = middle + half < b[:, axis], middle - half > b[:, axis + 2]
        for first, end in runs_of(both & aside):
            lows, highs = np.flatnonzero(low[first:end]), np.flatnonzero(high[first:end])
            if len(lows) and len(highs):
                turn = (lows[-1], highs[0]) if lows[-1] < highs[0] else (highs[-1], lows[0])
                yield Event((first + turn[0]) * truth.step_s, (first + turn[1] + 1) * truth.step_s, "pass", row, other)


def holds(truth: Truth, relation: str, row: int, other: int) -> _Flags:
    """Say in which frames a relation holds between two things.

    Raises: KeyError for none of RELATIONS.
    """
    a, b = truth.boxes[row].T, truth.boxes[other].T
    with np.errstate(invalid="ignore"):
        gap = gap_px(truth, row, other)
        diagonal = np.maximum(np.hypot(a[2] - a[0], a[3] - a[1]), np.hypot(b[2] - b[0], b[3] - b[1]))
        return np.asarray({
            "left_of": a[2] <= b[0], "right_of": a[0] >= b[2], "above": a[3] <= b[1], "below": a[1] >= b[3],
            "inside": (a[0] >= b[0]) & (a[1] >= b[1]) & (a[2] <= b[2]) & (a[3] <= b[3]),
            "near": gap < diagonal / 2,
        }[relation])  # fmt: skip


def over_time(truth: Truth) -> dict[str, Any]:
    """Give sights, events and relations as plain data, things by their ids."""
    things, step_s = truth.scene.things, truth.step_s

    def spans(flags: _Flags) -> list[list[float]]:
        return [[round(a * step_s, 6), round(b * step_s, 6)] for a, b in runs_of(flags)]

    tracks = [{"id": t.id, "label": t.label, "seen_s": spans(truth.seen[k])} for k, t in enumerate(things)]
    events = [
        {"kind": e.kind, "id": things[e.row].id, "other": None if e.other is None else things[e.other].id,
         "start_s": round(e.start_s, 6), "end_s": round(e.end_s, 6), "number": e.number}
        for e in events_of(truth)
    ]  # fmt: skip
    pairs = [(i, j) for i in range(len(things)) for j in range(len(things)) if i != j]
    relations = [
        {"relation": name, "id": things[i].id, "other": things[j].id, "holds_s": held}
        for name in RELATIONS
        for i, j in pairs
        if (held := spans(holds(truth, name, i, j)))
    ]
    return {"tracks": tracks, "events": events, "relations": relations}


def gap_px(truth: Truth, row: int, other: int) -> npt.NDArray[np.float64]:
    """Give the distance between the boxes of two things in each frame; NaN unless both are seen, 0 if they overlap."""
    a, b = truth.boxes[row].T, truth.boxes[other].T
    aside = [np.maximum(0.0, np.maximum(b[k] - a[k + 2], a[k] - b[k + 2])) for k in (0, 1)]
    return np.asarray(np.hypot(*aside))
