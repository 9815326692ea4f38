"""What holds in the frames of an AGQA question, as Spans: what `Filter` finds, and the times `Localize` names."""

import dataclasses
from collections.abc import Callable

from vprog.benchmarks.convert.refusal import no_counterpart
from vprog.benchmarks.convert.tree import Array, Operation, Tree
from vprog.benchmarks.convert.write import VIDEO, Writer, call, constant, each, infix, listed
from vprog.language.syntax import Call, Expression, Literal, Name
from vprog.types import Type

OBJECTS, RELATIONS, ACTIONS = "objects", "relations", "actions"
_RELATION = (RELATIONS, "relation")
"""Published programs spell it both ways."""
_EACH = Name("span_each")
_PERSON_IS = "a person is "


@dataclasses.dataclass(frozen=True)
class Sort:
    """What a set holds: objects, relations or actions; with a relation, the objects that stand in it."""

    name: str
    relation: str | None = None


class Frames:
    """Writes spans."""

    def __init__(
        self, writer: Writer, name: Callable[[Tree], Expression], longest: Callable[[Tree], Expression]
    ) -> None:
        """Keep where lines go, and what gives the name of an action and the span of the longest one."""
        self._bind = writer.bind
        self._name = name
        self._longest = longest

    def sort(self, tree: Tree) -> Sort:
        """Read what a `Filter` of a frame gives."""
        match tree:
            case Operation("Filter", ("frame", Array((str() as name,)))) if name in (OBJECTS, *_RELATION, ACTIONS):
                return Sort(RELATIONS if name in _RELATION else name)
            case Operation("Filter", ("frame", Array((str() as name, str() as relation, "objects")))) if (
                name in _RELATION
            ):
                return Sort(OBJECTS, relation)
        raise no_counterpart("Filter", "a frame has [objects], [relations], [actions] or [relations, one, objects]")

    def phrase(self, template: str, name: Expression) -> Expression:
        """Put a name into a text, now where it is known, else when the program runs."""
        if isinstance(name, Literal):
            return constant(template.replace("{}", str(name.value)))
        return call("fill", constant(template), name) if template != "{}" else name

    def spans(self, sort: Sort, name: Expression) -> Expression:
        """Give when a member of a set is there, by its name."""
        match sort:
            case Sort("objects", None):
                return call("visible", self.tracks(name))
            case Sort("objects", relation):
                return self._happening(f"{relation} the {{}}", name)
            case Sort("relations"):
                return self._happening("{} something", name)
            case _:
                return self._happening("{}", name)

    def tracks(self, name: Expression) -> Call:
        """Give the things of a name."""
        return call("track", call("detect", VIDEO, name))

    def _happening(self, template: str, name: Expression) -> Expression:
        return call("localize", VIDEO, self.phrase(_PERSON_IS + template, name))

    def occurrence(self, action: Tree) -> Name:
        """Give the span of an action: where it is named, its first occurrence."""
        if isinstance(action, Operation) and action.name == "Superlative":
            return self._bind(Type.SPAN, "action", self._longest(action))
        name = self._name(action)
        word = str(name.value) if isinstance(name, Literal) else "action"
        spans = self._bind(Type.SPANS, word, self.spans(Sort(ACTIONS), name))
        return self._bind(Type.SPAN, word, call("first", spans))

    def action_name(self, action: Tree) -> Expression:
        """Give the name of an action as Text."""
        return self._name(action)

    def stretch(self, tree: Tree) -> Name | None:
        """Give the stretch of time that a set is looked for in, as Spans; None for the whole video."""
        match tree:
            case "video":
                return None
            case Operation("Localize", ("while", action)):
                return self._bind(Type.SPANS, "while", listed(self.occurrence(action)))
            case Operation("Localize", (("before" | "after") as side, action)):
                span = self.occurrence(action)
                gaps = self._bind(Type.SPANS, "rest", call("gaps", listed(span)))
                there = infix(call("start", _EACH), "<" if side == "before" else ">", call("start", span))
                return self._bind(Type.SPANS, side, each(_EACH, _EACH, gaps, there))
            case Operation("Localize", ("between", Array((one, other)))):
                ends = [self.occurrence(action) for action in (one, other)]
                gaps = self._bind(Type.SPANS, "rest", call("gaps", listed(*ends)))
                # What begins later than one of the two only lies between them.
                later = [infix(call("start", _EACH), ">", call("start", span)) for span in ends]
                return self._bind(Type.SPANS, "between", each(_EACH, _EACH, gaps, infix(later[0], "!=", later[1])))
            case Operation("Localize", operands):
                tag = operands[0] if operands else None
                raise no_counterpart("Localize", f"`{tag}` is none of before, after, while and between")
        raise no_counterpart(tree.name if isinstance(tree, Operation) else str(tree), "it is no stretch of time")

    def within(self, spans: Expression, stretch: Name | None) -> Expression:
        """Cut spans to a stretch."""
        return spans if stretch is None else call("intersect", spans, stretch)
