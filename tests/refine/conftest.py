"""The demo clip, and programs run on it by the real engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.running import execute
from tests.refine.faults import REGISTRY
from vprog.api.demo import make_demo_clip
from vprog.engine import Execution
from vprog.media import VideoFile, open_video


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VideoFile]:
    with open_video(make_demo_clip(Path(tmp_path_factory.mktemp("demo")))) as opened:
        yield opened


@pytest.fixture
def run(clip: VideoFile):
    def run_program(source: str) -> Execution:
        return execute(source, REGISTRY, [clip])

    return run_program
