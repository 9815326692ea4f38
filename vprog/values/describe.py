"""Say in one line what a value is, for people."""

from collections.abc import Sequence

from vprog.types import Type
from vprog.values.outcome import Outcome, Status
from vprog.values.things import Boxes, Masks, Span, Spans, Track, Tracks
from vprog.values.video import Video

_SHOWN = 6
"""How many members of a plural are spelled out."""


def describe(outcome: Outcome) -> str:
    """Give one line: the value, or why there is none."""
    if outcome.status is Status.FAILED:
        return f"failed: {outcome.reason}"
    if outcome.status is Status.ABSENT:
        return f"absent: {outcome.reason}"
    text = describe_payload(outcome.payload) + (" s" if outcome.type is Type.SECONDS else "")
    return f"{text} (partial: {outcome.reason})" if outcome.status is Status.PARTIAL else text


def describe_payload(payload: object) -> str:
    """Give one line for a value.

    >>> describe_payload(3), describe_payload(True), describe_payload(("a", "b"))
    ('3', 'yes', '"a", "b"')
    """
    match payload:
        case bool():
            return "yes" if payload else "no"
        case int() | float():
            return f"{payload:g}"
        case str():
            return f'"{payload}"'
        case Video():
            return f"{payload.source.name}, {_stretches(payload)}"
        case Span():
            return f"{_times(payload.start_s, payload.end_s)}{_subjects(payload)}"
        case Track():
            return f"{_name(payload.label)} #{payload.id}, {_times(payload.start_s, payload.end_s)}"
        case Spans():
            return _several(payload.items, "span", _kind(payload.label))
        case Tracks():
            return _several(payload.items, "track", _kind(payload.label))
        case Boxes() | Masks():
            word = "box" if isinstance(payload, Boxes) else "mask"
            count = len(payload.items)
            plural = {"box": "boxes", "mask": "masks"}[word] if count != 1 else word
            frames = len({item.frame for item in payload.items})
            looked = len(payload.sampling.indices)
            return f"{count} {plural}{_kind(payload.label)} in {frames} of {looked} frames looked at"
        case tuple():
            return ", ".join(describe_payload(p) for p in payload) or "none"
        case _:
            return str(payload)


def _several(items: Sequence[object], word: str, kind: str) -> str:
    if not items:
        return f"no {word}{kind}: looked, found none"
    shown = "; ".join(describe_payload(item) for item in items[:_SHOWN])
    more = f"; and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return f"{len(items)} {word}{'s' * (len(items) != 1)}{kind}: {shown}{more}"


def _kind(label: str) -> str:
    return f" of {_name(label)}" if label else ""


def _name(label: str) -> str:
    return f'"{label}"' if label else "something"


def _subjects(span: Span) -> str:
    return "".join(f" {_name(t.label)} #{t.id}" for t in span.subjects)


def _times(start_s: float, end_s: float) -> str:
    return f"{start_s:.2f}-{end_s:.2f} s"


def _stretches(video: Video) -> str:
    return ", ".join(_times(c.start_s, c.end_s) for c in video.cuts) or "nothing visible"
