"""Calls of every module: constants, expressions and values to give it."""

from typing import Any

import pytest
from hypothesis import strategies as st

from tests.strategies import LABELS, VALUES, moments
from vprog.spec import Choice, DurationS, Flag, Module, Registry, Signature, Template, Whole, Words
from vprog.types import Type
from vprog.values import Outcome

REGISTRY = Registry.load()
MODULES = (*REGISTRY, *REGISTRY.signs)


def called(module: Module) -> str:
    return module.notation or module.name


every_module = pytest.mark.parametrize("module", MODULES, ids=called)
every_pure_module = pytest.mark.parametrize("module", [m for m in MODULES if m.compute], ids=called)


def constants(kind: object) -> tuple[Any, ...]:
    """Give a few constants that an attribute takes."""
    match kind:
        case Choice(words=words):
            return words
        case Whole(low=low, high=high):
            return tuple(range(low, min(high, low + 3) + 1))
        case DurationS():
            return (0.0, 0.5, 2.0)
        case Flag():
            return (True, False)
        case Words():
            return ("person", "red car", "")
        case Template():
            return ("{}", "of {}")
        case _:
            raise TypeError(f"no constants for {kind!r}")


def arguments(module: Module, signature: Signature) -> st.SearchStrategy[dict[str, Any]]:
    """Give operands and attributes of a call, by name, as the module gets them."""
    operands = zip(module.operands, signature.operands, strict=True)
    drawn = {operand.name: argument(module, type_) for operand, type_ in operands}
    for attribute in module.attributes:
        left_out = () if attribute.required else (attribute.default,)
        drawn[attribute.name] = st.sampled_from((*left_out, *constants(attribute.kind)))
    return st.fixed_dictionaries(drawn)


def argument(module: Module, type_: Type) -> st.SearchStrategy[Any]:
    values = {Type.SECONDS: moments(), Type.TEXT: LABELS, Type.NUMBER: st.integers(-3, 3)}.get(type_, VALUES[type_])
    if not module.sees_absence:
        return values
    known = values.map(lambda value: Outcome.of(type_, value) if value is not None else Outcome.absent(type_, "none"))
    return known | st.just(Outcome.absent(type_, "nobody looked"))


def compute(module: Module, given: dict[str, Any]) -> object:
    """Give what a pure module makes of a call, its knobs at their defaults."""
    assert module.compute is not None
    return module.compute(**given, **{k.name: k.default for k in module.knobs})
