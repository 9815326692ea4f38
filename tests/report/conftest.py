"""Traces to make pages of, and a browser to open them with."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import vprog
from tests.report.chromium import SWITCHES, find_chromium
from tests.report.hostile import HOSTILE
from vprog.api.demo import make_demo_clip

TWO = ("How many red circles enter?", "How many dogs are there?")


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the demonstration clip."""
    return make_demo_clip(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[vprog.Session]:
    """Give a session whose store is shared: the tests look at the same frames."""
    with vprog.Session("embedded", tmp_path_factory.mktemp("cache")) as opened:
        yield opened


@pytest.fixture(scope="session")
def traced(clip: Path, session: vprog.Session) -> Callable[..., Path]:
    """Give a function that runs a program, or asks a question, and gives the folder of its trace."""

    def run(text: str, *, ask: bool = False, **given: object) -> Path:
        answer = session.answer if ask else session.run
        return answer(*((clip, text) if ask else (text, clip)), **given).trace

    return run


@pytest.fixture(scope="session")
def entering(traced: Callable[..., Path]) -> Path:
    """Give the trace of a question with tracks, spans and evidence."""
    return traced("How many red circles enter?", ask=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Give a running browser; skip where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium found: apt-get install chromium")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def hostile_trace(traced: Callable[..., Path]) -> Path:
    """Give the trace of a run whose question, choices, texts and failure are markup."""
    program = 'text_seen = fill("{} was written", question)\nanswer = text_seen\n'
    return traced(program, question=HOSTILE, choices=[HOSTILE, "another"])
