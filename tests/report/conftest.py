"""Runs on the demonstration clip, whose traces tests read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vprog.api import Session
from vprog.api.demo import make_demo_clip

TWO = ("How many red circles enter?", "How many dogs are there?")


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a clip of moving shapes."""
    return make_demo_clip(tmp_path_factory.mktemp("clip"))


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Give a session whose store is shared: the tests look at the same frames."""
    with Session("embedded", cache=tmp_path_factory.mktemp("cache")) as opened:
        yield opened
