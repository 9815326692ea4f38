"""The Python side: answers that can be opened, sessions that can be shared."""

import threading

import numpy as np
import pytest

import vprog
from vprog.api.demo import make_demo_clip
from vprog.diagnostics import InputError, ProgramError
from vprog.trace import read_trace
from vprog.types import Type
from vprog.values import Status

PROGRAM = (
    'tracks_red = track(detect(video, "red circle"))\nspans_in = enters(tracks_red)\nanswer = count(who(spans_in))\n'
)


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return make_demo_clip(tmp_path_factory.mktemp("demo"))


def test_an_answer_opens_its_intermediate_values(clip, tmp_path):
    answer = vprog.run(PROGRAM, clip, cache=tmp_path)
    assert (answer.value, answer.status, answer.answer_type) == (1, "answered", Type.NUMBER)
    assert len(answer["tracks_red"].payload.items) == 3
    assert answer["spans_in"].status is Status.OK
    with pytest.raises(KeyError, match="did you mean 'tracks_red'"):
        answer["track_red"]


def test_ask_plan_and_check_agree(clip, tmp_path):
    answer = vprog.answer(clip, "How many red circles are there?", cache=tmp_path)
    plan = vprog.plan("How many red circles are there?")
    assert plan.program == answer.program
    assert vprog.check(answer.program).ok
    assert answer.value == 3


def test_several_videos_are_one_program_s_inputs(clip, tmp_path):
    other = make_demo_clip(tmp_path / "other")
    program = 'answer = [count(track(detect(v, "blue square"))) for v in videos]'
    answer = vprog.run(program, [clip, other], cache=tmp_path)
    assert answer.value == (2, 2)


def test_tracks_of_several_videos_are_no_list_and_that_is_said_without_failing(clip, tmp_path):
    picture = np.full((120, 160, 3), 90, np.uint8)
    picture[40:80, 60:100] = (200, 30, 30)
    other = vprog.frames(np.repeat(picture[None], 20, axis=0), fps=10)
    program = 'answer = count([first(track(detect(v, "red thing"))) for v in videos])'
    assert vprog.run(program, [other, other], cache=tmp_path).value == 2
    answer = vprog.run(program, [clip, other], cache=tmp_path)
    assert (answer.status, answer.value) == ("abstained", None)
    assert "these are of 2" in answer.reason


def test_a_program_is_repaired_only_when_that_is_wanted_and_the_answer_tells(clip, tmp_path):
    wrong = PROGRAM.replace("enters(tracks_red)", "entres(tracks_red")
    with pytest.raises(ProgramError):
        vprog.run(wrong, clip, cache=tmp_path)
    answer = vprog.run(wrong, clip, cache=tmp_path, fix=True)
    assert (answer.value, answer.status, answer.program) == (1, "answered", PROGRAM)
    assert [(a.program, a.planner, a.status) for a in answer.attempts] == [
        (wrong, "given", "invalid"),
        (PROGRAM, "repair", "answered"),
    ]
    assert "the line ends" in answer.attempts[0].reason
    (tried,) = read_trace(answer.trace).of("attempt")
    assert [edit["name"] for edit in tried["edits"]] == ["unbalanced brackets", "near name"]
    right = vprog.run(PROGRAM, clip, cache=tmp_path, fix=True)
    assert [a.planner for a in right.attempts] == ["given"]


def test_what_no_small_edit_repairs_is_refused_all_the_same(clip, tmp_path):
    with pytest.raises(ProgramError, match="VP0302"):
        vprog.run("answer = exists(detect(video))", clip, cache=tmp_path, fix=True)
    assert vprog.fix("answer = exists(detect(video))").reason


def test_a_program_that_does_not_check_raises_all_its_mistakes(clip):
    with pytest.raises(ProgramError) as raised:
        vprog.run("a = nope(video)\nanswer = b\n", clip)
    assert [d.code for d in raised.value.diagnostics] == ["VP0201", "VP0202"]


@pytest.mark.parametrize(
    ("question", "choices"),
    [("", None), ("   ", None), ("x" * 4001, None), ("Is there a face?", ["a"] * 27)],
)
def test_questions_and_choices_beyond_the_limits_are_refused(clip, question, choices):
    with pytest.raises(InputError):
        vprog.answer(clip, question, choices=choices)
    with pytest.raises(InputError):
        vprog.plan(question, choices)


def test_threads_share_a_session(clip, tmp_path):
    session = vprog.Session(cache=tmp_path)
    values: list[object] = []
    threads = [threading.Thread(target=lambda: values.append(session.run(PROGRAM, clip).value)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert values == [1, 1, 1, 1]


def test_two_runs_give_the_same_answer_to_the_last_bit(clip, tmp_path):
    one, two = (vprog.run(PROGRAM, clip, cache=tmp_path).to_json() for _ in range(2))
    for record in (one, two):
        del record["trace"], record["cost"]
    assert one == two
