"""AGQA's programs on a written world, the slow and obvious way: frame by frame over its annotation."""

import dataclasses
from collections.abc import Callable, Iterable

from hypothesis import assume
from hypothesis import strategies as st

from tests.benchmarks.convert.worlds import LOOKS, Seen, Stretch, localize_of, models_of
from vprog.benchmarks.convert.nested import from_nested
from vprog.benchmarks.convert.source import Action, Vocabulary
from vprog.benchmarks.convert.tree import Array, Operation, Tree

OBJECTS, RELATIONS, ACTIONS = ("bag", "dish", "phone"), ("holding", "behind"), ("running", "standing up", "smiling")
WORDS = Vocabulary(OBJECTS, RELATIONS, tuple(Action(name) for name in (*ACTIONS, "opening the bag")))
Stretches = tuple[Stretch, ...]


@dataclasses.dataclass(frozen=True)
class World:
    """When each object is there, each action goes on, and each relation to an object holds."""

    objects: dict[str, Stretches]
    actions: dict[str, Stretches]
    relations: dict[tuple[str, str], Stretches]

    @property
    def models(self) -> dict[str, Callable[..., object]]:
        def things(noun: str) -> list[Seen]:
            places = {name: number for number, name in enumerate(OBJECTS)}
            return [Seen(places[noun], noun, when) for when in self.objects.get(noun, ())]

        sentences = {f"a person is {name}": when for name, when in self.actions.items()}
        sentences |= {f"a person is {r} the {o}": when for (r, o), when in self.relations.items()}
        for relation in RELATIONS:
            looks = {k for (r, _), when in self.relations.items() if r == relation for k in looks_of(when)}
            sentences[f"a person is {relation} something"] = stretches_of(looks)
        return models_of(things) | {"localize": localize_of(sentences)}

    def frame(self, look: int, what: tuple[str, ...]) -> set[str]:
        match what:
            case ("objects",):
                return {o for o, when in self.objects.items() if look in looks_of(when)}
            case ("actions",):
                return {a for a, when in self.actions.items() if look in looks_of(when)}
            case (("relations" | "relation"),):
                return {r for (r, _), when in self.relations.items() if look in looks_of(when)}
            case (("relations" | "relation"), relation, "objects"):
                return {o for (r, o), when in self.relations.items() if r == relation and look in looks_of(when)}
        raise ValueError(what)


def looks_of(stretches: Iterable[Stretch]) -> set[int]:
    return {look for a, b in stretches for look in range(a, b)}


def stretches_of(looks: set[int]) -> Stretches:
    starts = sorted(k for k in looks if k - 1 not in looks)
    ends = sorted(k + 1 for k in looks if k + 1 not in looks)
    return tuple(zip(starts, ends, strict=True))


@st.composite
def whens(draw: st.DrawFn, most: int = 2) -> Stretches:
    """Give stretches with time between them."""
    edges = draw(st.lists(st.integers(0, LOOKS), max_size=2 * most, unique=True))
    edges = sorted(edges[: len(edges) // 2 * 2])
    return tuple(zip(edges[::2], edges[1::2], strict=True))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    objects = {name: when for name in OBJECTS if (when := draw(whens(1)))}
    actions = {name: when for name in (*ACTIONS, "opening the bag") if (when := draw(whens()))}
    relations = {(r, o): when for r in RELATIONS for o in OBJECTS if (when := draw(whens()))}
    return World(objects, actions, relations)


class NoAnswerError(Exception):
    """What has no answer: an action that never happens, a tie, more than one item where there must be one."""


class Interpreter:
    def __init__(self, world: World) -> None:
        self.world = world

    def answer(self, text: str) -> object:
        return self.value(from_nested(text))

    def value(self, tree: Tree) -> object:
        match tree:
            case str():
                return tree
            case Operation("Exists", (name, items)):
                return self.value(name) in self.items(items)
            case Operation("HasItem", (items,)):
                return bool(self.items(items))
            case Operation("AND", (one, other)):
                return self.both(one, other)
            case Operation("XOR", (one, other)):
                return self.value(one) != self.value(other)
            case Operation("Equals", (one, other)):
                return self.value(one) == self.value(other)
            case Operation("Query", ("class", item)):
                return self.value(item)
            case Operation("OnlyItem", (items,)):
                return _only(self.items(items))
            case Operation("ToAction", (verb, thing)):
                return f"{verb} the {self.value(thing)}"
            case Operation("Compare", (Array(tags), what)):
                return _only([t for t in tags if self.value(_with_tag(what, t))][:1])
            case Operation("Choose", (one, other, items)):
                two = {self.value(one), self.value(other)}
                # AGQA lets one choose between different things only.
                assume(len(two) == 2)
                return _only(self.items(_bare(items)) & two)
            case Operation("Superlative", (most, actions, _)):
                return self.extreme(most, actions)
        raise ValueError(tree)

    def both(self, one: Tree, other: Tree) -> bool:
        """Say what `and` of three values says: one that does not hold decides, whatever is known of the other."""
        try:
            if not self.value(one):
                return False
        except NoAnswerError:
            if self.value(other):
                raise
            return False
        return self.value(other)

    def items(self, tree: Tree) -> set[str]:
        match tree:
            case Operation("Iterate", (stretch, Operation("Filter", ("frame", Array(what))))):
                return {item for look in self.looks(stretch) for item in self.world.frame(look, what)}
            case Operation("IterateUntil", (way, stretch, condition, Operation("Filter", ("frame", Array(what))))):
                looks = sorted(self.looks(stretch), reverse=way == "backward")
                for look in looks:
                    if self.holds(condition, look):
                        return self.world.frame(look, what)
                raise NoAnswerError
        raise ValueError(tree)

    def holds(self, tree: Tree, look: int) -> bool:
        match tree:
            case Operation("XOR", (one, other)):
                return self.holds(one, look) != self.holds(other, look)
            case Operation("Exists", (name, Operation("Filter", ("frame", Array(what))))):
                return self.value(name) in self.world.frame(look, what)
            case Operation("HasItem", (Operation("Filter", ("frame", Array(what))),)):
                return bool(self.world.frame(look, what))
        raise ValueError(tree)

    def looks(self, tree: Tree) -> set[int]:
        every = set(range(LOOKS))
        match tree:
            case "video":
                return every
            case Operation("Localize", ("between", Array((one, other)))):
                (_, b), (c, d) = sorted((self.occurrence(one), self.occurrence(other)))
                # AGQA asks for the time between two actions only where there is some.
                assume(b <= c)
                assert d > c
                return set(range(b, c))
            case Operation("Localize", (tag, action)):
                start, end = self.occurrence(action)
                return {
                    "before": {k for k in every if k < start},
                    "after": {k for k in every if k >= end},
                    "while": set(range(start, end)),
                }[tag]
        raise ValueError(tree)

    def occurrence(self, action: Tree) -> Stretch:
        name = self.value(action)
        if name not in self.world.actions:
            raise NoAnswerError
        return self.world.actions[name][0]

    def extreme(self, most: str, actions: Tree) -> str:
        if isinstance(actions, Array):
            names = [item.operands[1].items[1] for item in actions.items]
        else:
            names = sorted(self.world.actions)
        lengths = {name: b - a for name in names for a, b in [self.occurrence(name)]}
        if not lengths:
            raise NoAnswerError
        best = (max if most == "max" else min)(lengths.values())
        return _only([name for name, length in lengths.items() if length == best])


def _only(items):
    if len(items) != 1:
        raise NoAnswerError
    return next(iter(items))


def _bare(items: Tree) -> Tree:
    while isinstance(items, Operation) and items.name in ("Query", "OnlyItem"):
        items = items.operands[-1]
    return items


def _with_tag(tree: Tree, tag: str) -> Tree:
    match tree:
        case Operation(name, operands):
            return Operation(name, tuple(_with_tag(o, tag) for o in operands))
        case Array(items):
            return Array(tuple(_with_tag(i, tag) for i in items))
    return tag if tree == "temporal tag" else tree


# The shapes in which AGQA's generator writes programs.

objects, relations = st.sampled_from(OBJECTS), st.sampled_from(RELATIONS)
DURATION = "Subtract(Query(end, action), Query(start, action))"


@st.composite
def indirect(draw: st.DrawFn) -> str:
    """Give an object as it may be referred to."""
    relation = draw(relations)
    of_relation = f"Filter(frame, [relations, {relation}, objects])"
    if draw(st.booleans()):
        return f"Query(class, OnlyItem(Iterate(video, {of_relation})))"
    way = draw(st.sampled_from(["forward", "backward"]))
    any_ = f"Exists({relation}, Filter(frame, [relations]))"
    return f"Query(class, OnlyItem(IterateUntil({way}, video, {any_}, {of_relation})))"


@st.composite
def actions(draw: st.DrawFn) -> str:
    way = draw(st.integers(0, 5))
    if way == 0:
        return f"ToAction(opening, {draw(objects)})"
    if way == 1:
        return f"ToAction(opening, {draw(indirect())})"
    if way == 2:
        most = draw(st.sampled_from(["max", "min"]))
        return f"Superlative({most}, Filter(video, [actions]), {DURATION})"
    return draw(st.sampled_from(ACTIONS))


@st.composite
def times(draw: st.DrawFn) -> str:
    way = draw(st.sampled_from(["video", "before", "after", "while", "between"]))
    if way == "video":
        return way
    if way == "between":
        return f"Localize(between, [{draw(actions())}, {draw(actions())}])"
    return f"Localize({way}, {draw(actions())})"


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Give a program in one of the shapes of AGQA's generator, with random words."""
    time, relation = draw(times()), draw(relations)
    one, other = draw(objects | indirect()), draw(objects)
    of_relation = f"Filter(frame, [relations, {relation}, objects])"
    way = draw(st.sampled_from(["forward", "backward"]))
    until = f"IterateUntil({way}, {time}, Exists({relation}, Filter(frame, [relations])), {of_relation})"
    exists = [f"Exists({o}, Iterate({time}, Filter(frame, [relation, {relation}, objects])))" for o in (one, other)]
    different = draw(objects.filter(lambda o: o != one))
    turn = f"XOR(Exists({one}, {of_relation}), Exists({different}, {of_relation}))"
    action = draw(actions())
    act = draw(st.sampled_from(ACTIONS))
    two = f"[Filter(video, [actions, {act}]), Filter(video, [actions, {draw(st.sampled_from(ACTIONS))}])]"
    most = draw(st.sampled_from(["max", "min"]))
    compared = {"objects": one, "relations": relation, "actions": act}
    sort = draw(st.sampled_from(sorted(compared)))
    shapes = {
        "objExists": f"Exists({one}, Iterate({time}, Filter(frame, [objects])))",
        "relExists": f"Exists({relation}, Iterate({time}, Filter(frame, [relations])))",
        "objRelExists": exists[0],
        "and": f"AND({exists[0]}, {exists[1]})",
        "xor": f"XOR({exists[0]}, {exists[1]})",
        "objWhatGeneral": f"Query(class, OnlyItem(Iterate({time}, Filter(frame, [objects]))))",
        "objWhat": f"Query(class, OnlyItem(Iterate({time}, {of_relation})))",
        "objWhatChoose": f"Choose({one}, {different}, Query(class, OnlyItem(Iterate({time}, {of_relation}))))",
        "actWhat": f"Query(class, OnlyItem(Iterate({time}, Filter(frame, [actions]))))",
        "objFirst": f"Query(class, OnlyItem({until}))",
        "objFirstChoose": f"Choose({one}, {different}, IterateUntil({way}, {time}, {turn}, {of_relation}))",
        "objFirstVerify": f"Equals({one}, OnlyItem({until}))",
        "actFirst": f"Query(class, OnlyItem(IterateUntil({way}, {time}, HasItem(Filter(frame, [actions])),"
        " Filter(frame, [actions]))))",
        "longerChoose": f"Superlative({most}, {two}, {DURATION})",
        "longerVerify": f"Equals({act}, Superlative({most}, {two}, {DURATION}))",
        "actLongest": f"Superlative({most}, Filter(video, [actions]), {DURATION})",
        "time": f"Compare([before, after], Exists({compared[sort]}, Iterate(Localize(temporal tag, {action}),"
        f" Filter(frame, [{sort}]))))",
        "hasItem": f"HasItem(Iterate({time}, Filter(frame, [objects])))",
    }
    return shapes[draw(st.sampled_from(sorted(shapes)))]
