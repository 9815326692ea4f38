"""From a tree of CLEVRER's operations to descriptions of what it asks for."""

import dataclasses
from typing import TypeVar

from vprog.benchmarks.convert.clevrer_values import (
    COLLISION,
    COLOR,
    IN,
    MATERIAL,
    OUT,
    SHAPE,
    VALUES,
    Actor,
    Asked,
    Edge,
    Event,
    Events,
    Limit,
    Moment,
    Motion,
    Partner,
    Thing,
    Things,
)
from vprog.benchmarks.convert.clevrer_writer import EventWriter
from vprog.benchmarks.convert.refusal import NoCounterpartError, no_counterpart
from vprog.benchmarks.convert.tree import Operation, Tree
from vprog.benchmarks.convert.write import Writer
from vprog.language.syntax import Expression

_ATTRIBUTES = {"filter_color": COLOR, "filter_material": MATERIAL, "filter_shape": SHAPE}
_MOTIONS = {"filter_moving": True, "filter_resting": False, "filter_stationary": False}
_KINDS = {"filter_in": IN, "filter_out": OUT, "filter_collision": COLLISION}
_QUERIES = {"query_color": COLOR, "query_material": MATERIAL, "query_shape": SHAPE}
_LIMITS = {"filter_before": "<", "filter_after": ">"}
_ORDER = ("first", "second", "last")
_EDGES = {"event_start": True, "event_end": False}
_WHOLE_VIDEO = "null"

ARITIES = (
    dict.fromkeys((*_ATTRIBUTES, *_MOTIONS, *_KINDS, *_LIMITS, "filter_order"), 2)
    | dict.fromkeys((*_QUERIES, "count", "exist", "negate", "unique"), 1)
    | dict.fromkeys(("filter_start", "filter_end", "query_frame", "query_object"), 1)
    | dict.fromkeys(("query_direction", "query_collision_partner"), 2)
    | dict.fromkeys(("objects", "events", *_EDGES), 0)
)
"""The operations that have a counterpart, and how many values each takes."""

Value = Thing | Events | Event | Edge | Moment | Asked | str
_Kind = TypeVar("_Kind", Things, Events, Asked)


class Converter:
    """Reads one program."""

    def __init__(self, writer: Writer) -> None:
        """Keep where the program is written."""
        self._write = EventWriter(writer)

    def answer(self, tree: Tree) -> Expression:
        """Give the expression of the answer, its lines written.

        Raises: NoCounterpartError.
        """
        match self._value(tree):
            case Asked() as asked:
                return self._write.asked(asked)
            case Things(unique=True) | Actor() | Partner() as thing:
                return self._write.track(thing)
            case Things() as things:
                return self._write.tracks(things)
            case Event() as event:
                return self._write.span(event)
            case Events() as events:
                return self._write.spans(events)
            case _:
                raise no_counterpart(_name(tree), "a moment or a word alone is no answer")

    def _value(self, tree: Tree) -> Value:
        if isinstance(tree, str):
            return tree
        if not isinstance(tree, Operation):
            raise no_counterpart("list", "CLEVRER's programs have none")
        given = [self._value(operand) for operand in tree.operands]
        return self._applied(tree.name, given)

    def _applied(self, name: str, given: list[Value]) -> Value:
        match name, given:
            case "objects", []:
                return Things()
            case "events", []:
                return Events()
            case (("event_start" | "event_end"), []):
                return Edge(_EDGES[name])
            case (("filter_start" | "filter_end"), [Events(kind=None, limits=())]):
                return Edge(name == "filter_start")
            case "unique", [Things(unique=False) as things]:
                return dataclasses.replace(things, unique=True)
            case "unique", [Events() as events]:
                return Event(events, "only")
            case "query_frame", [Event() | Edge() as event]:
                return Moment(event)
            case "negate", [Asked(what="exist") as asked]:
                return dataclasses.replace(asked, negated=not asked.negated)
            case (("count" | "exist"), [(Things(unique=False) | Events()) as several]):
                return Asked(name, several)
            case "query_object", [Event(events=Events(kind=kind)) as event] if kind in (IN, OUT):
                return Actor(event)
            case _ if name in _ATTRIBUTES or name in _MOTIONS:
                return self._filtered(name, given)
            case _ if name in _KINDS or name in _LIMITS or name == "filter_order":
                return self._selected(name, given)
            case _:
                return self._queried(name, given)

    def _filtered(self, name: str, given: list[Value]) -> Things:
        match given:
            case [Things(unique=False) as things, str() as word] if name in _ATTRIBUTES:
                attribute = _ATTRIBUTES[name]
                if word not in VALUES[attribute]:
                    raise no_counterpart(name, f"`{word}` is no {attribute} of CLEVRER's things")
                if getattr(things, attribute) not in (None, word):
                    raise no_counterpart(name, f"one noun cannot name things of two values of {attribute}")
                return things.with_attribute(attribute, word)
            case [Things(unique=False) as things, Moment() as moment] if name in _MOTIONS:
                return _with_motion(things, Motion(_MOTIONS[name], moment))
            case [Things(unique=False) as things, str() as word] if name in _MOTIONS and word == _WHOLE_VIDEO:
                return _with_motion(things, Motion(_MOTIONS[name], None))
        raise _misapplied(name)

    def _selected(self, name: str, given: list[Value]) -> Events | Event:
        match given:
            case [Events() as events, (Things() | Actor() | Partner()) as thing] if name in _KINDS:
                if events.kind not in (None, _KINDS[name]):
                    raise no_counterpart(name, f"no event is both `{events.kind}` and `{_KINDS[name]}`")
                involved = tuple(dict.fromkeys((*events.involved, thing)))
                return dataclasses.replace(events, kind=_KINDS[name], involved=involved)
            case [Events() as events, (Event() | Edge()) as event] if name in _LIMITS:
                limits = tuple(dict.fromkeys((*events.limits, Limit(_LIMITS[name], event))))
                return dataclasses.replace(events, limits=limits)
            case [Events() as events, str() as word] if name == "filter_order" and word in _ORDER:
                return Event(events, word)
        raise _misapplied(name)

    def _queried(self, name: str, given: list[Value]) -> Value:
        match name, given:
            case "query_direction", [(Things(unique=True) | Actor() | Partner()) as thing, Moment() as moment]:
                return Asked("direction", thing, moment)
            case (
                "query_collision_partner",
                [Event(events=Events(kind="collision")) as event, (Things(unique=True) | Actor() | Partner()) as other],
            ) if other in event.events.involved:
                return Partner(event, other)
            case _, [(Things(unique=True) | Actor() | Partner()) as thing] if name in _QUERIES:
                return Asked(_QUERIES[name], thing)
        raise _misapplied(name)


def _with_motion(things: Things, motion: Motion) -> Things:
    return dataclasses.replace(things, motions=tuple(dict.fromkeys((*things.motions, motion))))


def _misapplied(name: str) -> NoCounterpartError:
    return no_counterpart(name, "it is applied to what CLEVRER's own executor refuses, or to what no program has")


def _name(tree: Tree) -> str:
    return tree.name if isinstance(tree, Operation) else str(tree)
