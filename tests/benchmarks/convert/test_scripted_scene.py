"""Converted programs on boxes that move as things do, with the operators and the tracker that every program has.

A red metal cube comes in from the left after a second and hits a blue rubber sphere after three; the cube stays where
it is, the sphere rolls on and out to the right. A gray metal cylinder stands by all the time.
"""

import dataclasses

import pytest

from tests.benchmarks.convert.test_clevrer import converted, told
from tests.benchmarks.convert.worlds import found
from tests.engine.running import execute
from vprog.spec import Registry
from vprog.values import Box, Boxes, Sampling, Video

STEP_S, LOOKS, SIDE_PX = 0.2, 30, 80.0
REGISTRY = Registry.load()


def cube_x(time_s: float, width_px: float) -> float | None:
    """Give where the left side of the cube is: its right side touches the sphere in the middle at three seconds."""
    start, end = -SIDE_PX, width_px / 2 - SIDE_PX
    return None if time_s < 1.0 else start + (end - start) * min(1.0, (time_s - 1.0) / 2.0)


def sphere_x(time_s: float, width_px: float) -> float | None:
    x = width_px / 2 * (1.0 if time_s < 3.0 else 1.0 + (time_s - 3.0) / 1.5)
    return x if x < width_px else None


THINGS = {
    frozenset({"red", "metal", "cube", "object"}): (cube_x, 0.5),
    frozenset({"blue", "rubber", "sphere", "object"}): (sphere_x, 0.5),
    frozenset({"gray", "metal", "cylinder", "object"}): (lambda _, width_px: 0.0, 0.05),
}


def detect(video: Video, what: str, **_: object) -> Boxes:
    width_px, height_px = video.source.width_px, video.source.height_px
    sampling = Sampling(tuple(4 * n for n in range(LOOKS)), tuple(n * STEP_S for n in range(LOOKS)), STEP_S)
    boxes = []
    for words, (x_at, y_share) in THINGS.items():
        if set(what.split()) <= words:
            for frame, time_s in zip(sampling.indices, sampling.times_s, strict=True):
                x1, y1 = x_at(time_s, width_px), y_share * height_px
                if x1 is not None and x1 + SIDE_PX > 0:
                    left, right = max(0.0, x1), min(width_px, x1 + SIDE_PX)
                    boxes.append(Box(frame, time_s, left, y1, right, y1 + SIDE_PX, 0.9, what))
    return Boxes(video, sampling, tuple(sorted(boxes, key=lambda b: (b.frame, b.x1))), what)


def registry() -> Registry:
    module = REGISTRY.called("detect")
    assert module is not None
    fixed = dataclasses.replace(module, backends=(), gather=None, select=None, compute=detect)
    return Registry([fixed, *(m for m in (*REGISTRY, *REGISTRY.signs) if m.name != "detect")])


CUBE = "objects cube filter_shape unique"
SPHERE = "objects sphere filter_shape unique"
HIT = f"events {CUBE} filter_collision {SPHERE} filter_collision unique"


@pytest.mark.parametrize(
    ("tokens", "right"),
    [
        ("objects count", 3),
        ("objects metal filter_material count", 2),
        ("events objects filter_in count", 1),
        ("events objects filter_out count", 1),
        ("events objects filter_collision count", 1),
        ("objects start get_frame filter_moving exist", False),
        ("objects start get_frame filter_stationary count", 2),
        (f"objects events {SPHERE} filter_out unique get_frame filter_moving count", 0),
        (f"objects events {SPHERE} filter_out unique get_frame filter_stationary count", 2),
        ("objects end get_frame filter_stationary count", 2),
        ("objects end get_frame filter_moving exist negate", True),
        ("objects null filter_moving count", 2),
        ("objects null filter_stationary count", 1),
        (f"{HIT} {CUBE} get_col_partner query_shape", "sphere"),
        (f"{HIT} {SPHERE} get_col_partner query_material", "metal"),
        ("events objects filter_out first filter_order get_object query_shape", "sphere"),
        ("events objects filter_in first filter_order get_object query_shape", "cube"),
        (f"events objects filter_collision events {SPHERE} filter_out unique filter_before exist", True),
        (f"events objects filter_in {HIT} filter_after exist", False),
        (f"events {CUBE} filter_out unique", "absent"),
        ("objects red filter_color sphere filter_shape unique query_color", "absent"),
        ("objects metal filter_material unique query_shape", "absent"),
    ],
)
def test_a_converted_program_tells_what_happens(clip, tokens, right):
    execution = execute(converted(tokens.split()), registry(), [clip])
    assert told(found(execution.known[execution.graph.root])) == right


def test_a_collision_is_when_it_happens(clip):
    execution = execute(converted(HIT.split()), registry(), [clip])
    span = execution.known[execution.graph.root].payload
    assert 2.6 <= span.start_s <= 3.2
