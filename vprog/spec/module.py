"""The declaration of one module, and the decorator that makes it from a class."""

import dataclasses
import inspect
import itertools
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from vprog.spec.backend import Backend, Prepared
from vprog.spec.declare import Attribute, Knob, Operand, Trait, check_name
from vprog.types import INPUTS, Type, strict_type
from vprog.values import Absent

PART = "."
"""Stands between a module's name and that of its part in a graph; no program can write it."""

Result = Type | str | Mapping[Type, Type]
"""A type; the name of the operand whose type it shares; or a table from the first operand's type."""


@dataclasses.dataclass(frozen=True)
class Signature:
    """One way to call a module: operand types in order, and the type that comes out."""

    operands: tuple[Type, ...]
    result: Type


@dataclasses.dataclass(frozen=True)
class Module:
    """Everything that is known of a module; grammar, checker, prompt, help, search space and keys derive from it."""

    name: str
    version: int
    doc: str
    """First line of the docstring: what it gives."""
    details: str
    """The rest of the docstring."""
    operands: tuple[Operand, ...]
    attributes: tuple[Attribute, ...]
    positional: tuple[str, ...]
    """Names of what is written by position, in declared order: operands and required attributes."""
    knobs: tuple[Knob, ...]
    result: Result
    traits: frozenset[Trait]
    backends: tuple[type[Backend], ...]
    compute: Callable[..., object] | None
    """For modules without a backend: operands, attributes and knobs by keyword; gives the payload or Absent."""
    gather: Callable[..., object] | None
    """For backends that look at frames: makes the value from the findings of each frame."""
    prepare: Callable[..., Prepared | Absent] | None
    """For backends that look at regions, where not every thing of the operands is looked at: gives Prepared, or Absent.

    What is looked at then is an aid: without any of it, gather still makes the value.
    """
    select: Callable[..., object] | None
    """For modules with knobs that only refilter: keeps, of a value made without them, what they let through."""
    demand: Callable[..., int | None] | None
    """For lazy modules: from the outcomes known so far (None: not yet) the next operand to compute, or None."""
    sees_absence: bool
    """True when compute gets whole outcomes instead of payloads, so that absence does not just spread."""
    falls_back: bool
    """True when asking for a second operand means that the first gave nothing; the answer is marked then."""
    notation: str | None
    """The sign it is written with instead of its name: `+`, `and`, `if`, `[]`."""
    examples: tuple[str, ...]
    """Lines of programs that call it. What stands in a comment behind one is what it gives for the clip of the tests.
    """
    origin: str
    """The Python module that declares it."""
    aliases: tuple[str, ...] = ()
    """What other languages and other systems call it: no program can write them, but who does is told the name."""

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """Give every way to call it, in declared order."""
        free = [o for o in self.operands if o.same_as is None]
        found = []
        for chosen in itertools.product(*(o.types for o in free)):
            types = {o.name: t for o, t in zip(free, chosen, strict=True)}
            for bound in self.operands:
                if bound.same_as is not None:
                    types[bound.name] = types[bound.same_as]
            ordered = tuple(types[o.name] for o in self.operands)
            found.append(Signature(ordered, self._result_of(types, ordered)))
        return tuple(found)

    def _result_of(self, types: Mapping[str, Type], ordered: tuple[Type, ...]) -> Type:
        if isinstance(self.result, Type):
            return self.result
        return types[self.result] if isinstance(self.result, str) else self.result[ordered[0]]

    @property
    def request_position(self) -> int | None:
        """Give the position of the operand that says what is asked of a backend: the first Text; None without one."""
        return next((i for i, o in enumerate(self.operands) if Type.TEXT in o.types), None)

    @property
    def required_attributes(self) -> tuple[Attribute, ...]:
        """Give those written by position."""
        return tuple(a for a in self.attributes if a.required)

    @property
    def optional_attributes(self) -> tuple[Attribute, ...]:
        """Give those written by keyword, in declared order."""
        return tuple(a for a in self.attributes if not a.required)

    @property
    def usage(self) -> str:
        """Give one line for people and prompts: `before(what: Video | Spans, span: Span, within=…) -> …`."""
        accepted = {a.name: a.kind.wanted for a in self.required_attributes}
        for operand in self.operands:
            types = operand.types or next(o.types for o in self.operands if o.name == operand.same_as)
            accepted[operand.name] = " | ".join(map(str, types))
        parts = [f"{name}: {accepted[name]}" for name in self.positional]
        parts += [f"{a.name}={a.kind.wanted}" for a in self.optional_attributes]
        results = " | ".join(dict.fromkeys(str(s.result) for s in self.signatures))
        return f"{self.name}({', '.join(parts)}) -> {results}"

    @property
    def title(self) -> str:
        """Give the name that people know it by, also of a part."""
        return self.name.partition(PART)[0]

    @property
    def parts(self) -> "tuple[Module, Module] | None":
        """Give the module without its refiltering knobs, and the filter that they are; None when it has no filter.

        Work then is shared between settings that differ in the filter only.
        """
        if self.select is None:
            return None
        model = tuple(k for k in self.knobs if not k.refilters)
        rest = tuple(k for k in self.knobs if k.refilters)
        results = tuple(dict.fromkeys(s.result for s in self.signatures))
        found = Operand("what was found", results, name="found")
        every = dataclasses.replace(self, name=f"{self.name}{PART}all", knobs=model, select=None)
        chosen = dataclasses.replace(
            self,
            name=f"{self.name}{PART}select",
            operands=(found,),
            attributes=(),
            positional=(found.name,),
            knobs=rest,
            result="found",
            traits=frozenset({Trait.PURE}),
            backends=(),
            compute=self.select,
            gather=None,
            prepare=None,
            select=None,
        )
        return every, chosen

    def backends_of(self, profile: str) -> tuple[type[Backend], ...]:
        """Give the backends that a profile uses, the preferred one first."""
        return tuple(b for b in self.backends if profile in b.profiles)


def module(cls: type) -> Module:
    """Make a declaration from a class body; the order of its lines is the order of the arguments.

    Raises: ValueError naming the module and what is wrong with its declaration.
    """
    body: dict[str, Any] = dict(vars(cls))
    doc, _, details = inspect.cleandoc(cls.__doc__ or "").strip().partition("\n")
    declared = Module(
        name=body.get("name", cls.__name__.lower()),
        version=body.get("version", 1),
        doc=doc,
        details=details.strip(),
        operands=_named(body, Operand),
        attributes=_named(body, Attribute),
        positional=tuple(name for name, part in body.items() if _stands_in_order(part)),
        knobs=_named(body, Knob),
        result=body.get("result", ""),
        traits=frozenset(body.get("traits", ())),
        backends=tuple(body.get("backends", ())),
        compute=_function(body, "compute"),
        gather=_function(body, "gather"),
        prepare=_function(body, "prepare"),
        select=_function(body, "select"),
        demand=_function(body, "demand"),
        sees_absence=body.get("sees_absence", False),
        falls_back=body.get("falls_back", False),
        notation=body.get("notation"),
        examples=tuple(body.get("examples", ())),
        origin=cls.__module__,
        aliases=tuple(body.get("aliases", ())),
    )
    _verify(declared)
    return declared


_Part = TypeVar("_Part", Operand, Attribute, Knob)


def _named(body: Mapping[str, Any], kind: type[_Part]) -> tuple[_Part, ...]:
    return tuple(dataclasses.replace(v, name=k) for k, v in body.items() if isinstance(v, kind))


def _stands_in_order(part: object) -> bool:
    return isinstance(part, Operand) or (isinstance(part, Attribute) and part.required)


def _function(body: Mapping[str, Any], name: str) -> Callable[..., Any] | None:
    function = body.get(name)
    return function.__func__ if isinstance(function, staticmethod) else function


def _verify(declared: Module) -> None:
    check_name(declared.name, "module")
    if strict_type(declared.name) is not None or declared.name in INPUTS or declared.name == "answer":
        raise ValueError(f"module `{declared.name}`: names of this shape belong to the values of programs")
    names = [p.name for parts in (declared.operands, declared.attributes, declared.knobs) for p in parts]
    for name in names:
        check_name(name, f"module `{declared.name}`")
    for name in (*(o.name for o in declared.operands), *(a.name for a in declared.attributes)):
        if strict_type(name) is not None:
            raise ValueError(f"module `{declared.name}`: `{name}` has the shape of a value's name")
    for alias in declared.aliases:
        check_name(alias, f"module `{declared.name}`: alias")
    if not declared.doc:
        raise ValueError(f"module `{declared.name}` has no docstring: its first line is what people and models read")
    if (declared.compute is None) == (not declared.backends):
        raise ValueError(f"module `{declared.name}` needs either compute() or backends, not both")
    if declared.select is not None and not (declared.backends and any(k.refilters for k in declared.knobs)):
        raise ValueError(f"module `{declared.name}` has select(): it needs backends and a knob that refilters")
    if declared.demand is not None and not declared.sees_absence:
        raise ValueError(f"module `{declared.name}` has demand() and must see absence")
    for bound in declared.operands:
        if bound.same_as is not None and bound.same_as not in (o.name for o in declared.operands if o.types):
            raise ValueError(f"module `{declared.name}`: `{bound.name}` is the same as `{bound.same_as}`, no operand")
    try:
        _ = declared.signatures
    except LookupError as error:
        message = f"module `{declared.name}`: its result names no type, no operand and no row for {error}"
        raise ValueError(message) from error
