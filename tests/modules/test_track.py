"""Tracks made of boxes: one for each thing, numbered, in order, and of nothing but boxes that were found."""

import random

import pytest

from tests.modules.drawing import boxes_of, follow

Row = tuple[float, float, float, float, float]


def at(x: float, y: float, score: float = 0.9, size: float = 40.0) -> Row:
    """Give a box around a point."""
    return (x - size / 2, y - size / 2, x + size / 2, y + size / 2, score)


def test_no_boxes_give_no_tracks() -> None:
    for frames in ([], [[]], [[]] * 20):
        value = follow(boxes_of(frames))
        assert value.items == ()
        assert (value.label, len(value.sampling.indices)) == ("thing", len(frames))


def test_a_still_thing_is_one_track_through_gaps() -> None:
    chance = random.Random(1)
    frames = [[at(100 + chance.uniform(-2, 2), 100)] if chance.random() < 0.85 else [] for _ in range(100)]
    boxes = boxes_of(frames)
    (track,) = follow(boxes).items
    assert track.sights == boxes.items
    assert [b.frame for b in track.boxes] == list(range(boxes.items[0].frame, boxes.items[-1].frame + 1))


def test_things_that_cross_keep_their_names() -> None:
    frames = [[at(100 + 8 * k, 200 + k), at(420 - 8 * k, 200 - k)] for k in range(41)]
    first, second = follow(boxes_of(frames)).items
    assert len(first.boxes) == len(second.boxes) == 41
    assert (first.boxes[0].x1, first.boxes[-1].x1) == (80, 400)
    assert (second.boxes[0].x1, second.boxes[-1].x1) == (400, 80)


def test_a_thing_hidden_while_it_walks_on_comes_out_under_its_name() -> None:
    frames = [[] if 15 <= k < 21 else [at(100 + 9 * k, 200)] for k in range(40)]
    assert len(follow(boxes_of(frames)).items) == 1


def test_a_thing_away_for_longer_than_lost_s_is_another_one() -> None:
    frames = [[] if 10 <= k < 40 else [at(100, 100)] for k in range(60)]
    assert len(follow(boxes_of(frames), lost_s=1.0).items) == 2
    assert len(follow(boxes_of(frames), lost_s=5.0).items) == 1


def test_numbers_follow_first_frame_then_x1() -> None:
    frames = [[*([at(500, 100)] if k > 3 else []), at(300, 300), at(100, 50), *([at(60, 400)] if k > 3 else [])]
              for k in range(15)]  # fmt: skip
    tracks = follow(boxes_of(frames)).items
    assert [t.id for t in tracks] == [1, 2, 3, 4]
    assert [(t.boxes[0].frame, t.boxes[0].x1) for t in tracks] == [(0, 80), (0, 280), (4, 40), (4, 480)]
    assert all([b.frame for b in t.boxes] == sorted({b.frame for b in t.boxes}) for t in tracks)


def test_every_box_is_one_that_was_found_and_belongs_to_one_track() -> None:
    chance = random.Random(7)
    frames = []
    for _ in range(80):
        spots = [(chance.uniform(50, 590), chance.uniform(50, 430)) for _ in range(chance.randint(0, 5))]
        frames.append([at(x, y, chance.random()) for x, y in spots])
    boxes = boxes_of(frames)
    tracks = follow(boxes, min_sightings=1, min_seen_s=0)
    used = [box for track in tracks.items for box in track.sights]
    assert len(set(used)) == len(used)
    assert set(used) <= set(boxes.items)
    assert {b for b in boxes.items if b.score >= 0.5} <= set(used)
    assert follow(boxes, min_sightings=1, min_seen_s=0) == tracks


def test_the_minimum_filters_and_nothing_else() -> None:
    frames = [[*([at(100, 100)] if 1 <= k < 4 else []), *([at(300, 100)] if 1 <= k < 9 else [])] for k in range(20)]
    boxes = boxes_of(frames)
    assert [len(t.boxes) for t in follow(boxes, min_sightings=1, min_seen_s=0.3).items] == [3, 8]
    assert [len(t.boxes) for t in follow(boxes, min_sightings=4).items] == [8]
    assert [len(t.boxes) for t in follow(boxes, min_sightings=1, min_seen_s=0.4).items] == [8]


def test_what_is_there_at_the_first_or_last_look_need_be_seen_half_as_often() -> None:
    spans = {100: (0, 2), 200: (1, 3), 300: (17, 19), 400: (18, 20), 500: (0, 1), 600: (19, 20)}
    frames = [[at(x, 100) for x, (start, end) in spans.items() if start <= k < end] for k in range(20)]
    tracks = follow(boxes_of(frames), min_sightings=4, min_seen_s=0).items
    assert [t.boxes[0].centre_px[0] for t in tracks] == [100, 400]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_in_a_look_of_few_frames_a_thing_must_be_seen_in_each(count: int) -> None:
    frames = [[at(100, 100), *([at(300, 100)] if k == 0 and count > 1 else [])] for k in range(count)]
    assert len(follow(boxes_of(frames)).items) == 1


def test_unsure_boxes_carry_a_track_on_both_ways_but_begin_none() -> None:
    frames = [[at(100 + 5 * k, 100, 0.9 if 8 <= k <= 12 else 0.3), at(400, 300, 0.4)] for k in range(20)]
    (track,) = follow(boxes_of(frames)).items
    assert [b.frame for b in track.boxes] == list(range(20))
    assert track.boxes[0].x1 == 80
