"""The short form of tests/bench/bench_damaged.py: two dozen damaged files, read in a process that may die."""

from pathlib import Path

import pytest

from tests.bench.damaged_files import write_clips, write_damaged
from tests.bench.watched import look_at_all

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="limits and figures are those of Linux")


def test_damaged_files_give_values_gaps_or_one_line(tmp_path: Path) -> None:
    clips = write_clips(tmp_path / "clips", frames=45)
    files = write_damaged(clips, tmp_path / "damaged", 24, seed=7, fixed=False)
    paths = [*clips.values(), *(file.path for file in files)]
    findings = list(look_at_all(paths, patience_s=40))
    assert [finding.outcome for finding in findings[: len(clips)]] == ["value"] * len(clips)
    assert {path.name: f for path, f in zip(paths, findings, strict=True) if f.outcome not in OUTCOMES or f.said} == {}
    assert len({finding.outcome for finding in findings}) == len(OUTCOMES)


OUTCOMES = ("value", "gaps", "refused")
