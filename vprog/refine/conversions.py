"""Ways from one type to another: modules that take a value of the first and give one of the second.

Which of several ways is meant is told by the words around it, and else by how often the example programs go it.
"""

import collections
import dataclasses
import functools
from collections.abc import Collection, Iterable, Iterator, Mapping

from vprog.language import check
from vprog.language.syntax import Call, Expression, Name
from vprog.language.typed import Typed, TypedCall, TypedList, TypedMap
from vprog.planner import load_examples
from vprog.spec import Module, Registry
from vprog.types import Type

Supplied = tuple[tuple[Type, str], ...]
ALWAYS: Supplied = ((Type.VIDEO, "video"),)
"""The input that stands for itself wherever a value of its type is due."""
WITH_CHOICES: Supplied = (*ALWAYS, (Type.TEXTS, "choices"))
"""Where it is known that there are choices, they do as well."""
_MOST_STEPS = 2
_FARTHEST = 0.5
_FARTHEST_TO_TEXT = 0.2
"""What a step may cost: where the examples go several ways, only the words around it tell which is meant. A text says
one of several properties, and which one is no matter of habit."""
_LEAST = 0.1
"""What a way costs that all examples go."""
_NAMED = 0.0
"""What a way costs whose module the words around it name."""


@dataclasses.dataclass(frozen=True)
class Step:
    """One module, and where among its operands the value goes; the others are inputs of every program."""

    module: Module
    position: int
    given: Type
    result: Type
    inputs: tuple[tuple[int, str], ...] = ()

    def call(self, value: Expression) -> Call:
        """Give the call with a value."""
        operands = {self.position: value} | {position: Name(name) for position, name in self.inputs}
        return Call(self.module.name, tuple(operands[p] for p in sorted(operands)), ())


@dataclasses.dataclass(frozen=True)
class Way:
    """Steps from a value of one type to one of another, and how little it is to be expected, from 0 to 1."""

    steps: tuple[Step, ...]
    cost: float

    def applied(self, value: Expression) -> Expression:
        """Give the value with all steps taken."""
        for step in self.steps:
            value = step.call(value)
        return value


def ways(
    given: Collection[Type],
    wanted: Collection[Type],
    words: Collection[str],
    registry: Registry,
    supplied: Supplied = ALWAYS,
) -> Iterator[Way]:
    """Go through the ways from any of some types to any of others, the shortest first.

    words: those around the value. supplied: inputs that may stand as the other operands.
    """
    table = _steps(registry, supplied)
    reached: list[tuple[Step, ...]] = [(step,) for t in Type if t in given for step in table.get(t, ())]
    direct: set[Type] = set()
    for length in range(1, _MOST_STEPS + 1):
        # A detour is no way round a choice between direct ways.
        for steps in (s for s in reached if length == 1 or s[-1].result not in direct):
            if steps[-1].result in wanted:
                costs = [_cost(step, words, registry, supplied) for step in steps]
                if None not in costs:
                    yield Way(steps, sum(cost for cost in costs if cost is not None))
        direct |= {steps[-1].result for steps in reached if _used(steps[-1], registry)}
        longer = ((*steps, step) for steps in reached for step in table.get(steps[-1].result, ()))
        reached = [steps for steps in longer if len({s.given for s in steps} | {steps[-1].result}) > len(steps)]


@functools.lru_cache(maxsize=8)
def _steps(registry: Registry, supplied: Supplied) -> Mapping[Type, tuple[Step, ...]]:
    """Give the steps from each type to another."""
    found: dict[Type, list[Step]] = collections.defaultdict(list)
    for module in registry:
        if module.required_attributes:
            continue
        for signature in module.signatures:
            for position, given in enumerate(signature.operands):
                others = _filled(signature.operands, position, supplied)
                if others is not None and signature.result is not given:
                    found[given].append(Step(module, position, given, signature.result, others))
    return {t: tuple(steps) for t, steps in found.items()}


def _filled(operands: tuple[Type, ...], position: int, supplied: Supplied) -> tuple[tuple[int, str], ...] | None:
    inputs = dict(supplied)
    others = [(p, inputs.get(t)) for p, t in enumerate(operands) if p != position]
    return tuple((p, name) for p, name in others if name) if all(name for _, name in others) else None


def _cost(step: Step, words: Collection[str], registry: Registry, supplied: Supplied) -> float | None:
    if any(set(name.split("_")) <= set(words) for name in (step.module.name, *step.module.aliases)):
        return _NAMED
    counts = _counts(registry)
    rivals = {s.module.name for s in _steps(registry, supplied)[step.given] if s.result is step.result}
    times = {name: counts[name, step.given, step.result] for name in rivals}
    own = times[step.module.name]
    cost = 1 - (1 - _LEAST) * own / sum(times.values()) if own else 1.0
    farthest = _FARTHEST_TO_TEXT if step.result in (Type.TEXT, Type.TEXTS) else _FARTHEST
    return cost if cost <= farthest else None


def _used(step: Step, registry: Registry) -> bool:
    return bool(_counts(registry)[step.module.name, step.given, step.result])


@functools.lru_cache(maxsize=8)
def _counts(registry: Registry) -> Mapping[tuple[str, Type, Type], int]:
    """Count, in the example programs, what each module made of an operand's type."""
    checked = (check(example.program, registry).typed for example in load_examples())
    values = (statement.value for typed in checked if typed for statement in typed.statements)
    return collections.Counter(
        (call.module.name, operand.type, call.type) for call in _calls(values) for operand in call.operands
    )


def _calls(values: Iterable[Typed]) -> Iterator[TypedCall]:
    for value in values:
        match value:
            case TypedCall():
                yield value
                yield from _calls(value.operands)
            case TypedList():
                yield from _calls(value.items)
            case TypedMap():
                condition = (value.condition,) if value.condition else ()
                yield from _calls((value.body, value.iterable, *condition))
            case _:
                pass
