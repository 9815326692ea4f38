"""Modules that look at the boxes of things found before: colour, outline, likeness."""

import dataclasses

import numpy as np
import pytest

import vprog
from tests.modules.drawing import RGB, clip, plain, put
from vprog.modules.color import colour_shares, main_colour
from vprog.modules.detect.colours import COLOURS
from vprog.modules.segment import outline, runs_of
from vprog.modules.unique import one_thing_each
from vprog.values import Box, Source, Track

NAMED = [name for name in RGB if name in COLOURS]
SOURCE = Source("aa" * 16, "one.mp4", 10.0, 320, 240, 100)
WHOLE = (0, 0, 320, 240)


def run(program: str, images, tmp_path, **rest) -> vprog.Answer:
    session = vprog.Session("embedded", tmp_path, store=False)
    return session.run(program, vprog.frames(np.stack(images), fps=10), **rest)


@pytest.mark.parametrize("colour", NAMED)
@pytest.mark.parametrize("shape", ["circle", "square", "triangle"])
def test_the_colour_of_a_shape_is_named_whatever_lies_around_it(colour, shape):
    background = (200, 200, 200) if colour != "gray" else (30, 90, 220)
    shares = colour_shares(put(plain(background), shape, colour, 160, 120, 30), (130, 90, 190, 150))
    assert main_colour(shares, 0.25) == colour


def test_shares_sum_up_to_one_at_most_and_nothing_is_seen_outside_of_the_picture():
    noise = np.random.default_rng(0).integers(0, 256, (240, 320, 3), dtype=np.uint8)
    assert 0.0 < colour_shares(noise, WHOLE).sum() <= 1.0
    assert colour_shares(noise, (-50, -50, -10, -10)).sum() == 0.0
    assert colour_shares(noise, (20, 20, 20, 20)).sum() == 0.0


def test_windows_and_shadows_do_not_take_a_car_its_colour():
    shares = dict.fromkeys(COLOURS, 0.0) | {"red": 0.35, "black": 0.45}
    assert main_colour(np.array([shares[name] for name in COLOURS]), 0.25) == "red"
    assert main_colour(np.zeros(len(COLOURS)), 0.25) is None


def test_the_colour_of_a_followed_thing(tmp_path):
    def paint(time_s):
        return put(put(plain(), "circle", "red", 40 + 40 * time_s, 80), "square", "blue", 250, 180)

    program = 'answer = color(first(track(detect(video, "{} {}"))))'
    for colour, shape in (("red", "circle"), ("blue", "square")):
        answer = run(program.format(colour, shape), clip(paint, 3), tmp_path)
        assert (answer.status, answer.value) == ("answered", colour)
        assert answer.evidence[0].boxes
    nothing = run(program.format("green", "circle"), clip(paint, 1), tmp_path)
    assert nothing.status == "abstained"
    assert "nothing was found" in nothing.reason


def test_a_colour_that_fills_too_little_is_not_named():
    image = put(plain(), "circle", "red", 160, 120)
    box = (140, 100, 180, 140)
    assert main_colour(colour_shares(image, box), 0.9) == "red"
    image[120:, :] = (40, 80, 220)
    assert main_colour(colour_shares(image, box), 0.9) is None


def test_masks_cover_the_thing_and_nothing_else(tmp_path):
    def paint(time_s):
        return put(plain(), "circle", "red", 80 + 30 * time_s, 120, 30)

    answer = run('answer = segment(track(detect(video, "red circle")))', clip(paint, 2), tmp_path)
    masks = answer["answer"].payload
    assert masks.items
    for mask in masks.items:
        drawn = np.zeros(mask.width_px * mask.height_px, dtype=bool)
        edges = np.cumsum(mask.runs)
        for start, end in zip(edges[::2], edges[1::2], strict=False):
            drawn[start:end] = True
        truth = (paint(mask.time_s) != 200).any(axis=2)
        drawn = drawn.reshape(mask.height_px, mask.width_px)
        assert (drawn & truth).sum() / (drawn | truth).sum() > 0.9


@pytest.mark.parametrize("pixels", [[0, 0, 1, 1, 0], [1, 1, 0], [0, 0], [1], [1, 0, 1]])
def test_runs_tell_every_pixel(pixels):
    mask = np.array([pixels], dtype=bool)
    told = [bool(k % 2) for k, run in enumerate(runs_of(mask)) for _ in range(run)]
    assert told == mask.ravel().tolist()


def test_a_rectangle_without_contrast_is_outlined_whole():
    found = outline(plain(), (10, 10, 30, 20))
    assert found.any()
    assert not found[:5].any()
    assert not outline(plain(), (-30, -30, -10, -10)).any()


def track(number: int, start_frame: int, frames: int) -> Track:
    boxes = tuple(Box(f, f / 10, 0, 0, 9, 9, 1.0, "x") for f in range(start_frame, start_frame + frames))
    return Track(SOURCE, number, "x", boxes, 0.1)


def test_tracks_of_one_look_are_one_thing_unless_seen_together():
    red, blue = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    early, late, other = track(1, 0, 10), track(2, 20, 10), track(3, 25, 10)
    assert one_thing_each([early, late, other], [red, red, blue], 0.8) == [{0, 1}, {2}]
    assert sorted(map(sorted, one_thing_each([early, late, other], [red, red, red], 0.8))) in (
        [[0, 1], [2]],
        [[0, 2], [1]],
    )
    assert len(one_thing_each([early, late, other], [red, None, blue], 0.0)) == 2
    assert one_thing_each([], [], 0.8) == []
    assert one_thing_each([early], [None], 0.8) == [{0}]


def test_one_who_leaves_and_comes_back_counts_once(tmp_path):
    def paint(time_s):
        image = put(plain(), "square", "blue", 250, 180)
        return image if 2.0 <= time_s < 5.0 else put(image, "circle", "red", 60, 80)

    images = clip(paint, 7)
    program = 'tracks_all = track(detect(video, "red circle"))\nanswer = {}(tracks_all)'
    assert run(program.format("count"), images, tmp_path).value == 2
    assert run(program.format("count_unique"), images, tmp_path).value == 1
    assert run(program.format("count_unique").replace("red", "green"), images, tmp_path).value == 0


def test_settings_of_things_seen_only_in_a_few_frames_still_look_at_each(tmp_path):
    """Everything that was followed is looked at, however rarely the rate has one look."""

    def paint(time_s):
        return put(plain(), "circle", "red", 60, 80) if 1.2 <= time_s < 2.9 else plain()

    program = 'answer = color(first(track(detect(video, "red circle"))))'
    assert run(program, clip(paint, 6), tmp_path, knobs={"color.rate_fps": 0.1}).value == "red"


def test_regions_are_looked_at_once_for_all_who_ask_the_same(tmp_path):
    images = clip(lambda t: put(plain(), "circle", "red", 40 + 40 * t, 80), 3)
    program = (
        'tracks_all = track(detect(video, "red circle"))\n'
        "answer = [color(first(tracks_all)), color(last(tracks_all)), color(tracks_all[0])]"
    )
    with vprog.Session("embedded", tmp_path) as session:
        video = vprog.frames(np.stack(images), fps=10)
        first = session.run(program, video)
        again = session.run(program, video)
    assert list(first.value) == list(again.value) == ["red", "red", "red"]
    # Two of detection and one of tracking, then one for the three that ask for the colour of one and the same thing.
    assert first.cost["module_calls"] == 4
    assert again.cost["frames_decoded"] == 0


def test_declared_fields_stay_with_the_finding():
    from vprog.engine.findings import decode_findings, encode_findings, quantised
    from vprog.spec import Finding
    from vprog.values import Pixels

    finding = quantised(Finding(1.03, 2, 3, 4, 0.5, "red", (0.1, 1 / 3), Pixels(4, 1, (1, 2, 1))))
    plain_one = quantised(Finding(1, 2, 3, 4, 0.5, "red"))
    assert decode_findings(encode_findings([finding, plain_one])) == [finding, plain_one]
    assert dataclasses.replace(finding, x1=5.0) != finding


def test_the_elements_of_a_comprehension_look_together(tmp_path):
    def paint(time_s):
        image = plain()
        for row, colour in enumerate(("red", "blue", "green")):
            put(image, "circle", colour, 40 + 40 * time_s, 50 + 70 * row)
        return image

    colours = '["red circle", "blue circle", "green circle"]'
    program = f"answer = [color(first(track(detect(video, text_c)))) for text_c in {colours}]"
    answer = run(program, clip(paint, 3), tmp_path)
    assert list(answer.value) == ["red", "blue", "green"]
    # Once to detect, at 5 a second, and once to see the colours, at 2 a second: not once for each.
    assert answer.cost["frames_decoded"] == 15 + 6
