"""What is drawn on a picture is what the value has in that very frame."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vprog.report.drawing import MAX_SHAPES, Layer, draw_frames
from vprog.report.highlight import tokens
from vprog.report.pictures import Pictures
from vprog.report.recorded import RecordedFrame
from vprog.report.shapes import is_drawable, shapes_of
from vprog.values import Box, Boxes, Evidence, Mask, Masks, Sampling, Source, Span, Track, Tracks, Video

SOURCE = Source("a" * 32, "one.mp4", 10.0, 640, 360, 250)
SAMPLING = Sampling((0, 5, 10), (0.0, 0.2, 0.4), 0.2)
VIEW = Video.whole(SOURCE)


def box(frame, x=10.0, score=0.5):
    return Box(frame, frame / 25, x, 20.0, x + 30.0, 60.0, score, "dog")


def spot(frame):
    return (SOURCE.digest, frame)


def test_a_box_is_drawn_on_its_own_frame_only():
    value = Boxes(VIEW, SAMPLING, (box(0), box(5), box(5, 100.0)), "dog")
    drawn = shapes_of(value, {spot(5), spot(10)})
    assert {key: len(shapes) for key, shapes in drawn.items()} == {spot(5): 2}
    assert drawn[spot(5)][0].path == "M10 20L40 20L40 60L10 60Z"


def test_what_a_tracker_takes_to_be_there_is_not_drawn_as_seen():
    track = Track(SOURCE, 4, "dog", (box(0), box(5, score=0.0)), 0.2)
    drawn = shapes_of(Tracks(VIEW, SAMPLING, (track,)), {spot(0), spot(5)})
    assert [drawn[spot(frame)][0].seen for frame in (0, 5)] == [True, False]
    assert drawn[spot(0)][0].label == "dog #4"


def test_a_span_draws_its_subjects_only_while_it_holds():
    track = Track(SOURCE, 1, "dog", (box(0), box(5), box(10)), 0.2)
    drawn = shapes_of(Span(SOURCE, 0.2, 0.4, (track,)), {spot(0), spot(5), spot(10)})
    assert set(drawn) == {spot(5)}


@given(st.integers(4, 30), st.integers(4, 20), st.data())
def test_an_outline_holds_the_pixels_of_its_mask(width, height, data):
    left, top = data.draw(st.integers(0, width - 3)), data.draw(st.integers(0, height - 3))
    right, bottom = data.draw(st.integers(left + 2, width - 1)), data.draw(st.integers(top + 2, height - 1))
    pixels = np.zeros((height, width), bool)
    pixels[top : bottom + 1, left : right + 1] = True
    flat = pixels.ravel()
    edges = np.flatnonzero(np.diff(flat.astype(int))) + 1
    runs = np.diff([0, *edges, flat.size]).tolist()
    runs = runs if not flat[0] else [0, *runs]
    mask = Mask(5, 0.2, 1, width, height, tuple(runs), 0.9, "dog")
    ((shape,),) = shapes_of(Masks(VIEW, SAMPLING, (mask,)), {spot(5)}).values()
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", shape.path)]
    xs, ys = numbers[::2], numbers[1::2]
    scale_x, scale_y = SOURCE.width_px / width, SOURCE.height_px / height
    assert abs(min(xs) - left * scale_x) <= 1
    assert abs(max(xs) - right * scale_x) <= 1
    assert abs(min(ys) - top * scale_y) <= 1
    assert abs(max(ys) - bottom * scale_y) <= 1


def test_numbers_and_empty_searches_have_nothing_to_draw():
    assert not any(is_drawable(value) for value in (3, "a", None, VIEW, Boxes(VIEW, SAMPLING, ())))


def frames(*numbers):
    return tuple(RecordedFrame(None, SOURCE.digest, n, n / 25, 640, 360) for n in numbers)


def test_the_evidence_is_drawn_where_its_moments_are():
    evidence = [Evidence("one.mp4", 0.0, 1.0, ((0.2, 1.0, 2.0, 3.0, 4.0),), SOURCE.digest)]
    pictures = frames(0, 5)
    layers, views, notes = draw_frames(pictures, [SOURCE], Pictures((None, None), ()), evidence, [])
    assert [layer.id for layer in layers] == ["evidence"]
    assert [list(view.shapes) for view in views] == [[], ["evidence"]]
    assert notes == ()


def test_too_many_boxes_are_left_out_and_said_to_be():
    many = Boxes(VIEW, SAMPLING, tuple(box(5, float(k % 600)) for k in range(MAX_SHAPES + 7)))
    layer = Layer("v1", "boxes_many", 1, many)
    _, (view,), notes = draw_frames(frames(5), [SOURCE], Pictures((None,), ()), [], [layer])
    assert len(view.shapes["v1"]) == MAX_SHAPES
    assert notes == ("7 boxes are not drawn on the pictures: there are too many",)


@given(st.text(max_size=60) | st.text("ab1. ()[],='\"#\\\n", max_size=60))
def test_the_coloured_pieces_of_a_text_are_the_text(text):
    assert "".join(piece for _, piece in tokens(text)) == text


def test_the_parts_of_a_program_are_told_apart():
    text = 'answer = count(track(detect(video, "a # b"))) if not x else 2.5  # why'
    kinds = {piece: kind for kind, piece in tokens(text) if kind}
    assert kinds == {
        "answer": "name",
        "count": "module",
        "track": "module",
        "detect": "module",
        "video": "input",
        '"a # b"': "string",
        "if": "keyword",
        "not": "keyword",
        "x": "name",
        "else": "keyword",
        "2.5": "number",
        "# why": "comment",
    }
