"""STAR's programs on a written world, the slow and obvious way: situation by situation, as lists of classes."""

import dataclasses
from collections.abc import Callable

from hypothesis import assume
from hypothesis import strategies as st

from tests.benchmarks.convert.agqa_world import Stretches, looks_of, whens
from tests.benchmarks.convert.worlds import LOOKS, Seen, localize_of, models_of
from vprog.benchmarks.convert.source import Action, Vocabulary

CLASSES = (
    Action("hold a bag", "hold", "bag"),
    Action("put a bag somewhere", "put", "bag"),
    Action("hold a towel", "hold", "towel"),
    Action("put a towel/s somewhere", "put", "towel"),
    Action("sit on a table", "sit", "table"),
    Action("sit at a table", "sit", "table"),
)
WORDS = Vocabulary(("bag", "towel", "table"), (), CLASSES)
OBJECTS, RELATIONS = ("bag", "towel", "table"), ("holding", "in_front_of")
VERBS = ("hold", "put", "sit", "lie")


@dataclasses.dataclass(frozen=True)
class World:
    """When each class of actions goes on, each object is seen, and each relation holds."""

    actions: dict[str, Stretches]
    objects: dict[str, Stretches]
    relations: dict[str, Stretches]

    @property
    def models(self) -> dict[str, Callable[..., object]]:
        def things(noun: str) -> list[Seen]:
            return [Seen(OBJECTS.index(noun), noun, when) for when in self.objects.get(noun, ())]

        sentences = {f"a person is seen to {name}": when for name, when in self.actions.items()}
        plain = {name.replace("_", " "): when for name, when in self.relations.items()}
        sentences |= {f"a person is {name} something": when for name, when in plain.items()}
        return models_of(things) | {"localize": localize_of(sentences)}


@st.composite
def worlds(draw: st.DrawFn) -> World:
    def some(names, most):
        return {name: when for name in names if (when := draw(whens(most)))}

    return World(some([c.name for c in CLASSES], 2), some(OBJECTS, 1), some(RELATIONS, 2))


BY_NAME = {c.name: c for c in CLASSES}


class Interpreter:
    """A stack machine. A situation is a look; what there is none of is None, as in STAR's executor."""

    def __init__(self, world: World) -> None:
        self.world = world

    def run(self, tokens: list[str]) -> object:
        stack: list[object] = []
        for token in tokens:
            function = getattr(self, token, None) if token[0].isupper() else None
            if function is None:
                stack.append(token)
                continue
            arity = function.__code__.co_argcount - 1
            given = stack[len(stack) - arity :] if arity else []
            del stack[len(stack) - arity :]
            stack.append(function(*given))
        (value,) = stack
        return value

    def Situations(self):  # noqa: N802  # named as STAR's operations
        return list(range(LOOKS))

    def Filter_Situations_with_Obj(self, looks, word):  # noqa: N802
        return [k for k in looks if k in looks_of(self.world.objects.get(word, ()))] or looks

    def Filter_Situations_with_Rel(self, looks, word):  # noqa: N802
        return [k for k in looks if k in looks_of(self.world.relations.get(word, ()))] or looks

    def Actions(self, looks):  # noqa: N802
        found, taken = [], []
        for look in looks:
            new = [n for n, when in self.world.actions.items() if look in looks_of(when) and n not in found]
            taken += [look] * len(new)
            found += new
        # Which of two that are first seen in one situation comes first, STAR leaves to the order of its files.
        assume(len(set(taken)) == len(taken))
        return found or None

    def Filter_Actions_with_Verb(self, actions, verb):  # noqa: N802
        return None if actions is None else [a for a in actions if BY_NAME[a].verb == verb] or None

    def Filter_Actions_with_Obj(self, actions, thing):  # noqa: N802
        return None if actions is None else [a for a in actions if BY_NAME[a].object == thing] or None

    def Filter_After_Actions(self, actions, one):  # noqa: N802
        return None if actions is None or one is None else actions[actions.index(one) + 1 :] or None

    def Filter_Before_Actions(self, actions, one):  # noqa: N802
        return None if actions is None or one is None else actions[: actions.index(one)] or None

    def Unique(self, actions):  # noqa: N802
        return actions and actions[0]

    def Query_Earliest_Action(self, actions):  # noqa: N802
        return actions and actions[0]

    def Query_Latest_Action(self, actions):  # noqa: N802
        return actions and actions[-1]

    def Query_Verbs(self, of):  # noqa: N802
        return [BY_NAME[a].verb for a in of] if isinstance(of, list) else of and BY_NAME[of].verb

    def Query_Objs(self, of):  # noqa: N802
        return [BY_NAME[a].object for a in of] if isinstance(of, list) else of and BY_NAME[of].object

    def Query_Actions(self, of):  # noqa: N802
        def pair(name):
            return [BY_NAME[name].verb, BY_NAME[name].object]

        return [pair(a) for a in of] if isinstance(of, list) else of and pair(of)

    def Union(self, one, other):  # noqa: N802
        return [one, other]

    def Equal(self, one, other):  # noqa: N802
        return one is not None and one == other

    def Belong_to(self, group, item):  # noqa: N802
        return group is not None and item in group


@st.composite
def programs(draw: st.DrawFn) -> list[str]:
    """Give a program that judges a choice, in the shapes of STAR's templates."""
    thing, verb = draw(st.sampled_from(OBJECTS)), draw(st.sampled_from(VERBS))
    scene = ["Situations"]
    if draw(st.booleans()):
        scene += [draw(st.sampled_from(OBJECTS)), "Filter_Situations_with_Obj"]
    if draw(st.integers(0, 3)) == 0:
        scene += [draw(st.sampled_from(RELATIONS)), "Filter_Situations_with_Rel"]
    tokens = [*scene, "Actions"]
    if draw(st.booleans()):
        one = [*tokens, thing, "Filter_Actions_with_Obj", verb, "Filter_Actions_with_Verb", "Unique"]
        tokens += [*one, draw(st.sampled_from(["Filter_After_Actions", "Filter_Before_Actions"]))]
    way = draw(st.sampled_from(["Query_Objs", "Query_Verbs", "Query_Actions"]))
    other_thing, other_verb = draw(st.sampled_from(OBJECTS)), draw(st.sampled_from(VERBS))
    if way == "Query_Objs":
        tokens += [other_verb, "Filter_Actions_with_Verb"]
    elif way == "Query_Verbs":
        tokens += [other_thing, "Filter_Actions_with_Obj"]
    wanted = {"Query_Objs": [other_thing], "Query_Verbs": [other_verb]}.get(way, [other_verb, other_thing, "Union"])
    if draw(st.integers(0, 3)) == 0:
        return [*tokens, way, *wanted, "Belong_to"]
    pick = draw(st.sampled_from(["Unique", "Query_Earliest_Action", "Query_Latest_Action"]))
    return [*tokens, pick, way, *wanted, "Equal"]
