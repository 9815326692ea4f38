"""The typed tree: every expression with its type, every call with the signature that was chosen."""

import dataclasses

from vprog.diagnostics import Place
from vprog.spec.declare import Constant
from vprog.spec.module import Module, Signature
from vprog.types import Type


@dataclasses.dataclass(frozen=True)
class TypedLiteral:
    """A constant of type Number, Seconds, Text or Bool."""

    type: Type
    value: Constant
    place: Place


@dataclasses.dataclass(frozen=True)
class TypedName:
    """A value bound before."""

    type: Type
    id: str
    place: Place


@dataclasses.dataclass(frozen=True)
class TypedCall:
    """A module applied to operands in declared order; attributes not written have their default."""

    type: Type
    module: Module
    signature: Signature
    operands: tuple["Typed", ...]
    attributes: tuple[tuple[str, Constant | None], ...]
    place: Place


@dataclasses.dataclass(frozen=True)
class TypedList:
    """A plural written out."""

    type: Type
    items: tuple["Typed", ...]
    place: Place


@dataclasses.dataclass(frozen=True)
class TypedMap:
    """A comprehension: body and condition are evaluated for each element of the iterable."""

    type: Type
    variable: str
    variable_type: Type
    body: "Typed"
    iterable: "Typed"
    condition: "Typed | None"
    place: Place


Typed = TypedLiteral | TypedName | TypedCall | TypedList | TypedMap


@dataclasses.dataclass(frozen=True)
class TypedStatement:
    """A name and its typed value."""

    name: str
    value: Typed
    place: Place


@dataclasses.dataclass(frozen=True)
class TypedProgram:
    """A program that checks; the last statement binds `answer`."""

    statements: tuple[TypedStatement, ...]

    @property
    def answer_type(self) -> Type:
        """Give the type of the answer."""
        return self.statements[-1].value.type
