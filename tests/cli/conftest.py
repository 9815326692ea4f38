"""Run the command as a user does, but in this process."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from vprog.api.demo import make_demo_clip
from vprog.cli.main import app


@pytest.fixture(scope="session")
def demo_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the demonstration clip."""
    return make_demo_clip(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def vprog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Give a function that runs `vprog …` with an empty cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def run(*arguments: object, stdin: str | None = None) -> Result:
        return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin)

    return run
