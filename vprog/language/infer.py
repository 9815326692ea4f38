"""The two passes over one expression: which types it can have, and the tree with the one it gets."""

from collections.abc import Mapping, Sequence

from vprog.diagnostics import Code, Diagnostic, Place, near_match
from vprog.language.calls import Arguments, match_arguments, match_operation
from vprog.language.limits import MAX_LIST
from vprog.language.syntax import Call, Comprehension, Expression, ListOf, Literal, Name, Operation
from vprog.language.typed import Typed, TypedCall, TypedList, TypedLiteral, TypedMap, TypedName
from vprog.spec.module import Module, Signature
from vprog.spec.registry import Registry
from vprog.types import KEYWORDS, Type, strict_type

Candidates = frozenset[Type] | None
"""The types an expression can have; None when a mistake in it was reported and nothing is known."""

_NUMERAL = frozenset({Type.NUMBER, Type.SECONDS})


class Inference:
    """Type one expression in a scope. `candidates` must run, and find no error, before `resolve`."""

    def __init__(self, registry: Registry, scope: Mapping[str, Type | None], problems: list[Diagnostic]) -> None:
        """Keep where mistakes are reported. A name bound to None is known, but not its type."""
        self._registry = registry
        self._scope = dict(scope)
        self._problems = problems
        # Nodes are kept beside their results: an id is only unique while its object lives.
        self._known: dict[int, tuple[Expression, Candidates]] = {}
        self._calls: dict[int, tuple[Module, Arguments]] = {}

    def candidates(self, node: Expression) -> Candidates:
        """Give the types that the expression can have, reporting every mistake in it once."""
        if id(node) not in self._known:
            self._known[id(node)] = (node, self._infer(node))
        return self._known[id(node)][1]

    @property
    def complete(self) -> bool:
        """Say whether every part seen so far has a type; one that hangs on an earlier mistake has none."""
        return all(types is not None for _, types in self._known.values())

    def _infer(self, node: Expression) -> Candidates:
        match node:
            case Literal(value=bool()):
                return frozenset({Type.BOOL})
            case Literal(value=str()):
                return frozenset({Type.TEXT})
            case Literal():
                return _NUMERAL
            case Name():
                return self._infer_name(node)
            case Call():
                return self._infer_call(node)
            case Operation():
                module = self._registry.written(node.sign)
                arguments = match_operation(node, module, self._problems)
                if arguments is None:
                    for value in node.operands:
                        self.candidates(value)
                    return None
                return self._infer_signatures(node, module, arguments)
            case ListOf():
                return self._infer_list(node)
            case Comprehension():
                return self._infer_comprehension(node)

    def _infer_name(self, node: Name) -> Candidates:
        if node.id in self._scope:
            found = self._scope[node.id]
            return None if found is None else frozenset({found})
        if self._registry.called(node.id):
            hint = f"call it: `{node.id}(…)`"
        else:
            near = near_match(node.id, self._scope)
            hint = f"did you mean `{near}`?" if near else "bind it on an earlier line"
        self._report("VP0202", f"the name `{node.id}` is not bound", node.place, found=node.id, hint=hint)
        return None

    def _infer_call(self, node: Call) -> Candidates:
        module = self._registry.called(node.function)
        if module is None:
            near = self._registry.near(node.function)
            hint = f"did you mean `{near}`?" if near else "`vprog modules` lists what there is"
            self._report(
                "VP0201", f"unknown module `{node.function}`", node.function_place, found=node.function, hint=hint
            )
        arguments = match_arguments(node, module, self._problems) if module else None
        if module is None or arguments is None:
            # Mistakes inside the arguments are reported all the same.
            for value in (*node.positional, *(v for _, v in node.keywords)):
                self.candidates(value)
            return None
        return self._infer_signatures(node, module, arguments)

    def _infer_signatures(self, node: Call | Operation, module: Module, arguments: Arguments) -> Candidates:
        self._calls[id(node)] = (module, arguments)
        given = [self.candidates(value) for value in arguments.operands]
        fitting = [s for s in module.signatures if _fits(s, given)]
        if fitting:
            unknown = None in given and len({s.result for s in fitting}) > 1
            return None if unknown else frozenset(s.result for s in fitting)
        self._report_misfit(node, module, arguments, given)
        return None

    def _report_misfit(
        self, node: Call | Operation, module: Module, arguments: Arguments, given: Sequence[Candidates]
    ) -> None:
        if isinstance(node, Operation):
            shown = given[1:] if node.sign == "if" else given
            found = " and ".join(_listed(g) for g in shown if g is not None)
            expected = ", ".join(" and ".join(map(str, s.operands)) for s in module.signatures)
            if node.sign == "if" and given[0] is not None and Type.BOOL not in given[0]:
                self._report_condition(given[0], node.operands[0].place)
                return
            code = "VP0307" if node.sign == "if" else "VP0306"
            hint = _seconds_hint(given)
            message = f"`{node.sign}` does not go with {found}"
            self._report(code, message, node.place, found=found, expected=expected, hint=hint)
            return
        for position, (operand, value) in enumerate(zip(module.operands, arguments.operands, strict=True)):
            # The first operand that no signature takes, given those before it, is the one to name.
            if any(_fits(s, given[: position + 1]) for s in module.signatures):
                continue
            accepted = [s.operands[position] for s in module.signatures if _fits(s, given[:position])]
            expected = " or ".join(dict.fromkeys(map(str, accepted)))
            found = _listed(given[position] or frozenset())
            hint = _conversion_hint(given[position] or frozenset(), accepted)
            message = f"`{module.name}` takes {expected} as `{operand.name}`; found {found}"
            self._report("VP0301", message, value.place, found=found, expected=expected, hint=hint)
            return

    def _report_condition(self, found: frozenset[Type], place: Place) -> None:
        message = f"the condition is {_listed(found)}, not Bool"
        self._report("VP0306", message, place, found=_listed(found), expected="Bool")

    def _infer_list(self, node: ListOf) -> Candidates:
        if not node.items:
            message = "an empty list has no type"
            self._report("VP0311", message, node.place, hint="a search that finds nothing gives an empty value itself")
            return None
        if len(node.items) > MAX_LIST:
            message = f"the list has {len(node.items)} members; at most {MAX_LIST} are allowed"
            self._report("VP0105", message, node.place, expected=f"at most {MAX_LIST}")
            return None
        given = [self.candidates(item) for item in node.items]
        known = [g for g in given if g is not None]
        if len(known) < len(given):
            return None
        common = frozenset.intersection(*known)
        plurals = frozenset(t.plural for t in common if t.plural)
        if not plurals:
            found = ", ".join(dict.fromkeys(_listed(g) for g in known))
            expected = "elements of one type: Video, Span, Track, Text or Number"
            self._report("VP0311", f"no list can hold {found}", node.place, found=found, expected=expected)
            return None
        return plurals

    def _infer_comprehension(self, node: Comprehension) -> Candidates:
        iterable = self.candidates(node.iterable)
        element = next((t.element for t in Type if iterable and t in iterable and t.element), None)
        if iterable is not None and element is None:
            found, expected = _listed(iterable), "Videos, Spans, Tracks, Texts or Numbers"
            message = f"{found} cannot be gone through"
            self._report("VP0308", message, node.iterable.place, found=found, expected=expected)
        if node.variable in KEYWORDS:
            message = f"`{node.variable}` is a word of the language and cannot be bound"
            self._report("VP0205", message, node.place, found=node.variable, hint="choose another name")
        announced = strict_type(node.variable)
        if element and announced and announced is not element:
            message = f"the name `{node.variable}` announces {announced}, but goes through {element}s"
            hint = f"call it `{element.prefix}_{node.variable.partition('_')[2]}`"
            self._report("VP0309", message, node.place, found=str(element), expected=str(announced), hint=hint)
        outer = dict(self._scope)
        self._scope[node.variable] = element
        body = self.candidates(node.body)
        condition = self.candidates(node.condition) if node.condition else frozenset({Type.BOOL})
        self._scope = outer
        if node.condition and condition is not None and Type.BOOL not in condition:
            self._report_condition(condition, node.condition.place)
        if element is None or body is None or condition is None:
            return None
        plurals = frozenset(t.plural for t in body if t.plural)
        if not plurals:
            expected = "Video, Span, Track, Text or Number"
            message = f"no list can hold {_listed(body)}"
            self._report("VP0311", message, node.body.place, found=_listed(body), expected=expected)
            return None
        return plurals

    def resolve(self, node: Expression, wanted: Type) -> Typed:
        """Give the typed tree of an expression that can have the wanted type."""
        match node:
            case Literal():
                value = float(node.value) if wanted is Type.SECONDS else node.value
                return TypedLiteral(wanted, value, node.place)
            case Name():
                return TypedName(wanted, node.id, node.place)
            case Call() | Operation():
                return self._resolve_call(node, wanted)
            case ListOf():
                element = wanted.element
                assert element is not None  # noqa: S101  # candidates() gave a plural
                return TypedList(wanted, tuple(self.resolve(i, element) for i in node.items), node.place)
            case Comprehension():
                return self._resolve_comprehension(node, wanted)

    def _resolve_call(self, node: Call | Operation, wanted: Type) -> Typed:
        module, arguments = self._calls[id(node)]
        given = [self.candidates(value) for value in arguments.operands]
        signature = next(s for s in module.signatures if s.result is wanted and _fits(s, given))
        operands = tuple(self.resolve(v, t) for v, t in zip(arguments.operands, signature.operands, strict=True))
        return TypedCall(wanted, module, signature, operands, arguments.attributes, node.place)

    def _resolve_comprehension(self, node: Comprehension, wanted: Type) -> Typed:
        types = self.candidates(node.iterable) or frozenset()
        plural = next(t for t in Type if t in types and t.element)
        element, body_type = plural.element, wanted.element
        assert element is not None and body_type is not None  # noqa: S101  # candidates() gave plurals
        condition = self.resolve(node.condition, Type.BOOL) if node.condition else None
        body, iterable = self.resolve(node.body, body_type), self.resolve(node.iterable, plural)
        return TypedMap(wanted, node.variable, element, body, iterable, condition, node.place)

    def _report(self, code: str, message: str, place: Place, **rest: str | None) -> None:
        self._problems.append(Diagnostic(Code(code), message, place, **rest))  # type: ignore[arg-type]


def _fits(signature: Signature, given: Sequence[Candidates]) -> bool:
    # Signatures may have more operands than are given here: then the first ones decide.
    return all(g is None or t in g for t, g in zip(signature.operands, given, strict=False))


def _listed(types: frozenset[Type]) -> str:
    # A literal may be Number or Seconds; to a person it is a number.
    shown = types - {Type.SECONDS} if types >= _NUMERAL else types
    return " or ".join(str(t) for t in Type if t in shown)


def _seconds_hint(given: Sequence[Candidates]) -> str | None:
    singles = [g for g in given if g is not None]
    if frozenset({Type.SECONDS}) in singles and frozenset({Type.NUMBER}) in singles:
        return "Seconds go only with Seconds"
    return None


_CONVERSIONS = {
    (Type.SPANS, Type.SPAN): "take one of them: `first(…)`, `best(…)`",
    (Type.TRACKS, Type.TRACK): "take one of them: `longest(…)`, `first(…)`",
    (Type.BOXES, Type.TRACKS): "follow the boxes through time: `track(…)`",
    (Type.VIDEO, Type.BOXES): "search it first: `detect(video, …)`",
    (Type.VIDEO, Type.TRACKS): "search and follow first: `track(detect(video, …))`",
    (Type.SPAN, Type.SECONDS): "take one of its ends: `start(…)`, `end(…)`",
    (Type.TRACKS, Type.SPANS): "say what they do: `enters(…)`, `visible(…)`",
    (Type.BOXES, Type.NUMBER): "follow the boxes, then count: `count(track(…))`",
}


def _conversion_hint(found: frozenset[Type], accepted: Sequence[Type]) -> str | None:
    return next((hint for (have, want), hint in _CONVERSIONS.items() if have in found and want in accepted), None)
