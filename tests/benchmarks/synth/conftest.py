"""Two small folders of made clips, drawn once for all tests."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from vprog.benchmarks.synth import Item, make_synth


@dataclasses.dataclass(frozen=True)
class Made:
    """A folder that was made, read back."""

    folder: Path
    items: list[Item]
    records: list[dict[str, Any]]
    truths: dict[str, dict[str, Any]]


def read(folder: Path, items: list[Item]) -> Made:
    """Read what was written."""
    records = [json.loads(line) for line in (folder / "qa.jsonl").read_text().splitlines()]
    truths = {p.stem: json.loads(p.read_text()) for p in sorted((folder / "truth").glob("*.json"))}
    return Made(folder, items, records, truths)


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Give clips of all levels with as many questions as they hold, up to 200 each."""
    folder = tmp_path_factory.mktemp("mixed")
    return read(folder, make_synth(folder, clips=4, questions=800, seed=11))


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Give one clip of level 1 with a few questions."""
    folder = tmp_path_factory.mktemp("plain")
    return read(folder, make_synth(folder, clips=1, questions=40, seed=1, level=1))
