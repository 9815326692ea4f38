"""CLEVRER's programs on a written world, the slow and obvious way: sets of things and lists of events."""

import dataclasses

from hypothesis import assume
from hypothesis import strategies as st

from tests.benchmarks.convert.worlds import LOOKS, Seen, Stretch, models_of, place_of, spans_of
from vprog.values import Spans, Track, Tracks

COLORS, MATERIALS, SHAPES = ("red", "blue"), ("metal", "rubber"), ("cube", "sphere", "cylinder")
END_LOOK = 20
"""Frame 125 of 128, at 25 frames a second, is 5 seconds."""


@dataclasses.dataclass(frozen=True)
class Thing:
    number: int
    color: str
    material: str
    shape: str
    looks: Stretch
    moves: tuple[tuple[Stretch, str], ...]

    def named(self, noun: str) -> bool:
        words = {self.color, self.material, self.shape, "object"}
        return set(noun.split()) <= words

    def seen(self, look: int) -> bool:
        return self.looks[0] <= look < self.looks[1]

    def going(self, look: int) -> str | None:
        return next((way for (a, b), way in self.moves if a <= look < b), None)


@dataclasses.dataclass(frozen=True)
class Event:
    kind: str
    look: int
    things: tuple[int, ...]


@dataclasses.dataclass(frozen=True)
class World:
    things: tuple[Thing, ...]
    collisions: tuple[tuple[int, int, Stretch], ...]

    @property
    def events(self) -> list[Event]:
        found = [Event("start", 0, ()), Event("end", END_LOOK, ())]
        found += [Event("in", t.looks[0], (t.number,)) for t in self.things if t.looks[0] > 0]
        found += [Event("out", t.looks[1], (t.number,)) for t in self.things if t.looks[1] < LOOKS]
        found += [Event("collision", when[0], (a, b)) for a, b, when in self.collisions]
        return sorted(found, key=lambda e: e.look)

    @property
    def models(self):
        def things(noun: str) -> list[Seen]:
            return [Seen(t.number, noun, t.looks) for t in self.things if t.named(noun)]

        def thing(track: Track) -> Thing:
            return self.things[place_of(track)]

        def moving(tracks: Tracks, direction: str | None, **_: object) -> Spans:
            moves = [(t, when) for t in tracks.items for when, way in thing(t).moves if direction in (None, way)]
            return spans_of(tracks, moves)

        def stopped(tracks: Tracks, **_: object) -> Spans:
            rests = [
                (t, (look, look + 1))
                for t in tracks.items
                for look in range(*thing(t).looks)
                if thing(t).going(look) is None
            ]
            return spans_of(tracks, rests)

        def meets(tracks: Tracks, others: Tracks, **_: object) -> Spans:
            pairs = {(a, b): w for one, two, w in self.collisions for a, b in ((one, two), (two, one))}
            met = [
                (t, pairs[place_of(t), place_of(o)])
                for t in tracks.items
                for o in others.items
                if (place_of(t), place_of(o)) in pairs
            ]
            return spans_of(tracks, met)

        def color(track: Track, **_: object) -> str:
            return thing(track).color

        return models_of(things) | {"moving": moving, "stopped": stopped, "meets": meets, "color": color}


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Give up to four things; each moment belongs to one event, as in CLEVRER's simulation."""
    kinds = st.tuples(st.sampled_from(COLORS), st.sampled_from(MATERIALS), st.sampled_from(SHAPES))
    attributes = draw(st.lists(kinds, max_size=4, unique=True))
    moments = draw(st.permutations([n for n in range(1, LOOKS) if n != END_LOOK]))
    things = []
    for number, (color, material, shape) in enumerate(attributes):
        two = sorted(moments[2 * number : 2 * number + 2])
        from_ = 0 if draw(st.booleans()) else two[0]
        to = LOOKS if draw(st.booleans()) else two[1]
        moves = []
        if draw(st.booleans()):
            a, b = sorted((draw(st.integers(from_, to)), draw(st.integers(from_, to))))
            way = draw(st.sampled_from(["left", "right", "up", "down"]))
            moves = [((a, b), way)] if a < b else []
        things.append(Thing(number, color, material, shape, (from_, to), tuple(moves)))
    collisions = []
    left = moments[2 * len(things) :]
    for a in range(len(things)):
        for b in range(a + 1, len(things)):
            look = left.pop()
            if things[a].seen(look) and things[b].seen(look):
                collisions.append((a, b, (look, look + 1)))
    return World(tuple(things), tuple(collisions))


class NoAnswerError(Exception):
    """What CLEVRER's executor calls an error."""


def interpret(tokens: list[str], world: World) -> object:
    """Run a program on a stack; things are numbers, sets of them lists."""
    stack: list[object] = []
    for token in tokens:
        operation = OPERATIONS.get(token)
        if operation is None:
            stack.append(token)
            continue
        arity, function = operation
        given = stack[len(stack) - arity :]
        del stack[len(stack) - arity :]
        stack.append(function(world, *given))
    (value,) = stack
    return value


def _unique(_, several):
    if not isinstance(several, list) or len(several) != 1:
        raise NoAnswerError
    return several[0]


def _kept(attribute):
    return lambda world, things, word: [n for n in things if getattr(world.things[n], attribute) == word]


def _moving(wanted):
    def kept(world, things, look):
        if look == "null":
            going = {n: any(world.things[n].going(k) for k in range(*world.things[n].looks)) for n in things}
            return [n for n in things if going[n] == wanted]
        return [n for n in things if world.things[n].seen(look) and (world.things[n].going(look) is not None) == wanted]

    return kept


class Involving(list):
    """Events that one thing has a part in."""

    def __init__(self, events, thing):
        super().__init__(events)
        self.thing = thing


def _of_kind(kind):
    def kept(_, events, things):
        several = things if isinstance(things, list) else [things]
        if isinstance(events, Involving):
            # CLEVRER's questions name two things of a collision, never one of them twice.
            assume(events.thing != things)
        kept = [e for e in events if e.kind == kind and set(e.things) & set(several)]
        return kept if isinstance(things, list) else Involving(kept, things)

    return kept


def _order(_, events, word):
    place = {"first": 0, "second": 1, "last": -1}[word]
    if not events or place >= len(events):
        raise NoAnswerError
    return events[place]


def _direction(world, thing, look):
    way = world.things[thing].going(look) if world.things[thing].seen(look) else None
    if way is None:
        raise NoAnswerError
    return way


def _partner(_, event, thing):
    if event.kind != "collision" or thing not in event.things:
        raise NoAnswerError
    return next(n for n in event.things if n != thing)


def _edge(kind):
    return lambda world, *_: next(e for e in world.events if e.kind == kind)


OPERATIONS = {
    "objects": (0, lambda world: list(range(len(world.things)))),
    "events": (0, lambda world: world.events),
    "unique": (1, _unique),
    "count": (1, lambda _, several: len(several)),
    "exist": (1, lambda _, several: bool(several)),
    "negate": (1, lambda _, truth: not truth),
    "filter_color": (2, _kept("color")),
    "filter_material": (2, _kept("material")),
    "filter_shape": (2, _kept("shape")),
    "filter_moving": (2, _moving(True)),
    "filter_stationary": (2, _moving(False)),
    "filter_resting": (2, _moving(False)),
    "filter_in": (2, _of_kind("in")),
    "filter_out": (2, _of_kind("out")),
    "filter_collision": (2, _of_kind("collision")),
    "filter_order": (2, _order),
    "filter_before": (2, lambda _, events, event: [e for e in events if e.look < event.look]),
    "filter_after": (2, lambda _, events, event: [e for e in events if e.look > event.look]),
    "filter_start": (1, _edge("start")),
    "filter_end": (1, _edge("end")),
    "start": (0, _edge("start")),
    "end": (0, _edge("end")),
    "get_frame": (1, lambda _, event: event.look),
    "get_object": (1, lambda _, event: event.things[0]),
    "get_col_partner": (2, _partner),
    "query_color": (1, lambda world, thing: world.things[thing].color),
    "query_material": (1, lambda world, thing: world.things[thing].material),
    "query_shape": (1, lambda world, thing: world.things[thing].shape),
    "query_direction": (2, _direction),
}


@st.composite
def programs(draw: st.DrawFn) -> list[str]:
    """Give a program as CLEVRER's generator might write it: descriptive, or a choice that names a thing or an event."""
    kind = draw(st.sampled_from(["count", "exist", "negate", "query", "direction", "thing", "event"]))
    match kind:
        case "count" | "exist":
            return [*draw(several()), kind]
        case "negate":
            return [*draw(several()), "exist", "negate"]
        case "query":
            attribute = draw(st.sampled_from(["color", "material", "shape"]))
            return [*draw(one_thing()), f"query_{attribute}"]
        case "direction":
            return [*draw(one_thing()), *draw(one_event()), "get_frame", "query_direction"]
        case "thing":
            return draw(one_thing())
        case _:
            return draw(one_event())


def several():
    return things() | events_of_a_kind()


@st.composite
def things(draw: st.DrawFn, *, plain: bool = False) -> list[str]:
    tokens = ["objects"]
    filters = {"filter_color": COLORS, "filter_material": MATERIALS, "filter_shape": SHAPES}
    for name in draw(st.lists(st.sampled_from(sorted(filters)), max_size=2, unique=True)):
        tokens += [draw(st.sampled_from(filters[name])), name]
    if not plain and draw(st.integers(0, 2)) == 0:
        moment = draw(st.just(["null"]) | one_event(plain=True).map(lambda e: [*e, "get_frame"]))
        tokens += [*moment, draw(st.sampled_from(["filter_moving", "filter_stationary", "filter_resting"]))]
    return tokens


@st.composite
def one_thing(draw: st.DrawFn, *, plain: bool = False) -> list[str]:
    way = "unique" if plain else draw(st.sampled_from(["unique", "unique", "actor", "partner"]))
    if way == "unique":
        return [*draw(things(plain=plain)), "unique"]
    pick = draw(st.sampled_from([["unique"], ["first", "filter_order"], ["last", "filter_order"]]))
    if way == "actor":
        which = draw(st.sampled_from(["filter_in", "filter_out"]))
        return ["events", *draw(things(plain=True)), which, *pick, "get_object"]
    other = draw(one_thing(plain=True))
    return ["events", *other, "filter_collision", *pick, *other, "get_col_partner"]


@st.composite
def events_of_a_kind(draw: st.DrawFn, *, plain: bool = False) -> list[str]:
    tokens = ["events"]
    if not plain and draw(st.booleans()):
        tokens += [*draw(one_event(plain=True)), draw(st.sampled_from(["filter_before", "filter_after"]))]
    which = draw(st.sampled_from(["filter_in", "filter_out", "filter_collision", "filter_collision"]))
    involved = things(plain=True) | one_thing(plain=plain)
    tokens += [*draw(involved), which]
    if which == "filter_collision" and draw(st.booleans()):
        tokens += [*draw(involved), which]
    return tokens


@st.composite
def one_event(draw: st.DrawFn, *, plain: bool = False) -> list[str]:
    if draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from([["start"], ["end"], ["events", "filter_start"], ["events", "filter_end"]]))
    orders = [["unique"], *([word, "filter_order"] for word in ("first", "second", "last"))]
    return [*draw(events_of_a_kind(plain=plain)), *draw(st.sampled_from(orders))]
