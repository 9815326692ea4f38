"""Things and how many of them, from the words that name them."""

import dataclasses
from collections.abc import Sequence

from vprog.planner.meaning import LAST, SEEN, Bound, Contrast, Doing, Group, Said, Some, Thing, When
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.readings import Rule
from vprog.planner.words import DRAWN, PAIRED, is_plural, is_vehicle, is_walker, thing_name, whole_number

_SIZES = {"large": "large", "big": "large", "huge": "large", "small": "small", "little": "small", "tiny": "small"}
_LATERAL = {"left": "left", "left-hand": "left", "right": "right", "right-hand": "right"}
_STANDING = ("stationary", "motionless", "still")
_UNIQUE = ("different", "distinct", "separate", "individual", "unique")
_ANYTHING = ("thing", "things", "object", "objects")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclasses.dataclass(frozen=True)
class Kind:
    """The words of a noun phrase without its article: a kind in the singular or plural, narrowed down."""

    words: tuple[str, ...]
    doing: tuple[Doing, ...] = ()
    size: str = ""
    side: str = ""
    unique: bool = False

    def thing(self, plural: bool | None) -> Thing:
        """Give the thing; `plural` is what the words around call for, None when they allow both.

        Raises: NotUnderstoodError for what does not look like the name of one kind of thing.
        """
        if self.side:
            raise NotUnderstoodError(f"`{self.side}` of anything but the one thing there", self.side)
        return Thing(thing_name(self.words, plural=plural), self.size, doing=self.doing, unique=self.unique)

    @property
    def is_plural(self) -> bool:
        """Say whether the noun is in the plural."""
        return is_plural(self.words[-1])

    @property
    def text(self) -> str:
        """Give the words."""
        return " ".join(self.words)


@dataclasses.dataclass(frozen=True)
class Lateral:
    """A side on which a thing stands beside others of its kind."""

    side: str


@dataclasses.dataclass(frozen=True)
class Number:
    """A number, as digits or in words."""

    text: str


def name(*words: str) -> Kind:
    """Read the words of a noun and what stands in front of it."""
    kind = Kind(())
    for word in words[1:]:
        if word.endswith("ing") and getattr(word, "type", "") == "PARTICIPLE":
            raise NotUnderstoodError(f"`{word}` behind another word that describes", word)
    for position, word in enumerate(words[:-1]):
        rest = words[position + 1 :]
        if word in _UNIQUE:
            kind = dataclasses.replace(kind, unique=True)
        elif word in _STANDING:
            kind = dataclasses.replace(kind, doing=(*kind.doing, Doing(Said("moving", negated=True))))
        elif word == "moving" and not (len(rest) == 1 and rest[0] in _ANYTHING):
            # A detector of moving things exists; all others find a thing whether it moves or not.
            kind = dataclasses.replace(kind, doing=(*kind.doing, Doing(Said("moving"))))
        elif (word == "driving" and is_vehicle(words[-1])) or (word == "walking" and is_walker(words[-1])):
            kind = dataclasses.replace(kind, doing=(*kind.doing, Doing(Said("moving"))))
        elif word in _LATERAL:
            kind = dataclasses.replace(kind, side=_LATERAL[word])
        elif word in _SIZES and not is_walker(words[-1]):
            # "A little girl" is young.
            kind = dataclasses.replace(kind, size=_SIZES[word])
        else:
            kind = dataclasses.replace(kind, words=(*kind.words, str(word)))
    return dataclasses.replace(kind, words=(*kind.words, str(words[-1])))


def standing_on(side: str) -> Lateral:
    """Read "on the left"."""
    return Lateral(_LATERAL[side])


def kind_that(kind: Kind, *chosen: Said | Doing | Lateral) -> Kind:
    """Narrow a kind down by what stands behind its noun."""
    for one in chosen:
        if isinstance(one, Lateral):
            if kind.side:
                raise NotUnderstoodError("two sides of one thing", one.side)
            kind = dataclasses.replace(kind, side=one.side)
            continue
        doing = one if isinstance(one, Doing) else Doing(one)
        complete(doing.when)
        if doing.said.form == "finite" and not doing.related:
            raise NotUnderstoodError(f"`{kind.text}` with a verb behind it that does not describe it")
        if doing.said.op != SEEN or doing.when or doing.said.negated:
            kind = dataclasses.replace(kind, doing=(*kind.doing, doing))
    return kind


def rel(said: Said, *rest: int | tuple[When, ...]) -> Doing:
    """Read `that enters`, `who enters first`, `which moves at 5 seconds`."""
    if said.form == "ing":
        raise NotUnderstoodError("`that` with a verb in -ing")
    nth = next((part for part in rest if isinstance(part, int)), 0)
    when = next((part for part in rest if isinstance(part, tuple)), ())
    return Doing(said, complete(when), nth, related=True)


def complete(when: Sequence[object]) -> "tuple[When, ...]":
    """Give times that are whole.

    Raises: NotUnderstoodError for half a clause: it belongs to what is said of something else.
    """
    if not all(isinstance(one, When) for one in when):
        raise NotUnderstoodError("half a clause behind what is said of a thing")
    return tuple(one for one in when if isinstance(one, When))


def ordinal(word: str) -> int:
    """Give the number of `second`; -1 is the last."""
    return LAST if word == "last" else _ORDINALS.index(word) + 1


def nth_thing(nth: int, kind: Kind, *to: Said) -> Some:
    """Read "the second person" and "the second person to leave"."""
    thing = kind.thing(plural=False)
    if to:
        if to[0].form == "ing":
            raise NotUnderstoodError("`to` with a verb in -ing")
        thing = dataclasses.replace(thing, doing=(*thing.doing, Doing(to[0])))
    if any(doing.nth for doing in thing.doing):
        raise NotUnderstoodError("two words that say which one in order")
    return Some(dataclasses.replace(thing, nth=nth), article="the")


def most_thing(most: tuple[str, str], kind: Kind) -> Some:
    """Read "the largest circle"."""
    return Some(dataclasses.replace(kind.thing(plural=False), most=most), article="the")


def some_number(bound: Bound, kind: Kind) -> Some:
    """Read "at least two people"."""
    plural = None if bound.numbers == (1,) else True
    return Some(kind.thing(plural), bound, plural=bool(plural))


def article(which: str) -> Rule:
    """Give the reader of a noun behind an article; nothing and `the` leave open whether one or several are meant."""

    def read(kind: Kind) -> Some:
        if which == "a":
            return Some(kind.thing(plural=False), article=which)
        plural = kind.is_plural if which in ("", "the", "some") else None
        if which == "the" and kind.side and not plural:
            refuse_own_side(kind)
            one = dataclasses.replace(kind, side="").thing(None)
            return Some(dataclasses.replace(one, side=kind.side), article=which)
        thing = kind.thing(plural or None)
        if which == "the" and not plural and thing.size and thing.noun.rpartition(" ")[2] not in DRAWN:
            # Of real things the size in the picture has no measure but the others: "the large truck" is the largest.
            pick = "argmax" if thing.size == "large" else "argmin"
            thing = dataclasses.replace(thing, size="", most=(pick, "size"))
        return Some(thing, article=which, plural=bool(plural))

    return read


def refuse_own_side(kind: Kind) -> None:
    """Refuse "the left hand": it is the left one of a pair, wherever in the picture it is.

    Raises: NotUnderstoodError.
    """
    if kind.words[-1] in PAIRED or kind.size:
        raise NotUnderstoodError(f"`{kind.side}` of `{kind.text}`", kind.side)


def both(one: Some, other: Some) -> Group:
    """Read "a person and a dog"."""
    return _joined(one, other, "and")


def either(one: Some, other: Some) -> Group:
    """Read "a person or a dog"."""
    return _joined(one, other, "or")


def _joined(one: Some, other: Some, joiner: str) -> Group:
    if joiner == "or" and (one.negated or other.negated):
        raise NotUnderstoodError("`no` together with `or`", "or")
    if not other.article and not other.bound:
        refuse_shared_words(one.thing, other.thing, open_end=bool(one.bound or one.negated))
    return Group(one, other, joiner)


def refuse_shared_words(one: Thing, other: Thing, *, open_end: bool = False) -> None:
    """Refuse "a red circle or square": what is said of the first may go for the second.

    Raises: NotUnderstoodError.
    """
    if (" " in one.noun or one.size or one.side or one.doing or open_end) and not (" " in other.noun or other.size):
        raise NotUnderstoodError(f"whether what is said of `{one.noun}` also goes for `{other.noun}`")


def contrast(sign: str) -> Rule:
    """Give the reader of "more cars than people"."""

    def read(one: Kind, other: Kind) -> Contrast:
        left, right = one.thing(plural=True), other.thing(plural=True)
        if left == right:
            raise NotUnderstoodError(f"`{left.noun}` compared with itself")
        return Contrast(sign, left, right)

    return read


def bound(sign: str) -> Rule:
    """Give the reader of "at least two"."""
    return lambda number: Bound(sign, (whole_number(number.text),))


def numbers(*given: Number) -> Bound:
    """Read "two" or "two, three or four"."""
    return Bound("==", tuple(whole_number(number.text) for number in given))


RULES: dict[str, Rule] = {
    "name": name,
    "kind_that": kind_that,
    "standing_on": standing_on,
    "lateral": str,
    "rel": rel,
    "rel_first": lambda said: rel(said, 1),
    "ordinal": lambda word: ordinal(str(word)),
    "nth_thing": nth_thing,
    "most_thing": most_thing,
    "some_number": some_number,
    "somebody": lambda: Some(Thing("person"), article="some"),
    "nobody": lambda: Some(Thing("person"), negated=True, article="no"),
    "none": lambda kind: Some(kind.thing(plural=None), negated=True, article="no"),
    "a": article("a"),
    "some": article("some"),
    "bare": article(""),
    "the": article("the"),
    "both": both,
    "either": either,
    "more": contrast(">"),
    "fewer": contrast("<"),
    "as_many": contrast("=="),
    "exactly": bound("=="),
    "one_of": lambda given: given,
    "numbers": numbers,
    "above_number": bound(">"),
    "below_number": bound("<"),
    "at_least": bound(">="),
    "at_most": bound("<="),
    "number": lambda token: Number(str(token)),
    "one": lambda: Number("one"),
    "two": lambda: Number("two"),
    "largest_one": lambda: ("argmax", "size"),
    "smallest_one": lambda: ("argmin", "size"),
    "fastest_one": lambda: ("argmax", "speed"),
    "slowest_one": lambda: ("argmin", "speed"),
}
