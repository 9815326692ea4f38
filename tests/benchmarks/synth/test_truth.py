"""The truth agrees with the pixels that were drawn, and what happens with a slow reading of the frames."""

import numpy as np
import pytest

from vprog.media import open_video


def mask_of(runs: list[int], width: int, height: int) -> np.ndarray:
    flat = np.zeros(width * height, dtype=bool)
    at, on = 0, False
    for run in runs:
        flat[at : at + run] = on
        at, on = at + run, not on
    assert at == width * height
    return flat.reshape(height, width)


def core(mask: np.ndarray) -> np.ndarray:
    """Take away two pixels all around: coding blurs edges."""
    for _ in range(2):
        padded = np.pad(mask, 1)
        mask = mask & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return mask


def test_boxes_are_those_of_the_masks(mixed):
    for truth in mixed.truths.values():
        for frame in truth["frames"][::9]:
            for thing in frame["things"]:
                mask = mask_of(thing["runs"], truth["width_px"], truth["height_px"])
                rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
                assert thing["box"] == [columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]


def test_no_pixel_shows_two_things(mixed):
    for truth in mixed.truths.values():
        for frame in truth["frames"][::15]:
            masks = [mask_of(t["runs"], truth["width_px"], truth["height_px"]) for t in frame["things"]]
            assert not masks or np.sum(masks, axis=0).max() == 1


def test_the_pixels_of_a_mask_have_the_colour_of_the_thing(mixed):
    looked_at = 0
    for name, truth in mixed.truths.items():
        things = {t["id"]: t for t in truth["things"]}
        with open_video(mixed.folder / f"{name}.mp4") as file:
            chosen = range(5, truth["frame_count"], 31)
            for read, frame in zip(file.read(chosen), (truth["frames"][k] for k in chosen), strict=True):
                assert frame["frame"] == read.index
                for seen in frame["things"]:
                    mask = core(mask_of(seen["runs"], truth["width_px"], truth["height_px"]))
                    # Signs are written on, and of what hardly shows nothing is left but blurred edges.
                    if mask.sum() > 60 and not things[seen["id"]]["text"]:
                        assert np.abs(read.image[mask].mean(axis=0) - things[seen["id"]]["rgb"]).max() < 14
                        looked_at += 1
    assert looked_at > 30


def seen_frames(truth: dict, id_: int) -> list[int]:
    return [f["frame"] for f in truth["frames"] if any(t["id"] == id_ for t in f["things"])]


def test_sights_are_the_runs_of_frames_that_show_a_thing(mixed):
    for truth in mixed.truths.values():
        for track in truth["tracks"]:
            told = {
                k
                for start, end in track["seen_s"]
                for k in range(round(start * truth["rate_fps"]), round(end * truth["rate_fps"]))
            }
            assert told == set(seen_frames(truth, track["id"]))


def test_who_enters_was_not_seen_before_and_is_at_the_edge(mixed):
    entered = 0
    for truth in mixed.truths.values():
        for event in truth["events"]:
            if event["kind"] not in ("enter", "appear"):
                continue
            frame = round(event["start_s"] * truth["rate_fps"])
            seen = seen_frames(truth, event["id"])
            assert frame in seen
            assert frame - 1 not in seen
            x1, y1, x2, y2 = next(t["box"] for t in truth["frames"][frame]["things"] if t["id"] == event["id"])
            at_edge = x1 <= 1 or y1 <= 1 or x2 >= truth["width_px"] - 1 or y2 >= truth["height_px"] - 1
            assert at_edge == (event["kind"] == "enter")
            entered += 1
    assert entered > 5


def beside(one: np.ndarray, other: np.ndarray) -> bool:
    wide = np.pad(one, 1)
    height, width = one.shape
    return any((wide[i : i + height, j : j + width] & other).any() for i in range(3) for j in range(3))


def test_things_meet_while_their_pixels_lie_side_by_side(mixed):
    met = 0
    for truth in mixed.truths.values():
        for event in truth["events"]:
            if event["kind"] != "meet":
                continue
            first = round(event["start_s"] * truth["rate_fps"])
            for frame, expected in ((first, True), (first - 1, False)):
                shown = {t["id"]: t for t in truth["frames"][frame]["things"]} if frame >= 0 else {}
                pair = [shown[i] for i in (event["id"], event["other"]) if i in shown]
                masks = [mask_of(t["runs"], truth["width_px"], truth["height_px"]) for t in pair]
                if len(masks) == 2:
                    assert beside(*masks) == expected
                    met += 1
    assert met > 2


def test_who_stops_moved_before_and_rests_after(mixed):
    stopped = 0
    for truth in mixed.truths.values():
        if truth["backdrop"]["pan_px_s"]:
            continue
        rate = truth["rate_fps"]
        for event in truth["events"]:
            if event["kind"] != "stop":
                continue
            frame = round(event["start_s"] * rate)
            places = [
                next((t["box"] for t in truth["frames"][k]["things"] if t["id"] == event["id"]), None)
                for k in (frame - round(0.3 * rate), frame, min(frame + round(0.3 * rate), truth["frame_count"] - 1))
            ]
            if None not in places:
                before, at, after = (np.array([p[0] + p[2], p[1] + p[3]]) / 2 for p in places)
                assert np.linalg.norm(at - before) > np.linalg.norm(after - at)
                stopped += 1
    assert stopped >= 2


def test_a_relation_holds_in_just_the_frames_it_is_told_of(mixed):
    checked = 0
    for truth in mixed.truths.values():
        for relation in truth["relations"]:
            if relation["relation"] not in ("left_of", "above"):
                continue
            axis = 0 if relation["relation"] == "left_of" else 1
            for frame in truth["frames"][::20]:
                shown = {t["id"]: t["box"] for t in frame["things"]}
                if relation["id"] in shown and relation["other"] in shown:
                    held = shown[relation["id"]][axis + 2] <= shown[relation["other"]][axis]
                    middle_s = frame["time_s"] + 0.5 / truth["rate_fps"]
                    assert held == any(a <= middle_s < b for a, b in relation["holds_s"])
                    checked += 1
    assert checked > 50


@pytest.mark.parametrize("kind", ["enter", "leave", "stop", "meet"])
def test_things_of_every_kind_happen(mixed, kind: str):
    assert any(event["kind"] == kind for truth in mixed.truths.values() for event in truth["events"])
