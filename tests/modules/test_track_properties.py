"""What holds of tracks whatever boxes they are made of."""

import dataclasses
import math
import random

from hypothesis import given
from hypothesis import strategies as st

from tests.modules.drawing import boxes_of, follow
from vprog.modules.track.fill import filled
from vprog.modules.track.matching import likeliest, rivals
from vprog.values import Box, Boxes, Tracks

EVERYTHING = {"min_sightings": 1, "min_seen_s": 0.0}


@st.composite
def scenes(draw: st.DrawFn, straight: bool = False) -> Boxes:
    """Draw a few that walk on straight lines, are missed now and then, and false finds between them."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    fps = draw(st.sampled_from([5.0, 10.0, 25.0]))
    looks = draw(st.integers(1, 40))
    walkers = [
        (chance.uniform(50, 590), chance.uniform(50, 430), chance.uniform(-120, 120), chance.uniform(-30, 30),
         chance.uniform(15, 60), chance.randint(0, looks), chance.randint(0, looks))
        for _ in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    frames = []
    for k in range(looks):
        rows = []
        for x, y, vx, vy, size, come, gone in walkers:
            if come <= k < come + gone and chance.random() < 0.85:
                cx, cy = (c + v * k / fps + (0 if straight else chance.gauss(0, 0.05 * size))
                          for c, v in ((x, vx), (y, vy)))  # fmt: skip
                rows.append((cx - size / 2, cy - size, cx + size / 2, cy + size, chance.uniform(0.3, 1)))
        if not straight and chance.random() < 0.3:
            x, y = chance.uniform(0, 600), chance.uniform(0, 400)
            rows.append((x, y, x + 30, y + 60, chance.uniform(0.2, 0.9)))
        frames.append(rows)
    return boxes_of(frames, fps)


def sets_of_boxes(tracks: Tracks) -> set[frozenset[Box]]:
    return {frozenset(t.sights) for t in tracks.items}


@given(scenes())
def test_tracks_are_made_of_finds_of_each_frame_one_at_most_and_numbered_in_order(boxes):
    tracks = follow(boxes, **EVERYTHING)
    sights = [b for t in tracks.items for b in t.sights]
    assert len(set(sights)) == len(sights)
    assert set(sights) <= set(boxes.items)
    assert {b for b in boxes.items if b.score >= 0.5} <= set(sights)
    for track in tracks.items:
        frames = [b.frame for b in track.boxes]
        first, last = frames[0], frames[-1]
        assert frames == [f for f in boxes.sampling.indices if first <= f <= last]
        assert track.boxes[0].seen
        assert track.boxes[-1].seen
    order = [(t.boxes[0].frame, t.boxes[0].x1) for t in tracks.items]
    assert order == sorted(order)
    assert [t.id for t in tracks.items] == list(range(1, len(order) + 1))


@given(scenes())
def test_what_is_filled_in_lies_between_two_sights_and_is_out_of_sight_no_longer_than_allowed(boxes):
    for track in follow(boxes, lost_s=1.0, **EVERYTHING).items:
        for before, after in zip(track.sights, track.sights[1:], strict=False):
            assert after.time_s - before.time_s <= 1.0 + 1e-5
            inside = [b for b in track.boxes if before.frame < b.frame < after.frame]
            assert all(b.score == 0.0 for b in inside)
            for box in inside:
                for a, here, b in zip(before.xyxy, box.xyxy, after.xyxy, strict=True):
                    assert min(a, b) - 1e-6 <= here <= max(a, b) + 1e-6


@given(scenes(), st.randoms(use_true_random=False))
def test_the_order_of_boxes_in_a_frame_changes_nothing(boxes, rng):
    shuffled = list(boxes.items)
    rng.shuffle(shuffled)
    shuffled.sort(key=lambda b: b.frame)
    assert follow(dataclasses.replace(boxes, items=tuple(shuffled))) == follow(boxes)


@given(scenes())
def test_time_that_runs_backwards_gives_the_same_things(boxes):
    # Chains are judged from both of their ends, so nothing but ties can tell the two directions apart.
    last, until_s = boxes.sampling.indices[-1], boxes.sampling.times_s[-1]
    back = {b: dataclasses.replace(b, frame=last - b.frame, time_s=until_s - b.time_s) for b in boxes.items}
    times_s = tuple(until_s - t for t in reversed(boxes.sampling.times_s))
    sampling = dataclasses.replace(boxes.sampling, times_s=times_s)
    items = tuple(sorted(back.values(), key=lambda b: (b.frame, b.x1)))
    backwards = follow(dataclasses.replace(boxes, sampling=sampling, items=items), **EVERYTHING)
    forwards = follow(boxes, **EVERYTHING)
    assert sets_of_boxes(backwards) == {frozenset(back[b] for b in t.sights) for t in forwards.items}


@given(scenes(), st.floats(0.5, 4.0))
def test_pictures_of_another_size_give_the_same_things(boxes, times):
    # Lengths are counted in sizes of the things themselves.
    def grown(b: Box) -> Box:
        x1, y1, x2, y2 = (times * c for c in b.xyxy)
        return dataclasses.replace(b, x1=x1, y1=y1, x2=x2, y2=y2)

    source = boxes.video.source
    larger = dataclasses.replace(source, width_px=round(source.width_px * times * 8),
                                 height_px=round(source.height_px * times * 8))  # fmt: skip
    roomy = dataclasses.replace(source, width_px=source.width_px * 8, height_px=source.height_px * 8)
    of = [
        Boxes(dataclasses.replace(boxes.video, source=s), boxes.sampling, tuple(map(make, boxes.items)), boxes.label)
        for s, make in ((larger, grown), (roomy, lambda b: b))
    ]
    found = [[[b.frame for b in t.sights] for t in follow(value, **EVERYTHING).items] for value in of]
    assert sorted(found[0]) == sorted(found[1])


@given(scenes(straight=True))
def test_one_alone_on_a_straight_line_is_one_track(boxes):
    # Whoever is missed in one look of seven, and walks on, stays who he is.
    rows = [[b.xyxy for b in boxes.items if b.frame == f][:1] for f in boxes.sampling.indices]
    one = rows[0] if rows else []
    if not one:
        return
    x1, y1, x2, y2 = one[0]
    step_s = boxes.sampling.step_s
    chance = random.Random(len(rows))
    speed = 1.5 * math.sqrt((x2 - x1) * (y2 - y1)) * step_s
    frames = [
        [] if 0 < k < len(rows) - 1 and chance.random() < 0.15
        else [(x1 + speed * k, y1, x2 + speed * k, y2, 0.9)]
        for k in range(len(rows))
    ]  # fmt: skip
    assert len(follow(boxes_of(frames, 1 / step_s), **EVERYTHING).items) == 1


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 50)), max_size=14, unique_by=lambda p:
                p[:2]))  # fmt: skip
def test_pairs_are_chosen_so_that_all_together_gain_most(pairs):
    import numpy as np

    rows, columns, gain = (np.array([p[k] for p in pairs], dtype=t) for k, t in ((0, int), (1, int), (2, float)))
    chosen = likeliest(rows, columns, gain)
    for side in (rows, columns):
        assert len(set(side[chosen].tolist())) == len(chosen)

    def best(rest: list[tuple[int, int, int]]) -> int:
        if not rest:
            return 0
        (row, column, worth), others = rest[0], rest[1:]
        return max(best(others), worth + best([p for p in others if p[0] != row and p[1] != column]))

    assert gain[chosen].sum() == best(pairs)
    other = [
        min((c for r2, c2, c in pairs if (r2, c2) != (r1, c1) and (r2 == r1 or c2 == c1)), default=math.inf)
        for r1, c1, _ in pairs
    ]
    assert rivals(rows, columns, gain).tolist() == other


@given(scenes())
def test_filling_twice_is_filling_once(boxes):
    for track in follow(boxes, **EVERYTHING).items:
        assert filled(track.sights, boxes.sampling) == track.boxes
        assert filled(track.boxes, boxes.sampling) == track.boxes
