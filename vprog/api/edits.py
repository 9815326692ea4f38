"""Values that people give by hand: the codec's form, or a short one that says what to keep of what was found.

| type | short form |
|---|---|
| Tracks | `{"keep": [1, 3]}` or `{"drop": [2]}`: ids of tracks |
| Spans, Boxes, Masks, Videos | the same, with places in their order, counted from 1 |
| Spans | `[[2.0, 3.5], …]` in seconds; each is about those whom the span that it overlaps most was about |
| Span, Track, Video | `[2.0, 3.5]`; of a Video also several stretches: what is visible |
| Number, Seconds, Bool, Text | as in JSON; Texts and Numbers: a list of them |
| any | `{"absent": "why"}`; `{"type": "Tracks", "value": …}` as a trace keeps it |
"""

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from vprog.diagnostics import Code, Diagnostic, InputError
from vprog.types import Type
from vprog.values import (
    Boxes,
    Interval,
    Masks,
    Outcome,
    Source,
    Span,
    Spans,
    Track,
    Tracks,
    Video,
    decode,
    encode,
    evidence_of,
    span_order,
    views_of,
)
from vprog.values.codec import canonical

_PLAIN = {
    Type.NUMBER: ((int, float), "a number"),
    Type.SECONDS: ((int, float), "a number of seconds"),
    Type.BOOL: ((bool,), "true or false"),
    Type.TEXT: ((str,), "a text"),
}
_LISTS = {Type.NUMBERS: Type.NUMBER, Type.TEXTS: Type.TEXT}
_TIMES = "seconds of the video: [start, end], start before end, start not below 0"


class _UnusableError(Exception):
    """Says what was expected in the place of a value."""


def edited(name: str, type_: Type, given: object, before: Outcome | None, sources: Sequence[Source]) -> Outcome:
    """Give the outcome that stands for a value given by hand; a caveat says so.

    given: a value of vprog.values, an Outcome, or JSON data in one of the forms above. before: what it replaces.
    sources: the videos of the run.
    Raises: InputError saying what was found and what is expected.
    """
    said = f"`{name}` was given by hand"
    if isinstance(given, Outcome):
        if given.type is not type_:
            raise _unusable(name, type_, str(given.type), f"an outcome of type {type_}")
        return dataclasses.replace(given, caveats=(*given.caveats, said))
    if isinstance(given, Mapping) and set(given) == {"absent"}:
        return dataclasses.replace(Outcome.absent(type_, str(given["absent"])), caveats=(said,))
    try:
        payload = _payload(type_, given, before.payload if before else None)
        encode(type_, payload)
        foreign = {view.source for view in views_of(payload)} - set(sources)
        if foreign:
            raise _UnusableError(f"a value of {', '.join(s.name for s in sources)}, not of {next(iter(foreign)).name}")
    except _UnusableError as error:
        raise _unusable(name, type_, _shown(given), str(error)) from error
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        expected = f'a {type_}, as {{"type": "{type_}", "value": …}} or in a short form ({error})'
        raise _unusable(name, type_, _shown(given), expected) from error
    evidence = evidence_of(type_, payload) or (before.evidence if before else ())
    followed = before.followed if before else ()
    return dataclasses.replace(Outcome.of(type_, payload), caveats=(said,), evidence=evidence, followed=followed)


def _unusable(name: str, type_: Type, found: str, expected: str) -> InputError:
    message = f"`{name}` is a {type_} and cannot be {found}: expected {expected}"
    hint = "`vprog replay --help` lists the forms; keep and drop take ids of tracks, else places counted from 1"
    return InputError(Diagnostic(Code("VP0505"), message, found=found, expected=expected, hint=hint))


def _shown(given: object) -> str:
    text = str(given) if not isinstance(given, dict | list) else json.dumps(given, default=str)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _payload(type_: Type, given: object, before: object) -> object:
    if isinstance(given, Mapping):
        if set(given) == {"type", "value"}:
            found, payload = decode(canonical(dict(given)))
            if found is not type_:
                raise _UnusableError(f"the type {type_}, not {found}")
            return payload
        if len(given) == 1 and set(given) <= {"keep", "drop"}:
            return _chosen(given, before)
        raise _UnusableError("an object with `type` and `value`, with `keep` or `drop`, or with `absent`")
    if type_ in _PLAIN:
        return _plain(type_, given)
    if type_ in _LISTS and isinstance(given, list | tuple):
        return tuple(_plain(_LISTS[type_], item) for item in given)
    if isinstance(given, list) and type_ in _TIMED:
        return _TIMED[type_](given, before)
    return given


def _plain(type_: Type, given: object) -> object:
    classes, expected = _PLAIN[type_]
    if not isinstance(given, classes) or (isinstance(given, bool) and bool not in classes):
        raise _UnusableError(expected)
    return given


def _chosen(given: Mapping[str, Any], before: object) -> object:
    (way, wanted), *_ = given.items()
    items = before if isinstance(before, tuple) else getattr(before, "items", None)
    if not isinstance(items, tuple):
        raise _UnusableError("another form: keep and drop choose of several things, and there are none to choose of")
    known = [t.id for t in items] if isinstance(before, Tracks) else list(range(1, len(items) + 1))
    if not isinstance(wanted, list) or not all(type(mark) is int and mark in known for mark in wanted):
        listed = ", ".join(map(str, known)) or "none"
        raise _UnusableError(f"a list of some of {listed}")
    kept = tuple(item for item, mark in zip(items, known, strict=True) if (mark in wanted) == (way == "keep"))
    if isinstance(before, tuple):
        return kept
    assert isinstance(before, Boxes | Masks | Spans | Tracks)  # noqa: S101  # nothing else has items
    return dataclasses.replace(before, items=kept)  # type: ignore[arg-type]  # of the same kind


def _interval(given: object) -> Interval:
    if not isinstance(given, list | tuple) or len(given) != 2:
        raise _UnusableError(_TIMES)
    start_s, end_s = (_plain(Type.SECONDS, time) for time in given)
    try:
        return Interval(float(start_s), float(end_s))  # type: ignore[arg-type]  # numbers, as was just checked
    except ValueError as error:
        raise _UnusableError(_TIMES) from error


def _span(given: list[object], before: object) -> Span:
    if not isinstance(before, Span):
        raise _UnusableError("the codec's form: there was no span before that would say of which video it is")
    return _moved(_interval(given), before)


def _moved(stretch: Interval, like: Span) -> Span:
    return dataclasses.replace(like, start_s=stretch.start_s, end_s=stretch.end_s)


def _spans(given: list[object], before: object) -> Spans:
    if not isinstance(before, Spans) or not before.looked:
        raise _UnusableError("the codec's form: there were no spans before that would say of which video they are")
    spans = []
    for stretch in map(_interval, given):
        meeting = [span for span in before.items if span.interval.meets(stretch)]
        most = max(meeting, key=lambda s: _common_s(s, stretch), default=None)
        own = Span(before.looked[0].source, 0.0, 0.0, label=before.label)
        spans.append(_moved(stretch, most or own))
    return dataclasses.replace(before, items=tuple(sorted(spans, key=span_order)))


def _common_s(span: Span, stretch: Interval) -> float:
    return min(span.end_s, stretch.end_s) - max(span.start_s, stretch.start_s)


def _video(given: list[object], before: object) -> Video:
    if not isinstance(before, Video):
        raise _UnusableError("the codec's form: there was no video before")
    stretches = given if given and isinstance(given[0], list | tuple) else [given]
    return Video.whole(before.source).keep([_interval(stretch) for stretch in stretches])


def _track(given: list[object], before: object) -> Track:
    if not isinstance(before, Track):
        raise _UnusableError("the codec's form: there was no track before")
    stretch = _interval(given)
    boxes = tuple(box for box in before.boxes if stretch.shows(box.time_s))
    if not boxes:
        raise _UnusableError(f"a stretch in which the track was followed: {before.start_s:g} to {before.end_s:g} s")
    return dataclasses.replace(before, boxes=boxes)


_TIMED: dict[Type, Callable[[list[object], object], object]] = {
    Type.SPAN: _span,
    Type.SPANS: _spans,
    Type.VIDEO: _video,
    Type.TRACK: _track,
}
