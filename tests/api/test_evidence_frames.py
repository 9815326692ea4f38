"""The pictures that a trace keeps show what the answer rests on, of every video and to its end."""

import numpy as np
import pytest

import vprog
from vprog.report import read_run
from vprog.trace import MAX_FRAMES

ALL = 'answer = track(detect(video, "red circle"))\n'


def film(name: str, things: int, seconds: int = 40) -> object:
    """Give a film in which a red circle is shown for a second, then nothing for three, over and over."""
    rows, columns = np.mgrid[0:72, 0:96]
    shown = np.full((72, 96, 3), 230, np.uint8)
    shown[(columns - 48) ** 2 + (rows - 36) ** 2 < 18**2] = (208, 32, 40)
    empty = np.full((72, 96, 3), 230, np.uint8)
    images = [shown if k % 20 < 6 and k // 20 < things else empty for k in range(5 * seconds)]
    return vprog.frames(np.stack(images), fps=5, name=name)


def pictures(answer) -> list[tuple[str, float]]:
    run = read_run(answer.trace)
    names = {video.source.digest: video.source.name for video in run.videos}
    return [(names[frame.video], frame.time_s) for frame in run.frames]


def test_where_nothing_was_found_the_stretch_is_shown_from_start_to_end(tmp_path):
    answer = vprog.run('answer = exists(track(detect(video, "green square")))\n', film("one", 1, 10), cache=tmp_path)
    assert answer.value is False
    assert [time_s for _, time_s in pictures(answer)] == [0.0, 5.0, pytest.approx(9.8)]


def test_of_many_moments_early_and_late_ones_are_kept(tmp_path):
    answer = vprog.run(ALL, film("long", 40, 160), cache=tmp_path, profile="embedded")
    assert len(answer.value.items) * 3 > MAX_FRAMES
    times_s = [time_s for _, time_s in pictures(answer)]
    assert len(times_s) == MAX_FRAMES
    assert times_s[0] < 4
    assert times_s[-1] > 150


def test_every_video_has_its_share(tmp_path):
    program = 'numbers_all = [count(track(detect(v, "red circle"))) for v in videos]\nanswer = max(numbers_all)\n'
    answer = vprog.run(program, [film("one", 20, 80), film("two", 12, 60)], cache=tmp_path, profile="embedded")
    names = [name for name, _ in pictures(answer)]
    assert {"one", "two"} == set(names)
    assert len(names) <= MAX_FRAMES
