"""What is said of things, from verbs and what stands beside them."""

import dataclasses

from vprog.planner.meaning import APPEAR, MOVING, PASS_BY, SEEN, STOPPED, Doing, Said, Some, Thing
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.readings import Rule
from vprog.planner.words import SHAPES

_OPPOSITES = {"left": "right", "right": "left", "up": "down", "down": "up"}
_BESIDE = {"left": "left_of", "right": "right_of", "up": "above", "down": "below"}
_SIDES = {"up": "top", "down": "bottom"}


@dataclasses.dataclass(frozen=True)
class Way:
    """A direction; `bare` is one word behind the verb, as in "go up"."""

    direction: str
    bare: bool = False


@dataclasses.dataclass(frozen=True)
class Ways:
    """One direction, or several of which it is asked which."""

    directions: tuple[str, ...]
    bare: bool = False


@dataclasses.dataclass(frozen=True)
class Sides:
    """One side of the picture, or several of which it is asked which."""

    names: tuple[str, ...]


def form_of(verb: str) -> str:
    """Give the form that matters for what may stand around a verb."""
    return "ing" if verb.endswith("ing") else "finite"


def verb(op: str, **more: object) -> Rule:
    """Give the reader of a verb with nothing or a side of the picture behind it."""

    def read(word: str, *rest: Sides) -> Said:
        sides = rest[0].names if rest else ()
        return Said(op, sides=sides, form=form_of(str(word)), **more)  # type: ignore[arg-type]

    return read


def other_of(some: Some) -> Thing:
    """Give the thing behind a verb or preposition.

    Raises: NotUnderstoodError for several or none.
    """
    if some.negated or some.bound:
        raise NotUnderstoodError(f"a number or a denial of `{some.thing.noun}` behind what is said of something else")
    if some.plural and some.article == "the":
        raise NotUnderstoodError(f"`the {some.thing.noun}` in the plural may mean all of them or some", "the")
    refuse_bare(some)
    return some.thing


def refuse_bare(some: Some) -> None:
    """Refuse a noun in the singular without an article, such as "hit arm": it may be no noun at all.

    Raises: NotUnderstoodError.
    """
    if not some.article and not some.plural and not some.bound:
        raise NotUnderstoodError(f"`{some.thing.noun}` without an article", some.thing.noun)


def drawn(op: str) -> Rule:
    """Give the reader of a preposition that among drawn things tells of the picture, and else of the world."""

    def read(some: Some) -> Said:
        head = some.thing.noun.rpartition(" ")[2]
        if head not in SHAPES:
            raise NotUnderstoodError(f"whether `{op}` tells of the picture or of the world, of `{head}`", head)
        return Said(op, other=other_of(some))

    return read


def relation(op: str) -> Rule:
    """Give the reader of a preposition: "near the car"."""
    return lambda some: Said(op, other=other_of(some))


def verb_with(op: str) -> Rule:
    """Give the reader of a verb with an object: "touches the car"."""
    return lambda word, some: Said(op, other=other_of(some), form=form_of(str(word)))


def _passes(*parts: object) -> Said:
    word, some = parts[0], parts[-1]
    assert isinstance(some, Some)  # noqa: S101  # the grammar has a noun here
    return Said("passes", other=other_of(some), form=form_of(str(word)))


def _moves_toward(word: str, ways: Ways) -> Said:
    if ways.bare and str(word).startswith(("walk", "pass", "drive", "drove")):
        # "walk up" is as often to come near.
        raise NotUnderstoodError(f"`{word}` with `up` or `down`", "up")
    return Said(MOVING, directions=ways.directions, manner=_manner(word), form=form_of(str(word)))


def _manner(word: str) -> str:
    if str(word).startswith(("driv", "drov")):
        return "drive"
    return "glide" if str(word).startswith(("roll", "slid", "glid", "drift", "float")) else ""


def _passes_by(word: str) -> Said:
    return Said(PASS_BY, manner=_manner(word), form=form_of(str(word)))


def _from_to(start: Way, goal: Way) -> Way:
    if _OPPOSITES[start.direction] != goal.direction:
        raise NotUnderstoodError(
            f"from {start.direction} to {goal.direction}: a way leads from one side to the opposite one"
        )
    return Way(goal.direction)


def _headings(*ways: Way) -> Ways:
    return Ways(tuple(way.direction for way in ways), any(w.bare and w.direction in _SIDES for w in ways))


def _sides(*ways: Way) -> Sides:
    return Sides(tuple(_SIDES.get(way.direction, way.direction) for way in ways))


def _gone(word: str) -> Said:
    return Said("disappears", form=form_of(str(word)))


def _lies(word: str, said: Said) -> Said:
    return dataclasses.replace(said, form=form_of(str(word)))


def negated(said: Said) -> Said:
    """Give the opposite."""
    return dataclasses.replace(said, negated=not said.negated)


def formed(*forms: str) -> Rule:
    """Give the reader of a verb phrase that must have one of these forms, with adverbs and a denial before it."""

    def read(*parts: object) -> Said | Doing:
        said = next(part for part in parts if isinstance(part, Said))
        if said.form not in forms:
            raise NotUnderstoodError("a verb in a form that does not go with the words around it")
        manner = "" if said.manner == "place" else said.manner
        return dataclasses.replace(negated(said) if "not" in parts else said, manner=manner, form="finite")

    return read


RULES: dict[str, Rule] = {
    "seen": lambda: Said(SEEN),
    "in_place": lambda: Said(SEEN, manner="place"),
    "located": lambda said: said,
    "resting": lambda: Said(STOPPED),
    "in_motion": lambda: Said(MOVING),
    "on_side": lambda way: Said(_BESIDE[way.direction]),
    "hidden": lambda: Said("disappears"),
    "taken_away": lambda: Said("disappears"),
    "put_back": lambda: Said("appears"),
    "left_of": relation("left_of"),
    "right_of": relation("right_of"),
    "above": relation("above"),
    "below": relation("below"),
    "inside": relation("inside"),
    "in_drawn": drawn("inside"),
    "under_drawn": drawn("below"),
    "over_drawn": drawn("above"),
    "near": relation("near"),
    "meets": relation("meets"),
    "enters": verb("enters"),
    "leaves": verb("leaves"),
    "appears": verb("appears"),
    "appear": verb(APPEAR),
    "exists": lambda: Said(SEEN, form="finite"),
    "is_seen": lambda: Said(SEEN, form="finite"),
    "near_each_other": lambda: Said("near"),
    "nears_each_other": verb("near"),
    "disappears": _gone,
    "moves": verb(MOVING),
    "moves_toward": _moves_toward,
    "passes_by": _passes_by,
    "passes": _passes,
    "stops": verb("stops"),
    "starts": verb("starts_moving"),
    "rests": verb(STOPPED),
    "stays_still": verb(MOVING, negated=True),
    "said_when": lambda said, *when: Doing(said, when[0]) if when else said,
    "stays_seen": lambda word, *_: Said(SEEN, form=form_of(str(word))),
    "lies": _lies,
    "nears": verb_with("near"),
    "touches": verb_with("meets"),
    "hits": lambda word, some: Said("meets", other=other_of(some), manner="hit", form=form_of(str(word))),
    "touch_each_other": verb("meets"),
    "heading": lambda way: Way(way.direction),
    "headings": _headings,
    "from_to": _from_to,
    "left": lambda: Way("left", bare=True),
    "right": lambda: Way("right", bare=True),
    "leftward": lambda: Way("left"),
    "rightward": lambda: Way("right"),
    "upward": lambda: Way("up"),
    "downward": lambda: Way("down"),
    "up": lambda: Way("up", bare=True),
    "down": lambda: Way("down", bare=True),
    "sides": _sides,
}
