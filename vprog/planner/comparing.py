"""Questions that compare: what comes first, which is more, which of several things or videos."""

from vprog.planner.asking import event_in, one_named
from vprog.planner.claims import claim
from vprog.planner.meaning import (
    SEEN,
    Aspect,
    Bound,
    Claim,
    Contrast,
    Event,
    Group,
    Said,
    Some,
    Thing,
)
from vprog.planner.moments import event_of
from vprog.planner.nouns import Kind
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.readings import Rule
from vprog.planner.wanted import (
    Compared,
    HappensFirst,
    MoreThen,
    Order,
    Question,
    Videos,
    Whether,
    Which,
    WhichVideo,
)

# ---- order and comparison --------------------------------------------------------------------------------------------


def _before_or_after(found: Claim, other: Event) -> Order:
    return Order(event_in(found), other)


def _before_or_after_thing(found: Claim, some: Some) -> Order:
    return Order(event_in(found), event_of(some, found.said))


def _longer(found: Claim, some: Some) -> Compared:
    if not isinstance(found.subject, Some) or found.when:
        raise NotUnderstoodError("longer than another, of two things")
    return Compared(">", "length", one_named(found.subject), one_named(some), found.said)


def _compared(one: Some, by: tuple[str, str], other: Some) -> Compared:
    if one.thing.doing and not one.thing.doing[-1].related:
        raise NotUnderstoodError("a comparison of things that do something")
    measure, which = by
    return Compared(">" if which == "argmax" else "<", measure, one_named(one), one_named(other))


def _measures_compared(measure: str) -> Rule:
    return lambda one, sign, other: Compared(sign, measure, one_named(one), one_named(other))


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
    return Which(kind.thing(plural=None), said, nth[0] if nth else 0)


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
    return one_named(group.one), one_named(group.other)


def _either_first(group: Group, said: Said, nth: int) -> Which:
    return Which(None, _to(said), nth, among=_two(group))


def _more_or(one: Kind, other: Kind) -> Which:
    return Which(None, most=("argmax", "number"), among=(one.thing(plural=True), other.thing(plural=True)))


# ---- videos ----------------------------------------------------------------------------------------------------------


def _which_it_is(*parts: Some | Said) -> Which:
    *somes, said = parts
    if not isinstance(said, Said):
        raise NotUnderstoodError("which it is, of what nothing is said")
    return Which(None, said, among=tuple(one_named(some) for some in somes if isinstance(some, Some)))


def _shows_more(sign: str) -> Rule:
    def read(one: int, kind: Kind, other: int) -> MoreThen:
        return MoreThen(sign, kind.thing(plural=True), (Aspect("video", one),), (Aspect("video", other),))

    return read


def _video_has(some: Some) -> WhichVideo:
    return WhichVideo("has", claim=claim(some, Said(SEEN)))


RULES: dict[str, Rule] = {
    "earlier": lambda one, other: Order(one, other, "before"),
    "later_than": lambda one, other: Order(one, other, "after"),
    "before_or_after": _before_or_after,
    "before_or_after_thing": _before_or_after_thing,
    "moment_before_or_after": Order,
    "relative_order": lambda other, found: _before_or_after(found, other),
    "happens_first": lambda: HappensFirst(last=False),
    "happens_last": lambda: HappensFirst(last=True),
    "longer": _longer,
    "compared": _compared,
    "order_of_it": lambda other, found: _before_or_after(found, other),
    "longer_so": lambda one, said, other: Compared(">", "length", one_named(one), one_named(other), said),
    "goes_faster": lambda one, other: Compared(">", "speed", one_named(one), one_named(other)),
    "which_takes_more": lambda: Which(None, most=("argmax", "size")),
    "which_it_is": _which_it_is,
    "video_shows": lambda number, some: Question(Whether(claim(some, Said(SEEN))), (Aspect("video", number),)),
    "video_shows_more": _shows_more(">"),
    "video_shows_fewer": _shows_more("<"),
    "takes_more": lambda one, other: Compared(">", "size", one_named(one), one_named(other)),
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
