"""AGQA's programs, converted, say what its own operations say of the annotation."""

import pytest
from hypothesis import given

from tests.benchmarks.convert import agqa_world as aw
from tests.benchmarks.convert.worlds import found, run
from vprog.benchmarks.convert import BENCHMARKS
from vprog.benchmarks.convert.refusal import NoCounterpartError
from vprog.benchmarks.convert.source import NO_VOCABULARY, Vocabulary
from vprog.benchmarks.convert.write import Writer
from vprog.spec import Registry

REGISTRY = Registry.load()


def converted(program: str, vocabulary: Vocabulary) -> str:
    writer = Writer()
    return writer.body(BENCHMARKS["agqa"].translate(program, writer, vocabulary), REGISTRY).text


@given(aw.worlds(), aw.programs())
def test_a_converted_program_gives_what_the_interpreter_gives(clip, world, text):
    program = converted(text, aw.WORDS)
    try:
        right = aw.Interpreter(world).answer(text)
    except aw.NoAnswerError:
        right = "absent"
    assert found(run(program, world.models, clip)) == right, program


def operation_refused(program: str) -> str:
    with pytest.raises(NoCounterpartError) as raised:
        converted(program, NO_VOCABULARY)
    return raised.value.missing[0].operation


FRAME = "Filter(frame, [objects])"


@pytest.mark.parametrize(
    ("program", "operation"),
    [
        ("Query(class, OnlyItem(Iterate(video, Filter(frame, [objects]))))", "OnlyItem"),
        ("HasItem(Iterate(video, Filter(frame, [actions])))", "HasItem"),
        (f"Superlative(max, Filter(video, [actions]), {aw.DURATION})", "Superlative"),
        ("Superlative(max, [Filter(video, [actions, running])], Query(start, action))", "Superlative"),
        ("Choose(bag, bag, Iterate(video, Filter(frame, [objects])))", "Choose"),
        (f"Choose(bag, dish, IterateUntil(forward, video, Exists(bag, {FRAME}), {FRAME}))", "IterateUntil"),
        ("Exists(bag, Iterate(video, Filter(frame, [colors])))", "Filter"),
        ("Exists(bag, Iterate(Localize(during, running), Filter(frame, [objects])))", "Localize"),
        ("Exists(bag, Iterate(Localize(before), Filter(frame, [objects])))", "Localize"),
        ("Exists(bag, Iterate(running, Filter(frame, [objects])))", "running"),
        ("Exists(Count(bag), Iterate(video, Filter(frame, [objects])))", "Count"),
        ("AND(Choose(a, b, Iterate(video, Filter(frame, [objects]))), Exists(bag, video))", "Choose"),
        ("Compare([[before], after], Exists(bag, Iterate(video, Filter(frame, [objects]))))", "Compare"),
        ("Localize(before, running)", "Localize"),
        ("Exists(bag)", "Exists"),
        ("running", "program"),
    ],
)
def test_what_has_no_counterpart_is_named(program, operation):
    assert operation_refused(program) == operation


def test_a_stretch_without_time_holds_nothing(clip):
    program = converted("Exists(bag, Iterate(Localize(before, running), Filter(frame, [objects])))", NO_VOCABULARY)
    world = aw.World({"bag": ((0, 8),)}, {"running": ((0, 4),)}, {})
    assert found(run(program, world.models, clip)) is False
    assert found(run(program, aw.World({"bag": ((0, 8),)}, {}, {}).models, clip)) == "absent"
