"""Questions: what is wanted of what is said."""

import dataclasses

from vprog.planner.claims import claim, hoisted
from vprog.planner.meaning import (
    SEEN,
    Asked,
    Aspect,
    Beside,
    Bound,
    Claim,
    Compared,
    Contrast,
    Doing,
    Elapsed,
    Event,
    Group,
    HappensFirst,
    HowLong,
    HowMany,
    HowManyMore,
    HowOften,
    MoreThen,
    Order,
    Question,
    Repeats,
    Said,
    Some,
    Thing,
    Videos,
    Wanted,
    When,
    WhenIs,
    Whether,
    Which,
    WhichVideo,
)
from vprog.planner.moments import Circumstance, Ellipse, Gerund, event_of
from vprog.planner.nouns import Kind, complete, refuse_shared_words
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.readings import Rule
from vprog.planner.sayings import other_of

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
        return Question(question.wanted, tuple(w for w in (*question.when, *marks) if w not in (_SUM, _TOGETHER)))
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
        thing, last = hoisted(thing)
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


def _stops_made(some: Some) -> HowOften:
    return HowOften(Claim(some, Said("stops")))


def _one(some: Some) -> Thing:
    """Give the one thing that a question is about.

    Raises: NotUnderstoodError for several or none.
    """
    if some.plural or some.negated or some.bound:
        raise NotUnderstoodError(f"`{some.thing.noun}` where one thing is expected", some.thing.noun)
    return some.thing


# ---- properties ------------------------------------------------------------------------------------------------------


def _property(what: str) -> Rule:
    return lambda some, *answers: Asked(what, _one(some), answers=answers[0] if answers else ())


def _colour_that(some: Some, doing: Doing) -> Asked:
    thing = _one(some)
    return Asked("color", dataclasses.replace(thing, doing=(*thing.doing, doing)))


def _colour_when(some: Some, said: Said) -> Asked:
    return _colour_that(some, Doing(said))


def _side(some: Some, said: Said) -> Asked:
    if said.op not in ("enters", "leaves", "appears", "disappears") or said.sides:
        raise NotUnderstoodError("the side of something that has none")
    return Asked("side", _one(some), said)


# ---- order and comparison --------------------------------------------------------------------------------------------


def _event(found: Claim) -> Event:
    if not isinstance(found.subject, Some) or found.when:
        raise NotUnderstoodError("before or after what two things do")
    return event_of(found.subject, found.said)


def _before_or_after(found: Claim, other: Event) -> Order:
    return Order(_event(found), other)


def _before_or_after_thing(found: Claim, some: Some) -> Order:
    return Order(_event(found), event_of(some, found.said))


def _longer(found: Claim, some: Some) -> Compared:
    if not isinstance(found.subject, Some) or found.when:
        raise NotUnderstoodError("longer than another, of two things")
    return Compared(">", "length", _one(found.subject), _one(some), found.said)


def _compared(one: Some, by: tuple[str, str], other: Some) -> Compared:
    if one.thing.doing and not one.thing.doing[-1].related:
        raise NotUnderstoodError("a comparison of things that do something")
    measure, which = by
    return Compared(">" if which == "argmax" else "<", measure, _one(one), _one(other))


def _measures_compared(measure: str) -> Rule:
    return lambda one, sign, other: Compared(sign, measure, _one(one), _one(other))


def _contrasted(sign: str) -> Rule:
    def read(one: Kind, other: Kind) -> Whether:
        return Whether(Claim(Contrast(sign, one.thing(plural=True), other.thing(plural=True)), Said(SEEN)))

    return read


def _numbers_compared(one: Kind, sign: str, other: Kind) -> Whether:
    return _contrasted(sign)(one, other)  # type: ignore[return-value]


def _number_is(kind: Kind, bound: Bound) -> Whether:
    return Whether(Claim(Some(kind.thing(plural=True), bound, plural=True), Said(SEEN)))


def _more_then(sign: str) -> Rule:
    return lambda kind, one, other: MoreThen(sign, kind.thing(plural=True), one, other)


# ---- which -----------------------------------------------------------------------------------------------------------


def _which(kind: Kind, said: Said, *nth: int) -> Which:
    thing = kind.thing(plural=None)
    if said.is_plain and said.is_seen and not nth:
        raise NotUnderstoodError(f"which `{thing.noun}` there is")
    return Which(thing, said, nth[0] if nth else 0)


def _to(said: Said) -> Said:
    if said.form != "finite":
        raise NotUnderstoodError("`to` with a verb in -ing")
    return said


def _which_compared(*by: tuple[str, str]) -> Which:
    measure, which = by[-1]
    return Which(None, most=(which, measure))


def _two(group: Group) -> tuple[Thing, Thing]:
    if group.joiner != "or":
        raise NotUnderstoodError("`and` where it is asked which")
    return _one(group.one), _one(group.other)


def _either_first(group: Group, said: Said, nth: int) -> Which:
    return Which(None, _to(said), nth, among=_two(group))


def _more_or(one: Kind, other: Kind) -> Which:
    return Which(None, most=("argmax", "number"), among=(one.thing(plural=True), other.thing(plural=True)))


# ---- videos ----------------------------------------------------------------------------------------------------------


def _video_has(some: Some) -> WhichVideo:
    return WhichVideo("has", claim=claim(some, Said(SEEN)))


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
    "stops_made": _stops_made,
    "repeats": lambda some: Repeats(_one(some)),
    "whether": _of_claim(Whether),
    "earlier": lambda one, other: Order(one, other, "before"),
    "later_than": lambda one, other: Order(one, other, "after"),
    "when_is": _of_claim(WhenIs),
    "when_first": lambda subject, said: WhenIs(claim(subject, said)),
    "how_long": _of_claim(HowLong),
    "how_long_video": lambda: HowLong(None),
    "elapsed": Elapsed,
    "color": _property("color"),
    "color_that": _colour_that,
    "color_when": _colour_when,
    "is_color": _property("color"),
    "colors": lambda *words: tuple(map(str, words)),
    "direction": _property("direction"),
    "position": _property("position"),
    "which_side": _side,
    "which_side_entered": lambda some, _: Asked("side", _one(some), Said("enters")),
    "elapsed_led": lambda one, other: Question(Elapsed(one, other)),
    "whether_it_is": lambda some, said: Whether(claim(some, said)),
    "before_or_after": _before_or_after,
    "before_or_after_thing": _before_or_after_thing,
    "moment_before_or_after": Order,
    "relative_order": lambda other, found: _before_or_after(found, other),
    "happens_first": lambda: HappensFirst(last=False),
    "happens_last": lambda: HappensFirst(last=True),
    "longer": _longer,
    "compared": _compared,
    "takes_more": lambda one, other: Compared(">", "size", _one(one), _one(other)),
    "speeds_compared": _measures_compared("speed"),
    "sizes_compared": _measures_compared("size"),
    "numbers_compared": _numbers_compared,
    "numbers_equal": _contrasted("=="),
    "outnumber": _contrasted(">"),
    "number_is": _number_is,
    "more_then": _more_then(">"),
    "fewer_then": _more_then("<"),
    "as_many_then": _more_then("=="),
    "larger": lambda: ("size", "argmax"),
    "smaller": lambda: ("size", "argmin"),
    "faster": lambda: ("speed", "argmax"),
    "slower": lambda: ("speed", "argmin"),
    "greater": lambda: ">",
    "lesser": lambda: "<",
    "which": _which,
    "which_to": lambda kind, nth, said: _which(kind, _to(said), nth),
    "which_any": lambda said, *nth: Which(None, said, nth[0] if nth else 0),
    "which_any_to": lambda nth, said: Which(None, _to(said), nth),
    "which_seen": lambda: Which(None, Said(SEEN)),
    "which_compared": _which_compared,
    "which_longer": lambda said: Which(None, said, most=("argmax", "length")),
    "which_more": lambda: Which(None, most=("argmax", "number")),
    "either_compared": lambda group, by: Which(None, most=(by[1], by[0]), among=_two(group)),
    "either_longer": lambda group, said: Which(None, said, most=("argmax", "length"), among=_two(group)),
    "either_first": _either_first,
    "more_or": _more_or,
    "video_more": lambda kind: WhichVideo(">", kind.thing(plural=True)),
    "video_fewer": lambda kind: WhichVideo("<", kind.thing(plural=True)),
    "video_has": _video_has,
    "video_where": lambda found: WhichVideo("has", claim=found),
    "videos_same": lambda kind: Videos("same", kind.thing(plural=True)),
    "videos_both": lambda some: Videos("both", claim=claim(some, Said(SEEN))),
    "videos_with": lambda found: Videos("with", claim=found),
    "videos_showing": lambda some: Videos("with", claim=claim(some, Said(SEEN))),
}
