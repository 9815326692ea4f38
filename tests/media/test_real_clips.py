"""Real clips, where they are at hand: both readers see the same, and counts agree with what was noted of them."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from vprog.media import Frame, open_video
from vprog.media.decord_reader import DecordReader
from vprog.media.probe import probe
from vprog.media.pyav_reader import PyAvReader
from vprog.media.reader import Unreadable

DATA = Path(os.environ.get("VPROG_TEST_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
NOTES = DATA / "clips" / "clips.json"
CLIPS = json.loads(NOTES.read_text()) if NOTES.is_file() else []

pytestmark = pytest.mark.skipif(not CLIPS, reason=f"no real clips at {NOTES}; set VPROG_TEST_DATA")


@pytest.mark.parametrize("note", CLIPS, ids=lambda note: note["video"])
def test_real_clip(note: dict[str, object]) -> None:
    pytest.importorskip("decord", reason="decord is not installed")
    path = DATA / "clips" / str(note["video"])
    known = probe(path, path.name)
    with open_video(path) as video:
        source = video.source
        assert (source.frame_count, source.width_px, source.height_px) == (
            note["frames"],
            note["width"],
            note["height"],
        )
        assert source.duration_s == pytest.approx(note["duration_s"], abs=0.01)
        assert video.fps == pytest.approx(note["fps"], abs=0.01)
        # Ten frames of the first stretch and the last one: enough to notice a shift, and the test stays short.
        wanted = np.unique(np.linspace(0, min(source.frame_count, 100) - 1, 10).astype(int)).tolist()
        quick = list(DecordReader(known).pictures(wanted))
        sure = list(PyAvReader(known).pictures(wanted))
        for (left, one), (right, other) in zip(quick, sure, strict=True):
            assert left == right
            assert not isinstance(one, Unreadable)
            assert not isinstance(other, Unreadable)
            assert np.abs(one.astype(int) - other).mean() < 0.5
        # Straight to the end, past what only the first packet tells the decoder (cockatoo.mp4 is 4:4:4 by an old x264).
        start = source.frame_count - 3
        ends = [dict(reader(known).pictures([start])) for reader in (PyAvReader, DecordReader)]
        assert np.abs(ends[0][start].astype(int) - ends[1][start]).mean() < 0.5
        (last,) = video.read([source.frame_count - 1], max_side_px=160)
        assert isinstance(last, Frame)
        assert max(last.image.shape) == 160
