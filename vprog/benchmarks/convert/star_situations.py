"""Actions in situations, as a STAR program asks for them: which occur, in which order, and what they are called."""

import dataclasses

from vprog.benchmarks.convert.refusal import NoCounterpartError, no_counterpart
from vprog.benchmarks.convert.source import Action, Vocabulary
from vprog.benchmarks.convert.tree import Operation, Tree
from vprog.benchmarks.convert.write import VIDEO, Writer, call, constant, each, infix, listed
from vprog.language.syntax import Expression, Literal, Name
from vprog.types import Type

ARITIES = (
    {"Situations": 0}
    | dict.fromkeys(("Actions", "Unique", "Query_Objs", "Query_Actions", "Query_Verbs"), 1)
    | dict.fromkeys(("Query_Earliest_Action", "Query_Latest_Action"), 1)
    | dict.fromkeys(("Filter_Actions_with_Verb", "Filter_Actions_with_Obj", "Filter_After_Actions"), 2)
    | dict.fromkeys(("Filter_Before_Actions", "Filter_Situations_with_Rel", "Filter_Situations_with_Obj"), 2)
    | dict.fromkeys(("Equal", "Union", "Belong_to"), 2)
)
"""The operations that have a counterpart, and how many values each takes."""

_FIRST, _LAST = "first", "last"
_PICKS = {"Unique": _FIRST, "Query_Earliest_Action": _FIRST, "Query_Latest_Action": _LAST}
_SIGNS = {"Filter_After_Actions": ">", "Filter_Before_Actions": "<"}
_EACH_TEXT, _EACH_SPAN = Name("text_each"), Name("span_each")
_DOES = "a person is seen to {}"
"""STAR names a class as `hold some clothes`."""
_IN_RELATION = "a person is {} something"


@dataclasses.dataclass(frozen=True)
class Scene:
    """Situations, narrowed to those with a relation (`Rel`) or a thing (`Obj`), one after the other."""

    narrowed: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True)
class Several:
    """The actions of these classes that occur in a scene, before (`<`) or after (`>`) another one."""

    scene: Scene
    classes: tuple[Action, ...]
    limits: tuple[tuple[str, "One"], ...] = ()

    @property
    def impossible(self) -> bool:
        """Say whether STAR has no such class, or none of what it must come before or after: then none ever occurs."""
        return not self.classes or any(one.several.impossible for _, one in self.limits)


@dataclasses.dataclass(frozen=True)
class One:
    """The first or last of several actions."""

    several: Several
    which: str


@dataclasses.dataclass(frozen=True)
class Called:
    """The verb, the object, or both, of one or several actions."""

    what: str
    of: Several | One


@dataclasses.dataclass(frozen=True)
class Pair:
    """A verb and an object."""

    verb: str
    object: str


Value = Scene | Several | One | Called | Pair | str


class Situations:
    """Writes one program."""

    def __init__(self, writer: Writer, vocabulary: Vocabulary) -> None:
        """Keep where lines go, and the classes of actions."""
        self._bind = writer.bind
        self._classes = vocabulary.actions

    def judged(self, tree: Tree) -> Expression:
        """Give whether a choice is right.

        Raises: NoCounterpartError.
        """
        if isinstance(tree, Operation) and len(tree.operands) > 1:
            match tree.name, self._value(tree.operands[0]), self._value(tree.operands[1]):
                case "Equal", Called(what, One() as one), (str() | Pair()) as wanted:
                    return self._is(one, _fitting(one.several, what, wanted))
                case "Belong_to", Called(what, Several() as several), (str() | Pair()) as wanted:
                    return self._occurs(_fitting(several, what, wanted))
        raise _misapplied(tree)

    # -- reading ---------------------------------------------------------------------------------------------------

    def _value(self, tree: Tree) -> Value:
        if not isinstance(tree, Operation):
            return str(tree)
        name, given = tree.name, [self._value(operand) for operand in tree.operands]
        match name, given:
            case "Situations", []:
                return Scene()
            case (("Filter_Situations_with_Rel" | "Filter_Situations_with_Obj"), [Scene(narrowed), str() as word]):
                return Scene((*narrowed, (name.rpartition("_")[2], word)))
            case "Actions", [Scene() as scene]:
                return Several(scene, self._all())
            case "Filter_Actions_with_Verb", [Several() as several, str() as verb]:
                return _kept(several, [c for c in several.classes if c.verb == verb])
            case "Filter_Actions_with_Obj", [Several() as several, str() as thing]:
                return _kept(several, [c for c in several.classes if c.object == thing])
            case (("Filter_After_Actions" | "Filter_Before_Actions"), [Several() as several, One() as one]) if _among(
                one, several
            ):
                return dataclasses.replace(several, limits=(*several.limits, (_SIGNS[name], one)))
            case _, [Several() as several] if name in _PICKS:
                return One(several, _PICKS[name])
            case (("Query_Verbs" | "Query_Objs" | "Query_Actions"), [(Several() | One()) as of]):
                return Called(name, of)
            case "Union", [str() as verb, str() as thing]:
                return Pair(verb, thing)
        raise _misapplied(tree)

    def _all(self) -> tuple[Action, ...]:
        if not self._classes:
            raise no_counterpart("Actions", "it is all actions: only with STAR's own list of them (--vocabulary)")
        return self._classes

    # -- writing ---------------------------------------------------------------------------------------------------

    def _is(self, one: One, right: Several) -> Expression:
        """Say whether the first or last of several actions is of the right classes."""
        occurs = self._occurs(right)
        if right.impossible or right.classes == one.several.classes:
            return occurs
        those, all_ = self._occurrences(right), self._occurrences(one.several)
        start, every = (call("start", call(one.which, spans)) for spans in (those, all_))
        # Those that are right are among all: none can be ahead of all, only as early.
        return infix(self._bind(Type.BOOL, "occurs", occurs), "and", infix(start, "==", every))

    def _occurs(self, several: Several) -> Expression:
        if several.impossible:
            return Literal(False)
        answer: Expression = call("exists", self._occurrences(several))
        for _, one in reversed(several.limits):
            there = self._bind(Type.BOOL, "other", self._occurs(one.several))
            answer = infix(there, "and", self._bind(Type.BOOL, "occurs", answer))
        return answer

    def _occurrences(self, several: Several) -> Name:
        """Give the first occurrence of each class, as Spans."""
        words = listed(*(constant(_DOES.format(c.name)) for c in several.classes))
        names = self._bind(Type.TEXTS, "actions", words)
        happens = call("localize", VIDEO, _EACH_TEXT)
        scene = self._scene(several.scene)
        found = happens if scene is None else call("intersect", happens, scene)
        every = each(call("first", found), _EACH_TEXT, names, call("exists", found))
        spans = self._bind(Type.SPANS, "actions", every)
        for sign, one in several.limits:
            moment = call("start", call(one.which, self._occurrences(one.several)))
            start_s = self._bind(Type.SECONDS, "other", moment)
            then = infix(call("start", _EACH_SPAN), sign, start_s)
            spans = self._bind(Type.SPANS, "then", each(_EACH_SPAN, _EACH_SPAN, spans, then))
        return spans

    def _scene(self, scene: Scene) -> Name | None:
        """Give when the situations are, as Spans; None for the whole video."""
        so_far: Name | None = None
        for kind, word in scene.narrowed:
            plain = word.replace("_", " ")
            if kind == "Obj":
                found: Expression = call("visible", call("track", call("detect", VIDEO, constant(plain))))
            else:
                found = call("localize", VIDEO, constant(_IN_RELATION.format(plain)))
            spans = self._bind(Type.SPANS, plain, found)
            if so_far is not None:
                spans = self._bind(Type.SPANS, plain, call("intersect", so_far, spans))
            all_ = so_far if so_far is not None else call("gaps", spans)
            so_far = self._bind(Type.SPANS, "scene", call("or_else", spans, all_))
        return so_far


def _kept(several: Several, classes: list[Action]) -> Several:
    return dataclasses.replace(several, classes=tuple(classes))


def _among(one: One, several: Several) -> bool:
    """Say whether an action is one of several, whichever it turns out to be: only then has it a place among them."""
    same_scene = one.several.scene == several.scene
    return same_scene and not several.limits and set(one.several.classes) <= set(several.classes)


def _fitting(several: Several, what: str, wanted: str | Pair) -> Several:
    """Give those of several actions that are called what is wanted."""
    match what, wanted:
        case "Query_Verbs", str():
            return _kept(several, [c for c in several.classes if c.verb == wanted])
        case "Query_Objs", str():
            return _kept(several, [c for c in several.classes if c.object == wanted])
        case "Query_Actions", Pair(verb, thing):
            return _kept(several, [c for c in several.classes if (c.verb, c.object) == (verb, thing)])
    raise no_counterpart(what, "it is compared with words of another kind, which never are the same")


def _misapplied(tree: Tree) -> NoCounterpartError:
    name = tree.name if isinstance(tree, Operation) else str(tree)
    return no_counterpart(name, "it is applied to what STAR's own executor refuses, or to what no program has")
