"""Colour, direction and place of one thing; when something happens, how long it lasts, and how two things compare."""

import dataclasses

from vprog.planner.context import Context, Value, refuse_all_of, some_of
from vprog.planner.meaning import APPEAR, PASS_BY, SEEN, Claim, Event, Said, Some, Thing
from vprog.planner.options import chosen_of
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.wanted import Asked, Compared
from vprog.planner.words import DRAWN, SHINING, is_walker


def asked(here: Context, wanted: Asked) -> Value:
    """Give a property of a thing, whether it is a word, or which of several words it is."""
    here.only(f"the {wanted.what} of a thing", *(("nth",) if wanted.said else ()))
    if wanted.what in ("place", "spot"):
        _refuse_place_in_the_world(here, wanted.thing)
    if wanted.what in ("color", "colors"):
        refuse_color_of(wanted.thing)
    text = _property(here, wanted)
    if len(wanted.answers) == 1:
        return here.is_text(text, wanted.answers[0]), "bool"
    if wanted.answers:
        return chosen_of(here.lines, here.lines.bind("text", "found", text), wanted.answers), "label"
    return text, {"color": "color", "colors": "color", "direction": "direction"}.get(wanted.what, "position")


def _refuse_place_in_the_world(here: Context, thing: Thing) -> None:
    head = thing.noun.rpartition(" ")[2]
    if head not in DRAWN and not here.options.are_places():
        why = f"whether `{thing.noun}` is looked for in the picture or in the world: ask where in the picture"
        raise NotUnderstoodError(why, head)


def refuse_color_of(thing: Thing) -> None:
    """Refuse the colour of what has none as a whole.

    Raises: NotUnderstoodError.
    """
    head = thing.noun.rpartition(" ")[2]
    if is_walker(head):
        raise NotUnderstoodError(f"the colour of `{thing.noun}`, and not of which clothes", head)
    if head in SHINING:
        raise NotUnderstoodError(f"whether the colour of `{thing.noun}` is that of the thing or of its light", head)


def _property(here: Context, wanted: Asked) -> str:
    thing = wanted.thing
    match wanted.what:
        case "colors":
            # Of several things the colour that most of them have.
            tracks = here.find.cut("tracks", here.find.tracks(thing), here.times)
            return f"vote({here.find.measures(tracks, 'color', 'texts')})"
        case "side" | "spot":
            assert wanted.said is not None  # noqa: S101  # it is where something happens
            return _position_at(here, thing, wanted.said)
        case "place":
            return f"position({here.find.one(thing, here.times)})"
        case what:
            return f"{what}({here.find.one(thing, here.times)})"


def _position_at(here: Context, thing: Thing, said: Said) -> str:
    """Give where a thing is when it does something."""
    span = here.nth(here.find.spans(thing, said.sideless, here.times))
    track = here.lines.bind("track", "who", f"who({span})")
    kind = dataclasses.replace(thing, doing=(), nth=0, most=None)
    then = here.lines.bind("tracks", "then", f"during({here.find.tracks(kind)}, {span})")
    return f"position(first({here.find.only(then, track, 'own')}))"


def when_is(here: Context, claim: Claim) -> Value:
    """Give the moment at which something happens, or the stretches in which something is so."""
    some, said = some_of(claim, "when"), claim.said
    here.only("when", "nth")
    refuse_all_of(some)
    thing = some.thing
    if said.op == APPEAR:
        return f"start({here.nth(here.find.spans(thing, Said(SEEN), here.times))})", "seconds"
    if said.happens and thing.nth and not thing.doing:
        if "nth" in here.aspects:
            raise NotUnderstoodError("two words that say which one in order")
        here = dataclasses.replace(here, aspects={"nth": thing.nth})
        thing = dataclasses.replace(thing, nth=0)
    spans = here.find.spans(thing, said, here.times)
    if said.happens or "nth" in here.aspects:
        return f"start({here.nth(spans)})", "seconds"
    # Whoever asks when takes it for granted that there is such a time.
    return f"found({spans})", "spans"


def how_long(here: Context, claim: Claim | None) -> str:
    """Give the expression for how long something is so, or how long the video is."""
    if claim is None:
        here.only("how long the video is", timed=False)
        return f"duration({here.find.video})"
    here.only("how long")
    # Whoever asks how long takes it for granted that it is so at all.
    return f"duration(found({_lasting(here, some_of(claim, 'how long'), claim.said)}))"


def _lasting(here: Context, some: Some, said: Said) -> str:
    if said.op == APPEAR:
        # How long it appears is how long it is seen: coming into view takes no time.
        said = Said(SEEN, negated=said.negated)
    if said.is_moment or said.op == PASS_BY:
        raise NotUnderstoodError("how long something lasts that happens at a moment")
    refuse_all_of(some)
    return here.find.spans(some.thing, said, here.times)


def elapsed(here: Context, one: Event, other: Event) -> str:
    """Give the expression for the time from one event to another."""
    here.only("how long from one time to another", timed=False)
    begin, end = (f"start({here.find.span(event, 'start')})" for event in (one, other))
    first, last = here.lines.bind("seconds", "begin", begin), here.lines.bind("seconds", "end", end)
    return f"({last} - {first})"


def order(here: Context, one: Event, other: Event, answer: str) -> Value:
    """Give which of two events comes before the other, or whether that is so."""
    here.only("before or after", timed=False)
    text = f"order({here.find.span(one, 'start')}, {here.find.span(other, 'start')})"
    return (here.is_text(text, answer), "bool") if answer else (text, "order")


def compared(here: Context, wanted: Compared) -> str:
    """Give the expression for whether one thing has more of a measure than another."""
    here.only("a comparison of two things")
    if wanted.said is not None:
        spans = [_lasting(here, Some(thing), wanted.said) for thing in (wanted.one, wanted.other)]
        lasts = [here.lines.bind("seconds", "long", f"duration(found({name}))") for name in spans]
        return f"({lasts[0]} {wanted.sign} {lasts[1]})"
    tracks = [here.find.one(thing, here.times) for thing in (wanted.one, wanted.other)]
    return f"({wanted.measure}({tracks[0]}) {wanted.sign} {wanted.measure}({tracks[1]}))"
