"""A store of its own for each test."""

from pathlib import Path

import pytest

from tests.store.opening import open_store
from vprog.engine.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Give an empty store."""
    return open_store(tmp_path / "store")
