"""What a made folder holds, and that equal seeds give equal folders."""

import itertools
import json
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from vprog.benchmarks.synth import LEVELS, make_synth
from vprog.benchmarks.synth.make import _filmed
from vprog.benchmarks.synth.render import frames
from vprog.benchmarks.synth.staging import stage_scene
from vprog.diagnostics import OutsideError
from vprog.media import open_video

FIELDS = {"id", "video", "question", "answer", "answer_type", "type", "level", "program", "evidence"}


def pictures(path: Path) -> list[np.ndarray]:
    with open_video(path) as file:
        return [frame.image for frame in file.read(range(file.source.frame_count))]


def test_equal_seeds_give_equal_truth_questions_and_frames(tmp_path: Path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        make_synth(folder, clips=2, questions=60, seed=9, duration_s=3.0)
    names = sorted(str(p.relative_to(one)) for p in one.rglob("*") if p.is_file())
    assert names == ["clip_0000.mp4", "clip_0001.mp4", "qa.jsonl", "truth/clip_0000.json", "truth/clip_0001.json"]
    for name in ("qa.jsonl", "truth/clip_0000.json", "truth/clip_0001.json"):
        assert (one / name).read_bytes() == (other / name).read_bytes()
    for name in ("clip_0000.mp4", "clip_0001.mp4"):
        assert all(np.array_equal(a, b) for a, b in zip(pictures(one / name), pictures(other / name), strict=True))


def test_another_seed_gives_other_clips(tmp_path: Path):
    for seed in (1, 2):
        make_synth(tmp_path / str(seed), clips=1, questions=5, seed=seed, duration_s=1.0)
    truths = [(tmp_path / str(seed) / "truth" / "clip_0000.json").read_text() for seed in (1, 2)]
    assert truths[0] != truths[1]


def test_records_have_the_promised_fields(mixed):
    assert len(mixed.records) == len(mixed.items) > 300
    assert len({r["id"] for r in mixed.records}) == len(mixed.records)
    for record in mixed.records:
        assert set(record) - {"choices"} == FIELDS
        if "choices" in record:
            assert record["choices"].count(record["answer"]) == 1
            assert len(set(record["choices"])) == len(record["choices"])
        videos = record["video"] if isinstance(record["video"], list) else [record["video"]]
        assert all((mixed.folder / name).is_file() for name in videos)
        for evidence in record["evidence"]:
            lasts = mixed.truths[Path(evidence["video"]).stem]
            assert 0 <= evidence["start_s"] < evidence["end_s"] <= lasts["frame_count"] / lasts["rate_fps"] + 1e-3


def test_answers_have_their_type(mixed):
    python = {"Number": int, "Seconds": float, "Bool": bool, "Text": str}
    for record in mixed.records:
        if record["answer"] is not None:
            assert type(record["answer"]) is python[record["answer_type"]], record


def test_yes_and_no_are_asked_for_alike(mixed):
    for type_ in ("order", "presence in time", "relation", "comparison"):
        answers = [r["answer"] for r in mixed.records if r["type"] == type_ and r["answer_type"] == "Bool"]
        assert min(answers.count(True), answers.count(False)) >= len(answers) // 4


def test_no_slot_is_left_open(mixed):
    for record in mixed.records:
        told = json.dumps([record["question"], record["answer"], record["program"], record.get("choices")])
        assert not any(f"<{slot}>" in told or f"{{{slot}}}" in told for slot in ("event", "event2", "things", "who"))


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_is_kept_to(level: int):
    scenes = [stage_scene("s", 5, k, level, 8.0) for k in range(6)]
    assert {s.level for s in scenes} == {level}
    assert all(len(s.things) >= 2 for s in scenes)
    assert any(s.backdrop.noise_levels > 0 for s in scenes) == (level > 1)


def test_without_a_level_all_come():
    assert {stage_scene("s", 3, k, None, None).level for k in range(20)} == set(LEVELS)


def test_a_clip_lasts_as_long_as_asked(tmp_path: Path):
    make_synth(tmp_path, clips=1, questions=0, seed=1, duration_s=2.0)
    with open_video(tmp_path / "clip_0000.mp4") as file:
        assert file.source.duration_s == pytest.approx(2.0, abs=0.05)


def test_frames_are_drawn_one_at_a_time():
    # Two hours: drawing them all would take minutes.
    scene = stage_scene("s", 1, 0, 2, 7200.0)
    assert [f.number for f in itertools.islice(frames(scene), 3)] == [0, 1, 2]


def test_no_frame_is_kept(tmp_path: Path):
    scene = stage_scene("long", 1, 2, 1, 12.0)
    (tmp_path / "truth").mkdir()
    tracemalloc.start()
    try:
        _filmed(tmp_path, scene)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < scene.frame_count * scene.width_px * scene.height_px * 3 / 5


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutsideError, match="file"):
        make_synth(tmp_path / "file", clips=1, questions=1, seed=1, duration_s=1.0)
