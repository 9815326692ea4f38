"""What could not be looked at is said, with and without a store, alone and together, also behind an absence."""

from pathlib import Path

import pytest

import vprog
from vprog.api.demo import make_demo_clip

COUNT = 'answer = count(track(detect(video, "red circle")))'
ALL = (
    COUNT,
    "answer = caption(video)",
    'answer = or_else(count(track(detect(at(video, 1.2), "red circle"))), 0)',
    'answer = exists(detect(at(video, 3.0), "red circle"))',
    'answer = is_absent(detect(at(video, 1.2), "red circle"))',
)


@pytest.fixture(scope="module")
def damaged(tmp_path_factory) -> Path:
    """Give the demonstration clip with two stretches zeroed."""
    path = make_demo_clip(tmp_path_factory.mktemp("damaged"))
    data = bytearray(path.read_bytes())
    start = data.index(b"mdat") + 4
    length = len(data) - start
    for share in (0.2, 0.7):
        middle = start + int(share * length)
        data[middle : middle + 400] = bytes(400)
    path.write_bytes(data)
    return path


def comparable(answered):
    return {k: v for k, v in answered.to_json().items() if k not in ("trace", "cost")}


def test_gaps_are_the_same_without_a_store_cold_and_warm(damaged, tmp_path):
    bare, stored = vprog.Session(cache=tmp_path, store=False), vprog.Session(cache=tmp_path)
    with_gaps = 0
    for program in ALL:
        off, cold, warm = (s.run(program, damaged) for s in (bare, stored, stored))
        assert comparable(off) == comparable(cold) == comparable(warm), program
        with_gaps += bool(off.gaps)
        if off.gaps and off.value is not None:
            assert off.partial
        if off.gaps:
            assert "could not be read" in off.reason
    assert with_gaps >= 2


def test_a_video_that_vanishes_is_a_gap_and_no_traceback(tmp_path, demo_clip):
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(demo_clip.read_bytes())
    with vprog.media.open_video(copy) as file:
        copy.unlink()
        answered = vprog.Session(cache=tmp_path, store=False).run(COUNT, file)
    assert answered.status == "abstained"
    assert "could not be read" in answered.reason or "none of the frames" in answered.reason


@pytest.mark.parametrize(
    "program",
    [
        'answer = or_else(count(track(detect(video, "red circle"))), 0)',
        'answer = is_absent(detect(video, "red circle"))',
    ],
)
def test_a_spent_budget_is_not_hidden_by_meeting_absence(demo_clip, tmp_path, program):
    answered = vprog.Session(cache=tmp_path).run(program, demo_clip, budget=vprog.Budget(seconds=1e-6))
    assert answered.partial
    assert answered.budget_spent
    assert "budget" in answered.reason


def test_an_absence_behind_a_spent_budget_names_it(demo_clip, tmp_path):
    answered = vprog.Session(cache=tmp_path).run(COUNT, demo_clip, budget=vprog.Budget(frames=8))
    assert answered.status == "abstained"
    assert answered.budget_spent
    assert "budget of frames" in answered.reason


def test_what_is_known_costs_no_budget(demo_clip, tmp_path):
    session = vprog.Session(cache=tmp_path)
    whole = session.run(COUNT, demo_clip)
    again = session.run(COUNT, demo_clip, budget=vprog.Budget(frames=1))
    assert comparable(again) == comparable(whole)
    both = 'answer = (exists(detect(video, "red circle")) and exists(detect(part(video, "middle"), "red circle")))'
    bare = vprog.Session(cache=tmp_path / "b", store=False)
    assert not bare.run(both, demo_clip, budget=vprog.Budget(frames=30)).partial


def test_only_what_went_short_is_partial(demo_clip, tmp_path):
    session = vprog.Session(cache=tmp_path)
    session.run(COUNT, demo_clip)
    questions = ["How many red circles are there?", "How many blue squares are there?"]
    known, cut = session.answer(demo_clip, questions, budget=vprog.Budget(seconds=1e-6))
    assert (known.value, known.partial, known.budget_spent) == (3, False, False)
    assert (cut.status, cut.budget_spent) == ("abstained", True)


def test_looks_before_an_interruption_are_kept(demo_clip, tmp_path):
    session = vprog.Session(cache=tmp_path)

    def interrupt(_title: str, share: float) -> None:
        if share > 0.8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        session.run(COUNT, demo_clip, progress=interrupt)
    assert 0 < session.run(COUNT, demo_clip).cost["frames_decoded"] < 15


@pytest.mark.parametrize("budget", [{"seconds": 0}, {"seconds": -1}, {"frames": 0}])
def test_a_budget_that_nothing_can_keep_is_refused(budget):
    with pytest.raises(ValueError, match="budget"):
        vprog.Budget(**budget)


@pytest.mark.parametrize("video", [None, 3])
def test_what_is_no_video_is_one_line(video):
    with pytest.raises(vprog.InputError, match="a video is"):
        vprog.run(COUNT, video)
