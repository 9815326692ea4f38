"""No module ignores what it is given.

An operand, an attribute or a knob that changes gives another key; one of the first two can give another value.
"""

import dataclasses
from typing import Any

from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from tests.laws.calling import REGISTRY, arguments, compute, constants, every_module, every_pure_module
from vprog.graph import graph_id, lower
from vprog.language import check, format_constant
from vprog.spec import Module
from vprog.types import Type
from vprog.values import Absent, Outcome, Status, digest

SEARCH = settings(max_examples=500, phases=[Phase.generate], database=None, deadline=None, derandomize=True)
TRACKS = ('track(detect(video, "a"))', 'track(detect(video, "b"))')
EXPRESSIONS = {
    Type.VIDEO: ("video", 'part(video, "end")'),
    Type.VIDEOS: ("videos", "[video]"),
    Type.SPANS: tuple(f"enters({t})" for t in TRACKS),
    Type.SPAN: tuple(f"first(enters({t}))" for t in TRACKS),
    Type.BOXES: ('detect(video, "a")', 'detect(video, "b")'),
    Type.TRACKS: TRACKS,
    Type.TRACK: tuple(f"first({t})" for t in TRACKS),
    Type.MASKS: tuple(f"segment({t})" for t in TRACKS),
    Type.TEXT: ("question", '"a"'),
    Type.TEXTS: ("choices", '["a"]'),
    Type.NUMBER: ("count(choices)", "count(videos)"),
    Type.NUMBERS: ("[1, 2]", "[1, 3]"),
    Type.SECONDS: ("duration(video)", 'duration(part(video, "end"))'),
    Type.BOOL: ("exists(choices)", "exists(videos)"),
}
"""Two expressions of each type that are not the same work."""


def written(module: Module, operands: list[str], attributes: dict[str, Any]) -> str:
    match module.notation:
        case "if":
            return f"({operands[1]} if {operands[0]} else {operands[2]})"
        case "not":
            return f"(not {operands[0]})"
        case "[]":
            return f"({operands[0]})[{attributes['index']}]"
        case None:
            given_ = dict(zip((o.name for o in module.operands), operands, strict=True))
            given_ |= {name: format_constant(value) for name, value in attributes.items()}
            return f"{module.name}({', '.join(f'{name}={text}' for name, text in given_.items())})"
        case sign:
            return f"({operands[0]} {sign} {operands[1]})"


def key(expression: str, knobs: dict[str, float] | None = None) -> str:
    # A video is no answer: whether it is absent is one, and its key holds that of the video.
    typed = check(f"answer = is_absent({expression})\n", REGISTRY).typed
    assert typed is not None, expression
    return graph_id(lower(typed, knobs), REGISTRY)


@every_module
def test_every_operand_enters_the_key(module):
    attributes = {a.name: constants(a.kind)[0] for a in module.required_attributes}
    for signature in module.signatures:
        plain = [EXPRESSIONS[t][0] for t in signature.operands]
        for position, type_ in enumerate(signature.operands):
            changed = [*plain[:position], EXPRESSIONS[type_][1], *plain[position + 1 :]]
            assert key(written(module, plain, attributes)) != key(written(module, changed, attributes)), changed


@every_module
def test_every_attribute_enters_the_key(module):
    plain = [EXPRESSIONS[t][0] for t in module.signatures[0].operands]
    required = {a.name: constants(a.kind)[0] for a in module.required_attributes}
    for attribute in module.attributes:
        keys = [key(written(module, plain, required | {attribute.name: c})) for c in constants(attribute.kind)]
        assert len(set(keys)) == len(keys), attribute.name


@every_module
def test_every_knob_enters_the_key(module):
    plain = [EXPRESSIONS[t][0] for t in module.signatures[0].operands]
    expression = written(module, plain, {a.name: constants(a.kind)[0] for a in module.required_attributes})
    for knob in module.knobs:
        other = knob.high if knob.default != knob.high else knob.low
        assert key(expression) != key(expression, {f"{module.name}.{knob.name}": other}), knob.name


def two_calls(module: Module) -> st.SearchStrategy[tuple[dict[str, Any], dict[str, Any]]]:
    def of_one_signature(signature):
        return st.tuples(arguments(module, signature), arguments(module, signature))

    return st.sampled_from(module.signatures).flatmap(of_one_signature)


def result(module: Module, given_: dict[str, Any]) -> object:
    """Give what tells one value of a module from another."""
    value = compute(module, given_)
    if isinstance(value, Outcome):
        return value.status is Status.ABSENT, value.payload
    if isinstance(value, Absent):
        return value
    return next((digest(s.result, value) for s in module.signatures if fits(s.result, value)), repr(value))


def fits(type_: Type, value: object) -> bool:
    try:
        digest(type_, value)
    except (TypeError, ValueError, AttributeError):
        return False
    return True


def unread(module: Module) -> list[str]:
    """Give the operands and attributes that never made a difference."""

    def matters(name: str) -> bool:
        def differs(pair: tuple[dict[str, Any], dict[str, Any]]) -> bool:
            one, other = pair
            return result(module, one) != result(module, one | {name: other[name]})

        try:
            find(two_calls(module), differs, settings=SEARCH)
        except NoSuchExample:
            return False
        return True

    return [part.name for part in (*module.operands, *module.attributes) if not matters(part.name)]


@every_pure_module
def test_every_operand_and_attribute_can_change_the_value(module):
    assert not unread(module)


def test_a_module_that_ignores_an_operand_is_noticed():
    deaf = dataclasses.replace(REGISTRY.written("-"), compute=lambda left, right: left)
    assert unread(deaf) == ["right"]


def test_there_are_two_expressions_of_every_type_and_they_have_it():
    assert set(EXPRESSIONS) == set(Type)
    for type_, pair in EXPRESSIONS.items():
        for text in pair:
            typed = check(f"{type_.prefix}_a = {text}\nanswer = is_absent({type_.prefix}_a)\n", REGISTRY).typed
            assert typed is not None
            assert typed.statements[0].value.type is type_
        assert key(pair[0]) != key(pair[1])
