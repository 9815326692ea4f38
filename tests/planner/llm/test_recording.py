"""Calls that are counted, kept and answered again."""

import json

import pytest

from tests.planner.llm.scripted import Scripted
from tests.planner.llm.serving import PROGRAM
from vprog.diagnostics import InputError, OutsideError
from vprog.planner.llm import (
    ClientError,
    LLMPlanner,
    Message,
    RecordedClient,
    RecordingClient,
    Reply,
    Request,
    SpendingClient,
)
from vprog.spec import Registry

REGISTRY = Registry.load()


def request(text: str = "hi", **more) -> Request:
    return Request((Message("user", text),), REGISTRY, **more)


def test_what_was_recorded_is_replied_again(tmp_path):
    file = tmp_path / "calls.jsonl"
    client = RecordingClient(Scripted("one", "two", "three"), file)
    asked = [request("a"), request("b"), request("a")]
    first = [client.complete(one) for one in asked]
    again = RecordedClient(file)
    assert [again.complete(one) for one in asked] == first
    assert again.model == client.model == "scripted"
    assert again.complete(request("a")).text == "three"
    for other in (request("c"), request("a", max_tokens=9), request("a", sample=1)):
        with pytest.raises(ClientError, match="VP0615"):
            again.complete(other)


def test_a_plan_is_the_same_from_its_recording(tmp_path):
    file = tmp_path / "calls.jsonl"
    planned = LLMPlanner(RecordingClient(Scripted(PROGRAM), file)).plan("How many?", ["1", "2"], REGISTRY)
    assert planned.program
    assert LLMPlanner(RecordedClient(file)).plan("How many?", ["1", "2"], REGISTRY) == planned


@pytest.mark.parametrize("text", ["{", "[1]", '{"request": "a"}', "3"])
def test_what_is_no_recording_is_refused(tmp_path, text):
    (tmp_path / "calls.jsonl").write_text(text)
    with pytest.raises(InputError, match="holds no recorded calls"):
        RecordedClient(tmp_path / "calls.jsonl")


def test_a_recording_that_is_not_there_or_cannot_be_written_is_named(tmp_path):
    with pytest.raises(InputError, match="holds no recorded calls"):
        RecordedClient(tmp_path / "none.jsonl")
    with pytest.raises(OutsideError, match="cannot be written"):
        RecordingClient(Scripted("x"), tmp_path).complete(request())


def test_a_recording_holds_what_was_asked_and_what_came(tmp_path):
    file = tmp_path / "calls.jsonl"
    RecordingClient(Scripted("said"), file).complete(request("asked"))
    (line,) = file.read_text().splitlines()
    record = json.loads(line)
    assert record["messages"] == [["user", "asked"]]
    assert (record["reply"], record["model"], record["prompt_tokens"]) == ("said", "scripted", 10)


def test_a_budget_of_tokens_ends_the_calls():
    client = SpendingClient(Scripted(Reply("x", 100, 50)), tokens=400)
    client.complete(request(max_tokens=100))
    client.complete(request(max_tokens=100))
    with pytest.raises(ClientError, match=r"VP0614.*100 of 400 are left"):
        client.complete(request(max_tokens=101))
    assert client.complete(request(max_tokens=99))


def test_a_budget_of_money_ends_the_calls():
    client = SpendingClient(Scripted(Reply("x", 1000, 1000)), money=0.005, price_prompt=1.0, price_reply=2.0)
    client.complete(request(max_tokens=100))
    with pytest.raises(ClientError, match=r"VP0614.*0\.0020 of 0\.005 are left"):
        client.complete(request(max_tokens=1001))


def test_a_call_that_fails_costs_nothing():
    class Failing(Scripted):
        def complete(self, request):
            raise OSError

    client = SpendingClient(Failing("x"), tokens=100)
    for _ in range(5):
        with pytest.raises(OSError):
            client.complete(request(max_tokens=90))
