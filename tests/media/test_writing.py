"""What is written can be read, and the same pictures give the same bytes."""

from pathlib import Path

import numpy as np
import pytest

from vprog.benchmarks.synth.render import frames
from vprog.benchmarks.synth.staging import stage_scene
from vprog.media import open_video, write_clip


def drawn(width: int, height: int) -> list[np.ndarray]:
    rng = np.random.default_rng(3)
    ramp = np.linspace(60, 200, width)[None, :, None] + np.zeros((height, 1, 3))
    return [
        np.clip(np.roll(ramp, 7 * k, axis=1) + rng.normal(0, 4, ramp.shape), 0, 255).astype(np.uint8) for k in range(40)
    ]


def test_equal_pictures_give_equal_bytes(tmp_path: Path):
    # 400 x 300, where the encoder's quicker ways did not.
    images = [frame.image for frame in frames(stage_scene("clip", 9, 0, None, 3.0))]
    files = set()
    for seed in range(6):
        # Whatever was in memory before must not matter.
        rubbish = [np.random.default_rng(seed).bytes((1 + (seed + k) % 4) * 1_000_000) for k in range(8)]
        del rubbish
        write_clip(tmp_path / "clip.mp4", iter(images), 25)
        files.add((tmp_path / "clip.mp4").read_bytes())
    assert len(files) == 1


def test_what_is_written_is_read_back(tmp_path: Path):
    images = drawn(320, 240)
    write_clip(tmp_path / "clip.mp4", images, 20)
    with open_video(tmp_path / "clip.mp4") as file:
        read = [frame.image for frame in file.read(range(file.source.frame_count))]
    assert len(read) == len(images)
    assert max(np.abs(a.astype(int) - b).mean() for a, b in zip(read, images, strict=True)) < 6


def test_no_picture_at_all_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="at least one image"):
        write_clip(tmp_path / "clip.mp4", [], 20)
