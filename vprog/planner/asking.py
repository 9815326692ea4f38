"""Questions: what is wanted of what is said."""

import dataclasses

from vprog.planner.claims import claim, hoisted
from vprog.planner.meaning import (
    SEEN,
    Aspect,
    Beside,
    Claim,
    Doing,
    Event,
    Said,
    Some,
    Thing,
    When,
)
from vprog.planner.moments import Circumstance, Ellipse, Gerund, event_of
from vprog.planner.nouns import Kind, complete, refuse_shared_words
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.readings import Rule
from vprog.planner.sayings import other_of, refuse_bare
from vprog.planner.wanted import (
    Asked,
    Elapsed,
    HowLong,
    HowMany,
    HowManyMore,
    HowOften,
    Question,
    Repeats,
    Wanted,
    WhenIs,
    Whether,
)

_MOST, _TOGETHER, _SUM = Aspect("most"), Aspect("together"), Aspect("sum")
Whens = tuple[Circumstance, ...]


def asked(*parts: Wanted | Question | Whens) -> Question:
    """Put a question and its circumstances together."""
    body = next(part for part in parts if not isinstance(part, tuple))
    position = parts.index(body)
    question = body if isinstance(body, Question) else Question(body)
    trailing = tuple(when for part in parts[position + 1 :] for when in part)  # type: ignore[union-attr]
    if trailing and _ends_open(question.wanted):
        raise NotUnderstoodError("a time behind what is said of a thing")
    given = tuple(when for part in parts if isinstance(part, tuple) for when in part)
    marks = tuple(_resolved(when, question.wanted) for when in given)
    if _SUM in question.when:
        # "Count the cars and the people together" asks for no one moment.
        return Question(
            question.wanted, tuple(w for w in (*question.when, *marks) if w not in (_SUM, _TOGETHER, Aspect("jointly")))
        )
    return Question(question.wanted, (*question.when, *marks))


def _ends_open(wanted: Wanted) -> bool:
    """Say whether the last thing named is told by a clause, to which a time behind it belongs."""
    match wanted:
        case Asked(thing=thing, said=None) | Repeats(thing=thing):
            return bool(thing.doing)
        case Whether(Claim(said=Said(other=Thing(doing=doing)))):
            return bool(doing)
        case _:
            return False


def _resolved(when: Circumstance, wanted: Wanted) -> When:
    """Give the event behind "before entering" and "before the dog (does)"."""
    if not isinstance(when, Ellipse | Gerund):
        return when
    match wanted:
        case Whether(Claim(subject=Some() as some, said=said)) | WhenIs(Claim(subject=Some() as some, said=said)):
            pass
        case _:
            raise NotUnderstoodError(f"`{when.how}` with half a clause behind it")
    if isinstance(when, Gerund):
        if some.article != "the":
            raise NotUnderstoodError(f"`{when.how}` with a verb in -ing and no one named who does it")
        return Beside(when.how, event_of(some, when.said))
    return Beside(when.how, event_of(when.some, said))


# ---- how many --------------------------------------------------------------------------------------------------------


def _count(kind: Kind, *rest: Said | Doing | Whens) -> Question:
    thing = kind.thing(plural=True)
    said: Said = Said(SEEN)
    when: Whens = ()
    there = not any(isinstance(part, Said | Doing) for part in rest)
    for part in rest:
        if isinstance(part, tuple):
            when = (*when, *part)
        elif isinstance(part, Doing):
            if part.nth:
                raise NotUnderstoodError("how many of which one")
            said, when = part.said, (*when, *part.when)
        else:
            said = part
    if said.is_seen and not said.negated:
        thing, last = hoisted(thing, there=there)
        said, when = (last.said, (*last.when, *when)) if last else (said, when)
    return Question(HowMany((thing,), said), complete(when))


def _at_most(question: Question) -> Question:
    return dataclasses.replace(question, when=(*question.when, _MOST, _TOGETHER))


def _count_extreme(name: str, kind: Kind) -> Question:
    return _with(_count(kind), Aspect(name), Aspect("asked"))


def _with(question: Question, *more: Aspect) -> Question:
    return dataclasses.replace(question, when=(*question.when, *more))


def _count_both(one: Kind, other: Kind, *when: Whens) -> Question:
    things = one.thing(plural=True), other.thing(plural=True)
    refuse_shared_words(*things)
    if things[0] == things[1]:
        raise NotUnderstoodError(f"`{things[0].noun}` twice")
    return Question(HowMany(things, Said(SEEN)), complete(when[0]) if when else ())


def _count_met(kind: Kind, some: Some, said: Said) -> Question:
    return Question(HowMany((kind.thing(plural=True),), dataclasses.replace(said, other=other_of(some))))


def _difference(one: Kind, other: Kind) -> HowManyMore:
    return HowManyMore(one.thing(plural=True), other.thing(plural=True))


# ---- how often, when, how long ---------------------------------------------------------------------------------------


def _of_claim(wanted: type[HowOften] | type[WhenIs] | type[HowLong] | type[Whether]) -> Rule:
    """Give the reader of a question about a clause."""

    def read(*parts: Claim | Whens) -> Question:
        found = next(part for part in parts if isinstance(part, Claim))
        when = tuple(w for part in parts if isinstance(part, tuple) for w in part)
        bare = dataclasses.replace(found, when=())
        marks = tuple(_resolved(w, Whether(bare)) for w in when)
        return Question(wanted(bare), (*found.when, *marks))

    return read


def _made(op: str) -> Rule:
    return lambda some: HowOften(Claim(some, Said(op)))


def event_in(found: Claim) -> Event:
    """Give the event that a clause tells.

    Raises: NotUnderstoodError for one that tells of several things, or names a time of its own.
    """
    if not isinstance(found.subject, Some) or found.when:
        raise NotUnderstoodError("before or after what two things do")
    return event_of(found.subject, found.said)


def one_named(some: Some) -> Thing:
    """Give the one thing that a question is about.

    Raises: NotUnderstoodError for several or none.
    """
    if some.plural or some.negated or some.bound:
        raise NotUnderstoodError(f"`{some.thing.noun}` where one thing is expected", some.thing.noun)
    refuse_bare(some)
    return some.thing


# ---- properties ------------------------------------------------------------------------------------------------------


def _property(what: str) -> Rule:
    return lambda some, *answers: Asked(what, one_named(some), answers=answers[0] if answers else ())


def _color(some: Some, *answers: tuple[str, ...]) -> Asked:
    if some.plural and some.article == "the" and not some.bound:
        return Asked("colors", some.thing, answers=answers[0] if answers else ())
    return Asked("color", one_named(some), answers=answers[0] if answers else ())


def _colour_that(some: Some, doing: Doing) -> Asked:
    thing = one_named(some)
    return Asked("color", dataclasses.replace(thing, doing=(*thing.doing, doing)))


def _colour_when(some: Some, said: Said) -> Asked:
    return _colour_that(some, Doing(said))


def _side(some: Some, said: Said) -> Asked:
    if said.op not in ("enters", "leaves", "appears", "disappears") or said.sides:
        raise NotUnderstoodError("the side of something that has none")
    return Asked("side", one_named(some), said)


def _where_happens(some: Some, said: Said) -> Asked:
    if said.is_moment and said.op not in ("stops", "starts_moving"):
        return _side(some, said)
    if not said.happens or not said.is_plain or said.form == "ing":
        raise NotUnderstoodError("where something is so that happens at no moment")
    return Asked("spot", one_named(some), said)


RULES: dict[str, Rule] = {
    "start": lambda question: question,
    "asked": asked,
    "led": asked,
    "count": _count,
    "count_that": _count,
    "count_most": lambda *parts: _at_most(_count(*parts)),
    "count_extreme": _count_extreme,
    "largest": lambda: "most",
    "smallest": lambda: "least",
    "count_both": _count_both,
    "count_listed": lambda *kinds: _with(_count_both(*kinds), _SUM),
    "count_met": _count_met,
    "difference": _difference,
    "times": _of_claim(HowOften),
    "times_seen": lambda some, said: HowOften(Claim(some, said)),
    "stops_made": _made("stops"),
    "entrances_made": _made("enters"),
    "exits_made": _made("leaves"),
    "collisions": lambda one, other: HowOften(Claim(one, Said("meets", other=other_of(other)))),
    "repeats": lambda some: Repeats(one_named(some)),
    "whether": _of_claim(Whether),
    "when_is": _of_claim(WhenIs),
    "when_first": lambda subject, said: WhenIs(claim(subject, said)),
    "how_long": _of_claim(HowLong),
    "how_long_video": lambda: HowLong(None),
    "elapsed": Elapsed,
    "elapsed_until": lambda one, found: Elapsed(one, event_in(found)),
    "elapsed_since": lambda other, found: Elapsed(event_in(found), other),
    "color": _color,
    "color_that": _colour_that,
    "color_when": _colour_when,
    "is_color": _color,
    "is_direction": lambda some, ways: Asked("direction", one_named(some), answers=ways.directions),
    "colors": lambda *words: tuple(map(str, words)),
    "direction": _property("direction"),
    "position": _property("position"),
    "place": _property("place"),
    "which_side": _side,
    "where_happens": _where_happens,
    "which_side_entered": lambda some, _: Asked("side", one_named(some), Said("enters")),
    "elapsed_led": lambda one, other: Question(Elapsed(one, other)),
    "whether_it_is": lambda some, said: Whether(claim(some, said)),
}
