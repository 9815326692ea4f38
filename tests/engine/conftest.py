"""A clip to run programs on."""

from collections.abc import Iterator

import pytest

from vprog.api.demo import make_demo_clip
from vprog.media import VideoFile, open_video


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VideoFile]:
    """Give the demonstration clip, open: six seconds, three red circles, two blue squares."""
    with open_video(make_demo_clip(tmp_path_factory.mktemp("clip"))) as file:
        yield file
