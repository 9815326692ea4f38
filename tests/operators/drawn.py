"""Random arguments for any module without a model: mostly of one video, so that they have to do with each other."""

import dataclasses
from collections.abc import Mapping

from hypothesis import strategies as st

from tests.strategies import (
    DURATION_S,
    LABELS,
    SCORES,
    SOURCES,
    UNEVEN,
    VALUES,
    moments,
    sampling_of,
    span_sets,
    spans_of,
    templates,
    track_sets,
    tracks_in,
    videos,
)
from vprog.spec import Attribute, Choice, DurationS, Flag, Knob, Module, Template, Whole, Words
from vprog.types import Type
from vprog.values import Box, Outcome, Span, Spans, Track, Tracks, Video, members

_SHIFTS_PX = st.sampled_from([2.0, 0.0, 0.0, 0.25, 0.5, 1.0, 4.0])
_JITTER_PX = st.sampled_from([0.0, 0.0, 0.0625, -0.125, 0.5, -1.0])
_SIDES_PX = st.integers(2, 20)
_MISSED = st.sampled_from([*[False] * 9, True])


@st.composite
def walks(draw: st.DrawFn, view: Video, number: int = 1) -> Track | None:
    """Give something that stands, goes, turns, jitters and is missed at times, or None where the view has no frame."""
    sampling = sampling_of(view)
    looks = list(zip(sampling.indices, sampling.times_s, strict=True))
    if not looks:
        return None
    first = draw(st.integers(0, len(looks) - 1)) if draw(st.booleans()) else 0
    seen = looks[first : first + draw(st.sampled_from([40, 20, 8, 40, 20, 2, 1]))]
    x, y = draw(st.integers(-4, 60)), draw(st.integers(-4, 44))
    width, height = draw(_SIDES_PX), draw(_SIDES_PX)
    label, score, boxes = draw(LABELS), draw(SCORES), []
    while seen:
        length = draw(st.sampled_from([12, 40, 6, 2, 1]))
        leg, seen = seen[:length], seen[length:]
        dx, dy = draw(_SHIFTS_PX) * draw(st.sampled_from([-1, 1])), draw(_SHIFTS_PX) * draw(st.sampled_from([-1, 1]))
        for frame, time_s in leg:
            x, y = x + dx, y + dy
            if boxes and draw(_MISSED):
                continue
            left, top, right = x + draw(_JITTER_PX), y + draw(_JITTER_PX), x + width + draw(_JITTER_PX)
            boxes.append(Box(frame, time_s, left, top, right, y + height, score, label))
    return Track(view.source, number, label, tuple(boxes), sampling.step_s)


@st.composite
def companions(draw: st.DrawFn, one: Track) -> Track:
    """Give something larger, smaller or of one size that keeps beside a thing, goes by it or stands in its way."""
    scale, follows = draw(st.sampled_from([2.0, 0.5, 1.0])), draw(st.booleans())
    x, y = draw(st.sampled_from([(20.0, 4.0), (-2.0, -2.0), (-9.0, 0.0), (0.0, 0.0), (2.0, 14.0), (-30.0, 2.0)]))
    dx, dy = draw(st.sampled_from([0.0, 0.0, -1.0, 2.0])), draw(st.sampled_from([0.0, 0.0, 1.0]))
    boxes = []
    for number, box in enumerate(one.boxes):
        beside = box if follows else one.boxes[0]
        width, height = scale * (beside.x2 - beside.x1), scale * (beside.y2 - beside.y1)
        x1, y1 = beside.x1 + x + number * dx, beside.y1 + y + number * dy
        boxes.append(dataclasses.replace(box, x1=x1, y1=y1, x2=x1 + width, y2=y1 + height))
    return dataclasses.replace(one, boxes=tuple(boxes), label=draw(LABELS))


@st.composite
def crowds(draw: st.DrawFn, view: Video, beside: Tracks | None = None) -> Tracks:
    """Give a few things that walk about; those that they are put beside may be among them or have company."""
    found = [t for _ in range(draw(st.sampled_from([1, 2, 3, 1, 2, 0]))) if (t := draw(walks(view)))]
    shown = set(sampling_of(view).indices)
    for track in beside.items if beside else ():
        also = draw(companions(track) | st.just(track) | companions(track))
        kept = tuple(b for b in also.boxes if b.frame in shown)
        if kept:
            found.append(dataclasses.replace(also, boxes=draw(st.sampled_from([kept, kept, kept, kept[:3]]))))
    ordered = sorted(found, key=lambda t: (t.boxes[0].frame, t.boxes[0].x1))
    numbered = tuple(dataclasses.replace(t, id=n) for n, t in enumerate(ordered, start=1))
    return Tracks(view, sampling_of(view), numbered, draw(LABELS))


@st.composite
def akin(draw: st.DrawFn, one: Track | Span) -> Track | Span:
    """Give what is the same thing, or nearly: cut, named otherwise, or a little beside it."""
    if isinstance(one, Span):
        later = dataclasses.replace(one, start_s=one.end_s)
        return draw(st.sampled_from([one, dataclasses.replace(one, subjects=()), later]))
    by = draw(st.sampled_from([0.0, 0.0, 0.0625, 0.25, 1.0]))
    kept = draw(st.sampled_from([one.boxes, one.boxes[:2], one.boxes[-2:], one.boxes[1:] or one.boxes]))
    boxes = tuple(dataclasses.replace(b, x1=b.x1 + by, x2=b.x2 + by) for b in kept)
    return dataclasses.replace(one, boxes=boxes, id=draw(st.sampled_from([one.id, 7])), label=draw(LABELS))


def _of_view(type_: Type, view: Video) -> st.SearchStrategy:
    """Give values that have to do with one view of a video."""
    here = st.just(view) | videos(view.source)
    match type_:
        case Type.VIDEO:
            return here
        case Type.VIDEOS:
            return st.lists(here, max_size=3).map(tuple)
        case Type.TRACKS:
            return crowds(view) | crowds(view) | here.flatmap(crowds) | track_sets(view)
        case Type.TRACK:
            some = walks(view) | tracks_in(view)
            return some.map(lambda t: t or Track(view.source, 1, "", (Box(0, 0.0, 0, 0, 1, 1, 1.0, ""),), 0.25))
        case Type.SPANS if view.source in SOURCES:
            return span_sets(view.source) | span_sets(several_sources=True)
        case Type.SPAN if view.source in SOURCES:
            return spans_of(view.source, instants=True)
        case Type.SECONDS:
            return moments() | moments(high_s=2 * DURATION_S) | VALUES[type_]
        case Type.NUMBER:
            return st.integers(-9, 9) | VALUES[type_]
        case Type.NUMBERS:
            return st.lists(st.integers(0, 3) | st.floats(-2, 2), max_size=4).map(tuple)
        case Type.TEXTS:
            return st.lists(st.sampled_from(["yes", "Yes ", "no", "a dog", ""]), max_size=4).map(tuple)
        case Type.TEXT:
            return st.sampled_from(["yes", "YES", " yes", "no", "the dog", ""]) | VALUES[type_]
        case _:
            return VALUES[type_]


def _constants(attribute: Attribute) -> st.SearchStrategy:
    optional = st.nothing() if attribute.required else st.just(attribute.default)
    match attribute.kind:
        case Choice(words=words):
            return optional | st.sampled_from(words)
        case Whole(low=low, high=high):
            return optional | st.integers(max(low, -6), min(high, 9))
        case DurationS():
            return optional | st.integers(0, 16).map(lambda n: n / 4)
        case Words():
            return optional | LABELS
        case Template():
            return optional | templates
        case Flag():
            return optional | st.booleans()
    raise TypeError(f"nothing to draw for {attribute.kind!r}")


def _settings(knob: Knob) -> st.SearchStrategy:
    near = st.floats(max(knob.low, knob.default / 4), min(knob.high, max(4 * knob.default, knob.low)))
    return st.just(knob.default) | st.just(knob.default) | near


@st.composite
def _said(draw: st.DrawFn, value: object) -> tuple[str, ...]:
    """Give choices of which some say a value."""
    spellings = [f"{value}", f"{value}.", f" the {value} ", f"{value} s", "three", "Yes", "no", "0"]
    return tuple(draw(st.lists(st.sampled_from(spellings), max_size=3)))


@st.composite
def arguments_of(draw: st.DrawFn, module: Module) -> Mapping[str, object]:
    """Give what `compute` of a module without a model takes, by name."""
    signature = draw(st.sampled_from(module.signatures))
    source = draw(st.sampled_from([*SOURCES, SOURCES[0], *UNEVEN]))
    view = draw(st.sampled_from([Video.whole(source), None])) or draw(videos(source))
    together = draw(st.sampled_from([True, True, True, True, False]))
    given: dict[str, object] = {}
    for operand, type_ in zip(module.operands, signature.operands, strict=True):
        before = [*given.values()]
        values = _of_view(type_, view) if together else VALUES[type_]
        akin_to_it = _akin_to(type_, before[0], view) if before and together else None
        given[operand.name] = draw(values if akin_to_it is None else akin_to_it | akin_to_it | values)
    given |= {a.name: draw(_constants(a)) for a in module.attributes}
    given |= {k.name: draw(_settings(k)) for k in module.knobs}
    if module.sees_absence:
        types = dict(zip((o.name for o in module.operands), signature.operands, strict=True))
        absent = {name: Outcome.absent(t, "nobody looked") for name, t in types.items()}
        given |= {
            name: draw(st.sampled_from([Outcome.of(t, given[name]), absent[name]])) for name, t in types.items()
        }
    return given


def _akin_to(type_: Type, first: object, view: Video) -> st.SearchStrategy | None:
    """Give values that go with the first operand: as many numbers as members, the same things, what says it."""
    match type_, first:
        case Type.NUMBERS, tuple() | Spans() | Tracks():
            count = len(members(first))
            return st.lists(st.integers(0, 5) | st.floats(-2, 2), min_size=count, max_size=count).map(tuple)
        case Type.TRACKS, Tracks():
            return crowds(view, beside=first)
        case (Type.TRACK, Track()) | (Type.SPAN, Span()):
            return akin(first)
        case Type.TEXTS, _:
            return _said(first)
        case _:
            return None


