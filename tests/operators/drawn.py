"""Random arguments for any module without a model: mostly of one video, so that they have to do with each other."""

import dataclasses
import random
from collections.abc import Mapping

from hypothesis import strategies as st

from tests.operators.walks import crowd, walk
from tests.strategies import (
    DURATION_S,
    LABELS,
    SOURCES,
    STEP_S,
    UNEVEN,
    VALUES,
    moments,
    span_sets,
    spans_of,
    templates,
    track_sets,
    videos,
)
from vprog.spec import Attribute, Choice, DurationS, Flag, Knob, Module, Template, Whole, Words
from vprog.types import Type
from vprog.values import Box, Outcome, Span, Spans, Track, Tracks, Video, members

dice = st.integers(0, 2**32).map(random.Random)


def walks(view: Video) -> st.SearchStrategy[Track]:
    """Give things that walk about; where the view has no frame, one that was seen elsewhere."""
    elsewhere = Track(view.source, 1, "", (Box(0, 0.0, 0, 0, 1, 1, 1.0, ""),), STEP_S)
    return dice.map(lambda rng: walk(rng, view) or elsewhere)


def crowds(view: Video, beside: Tracks | None = None) -> st.SearchStrategy[Tracks]:
    return dice.map(lambda rng: crowd(rng, view, beside))


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
            return walks(view)
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
    given = st.nothing() if attribute.required else st.just(attribute.default)
    optional = given | given
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
        given |= {name: draw(st.sampled_from([Outcome.of(t, given[name]), absent[name]])) for name, t in types.items()}
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
