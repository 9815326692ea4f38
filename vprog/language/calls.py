"""Match the arguments of a call with what a module declares."""

import dataclasses

from vprog.diagnostics import Code, Diagnostic, Place, near_match
from vprog.language.syntax import Call, Expression, Literal, Operation
from vprog.spec.declare import Attribute, Constant, DurationS
from vprog.spec.module import Module


@dataclasses.dataclass(frozen=True)
class Arguments:
    """Operands in declared order, attributes by name."""

    operands: tuple[Expression, ...]
    attributes: tuple[tuple[str, Constant | None], ...]


def match_arguments(call: Call, module: Module, problems: list[Diagnostic]) -> Arguments | None:
    """Give the arguments sorted out, or None after adding what is wrong with them to `problems`."""
    before = len(problems)
    slots = module.positional
    given: dict[str, Expression] = {}
    for slot, value in zip(slots, call.positional, strict=False):
        given[slot] = value
    for extra in call.positional[len(slots) :]:
        problems.append(_too_many(extra, module, len(slots)))
    named = _documented(module)
    for (name, value), place in zip(call.keywords, call.keyword_places, strict=True):
        if name not in named:
            problems.append(_unknown(name, place, module, list(named)))
        elif name in given:
            message = f"`{name}` of `{module.name}` is given twice"
            problems.append(Diagnostic(Code("VP0312"), message, place, found=name))
        else:
            given[name] = value
    for slot in (slot for slot in slots if slot not in given):
        wanted = f"{module.name}({', '.join(slots)})"
        message = f"`{module.name}` needs `{slot}`: {named[slot]}"
        problems.append(Diagnostic(Code("VP0302"), message, call.place, expected=wanted, hint=f"write `{wanted}`"))
    attributes = tuple(
        (a.name, _constant(a, given[a.name], module, problems) if a.name in given else a.default)
        for a in module.attributes
    )
    if len(problems) > before:
        return None
    return Arguments(tuple(given[o.name] for o in module.operands), attributes)


def _documented(module: Module) -> dict[str, str]:
    """Give everything that a program can write for a module, with its documentation."""
    return {o.name: o.doc for o in module.operands} | {a.name: a.doc for a in module.attributes}


def match_operation(operation: Operation, module: Module, problems: list[Diagnostic]) -> Arguments | None:
    """Give the arguments of something written with a sign, or None when a constant among them is not accepted.

    The grammar has made sure that their number fits.
    """
    before, count = len(problems), len(module.operands)
    written = zip(module.required_attributes, operation.operands[count:], strict=True)
    attributes = tuple((a.name, _constant(a, value, module, problems)) for a, value in written)
    return Arguments(operation.operands[:count], attributes) if len(problems) == before else None


def _too_many(extra: Expression, module: Module, most: int) -> Diagnostic:
    hint = None
    if isinstance(extra, Literal) and module.optional_attributes:
        hint = f"`{module.optional_attributes[0].name}` is written by keyword"
    message = f"`{module.name}` takes {most} argument{'s' * (most != 1)} by position"
    return Diagnostic(Code("VP0303"), message, extra.place, expected=module.usage, hint=hint)


def _unknown(name: str, place: Place, module: Module, known: list[str]) -> Diagnostic:
    if name in (k.name for k in module.knobs):
        message = f"`{name}` is a knob of `{module.name}`: programs do not write it"
        hint = f"set it with `--set {module.name}.{name}=…`"
        return Diagnostic(Code("VP0313"), message, place, found=name, hint=hint)
    near = near_match(name, known)
    listed = ", ".join(f"`{k}`" for k in known)
    suggestion = f"did you mean `{near}`?" if near else f"it has {listed}" if known else None
    message = f"`{module.name}` has no argument `{name}`"
    return Diagnostic(Code("VP0203"), message, place, found=name, expected=module.usage, hint=suggestion)


def _constant(attribute: Attribute, value: Expression, module: Module, problems: list[Diagnostic]) -> Constant | None:
    wanted = attribute.kind.wanted
    if not isinstance(value, Literal):
        message = f"`{attribute.name}` of `{module.name}` must be a constant: {wanted}"
        problems.append(Diagnostic(Code("VP0304"), message, value.place, expected=wanted))
        return None
    if attribute.kind.accepts(value.value):
        # 2 and 2.0 seconds are one setting and must give one key.
        return float(value.value) if isinstance(attribute.kind, DurationS) else value.value
    near = near_match(str(value.value), attribute.kind.near)
    hint = f'did you mean "{near}"?' if near else None
    message = f"`{attribute.name}` of `{module.name}` cannot be {value.value!r}: it is {wanted}"
    problems.append(
        Diagnostic(Code("VP0305"), message, value.place, found=repr(value.value), expected=wanted, hint=hint)
    )
    return None
