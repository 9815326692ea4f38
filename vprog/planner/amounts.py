"""How many things there are, and how many do something."""

import dataclasses
from collections.abc import Sequence

from vprog.planner.context import Context, some_of
from vprog.planner.find import is_instant, with_said
from vprog.planner.lines import quoted
from vprog.planner.meaning import APPEAR, MOVING, SEEN, STOPPED, Claim, Part, Said, Thing, When
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.words import SHAPES, is_actor

_EXTREMES = ("together", "most", "least")


def how_many(here: Context, things: Sequence[Thing], said: Said) -> str:
    """Give the expression for the number of one kind, or of two together."""
    if len(things) == 1:
        return amount(here, things[0], said)
    here.only("a number of two kinds", "all_along", "jointly")
    here = dataclasses.replace(here, aspects={})
    one, other = (number(here, thing, said) for thing in things)
    return f"({one} + {other})"


def number(here: Context, thing: Thing, said: Said) -> str:
    """Give the name of how many there are of a thing, or do something."""
    return here.lines.bind("number", thing.noun, amount(here, thing, said))


def amount(here: Context, thing: Thing, said: Said) -> str:
    """Give the expression for how many there are of a thing, or how many do something.

    Raises: NotUnderstoodError.
    """
    if here.aspects.keys() & set(_EXTREMES) and not said.is_seen and not said.form:
        # "Moving cars visible at once" are cars that move, not those that move at once.
        thing, said = with_said(thing, said, 0), Said(SEEN)
    if said.is_seen and not said.negated:
        return _amount_seen(here, thing, said)
    here.only("how many do something", "all_along")
    said = _settled(here, said)
    if said.negated and (said.is_rest or said.is_moment) and not here.times:
        tracks = here.find.tracks(thing)
        those = doing(here, thing, dataclasses.replace(said, negated=False))
        others = here.lines.bind("tracks", "others", f"without({tracks}, {those})")
        return f"count({others})"
    return f"count({doing(here, thing, said)})"


def _settled(here: Context, said: Said) -> Said:
    """Take standing still all the time for never moving.

    Raises: NotUnderstoodError where it is not clear whether it is all the time.
    """
    if "all_along" in here.aspects and not said.is_rest:
        raise NotUnderstoodError("whether `the whole video` means always or ever")
    if said.op != STOPPED or said.negated or here.times:
        return said
    if "all_along" not in here.aspects:
        raise NotUnderstoodError("whether it stands still at some time or all the time")
    return Said(MOVING, negated=True)


def doing(here: Context, thing: Thing, said: Said) -> str:
    """Give an expression for the tracks of those that do it."""
    if said.op == MOVING and said.directions and not said.negated and not here.times:
        if len(said.directions) > 1:
            raise NotUnderstoodError("how many go one way or another")
        here.find.check_manner(said, thing)
        (way,) = said.directions
        return here.lines.bind("tracks", way, f"where({here.find.tracks(thing)}, direction={quoted(way)})")
    return here.find.who(here.find.spans(thing, said.sideless, here.times), said)


def _amount_seen(here: Context, thing: Thing, said: Said) -> str:
    here.only("how many there are", "all_along", *_EXTREMES, "asked", "jointly", "any_time")
    extreme = _extreme(here)
    if "any_time" in here.aspects and not extreme:
        raise NotUnderstoodError("a number at any time, but not whether the largest or the smallest")
    if extreme and not here.aspects.keys() & {"together", "asked", "jointly", "any_time"}:
        raise NotUnderstoodError("`at most` or `at least` without `at the same time`")
    # What comes back may be tracked twice. People and animals are told by their looks; what is made or drawn alike is
    # not, unless the question itself asks for different ones. At one moment nobody is there twice.
    told_apart = is_actor(thing.noun) or (thing.unique and thing.noun.rpartition(" ")[2] not in SHAPES)
    tracks = seen(here, dataclasses.replace(thing, unique=False), said)
    if extreme or here.aspects.keys() & {"together", "jointly"}:
        if thing.unique or any(map(is_instant, here.times)):
            raise NotUnderstoodError("a largest or smallest number of anything but what is visible")
        return f"{'min' if extreme == 'least' else 'max'}_simultaneous({tracks})"
    if any(isinstance(t, Part) and t.momentary for t in here.times):
        return f"max_simultaneous({tracks})"
    return f"count_unique({tracks})" if told_apart and not any(map(is_instant, here.times)) else f"count({tracks})"


def _extreme(here: Context) -> str | None:
    if "most" in here.aspects and "least" in here.aspects:
        raise NotUnderstoodError("both a largest and a smallest number")
    return next((name for name in ("most", "least") if name in here.aspects), None)


def seen(here: Context, thing: Thing, said: Said) -> str:
    """Give the name of the tracks of those that are in the picture at the time.

    Raises: NotUnderstoodError for "appear" at a time at which it could mean to come into view.
    """
    if said.op == APPEAR and not all(map(_from_start, here.times)):
        raise NotUnderstoodError("whether `appear` at a time means to be there or to come into view", "appear")
    return here.find.cut("tracks", here.find.tracks(thing), here.times)


def _from_start(when: When) -> bool:
    """Say whether a time is from the start of the video on: seen in it is come into view in it."""
    if isinstance(when, Part):
        return when.which == "start"
    return getattr(when, "start_s", 1.0) == 0.0 or getattr(when, "how", "") == "before"


def how_often(here: Context, claim: Claim) -> str:
    """Give the expression for how many times something happens."""
    some, said = some_of(claim, "how many times"), claim.said
    here.only("how many times")
    if said.op == "meets" and is_actor(some.thing.noun):
        why = f"how often `{some.thing.noun}` touches something: it may never let go"
        raise NotUnderstoodError(why, some.thing.noun)
    if said.is_seen:
        raise NotUnderstoodError("`how many times` of anything but what happens at a moment")
    if not said.sides:
        return f"count({here.find.spans(some.thing, said, here.times)})"
    spans = here.find.spans(some.thing, said.sideless)
    tracks = here.lines.bind("tracks", "side", here.find.who(spans, said))
    return f"count({here.find.spans_of(tracks, some.thing, said.sideless, here.times)})"


def more_then(here: Context, sign: str, thing: Thing, whens: Sequence[Sequence[When]]) -> str:
    """Give the expression for whether there are more of a thing at one time, or in one video, than at another."""
    here.only("a comparison of two times", timed=False)
    names = []
    for when in whens:
        there = here.at(when)
        if "video" in there.aspects:
            there = there.in_video(there.aspects["video"])
        names.append(number(there, thing, Said(SEEN)))
    return f"({names[0]} {sign} {names[1]})"
