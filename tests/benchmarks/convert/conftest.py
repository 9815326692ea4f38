"""A clip whose length is all that matters: what is in it, the worlds say."""

from collections.abc import Iterator

import pytest

from vprog.api.demo import make_demo_clip
from vprog.media import VideoFile, open_video


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VideoFile]:
    """Give a clip of six seconds, open."""
    with open_video(make_demo_clip(tmp_path_factory.mktemp("clip"))) as file:
        yield file
