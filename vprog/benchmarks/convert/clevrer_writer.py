"""Writes what a CLEVRER program asks for, once all of it is known.

How CLEVRER's words are taken:
- An attribute is a word of the noun that `detect` looks for: CLEVRER names things as its detector would find them.
- A thing comes in when it crosses the border of the picture (`enters`); an event's moment is its start, and for what
  goes out the end of its last sight. Before and after compare moments.
- `meets` has a span for each thing of its first operand: a collision within one set of things is found twice, once for
  each of the two, and counted as one.
- Two descriptions in one collision are of two things, as in every question of CLEVRER's: nothing meets itself.
- `unique` is absent unless there is just one. `first` would pick one of several, which CLEVRER never does.
- A shape or a material is told by what a thing was found as: it is looked for by each, and asked for its label.
"""

import dataclasses

from vprog.benchmarks.convert.clevrer_values import (
    COLLISION,
    COLOR,
    IN,
    OUT,
    VALUES,
    Actor,
    Asked,
    Edge,
    Event,
    Events,
    Moment,
    Motion,
    Partner,
    Thing,
    Things,
)
from vprog.benchmarks.convert.refusal import no_counterpart
from vprog.benchmarks.convert.write import VIDEO, Writer, call, choice, constant, each, infix, negated, only
from vprog.language.syntax import Expression, Name
from vprog.types import Type

_START_S, _END_S = 0.0, 5.0
"""CLEVRER's videos have 128 frames, 25 a second; its executor sets their end at frame 125."""
_DIRECTIONS = ("left", "right", "up", "down")
_OPERATORS = {IN: "enters", OUT: "leaves"}
_PLACE = {"first": 1, "second": 2}
_EACH_SPAN, _EACH_TRACK = Name("span_each"), Name("track_each")


class EventWriter:
    """Writes one program."""

    def __init__(self, writer: Writer) -> None:
        """Keep where its lines go."""
        self._bind = writer.bind

    # -- what is asked ---------------------------------------------------------------------------------------------

    def asked(self, asked: Asked) -> Expression:
        """Give the answer: a number, a truth or a word.

        Raises: NoCounterpartError.
        """
        match asked:
            case Asked("count", Events() as events):
                return self._number(events)
            case Asked("count", Things() as things):
                return call("count", self.tracks(things))
            case Asked("exist", (Things() | Events()) as several):
                found = self.spans(several) if isinstance(several, Events) else self.tracks(several)
                there = call("exists", found)
                return negated(self._bind(Type.BOOL, "there", there)) if asked.negated else there
            case Asked("direction", (Things() | Actor() | Partner()) as thing, Moment() as moment):
                return self._direction(thing, moment)
            case Asked("color", (Things() | Actor() | Partner()) as thing):
                return call(COLOR, self._bind(Type.TRACK, "thing", self.track(thing)))
            case Asked(what, (Things() | Actor() | Partner()) as thing):
                return self._told_by_label(thing, what)
        raise no_counterpart(asked.what, "it is asked of what has none")

    def _number(self, events: Events) -> Expression:
        """Count events. A collision within one set is there twice."""
        spans = self.spans(events)
        within = self._within(events)
        if within is None:
            return call("count", spans)
        number = self._bind(Type.NUMBER, "found", call("count", spans))
        if within == spans:
            return infix(number, "/", constant(2))
        twice = self._bind(Type.NUMBER, "twice", call("count", within))
        return infix(number, "-", infix(twice, "/", constant(2)))

    def _direction(self, thing: Thing, moment: Moment) -> Expression:
        tracks, at_s = self.tracks(thing), self._seconds(moment)
        answer: Expression = call("abstain", constant("it goes in none of the four directions"))
        for way in reversed(_DIRECTIONS):
            moves = self._bind(Type.SPANS, way, call("moving", tracks, direction=constant(way)))
            answer = choice(constant(way), call("exists", call("at", moves, at_s)), answer)
        return answer

    def _told_by_label(self, thing: Thing, attribute: str) -> Expression:
        """Say a shape or a material, by the noun that the thing was found as."""
        track = self._bind(Type.TRACK, "thing", self.track(thing, attribute))
        nouns = _nouns(_found_as(thing), attribute)
        found = call("label", track)
        if all(noun == value for value, noun in nouns.items()):
            return found
        text = self._bind(Type.TEXT, "found", found)
        answer: Expression = call("abstain", constant(f"it was found as a thing of no {attribute}"))
        for value, noun in reversed(nouns.items()):
            answer = choice(constant(value), infix(text, "==", constant(noun)), answer)
        return answer

    # -- things ----------------------------------------------------------------------------------------------------

    def tracks(self, thing: Thing, told_by: str | None = None) -> Name:
        """Give things as Tracks; told_by: the attribute that the label of each must tell."""
        if not isinstance(thing, Things):
            alone = self._bind(Type.TRACK, "thing", self.track(thing, told_by))
            everything = self.tracks(Things(), told_by)
            same = each(_EACH_TRACK, _EACH_TRACK, everything, call("same", _EACH_TRACK, alone))
            return self._bind(Type.TRACKS, "alone", _if_there(same, call("start", alone), everything))
        tracks = self._detected(dataclasses.replace(thing, motions=(), unique=False), told_by)
        for motion in thing.motions:
            tracks = self._in_motion(tracks, motion)
        if not thing.unique:
            return tracks
        return self._bind(Type.TRACKS, "only", only(tracks, thing.noun, Type.TRACKS))

    def _detected(self, things: Things, told_by: str | None) -> Name:
        nouns = _nouns(things, told_by).values() if told_by else [things.noun]
        found = [self._bind(Type.TRACKS, n, call("track", call("detect", VIDEO, constant(n)))) for n in nouns]
        together = found[0]
        for tracks in found[1:]:
            together = self._bind(Type.TRACKS, "all", call("combine", together, tracks))
        return together

    def _in_motion(self, tracks: Name, motion: Motion) -> Name:
        word = "moving" if motion.moving else "still"
        if motion.moment is not None:
            spans = self._bind(Type.SPANS, word, call("moving" if motion.moving else "stopped", tracks))
            then = call("at", spans, self._seconds(motion.moment))
            return self._bind(Type.TRACKS, word, call("who", then))
        if motion.moving:
            return self._bind(Type.TRACKS, word, call("who", call("moving", tracks)))
        spans = self._bind(Type.SPANS, "moving", call("moving", tracks))
        moves = call("exists", each(_EACH_SPAN, _EACH_SPAN, spans, call("same", call("who", _EACH_SPAN), _EACH_TRACK)))
        return self._bind(Type.TRACKS, word, each(_EACH_TRACK, _EACH_TRACK, tracks, negated(moves)))

    def track(self, thing: Thing, told_by: str | None = None) -> Expression:
        """Give one thing as a Track."""
        match thing:
            case Things():
                return call("first", self.tracks(thing, told_by))
            case Actor(event):
                return call("who", self._event(event, *_sides(event.events), told_by))
            case Partner(event, other):
                return call("who", self._event(event, _partner(event.events, other), other, told_by))

    # -- events ----------------------------------------------------------------------------------------------------

    def spans(self, events: Events) -> Name:
        """Give events as Spans; collisions within one set are there twice."""
        return self._events(events, *_sides(events))

    def span(self, event: Event) -> Expression:
        """Give one event as a Span."""
        return self._event(event, *_sides(event.events))

    def _within(self, events: Events) -> Name | None:
        """Give the collisions of things of one set with each other, or None when there is none in two spans."""
        subjects, _ = _sides(events)
        if events.kind != COLLISION or len(events.involved) > 1 or _is_one(subjects):
            return None
        return self._events(events, subjects, subjects)

    def _events(self, events: Events, subjects: Thing, others: Thing | None, told_by: str | None = None) -> Name:
        operands = [self.tracks(subjects, told_by)]
        if others is not None:
            operands.append(self.tracks(others))
        operator = _OPERATORS.get(events.kind or "", "meets")
        spans = self._bind(Type.SPANS, events.kind or "", call(operator, *operands))
        for limit in events.limits:
            own = call(_edge_of(events.kind), _EACH_SPAN)
            moment_s = self._seconds(Moment(limit.event))
            kept: Expression = each(_EACH_SPAN, _EACH_SPAN, spans, infix(own, limit.sign, moment_s))
            if not isinstance(limit.event, Edge):
                kept = _if_there(kept, moment_s, spans)
            spans = self._bind(Type.SPANS, "before" if limit.sign == "<" else "after", kept)
        return spans

    def _event(self, event: Event, subjects: Thing, others: Thing | None, told_by: str | None = None) -> Name:
        spans = self._events(event.events, subjects, others, told_by)
        within = self._within(event.events)
        if event.which == "only":
            found = self._just_one(event.events, spans, doubled=within is not None)
            return self._bind(Type.SPAN, "event", call("first", found))
        if event.which == "last":
            return self._bind(Type.SPAN, "event", call("last", spans))
        place = _PLACE[event.which]
        if place == 1:
            return self._bind(Type.SPAN, "event", call("first", spans))
        if within is not None and within != spans:
            reason = "collisions within one set of things are found twice, those with other things once"
            raise no_counterpart("filter_order", f"{reason}: no place tells the second")
        position = 2 * place - 1 if within is not None else place
        return self._bind(Type.SPAN, "event", call("nth", spans, constant(position)))

    def _just_one(self, events: Events, spans: Name, *, doubled: bool) -> Name:
        what = {IN: "entrance", OUT: "exit"}.get(events.kind or "", COLLISION)
        guarded = only(spans, what, Type.SPANS)
        if doubled:
            number = self._bind(Type.NUMBER, "events", self._number(events))
            guarded = choice(spans, infix(number, "==", constant(1)), guarded.operands[2])
        return self._bind(Type.SPANS, "only", guarded)

    def _seconds(self, moment: Moment) -> Expression:
        event = moment.event
        if isinstance(event, Edge):
            return constant(_START_S if event.at_start else _END_S)
        edge = _edge_of(event.events.kind)
        return self._bind(Type.SECONDS, "event", call(edge, self.span(event)))


def _if_there(kept: Expression, moment_s: Expression, plural: Expression) -> Expression:
    """Give what is kept of a plural by a moment, absent without the moment: of an empty one nobody would ask for it."""
    return choice(kept, infix(moment_s, ">=", constant(_START_S)), plural)


def _edge_of(kind: str | None) -> str:
    """Give the end of a span that is the moment of an event: who goes out is gone after the last sight."""
    return "end" if kind == OUT else "start"


def _nouns(things: Things, attribute: str) -> dict[str, str]:
    """Give the noun for each value that an attribute can have."""
    known = getattr(things, attribute)
    values = (known,) if known else VALUES[attribute]
    return {value: things.with_attribute(attribute, value).noun for value in values}


def _found_as(thing: Thing) -> Things:
    """Give what was looked for when a thing was found."""
    match thing:
        case Things():
            return thing
        case Actor(event):
            subjects = event.events.involved[0]
        case Partner(event, other):
            subjects = _partner(event.events, other)
    return subjects if isinstance(subjects, Things) else Things()


def _is_one(thing: Thing) -> bool:
    return thing.unique if isinstance(thing, Things) else True


def _sides(events: Events) -> tuple[Thing, Thing | None]:
    """Give the things that do something, and those they do it with.

    Raises: NoCounterpartError.
    """
    involved = events.involved
    if events.kind is None:
        raise no_counterpart("events", "events of all kinds together, the start and the end among them, are no value")
    if events.kind != COLLISION:
        if len(involved) > 1:
            raise no_counterpart(f"filter_{events.kind}", "things that are in two sets at once have no noun")
        return involved[0], None
    if len(involved) == 1:
        return involved[0], Things()
    one, other, *more = involved
    if more:
        raise no_counterpart("filter_collision", "only two things collide")
    apart = isinstance(one, Things) and isinstance(other, Things) and one.excludes(other)
    if not (apart or (_is_one(one) and _is_one(other))):
        reason = "a thing may be in both sets, and then all of its collisions count"
        raise no_counterpart("filter_collision", reason)
    return one, other


def _partner(events: Events, other: Thing) -> Thing:
    return next((thing for thing in events.involved if thing != other), Things())
