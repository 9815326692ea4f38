"""What a page says in words: the answer in a line, a value's members as rows, moments and costs."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import TypeVar

from vprog.types import Type
from vprog.values import (
    Box,
    Boxes,
    Evidence,
    Mask,
    Masks,
    Outcome,
    Span,
    Spans,
    Status,
    Track,
    Tracks,
    Video,
    describe_payload,
)

Item = TypeVar("Item")

MAX_ROWS = 50
"""Members of one value that are listed; the trace holds the others."""


@dataclasses.dataclass(frozen=True)
class Table:
    """Members of a value. total: how many there are, of which `rows` may list fewer. when: of each row, if it has one.

    when: (digest of the source, start, end) in seconds.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    when: tuple[tuple[str, float, float] | None, ...]
    total: int


def headline(
    status: str, payload: object, type_: Type | None, reason: str | None = None, *, partial: bool = False
) -> str:
    """Give an answer in one line. status: that of an answer (`answered`, `abstained`, `fallback` or `failed`)."""
    if status == "abstained":
        return f"no answer: {reason}"
    if status == "failed":
        return f"failed: {reason}"
    shown = payload if isinstance(payload, str) else describe_payload(payload)
    shown += " s" if type_ is Type.SECONDS else ""
    shown += f"  (partial: {reason})" if partial else ""
    return shown + ("  (fallback: what was asked for first gave nothing)" if status == "fallback" else "")


def state_of(outcome: Outcome | None) -> str:
    """Give how far a value can be trusted: a status, `empty`, or `not needed` for one that was not computed."""
    if outcome is None:
        return "not needed"
    if outcome.status is Status.OK and outcome.is_empty:
        return "empty"
    return outcome.status.value


def seconds(time_s: float) -> str:
    """Give a moment with as many parts as it needs.

    >>> seconds(2.4), seconds(62.0), seconds(3723.5)
    ('2.40 s', '1:02.00', '1:02:03.50')
    """
    minutes, rest_s = divmod(round(time_s, 2), 60)
    hours, minutes = divmod(int(minutes), 60)
    if hours:
        return f"{hours}:{minutes:02}:{rest_s:05.2f}"
    return f"{minutes}:{rest_s:05.2f}" if minutes else f"{rest_s:.2f} s"


def stretch(start_s: float, end_s: float) -> str:
    """Give a stretch of time."""
    return f"{seconds(start_s)} to {seconds(end_s)}"


def percent(confidence: float | None) -> str:
    """Give how sure a value is; nothing that was not calibrated is made up."""
    return "not known" if confidence is None else f"{100 * confidence:.0f} %"


def took(wall_s: float, cached: bool) -> str:
    """Give what a node took."""
    return "stored" if cached else f"{1000 * wall_s:.1f} ms" if wall_s < 1 else f"{wall_s:.2f} s"


def counted(count: float, noun: str) -> str:
    """Give a number of things.

    >>> counted(1, "frame"), counted(2500, "frame")
    ('1 frame', '2,500 frames')
    """
    return f"{count:,} {noun}{'s' * (count != 1)}"


def shortened(text: str, most: int) -> str:
    """Give a text of at most so many characters.

    >>> shortened("a long text", 7)
    'a long…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def cited(evidence: Evidence) -> str:
    """Give when a piece of evidence is, and what of the picture."""
    what = counted(len(evidence.boxes), "box").replace("boxs", "boxes") if evidence.boxes else "whole picture"
    return f"{stretch(evidence.start_s, evidence.end_s)}, {what}"


def members_of(payload: object) -> Table | None:
    """Give the members of a value as rows; None for one that a line says all of."""
    match payload:
        case Tracks():
            return _table(("what", "from", "to", "seen in", "score"), payload.items, _track, _when)
        case Spans():
            return _table(("from", "to", "what", "score"), payload.items, _span, _when)
        case Boxes() | Masks():
            digest = payload.video.source.digest
            head = ("at", "frame", "what", "score")

            def moment(item: Box | Mask) -> tuple[str, float, float]:
                return digest, item.time_s, item.time_s

            found: Sequence[Box | Mask] = payload.items
            return _table(head, found, _found, moment)
        case tuple() if payload and all(isinstance(item, str | int | float) for item in payload):
            return _table(("",), payload, lambda item: (describe_payload(item),), lambda _: None)
        case tuple() if payload and all(isinstance(item, Video) for item in payload):
            return _table(("",), payload, lambda item: (describe_payload(item),), lambda _: None)
        case _:
            return None


def _table(
    head: tuple[str, ...],
    items: Sequence[Item],
    row: Callable[[Item], tuple[str, ...]],
    when: Callable[[Item], tuple[str, float, float] | None],
) -> Table | None:
    if not items:
        return None
    shown = items[:MAX_ROWS]
    return Table(head, tuple(map(row, shown)), tuple(map(when, shown)), len(items))


def _track(track: Track) -> tuple[str, ...]:
    name = f"{track.label or 'something'} #{track.id}"
    seen = counted(len(track.sights), "frame")
    return name, seconds(track.start_s), seconds(track.end_s), seen, f"{track.score:.2f}"


def _span(span: Span) -> tuple[str, ...]:
    who = ", ".join(f"{t.label or 'something'} #{t.id}" for t in span.subjects) or span.label
    return seconds(span.start_s), seconds(span.end_s), who, f"{span.score:.2f}"


def _found(item: Box | Mask) -> tuple[str, ...]:
    return seconds(item.time_s), str(item.frame), item.label, f"{item.score:.2f}"


def _when(item: Track | Span) -> tuple[str, float, float]:
    return item.source.digest, item.start_s, item.end_s
