"""The main job on real clips: a valid answer or an honest abstention, with evidence that lies inside the video."""

import json
import subprocess
import sys

import pytest

CLIPS = (
    *("arm_wrestling.mp4", "basketball_practice.mp4", "bottles_on_table.mp4", "car_lot_topdown.mp4"),
    *("cat_and_monkey.mp4", "cockatoo.mp4", "coffee_pour.mp4", "cups_shuffle.mp4", "dog_fetch.mp4"),
    *("highway_cyclist.avi", "kitchen_egocentric.mp4", "pancake.mkv", "paraglider_takeoff.mp4", "tud_campus.mp4"),
)


@pytest.fixture(scope="module")
def clips(shared_data):
    folder = shared_data / "clips"
    return folder, {c["video"]: c for c in json.loads((folder / "clips.json").read_text())}


@pytest.mark.parametrize("name", CLIPS)
def test_how_many_people(clips, tmp_path, name):
    folder, facts = clips
    command = [sys.executable, "-m", "vprog", "ask", str(folder / name), "How many people are there?", "--json"]
    done = subprocess.run(
        [*command, "--cache", str(tmp_path)], capture_output=True, text=True, check=False, timeout=280
    )
    record = json.loads(done.stdout)
    assert (done.returncode, record["status"]) in ((0, "answered"), (3, "abstained"))
    if record["status"] == "abstained":
        assert "person" in record["reason"]
        return
    assert isinstance(record["answer"], int)
    assert record["evidence"]
    fact = facts[name]
    for evidence in record["evidence"]:
        assert 0 <= evidence["start_s"] <= evidence["end_s"] <= fact["duration_s"] + 0.1
        for box in evidence.get("boxes", ()):
            x1, y1, x2, y2 = box["xyxy"]
            assert 0 <= x1 < x2 <= fact["width"]
            assert 0 <= y1 < y2 <= fact["height"]
    if name == "tud_campus.mp4":
        assert record["answer"] > 0
