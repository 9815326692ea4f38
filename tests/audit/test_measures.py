"""Measures against true values, where the right number is plain to see."""

import dataclasses

import numpy as np
import pytest

from vprog.audit.gold import average_precision, measured, set_f1, span_iou
from vprog.types import Type
from vprog.values import Box, Boxes, Interval, Sampling, Source, Track, Tracks, Video

SOURCE = Source("0" * 32, "clip.mp4", 10.0, 100, 100, 100)
WHOLE = Video.whole(SOURCE)
SAMPLING = Sampling(tuple(range(0, 100, 10)), tuple(float(i) for i in range(10)), 1.0)


def box(frame, x, score=1.0):
    return Box(frame, frame / 10, x, 10.0, x + 20.0, 30.0, score, "ball")


def boxes(*items):
    return Boxes(WHOLE, SAMPLING, items, "ball")


@pytest.mark.parametrize(
    ("found", "truth", "share"),
    [
        ([], [], 1.0),
        ([(0, 2)], [], 0.0),
        ([(0, 2)], [(0, 2)], 1.0),
        ([(0, 2)], [(1, 3)], 1 / 3),
        ([(0, 1), (1, 2)], [(0, 2)], 1.0),
        ([(0, 1)], [(5, 6)], 0.0),
    ],
)
def test_span_iou(found, truth, share):
    assert span_iou([Interval(*s) for s in found], [Interval(*s) for s in truth]) == pytest.approx(share)


@pytest.mark.parametrize(
    ("found", "truth", "score"),
    [("", "", 1.0), ("ab", "ab", 1.0), ("aab", "ab", 0.8), ("a", "b", 0.0), ("a", "ab", 2 / 3)],
)
def test_set_f1(found, truth, score):
    assert set_f1(tuple(found), tuple(truth)) == pytest.approx(score)


def slow_precision(found, truth):
    """Average precision by going through every threshold: the best precision at that recall or more, times the step."""
    points = []
    for threshold in sorted({b.score for b in found.items}, reverse=True):
        kept = [b for b in found.items if b.score >= threshold]
        right = sum(any(t.frame == b.frame and abs(t.x1 - b.x1) < 6 for t in truth.items) for b in kept)
        points.append((right / len(truth.items), right / len(kept)))
    area, reached = 0.0, 0.0
    for recall, _ in points:
        area += (recall - reached) * max(p for r, p in points if r >= recall)
        reached = recall
    return area


@pytest.mark.parametrize("seed", range(20))
def test_average_precision_agrees_with_the_slow_way(seed):
    rng = np.random.default_rng(seed)
    frames = range(0, 100, 10)
    truth = boxes(box(0, 40.0), *(box(f, 40.0) for f in frames[1:] if rng.random() < 0.8))
    scores = (rng.permutation(10) / 10 + 0.05).tolist()
    places = [40.0 if rng.random() < 0.7 else 70.0 for _ in frames]
    found = boxes(*(box(*one) for one in zip(frames, places, scores, strict=True)))
    assert average_precision(found, truth) == pytest.approx(slow_precision(found, truth))


def test_a_box_found_twice_counts_once():
    assert average_precision(boxes(box(0, 40, 0.9), box(0, 41, 0.8)), boxes(box(0, 40))) == 1.0
    assert average_precision(boxes(box(0, 41, 0.9), box(0, 80, 0.95)), boxes(box(0, 40))) == 0.5
    assert average_precision(boxes(), boxes()) == 1.0
    assert average_precision(boxes(), boxes(box(0, 1))) == 0.0


def test_hota_of_tracks():
    pytest.importorskip("trackers")
    one = Track(SOURCE, 1, "ball", tuple(box(f, 40.0) for f in range(0, 100, 10)), 1.0)
    tracks = Tracks(WHOLE, SAMPLING, (one,), "ball")
    assert measured(Type.TRACKS, tracks, tracks) == ("HOTA", pytest.approx(1.0))
    halves = tuple(
        dataclasses.replace(one, id=n + 1, boxes=part) for n, part in enumerate((one.boxes[:5], one.boxes[5:]))
    )
    cut = dataclasses.replace(tracks, items=halves)
    assert 0.5 < measured(Type.TRACKS, cut, tracks)[1] < 0.9
    none = dataclasses.replace(tracks, items=())
    assert measured(Type.TRACKS, none, tracks)[1] == 0.0
    assert measured(Type.TRACKS, none, none)[1] == 1.0


def test_single_values_are_equal_or_not():
    assert measured(Type.NUMBER, 3, 3) == ("equal", 1.0)
    assert measured(Type.BOOL, True, False)[1] == 0.0
    assert measured(Type.SECONDS, 3.2, 3.0)[1] == 1.0
    assert measured(Type.TEXTS, ("a",), ("a", "b"))[1] == pytest.approx(2 / 3)
