"""STAR's programs, converted, judge choices as its own executor does."""

import pytest
from hypothesis import given

from tests.benchmarks.convert import star_world as sw
from tests.benchmarks.convert.worlds import found, run
from vprog.benchmarks.convert import BENCHMARKS
from vprog.benchmarks.convert.refusal import NoCounterpartError
from vprog.benchmarks.convert.write import Writer
from vprog.spec import Registry

REGISTRY = Registry.load()


def converted(tokens: list[str]) -> str:
    writer = Writer()
    return writer.body(BENCHMARKS["star"].translate(tuple(tokens), writer, sw.WORDS), REGISTRY).text


@given(sw.worlds(), sw.programs())
def test_a_converted_program_judges_as_the_interpreter_does(clip, world, tokens):
    program = converted(tokens)
    assert found(run(program, world.models, clip)) is sw.Interpreter(world).run(tokens), program


def refused(tokens: str) -> str:
    with pytest.raises(NoCounterpartError) as raised:
        converted(tokens.split())
    return raised.value.missing[0].operation


AFTER = "Unique Filter_After_Actions Unique Query_Verbs hold Equal"


@pytest.mark.parametrize(
    ("tokens", "operation"),
    [
        ("Situations Objs hold Filter_Objs_by_Verb bag Belong_to", "Objs"),
        ("Situations Rels holding Belong_to", "Rels"),
        ("Situations Actions Query_Verbs hold Except hold Belong_to", "Except"),
        ("Situations Actions Unique", "Unique"),
        ("Situations Actions Unique Query_Verbs hold bag Union Equal", "Query_Verbs"),
        ("Situations Actions Query_Verbs hold Equal", "Equal"),
        ("Situations Unique Query_Verbs hold Equal", "Unique"),
        # An action of another scene, or one that the verb leaves out, has no place among the others.
        (f"Situations Actions Situations bag Filter_Situations_with_Obj Actions {AFTER}", "Filter_After_Actions"),
        (f"Situations Actions hold Filter_Actions_with_Verb Situations Actions {AFTER}", "Filter_After_Actions"),
        ("hold Equal", "Equal"),
    ],
)
def test_what_has_no_counterpart_is_named(tokens, operation):
    assert refused(tokens) == operation


def test_where_a_thing_is_never_seen_all_situations_count(clip):
    program = converted(
        ["Situations", "bag", "Filter_Situations_with_Obj", "Actions", "Unique", "Query_Verbs", "put", "Equal"]
    )
    assert "or_else" in program
    world = sw.World({"hold a bag": ((0, 4),), "put a bag somewhere": ((6, 8),)}, {"bag": ((5, 9),)}, {})
    assert found(run(program, world.models, clip)) is True
    outcome = run(program, sw.World(world.actions, {}, {}).models, clip)
    assert (found(outcome), outcome.fallback) == (False, True)
