"""What a server does, well or badly, and what becomes of it: over real sockets, with the SDK that is used."""

import socket
import time

import pytest

pytest.importorskip("openai", reason="the extra `llm` is not installed")

from tests.planner.llm.serving import PROGRAM, chat, serving, slowly
from vprog.language import strict_grammar
from vprog.planner.llm import ClientError, LLMPlanner, Message, OpenAIClient, Request
from vprog.planner.llm.servers import SERVERS
from vprog.spec import Registry

REGISTRY = Registry.load()
REQUEST = Request((Message("user", "How many people are there?"),), REGISTRY, 64)
KEY = "sk-very-secret-0123456789"


@pytest.fixture(autouse=True)
def _online(monkeypatch):
    monkeypatch.setenv("VPROG_OFFLINE", "0")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def asking(served, **settings) -> OpenAIClient:
    return OpenAIClient("m", served.address, **{"timeout_s": 5, "retries": 0, "server": "plain"} | settings)


def refusal(client: OpenAIClient) -> ClientError:
    with pytest.raises(ClientError) as refused:
        client.complete(REQUEST)
    assert all(d.hint for d in refused.value.diagnostics)
    assert KEY not in str(refused.value)
    return refused.value


def test_a_reply_is_read_with_its_tokens():
    with serving(chat(PROGRAM)) as served:
        reply = asking(served).complete(REQUEST)
    assert (reply.text, reply.prompt_tokens, reply.reply_tokens) == (PROGRAM, 7, 5)
    assert (reply.finish, reply.estimated, reply.constrained) == ("stop", False, False)
    (body,) = served.chats
    assert body == {
        "model": "m",
        "messages": [{"role": "user", "content": "How many people are there?"}],
        "max_tokens": 64,
        "temperature": 0.0,
    }


def test_tokens_that_a_server_does_not_count_are_estimated():
    with serving(chat(PROGRAM, usage=None)) as served:
        reply = asking(served).complete(REQUEST)
    assert reply.estimated
    assert reply.reply_tokens > 0


def test_a_server_that_is_down_is_named():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    error = refusal(OpenAIClient("m", address, retries=1, timeout_s=2))
    assert error.diagnostics[0].code == "VP0611"
    assert address in str(error)
    assert error.exit_code == 4


@pytest.mark.parametrize("busy", [429, 500, 503])
def test_a_busy_server_is_asked_again(busy):
    with serving((busy, b"{}", {"Retry-After": "0.05"}), chat(PROGRAM)) as served:
        assert asking(served, retries=1).complete(REQUEST).text == PROGRAM
    assert len(served.chats) == 2


@pytest.mark.parametrize(
    ("status", "hint"), [(429, "quota"), (500, "try again later"), (401, "VPROG_LLM_API_KEY"), (404, "the model")]
)
def test_a_server_that_refuses_is_quoted(status, hint):
    said = f'{{"error": {{"message": "not today, {KEY}"}}}}'.encode()
    with serving((status, said, {"Retry-After": "0.05"})) as served:
        error = refusal(asking(served, retries=1, api_key=KEY))
    assert error.diagnostics[0].code == "VP0612"
    assert f"({status})" in str(error)
    assert "not today" in str(error)
    assert hint in str(error)
    assert len(served.chats) == (2 if status in (429, 500) else 1)


def test_a_slow_server_is_waited_for_no_longer_than_is_set():
    def late() -> bytes:
        time.sleep(2)
        return chat(PROGRAM)

    with serving(late) as served:
        error = refusal(asking(served, timeout_s=0.3))
    assert error.diagnostics[0].code == "VP0611"
    assert "did not reply within" in str(error)


def test_a_server_that_drips_is_waited_for_no_longer_than_is_set():
    with serving((200, slowly(chat(PROGRAM), 0.02), {})) as served:
        error = refusal(asking(served, timeout_s=0.4))
    assert error.diagnostics[0].code == "VP0611"


def test_a_server_that_falls_silent_in_its_reply_is_too_slow():
    def stalling():
        yield chat(PROGRAM)[:20]
        time.sleep(2)

    with serving((200, stalling(), {})) as served:
        error = refusal(asking(served, timeout_s=0.3))
    assert error.diagnostics[0].code == "VP0611"


JUNK = (
    *(b"", b"hello", b"<html>", b"[]", b"{}", b'{"choices": []}', b'{"choices": [{"message": null}]}', b"\xff\xfe" * 9),
    *(b'{"choices": [{"message": {"content": {"a": 1}}}]}', b"[" * 50_000, b'{"choices": 5}'),
)


@pytest.mark.parametrize("junk", JUNK)
def test_what_is_no_reply_is_said_to_be_none(junk):
    with serving(junk) as served:
        error = refusal(asking(served))
    assert error.diagnostics[0].code == "VP0613"


def test_a_reply_without_end_is_not_read_to_the_end():
    with serving((200, (b"x" * 100_000 for _ in range(1000)), {})) as served:
        error = refusal(asking(served, timeout_s=30))
    assert "more than" in str(error)


def test_a_body_that_breaks_off_is_no_reply():
    data = chat(PROGRAM)
    with serving((200, data[: len(data) // 2], {"Content-Length": str(len(data))})) as served:
        error = refusal(asking(served))
    assert error.diagnostics[0].code in ("VP0611", "VP0613")


def test_no_connection_is_opened_where_that_is_forbidden(monkeypatch):
    monkeypatch.setenv("VPROG_OFFLINE", "1")
    with serving(chat(PROGRAM)) as served:
        error = refusal(asking(served))
    assert "VPROG_OFFLINE" in str(error)
    assert served.requests == []


def test_a_key_goes_to_the_server_and_is_shown_nowhere():
    with serving(chat(f"the key is {KEY}\n{PROGRAM}")) as served:
        client = asking(served, api_key=KEY)
        plan = LLMPlanner(client).plan("How many people are there?", None, REGISTRY)
    (_, headers, _) = served.requests[0]
    assert headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in repr(client) + repr(plan)
    assert plan.program is not None


def test_what_the_environment_holds_for_openai_is_sent_to_nobody_else(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, KEY)
    with serving(chat(PROGRAM)) as served:
        asking(served).complete(REQUEST)
    assert KEY not in str(served.requests)


GRAMMAR = strict_grammar(REGISTRY)
FIELDS = {
    "vllm": lambda body: body["structured_outputs"]["grammar"],
    "sglang": lambda body: body["ebnf"],
    "llamacpp": lambda body: body["grammar"].removeprefix("%llguidance {}\n"),
    "mistralrs": lambda body: body["grammar"]["value"]["grammars"][0]["lark_grammar"],
    "openai": lambda body: body["tools"][0]["custom"]["format"]["grammar"]["definition"],
}


def test_every_kind_of_server_that_takes_a_grammar_is_tried():
    assert set(FIELDS) == set(SERVERS) - {"auto", "plain"}


@pytest.mark.parametrize("server", FIELDS)
def test_the_grammar_stands_in_the_field_that_a_server_takes(server):
    with serving(chat(PROGRAM)) as served:
        assert asking(served, server=server).complete(REQUEST).constrained
    assert FIELDS[server](served.chats[0]) == GRAMMAR


@pytest.mark.parametrize("owner", ["vllm", "sglang", "llamacpp"])
def test_a_server_is_known_by_what_it_says_of_itself(owner):
    with serving(chat(PROGRAM), owner=owner) as served:
        asking(served, server="auto").complete(REQUEST)
    assert FIELDS[owner](served.chats[0]) == GRAMMAR


@pytest.mark.parametrize("owner", [None, "somebody", "library"])
def test_a_server_that_does_not_say_what_it_is_gets_no_grammar(owner):
    with serving(chat(PROGRAM), owner=owner) as served:
        assert not asking(served, server="auto").complete(REQUEST).constrained
    assert set(served.chats[0]) == {"model", "messages", "max_tokens", "temperature"}


@pytest.mark.parametrize("status", [400, 422])
def test_a_server_that_takes_no_grammar_after_all_is_asked_without(status):
    with serving((status, b'{"error": "no grammars"}', {}), chat(PROGRAM), owner="llamacpp") as served:
        client = asking(served, server="auto")
        assert not client.complete(REQUEST).constrained
        assert not client.complete(REQUEST).constrained
    assert ["grammar" in body for body in served.chats] == [True, False, False]


def test_a_server_that_was_said_to_take_a_grammar_and_does_not_is_an_error():
    with serving((400, b'{"error": "no grammars"}', {})) as served:
        error = refusal(asking(served, server="vllm"))
    assert 'server = "plain"' in str(error)


def test_what_a_model_hands_to_the_tool_is_its_reply():
    call = {"id": "1", "type": "custom", "custom": {"name": "write_program", "input": PROGRAM}}
    with serving(chat(None, finish="tool_calls", tool_calls=[call])) as served:
        assert asking(served, server="openai").complete(REQUEST).text == PROGRAM
    assert served.chats[0]["max_completion_tokens"] == 64
