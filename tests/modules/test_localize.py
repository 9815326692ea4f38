"""`localize`: sentences become operators on tracks, written out where the sentence is."""

import numpy as np
import pytest

import vprog
from tests.modules.drawing import clip, plain, put
from vprog.engine import BackendPool
from vprog.graph import expand, graph_id, lower, optimise
from vprog.language import check
from vprog.modules.localize import _DIRECTIONS, _EVENTS, _RELATIONS, EventsOfTracks, Happening, read
from vprog.spec import Registry
from vprog.trace import read_trace

REGISTRY = Registry.load()

SENTENCES = {
    "The red car stops.": Happening("stops", "red car"),
    "a person enters the scene": Happening("enters", "person"),
    "somebody walks in": Happening("enters", "somebody"),
    "the dog goes out of the frame": Happening("leaves", "dog"),
    "the ball is not moving": Happening("stopped", "ball"),
    "A  Circle STARTS to move": Happening("starts_moving", "circle"),
    "the ball moves to the left": Happening("moving", "ball", direction="left"),
    "people are walking to the right": Happening("moving", "people", direction="right"),
    "a red circle touches the blue square": Happening("meets", "red circle", "blue square"),
    "the cup is to the left of the plate": Happening("left_of", "cup", "plate"),
    "a man is in view": Happening("visible", "man"),
    "the t-shirt comes into view": Happening("appears", "t-shirt"),
    "one bird vanishes": Happening("disappears", "bird"),
    "the truck goes past the tree": Happening("passes", "truck", "tree"),
}


@pytest.mark.parametrize(("sentence", "meant"), SENTENCES.items())
def test_sentences_that_are_understood(sentence, meant):
    assert read(sentence) == meant
    assert EventsOfTracks.refuses(sentence) is None


@pytest.mark.parametrize(
    "sentence", ["", "the man cooks", "stops", "the car", 'a" b stops', "it; import os stops", "1 stops"]
)
def test_other_sentences_are_refused(sentence):
    assert read(sentence) is None
    assert "sentences such as" in EventsOfTracks.refuses(sentence)


def test_a_written_sentence_becomes_the_same_graph_as_the_operators():
    def graph(source: str):
        lowered = lower(check(source, REGISTRY).typed)
        return graph_id(optimise(expand(lowered, REGISTRY, BackendPool("embedded").choose), REGISTRY), REGISTRY)

    said = 'answer = count(localize(video, "a red circle enters the picture"))\n'
    done = 'answer = count(enters(track(detect(video, "red circle"))))\n'
    assert graph(said) == graph(done)


def paint(time_s):
    image = put(plain(), "square", "blue", 250, 180)
    return image if time_s < 1.5 else put(image, "circle", "red", -20 + 60 * (time_s - 1.5), 80)


def run(program, tmp_path, **rest):
    video = vprog.frames(np.stack(clip(paint, 5)), fps=10)
    return vprog.Session("embedded", tmp_path, store=False).run(program, video, **rest)


def test_when_something_happens(tmp_path):
    answer = run('answer = start(first(localize(video, "the red circle enters")))', tmp_path)
    assert answer.value == pytest.approx(1.6, abs=0.5)
    never = run('answer = exists(localize(video, "the blue square leaves"))', tmp_path)
    assert never.value is False


def test_a_computed_sentence_is_answered_as_a_written_one(tmp_path):
    program = "answer = [text_c for text_c in choices if exists(localize(video, text_c))]"
    answer = run(program, tmp_path, choices=["a red circle enters", "a blue square leaves"])
    assert list(answer.value) == ["a red circle enters"]
    assert "enters" in [event["op"] for event in read_trace(answer.trace).of("node")]


def test_what_is_not_understood_or_not_seen_is_absent_with_a_reason(tmp_path):
    answer = run('answer = exists(localize(video, "the man cooks"))', tmp_path)
    assert answer.status == "abstained"
    assert "cannot localize" in answer.reason
    answer = run('answer = exists(localize(video, "the giraffe enters"))', tmp_path)
    assert answer.status == "abstained"
    assert "giraffe" in answer.reason


def test_every_operator_that_a_sentence_can_mean_is_in_the_language():
    moving = REGISTRY.called("moving")
    assert moving is not None
    (direction,) = moving.attributes
    assert set(direction.kind.near) == set(_DIRECTIONS)
    for operator in (*_EVENTS, *_RELATIONS):
        other = "b" if operator in _RELATIONS else None
        checked = check(EventsOfTracks.program_of(Happening(operator, "a", other)), REGISTRY)
        assert checked.ok, checked.diagnostics
