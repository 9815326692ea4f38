"""The demo clip, and programs run on it by the real engine."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.running import execute
from tests.refine.faults import REGISTRY
from vprog.api.demo import make_demo_clip
from vprog.diagnostics import Diagnostic
from vprog.language import check
from vprog.media import VideoFile, open_video
from vprog.refine import Tried, blame


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VideoFile]:
    with open_video(make_demo_clip(Path(tmp_path_factory.mktemp("demo")))) as opened:
        yield opened


@dataclasses.dataclass(frozen=True)
class Finished:
    """What a run came to."""

    status: str
    value: object
    diagnostics: tuple[Diagnostic, ...]


@pytest.fixture
def ran(clip: VideoFile):
    """Give a function that runs a program that checks."""
    return lambda source: execute(source, REGISTRY, [clip])


@pytest.fixture
def run(ran):
    """Give a function that runs a program for the loop; what is looked for in these tests is taken for granted."""

    def run_program(source: str, author: str, tried: tuple[Tried, ...]) -> Finished:
        assert check(source, REGISTRY).ok
        done = ran(source)
        outcome = done.known[done.graph.root]
        found = blame(done.graph, done.known, REGISTRY, presupposes=not isinstance(outcome.payload, int))
        status = "answered" if outcome.has_value else "abstained"
        return Finished(status, outcome.payload, (found,) if found else ())

    return run_program
