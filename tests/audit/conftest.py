"""Runs on the demonstration clip, to be audited."""

import pytest

from vprog.api import Session
from vprog.api.demo import make_demo_clip


@pytest.fixture(scope="session")
def clip(tmp_path_factory):
    """Give a clip of moving shapes."""
    return make_demo_clip(tmp_path_factory.mktemp("clip"))


@pytest.fixture(scope="session")
def session(tmp_path_factory):
    """Give a session whose store is shared: the tests look at the same frames."""
    with Session("embedded", cache=tmp_path_factory.mktemp("cache")) as opened:
        yield opened
