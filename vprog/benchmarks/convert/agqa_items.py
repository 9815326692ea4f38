"""Sets of objects, relations and actions in an AGQA question: membership, choice, the only, first or last of them."""

from vprog.benchmarks.convert.agqa_frames import ACTIONS, OBJECTS, RELATIONS, Frames, Sort
from vprog.benchmarks.convert.refusal import no_counterpart
from vprog.benchmarks.convert.source import Vocabulary
from vprog.benchmarks.convert.tree import Array, Operation, Tree
from vprog.benchmarks.convert.write import VIDEO, Writer, call, choice, constant, each, infix, listed, negated
from vprog.language.syntax import Expression, Name
from vprog.types import Type

_EACH_TEXT, _EACH_SPAN = Name("text_each"), Name("span_each")
_START_S = 0.0


class Items:
    """Writes what is asked of sets."""

    def __init__(self, writer: Writer, frames: Frames, vocabulary: Vocabulary) -> None:
        """Keep where lines go, how spans are written, and the closed lists of names."""
        self._bind = writer.bind
        self._frames = frames
        self._words = {
            OBJECTS: vocabulary.objects,
            RELATIONS: vocabulary.relations,
            ACTIONS: tuple(action.name for action in vocabulary.actions),
        }

    # -- with a name -----------------------------------------------------------------------------------------------

    def exists(self, name: Expression, items: Tree) -> Expression:
        """Say whether a set holds what has this name."""
        sort, stretch = self._looked(items)
        if sort == Sort(OBJECTS) and stretch is None:
            return call("exists", self._bind(Type.TRACKS, _word(name), self._frames.tracks(name)))
        return call("exists", self._there(sort, name, stretch))

    def _there(self, sort: Sort, name: Expression, stretch: Name | None) -> Name:
        spans = self._bind(Type.SPANS, _word(name), self._frames.spans(sort, name))
        return self._bind(Type.SPANS, "then", self._frames.within(spans, stretch))

    def _looked(self, items: Tree) -> tuple[Sort, Name | None]:
        match items:
            case Operation("Iterate", (stretch, what)):
                return self._frames.sort(what), self._frames.stretch(stretch)
            case Operation("Filter", ("video", Array((str() as name,)))) if name == ACTIONS:
                return Sort(ACTIONS), None
        raise no_counterpart(_operation(items), "it is no set that is looked for through a stretch of time")

    def chosen(self, one: Expression, other: Expression, items: Tree) -> Expression:
        """Give the one of two names that a set holds; absent when it holds both or none."""
        match items:
            case Operation("Query", ("class", inner)) | Operation("OnlyItem", (inner,)):
                return self.chosen(one, other, inner)
            case Operation("IterateUntil", (("forward" | "backward") as way, stretch, condition, what)):
                return self._chosen_at_turn(one, other, way == "forward", stretch, condition, what)
        sort, time = self._looked(items)
        there = [self._bind(Type.BOOL, _word(n), call("exists", self._there(sort, n, time))) for n in (one, other)]
        reason = call("abstain", constant("it is not just one of the two"))
        return choice(choice(one, there[0], other), infix(there[0], "!=", there[1]), reason)

    def _chosen_at_turn(
        self, one: Expression, other: Expression, forward: bool, stretch: Tree, condition: Tree, what: Tree
    ) -> Expression:
        """Give the one of two names that a set holds in the first or last frame in which it holds just one of them."""
        sort = self._frames.sort(what)
        match condition:
            case Operation("XOR", (Operation("Exists", (_, where)), Operation("Exists", (_, also)))) if (
                where == also == what
            ):
                pass
            case _:
                reason = "a choice is made at the first or last frame that shows just one of the two, and at no other"
                raise no_counterpart("IterateUntil", reason)
        time = self._frames.stretch(stretch)
        alone = []
        spans = [self._there(sort, name, time) for name in (one, other)]
        for own, others in (spans, spans[::-1]):
            alone.append(self._bind(Type.SPANS, "alone", call("intersect", own, call("gaps", others))))
        found = [self._bind(Type.BOOL, "found", call("exists", each_alone)) for each_alone in alone]
        edge, which, sign = ("start", "first", "<") if forward else ("end", "last", ">")
        ahead = infix(call(edge, call(which, alone[0])), sign, call(edge, call(which, alone[1])))
        first = infix(found[0], "and", infix(negated(found[1]), "or", ahead))
        none = call("abstain", constant("no frame shows just one of the two"))
        return choice(choice(one, first, other), infix(found[0], "or", found[1]), none)

    # -- of all names ----------------------------------------------------------------------------------------------

    def _all(self, sort: Sort, operation: str) -> Name:
        """Give the closed list of the names of a sort."""
        words = self._words[sort.name]
        if not words:
            reason = f"it asks which of all {sort.name}: only with AGQA's own list of them (--vocabulary)"
            raise no_counterpart(operation, reason)
        return self._bind(Type.TEXTS, sort.name, listed(*(constant(word) for word in words)))

    def texts(self, items: Tree, operation: str) -> Name:
        """Give the names that a set holds, as Texts; operation: what asks for them."""
        if isinstance(items, Operation) and items.name == "IterateUntil":
            return self._at_turn(items)
        sort, stretch = self._looked(items)
        names = self._all(sort, operation)
        there = call("exists", self._frames.within(self._frames.spans(sort, _EACH_TEXT), stretch))
        return self._bind(Type.TEXTS, "found", each(_EACH_TEXT, _EACH_TEXT, names, there))

    def only(self, items: Tree) -> Expression:
        """Give the only name that a set holds; absent unless there is one."""
        if isinstance(items, Operation) and items.name == "Superlative":
            raise no_counterpart("OnlyItem", "a superlative is no set")
        texts = self.texts(items, "OnlyItem")
        reason = call("abstain", constant("there is not exactly one"))
        return choice(call("first", texts), infix(call("count", texts), "==", constant(1)), reason)

    def _at_turn(self, tree: Operation) -> Name:
        """Give the names that a set holds in the first or last frame in which it holds any."""
        match tree.operands:
            case (("forward" | "backward") as way, stretch, condition, what) if self._any(condition, what):
                pass
            case _:
                reason = "it gives what a set holds in the first or last frame in which that holds anything, no other"
                raise no_counterpart("IterateUntil", reason)
        sort, time = self._frames.sort(what), self._frames.stretch(stretch)
        names = self._all(sort, "IterateUntil")
        spans = self._frames.within(self._frames.spans(sort, _EACH_TEXT), time)
        end = "first" if way == "forward" else "last"
        every = self._bind(Type.SPANS, end, each(call(end, spans), _EACH_TEXT, names, call("exists", spans)))
        if way == "forward":
            turn = self._bind(Type.SECONDS, "first", call("start", call("first", every)))
            then = infix(call("start", call("first", spans)), "==", turn)
        else:
            # Spans are in order of their starts: the latest end is that of the longest stretch from the beginning.
            reach = each(call("interval", VIDEO, constant(_START_S), call("end", _EACH_SPAN)), _EACH_SPAN, every)
            turn = self._bind(Type.SECONDS, "last", call("end", call("longest", reach)))
            then = infix(call("end", call("last", spans)), "==", turn)
        there = infix(call("exists", spans), "and", then)
        return self._bind(Type.TEXTS, "found", each(_EACH_TEXT, _EACH_TEXT, names, there))

    def _any(self, condition: Tree, what: Tree) -> bool:
        """Say whether a condition is that a set holds anything: a relation holds when some object stands in it."""
        match condition:
            case Operation("HasItem", (items,)):
                return items == what
            case Operation("Exists", (str() as relation, items)):
                return self._frames.sort(items) == Sort(RELATIONS) and self._frames.sort(what) == Sort(
                    OBJECTS, relation
                )
        return False

    # -- how long --------------------------------------------------------------------------------------------------

    def occurrences(self, actions: Tree) -> Expression:
        """Give the first occurrence of each of the actions, as Spans."""
        match actions:
            case Array(items):
                return listed(*(self._frames.occurrence(action) for action in dict.fromkeys(map(_action, items))))
            case Operation("Filter", ("video", Array(("actions",)))):
                spans = self._frames.spans(Sort(ACTIONS), _EACH_TEXT)
                names = self._all(Sort(ACTIONS), "Superlative")
                every = each(call("first", spans), _EACH_TEXT, names, call("exists", spans))
                return self._bind(Type.SPANS, "actions", every)
        raise no_counterpart("Superlative", "it compares actions, listed or all of them")

    def called(self, tree: Operation, span: Expression) -> Expression:
        """Give the name of the action that a superlative found."""
        actions = tree.operands[1]
        if isinstance(actions, Array):
            answer: Expression = call("abstain", constant("it is none of these actions"))
            for action in reversed([_action(item) for item in actions.items]):
                same = call("same", span, self._frames.occurrence(action))
                answer = choice(self._frames.action_name(action), same, answer)
            return answer
        spans = self._frames.spans(Sort(ACTIONS), _EACH_TEXT)
        lasting = infix(call("duration", call("first", spans)), "==", call("duration", span))
        names = self._all(Sort(ACTIONS), "Superlative")
        found = each(_EACH_TEXT, _EACH_TEXT, names, infix(call("exists", spans), "and", lasting))
        return call("first", self._bind(Type.TEXTS, "found", found))


def _action(tree: Tree) -> Tree:
    match tree:
        case Operation("Filter", ("video", Array(("actions", action)))):
            return action
    raise no_counterpart("Superlative", "each of its items is one action, [actions, name]")


def _operation(tree: Tree) -> str:
    return tree.name if isinstance(tree, Operation) else str(tree)


def _word(name: Expression) -> str:
    return str(getattr(name, "value", "item"))
