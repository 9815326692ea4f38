"""A clip to run programs on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vprog.api.demo import make_demo_clip
from vprog.media import VideoFile, open_video


@pytest.fixture(scope="session")
def demo_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the demonstration clip: six seconds, three red circles, two blue squares."""
    return make_demo_clip(tmp_path_factory.mktemp("clip"))


@pytest.fixture(scope="session")
def clip(demo_clip: Path) -> Iterator[VideoFile]:
    """Give the demonstration clip, open."""
    with open_video(demo_clip) as file:
        yield file
