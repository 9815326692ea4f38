"""Nothing twice: one look at each frame for all who ask the same of it, in a run and, with a store, between runs."""

import dataclasses
import random

import pytest

import vprog
from tests.engine.running import execute
from tests.engine.test_execution import answer
from vprog.diagnostics import InputError
from vprog.graph import join, lower, optimise
from vprog.language import check
from vprog.modules.detect import Shapes
from vprog.spec import Registry

LOADED = Registry.load()
RED = 'detect(video, "red circle")'


class CountingShapes(Shapes):
    """Shapes that says how many images it was shown."""

    looked = 0

    def open(self, request, settings):
        inner = super().open(request, settings)

        class Stream:
            def look(self, images):
                CountingShapes.looked += len(images)
                return inner.look(images)

        return Stream()


@pytest.fixture
def counted():
    """Give the registry in which `detect` counts the images it looks at."""
    CountingShapes.looked = 0
    detect = LOADED.called("detect")
    others = [m for m in (*LOADED, *LOADED.signs) if m is not detect]
    return Registry([*others, dataclasses.replace(detect, backends=(CountingShapes,))])


def test_views_share_the_looks_at_their_frames(clip, counted):
    source = (
        "span_s = first(visible(track(detect(part(video, \"middle\"), \"blue square\"))))\n"
        f"a = exists({RED})\nb = exists(detect(after(video, span_s), \"red circle\"))\n"
        "c = exists(detect(before(video, span_s), \"red circle\"))\nanswer = (a and (b and c))\n"
    )  # fmt: skip
    assert answer(execute(source, counted, [clip])).payload is True
    # 30 frames of the whole video, and the 10 of its middle for the squares.
    assert CountingShapes.looked == 40


def test_settings_of_a_filter_share_the_work_before_it(counted):
    checked = check(f"answer = exists({RED})", counted)
    graphs = [lower(checked.typed, {"detect.min_score": score}) for score in (0.1, 0.5, 0.9)]
    graph = optimise(join(graphs), counted)
    assert sorted(n.op for n in graph.nodes.values()).count("detect.all") == 1
    assert sorted(n.op for n in graph.nodes.values()).count("detect.select") == 3


def test_questions_asked_together_share_decoding_and_looking(demo_clip, tmp_path):
    questions = [
        *("How many red circles are there?", "How many red circles enter?", "Is there a red circle?"),
        *("Are there more red circles than blue squares?", "How many dogs are there?", "Why is it red?"),
    ]
    with vprog.Session(cache=tmp_path / "a", store=False) as session:
        alone = [session.answer(demo_clip, q) for q in questions]
        together = session.answer(demo_clip, questions)
    assert [a.value for a in together] == [a.value for a in alone] == [3, 1, True, True, None, None]
    assert [a.status for a in together] == [a.status for a in alone]
    assert [a.evidence for a in together] == [a.evidence for a in alone]
    assert [a.program for a in together] == [a.program for a in alone]
    assert together[0]["tracks_circle"].payload == alone[0]["tracks_circle"].payload
    assert together[0].cost["frames_decoded"] == 30
    assert sum(a.cost["frames_decoded"] for a in alone) == 120


def test_choices_belong_to_their_question(demo_clip, tmp_path):
    session = vprog.Session(cache=tmp_path, store=False)
    question = "How many red circles are there?"
    one, two, three = session.answer(demo_clip, [question] * 3, choices=[["2", "three"], None, ["3", "4"]])
    assert (one.value, two.value, three.value) == ("three", 3, "3")
    with pytest.raises(InputError, match="choices for 1"):
        session.answer(demo_clip, [question] * 2, choices=[["1"]])


PROGRAMS = (
    'answer = count(track(detect(video, "red circle")))',
    'answer = enters(track(detect(video, "red circle")))',
    "answer = caption(video)",
    'answer = track(detect(at(video, 1.0), "moving thing"))',
    'answer = or_else(count(track(detect(video, "dog"))), 0)',
)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_store_changes_no_result_and_spares_all_work(demo_clip, tmp_path, program):
    without = vprog.Session(cache=tmp_path / "a", store=False).run(program, demo_clip)
    with vprog.Session(cache=tmp_path / "b") as session:
        first = session.run(program, demo_clip)
    with vprog.Session(cache=tmp_path / "b") as session:
        again = session.run(program, demo_clip)
    for other in (first, again):
        assert comparable(other) == comparable(without)
    assert (again.cost["frames_decoded"], again.cost["module_calls"]) == (0, 0)


def comparable(answered):
    record = answered.to_json()
    return {k: v for k, v in record.items() if k not in ("trace", "cost")}


def test_a_damaged_store_changes_no_result(demo_clip, tmp_path):
    rng = random.Random(3)
    program = PROGRAMS[1]
    with vprog.Session(cache=tmp_path) as session:
        right = comparable(session.run(program, demo_clip))
    for _ in range(5):
        for path in (tmp_path / "store").rglob("*"):
            if path.is_file() and path.stat().st_size:
                data = bytearray(path.read_bytes())
                data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
                path.write_bytes(data)
        with vprog.Session(cache=tmp_path) as session:
            assert comparable(session.run(program, demo_clip)) == right


def test_the_same_bytes_under_another_name_are_known_and_called_by_their_new_name(demo_clip, tmp_path):
    other = tmp_path / "other.mp4"
    other.write_bytes(demo_clip.read_bytes())
    with vprog.Session(cache=tmp_path / "cache") as session:
        session.run(PROGRAMS[1], demo_clip)
        again = session.run(PROGRAMS[1], other)
    assert again.cost["frames_decoded"] == 0
    assert {e.video for e in again.evidence} == {"other.mp4"}


@pytest.mark.parametrize(("budget", "least"), [(vprog.Budget(frames=8), 4), (vprog.Budget(frames=1), 1)])
def test_a_frame_budget_is_kept_and_said(demo_clip, tmp_path, budget, least):
    answered = vprog.Session(cache=tmp_path).run("answer = caption(video)", demo_clip, budget=budget)
    assert least <= answered.cost["frames_decoded"] <= budget.frames
    assert answered.partial
    assert answered.budget_spent
    assert "budget" in answered.reason


def test_a_spent_time_budget_ends_in_an_honest_answer(demo_clip, tmp_path):
    answered = vprog.Session(cache=tmp_path).run(PROGRAMS[0], demo_clip, budget=vprog.Budget(seconds=1e-6))
    assert answered.status == "abstained"
    assert "budget of 1e-06 s" in answered.reason
    # What was cut short is no result: the next run does the work.
    assert vprog.Session(cache=tmp_path).run(PROGRAMS[0], demo_clip).value == 3
