"""CLEVRER's programs, converted, say what its own operations say."""

import pytest
from hypothesis import assume, given

from tests.benchmarks.convert import clevrer_world as cw
from tests.benchmarks.convert.worlds import STEP_S, found, place_of, run
from vprog.benchmarks.convert import BENCHMARKS
from vprog.benchmarks.convert.refusal import NoCounterpartError
from vprog.benchmarks.convert.source import NO_VOCABULARY
from vprog.benchmarks.convert.write import Writer
from vprog.spec import Registry
from vprog.values import Span, Spans, Track, Tracks

REGISTRY = Registry.load()


def converted(tokens: list[str]) -> str:
    writer = Writer()
    return writer.body(BENCHMARKS["clevrer"].translate(tuple(tokens), writer, NO_VOCABULARY), REGISTRY).text


def told(value: object) -> object:
    """Give what a value of ours says, in the words of the interpreter: the number of a thing, the looks of events."""
    match value:
        case Track():
            return place_of(value)
        case Tracks():
            return sorted(map(place_of, value.items))
        case Span():
            return value.start_s / STEP_S, value.end_s / STEP_S
        case Spans():
            return [told(span) for span in value.items]
        case _:
            return value


def expected(value: object) -> object:
    if isinstance(value, cw.Event):
        # A span of one look: what goes out is last seen in the look before.
        start = value.look - (value.kind == "out")
        return start, start + 1
    return value


@given(cw.worlds(), cw.programs())
def test_a_converted_program_gives_what_the_interpreter_gives(clip, world, tokens):
    try:
        program = converted(tokens)
    except NoCounterpartError:
        assume(False)
    try:
        right = expected(cw.interpret(tokens, world))
    except cw.NoAnswerError:
        right = "absent"
    assert told(found(run(program, world.models, clip))) == right, program


def refused(tokens: str) -> list[str]:
    with pytest.raises(NoCounterpartError) as raised:
        converted(tokens.split())
    return [m.operation for m in raised.value.missing]


RED = "objects red filter_color"
BALL = "objects sphere filter_shape"


@pytest.mark.parametrize(
    ("tokens", "operations"),
    [
        (f"events {RED} unique filter_in unique events filter_ancestor", ["filter_ancestor"]),
        ("unseen_events objects unique filter_in exist", ["unseen_events"]),
        (f"all_events {RED} unique get_counterfact count", ["all_events", "filter_counterfact"]),
        (f"{RED} unique counterfact_events count", ["counterfact_events"]),
        (f"events {RED} filter_in {RED} unique belong_to", ["belong_to"]),
        (f"{RED} blue filter_color count", ["filter_color"]),
        ("objects pink filter_color count", ["filter_color"]),
        (f"{RED} unique unique", ["unique"]),
        (f"{RED} unique count", ["count"]),
        ("events count", ["events"]),
        (f"events {RED} filter_in {BALL} filter_in count", ["filter_in"]),
        (f"events {RED} filter_in {BALL} filter_out count", ["filter_out"]),
        (f"events {RED} filter_collision {BALL} filter_collision count", ["filter_collision"]),
        (f"events {RED} filter_collision second filter_order", ["filter_order"]),
        ("events objects filter_in third filter_order", ["filter_order"]),
        ("start get_frame", ["query_frame"]),
        ("objects events filter_moving count", ["filter_moving"]),
    ],
)
def test_what_has_no_counterpart_is_named(tokens, operations):
    assert refused(tokens) == operations


@pytest.mark.parametrize(
    "tokens",
    [
        "events objects filter_collision count",
        "events objects cube filter_shape filter_collision count",
        "events objects cube filter_shape filter_collision objects sphere filter_shape filter_collision count",
        "events objects filter_collision second filter_order get_frame",
        "events objects filter_collision unique",
    ],
)
def test_a_collision_within_a_set_is_counted_once(clip, tokens):
    world = cw.World(
        (
            cw.Thing(0, "red", "metal", "cube", (0, 24), ()),
            cw.Thing(1, "blue", "metal", "cube", (0, 24), ()),
            cw.Thing(2, "red", "metal", "sphere", (0, 24), ()),
        ),
        ((0, 1, (4, 6)), (1, 2, (8, 9)), (0, 2, (12, 15))),
    )
    tokens = [*tokens.split(), *(["filter_moving", "count"] if "get_frame" in tokens else [])]
    if "get_frame" in tokens:
        tokens = ["objects", *tokens]
    try:
        right = cw.interpret(tokens, world)
    except cw.NoAnswerError:
        right = "absent"
    assert told(found(run(converted(tokens), world.models, clip))) == right
