"""A server that others wrote, asked over HTTP: `transformers serve` with a model of random weights."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra `llm` is not installed")
pytest.importorskip("openai", reason="the extra `llm` is not installed")
pytest.importorskip("fastapi", reason="`transformers serve` needs it")
pytest.importorskip("uvicorn", reason="`transformers serve` needs it")

import vprog
from tests.planner.llm.tiny import make_model
from vprog.api.demo import make_demo_clip
from vprog.planner.llm import ClientError, LLMPlanner, Message, OpenAIClient, Request
from vprog.spec import Registry

_PATIENCE_S = 120
QUESTION = "How many red circles are there?"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return make_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def address(folder, tmp_path_factory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("home")
    # Without it the list of models is an error.
    (home / "hub").mkdir()
    port = free_port()
    command = [Path(sys.executable).with_name("transformers"), "serve", folder, "--device", "cpu", "--port", str(port)]
    environment = os.environ | {"HF_HOME": str(home), "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    with (home / "log").open("wb") as log:
        server = subprocess.Popen([str(part) for part in command], env=environment, stdout=log, stderr=log)
        try:
            wait_for(port, server, home / "log")
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()
            server.wait(30)


def wait_for(port: int, server: subprocess.Popen, log: Path) -> None:
    ends_s = time.monotonic() + _PATIENCE_S
    while server.poll() is None and time.monotonic() < ends_s:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            asked.request("GET", "/health")
            if asked.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            asked.close()
    pytest.fail(f"the server did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture(autouse=True)
def _online(monkeypatch):
    monkeypatch.setenv("VPROG_OFFLINE", "0")


@pytest.fixture
def client(folder, address) -> OpenAIClient:
    return OpenAIClient(str(folder), address, prompt="question", retries=0)


def test_a_reply_comes_with_its_tokens(client):
    reply = client.complete(Request((Message("user", QUESTION),), Registry.load(), 24))
    assert reply.text
    assert not reply.estimated
    assert 0 < reply.reply_tokens <= 24
    assert not reply.constrained


def test_a_question_is_asked_end_to_end_and_the_nonsense_that_comes_is_told(client, tmp_path):
    session = vprog.Session("embedded", tmp_path)
    clip = make_demo_clip(tmp_path)
    asked = LLMPlanner(client, max_tokens=24)
    answer = session.answer(clip, QUESTION, planner=asked)
    assert answer.status == "abstained"
    assert answer.diagnostics[0].code in ("VP0602", "VP0613")
    assert answer.cost["llm_tokens"] > 0
    fallback = session.answer(clip, QUESTION, planner=LLMPlanner(client, max_tokens=24, fallback=True))
    assert (fallback.value, fallback.status) == (3, "fallback")


def test_a_field_that_the_server_does_not_know_is_said_to_be_refused(folder, address):
    client = OpenAIClient(str(folder), address, server="vllm", prompt="question", retries=0)
    with pytest.raises(ClientError, match=r"VP0612.*\(422\).*structured_outputs") as refused:
        client.complete(Request((Message("user", QUESTION),), Registry.load(), 24))
    assert 'server = "plain"' in str(refused.value)
