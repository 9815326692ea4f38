"""A server with the chat API of OpenAI: vLLM, SGLang, llama.cpp, Ollama, hosted services.

Nothing but the conversation is sent, and the key only to the address that was named beside it. The key stands in no
message, no reply and no trace, even where a server repeats it.
"""

import contextlib
import importlib.util
import json
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from vprog.diagnostics import Code, Diagnostic
from vprog.language import strict_grammar
from vprog.planner.llm.chat import read_reply
from vprog.planner.llm.client import ClientError, PromptStyle, Reply, Request
from vprog.planner.llm.lacking import import_extra
from vprog.planner.llm.refusals import refused, too_slow, unreachable, unreadable
from vprog.planner.llm.servers import server_of, with_grammar
from vprog.web import OFFLINE, forbidden

OPENAI = "https://api.openai.com/v1"
_MOST_BYTES = 4_000_000
_DETECTING_S = 5.0
_HIDDEN = "<key>"
_NAMES_OF_OPENAI = ("OpenAI-Organization", "OpenAI-Project")
_GRAMMAR_REFUSED = ("400", "422")


class OpenAIClient:
    """Asks a server for programs. Threads may share one."""

    def __init__(
        self,
        model: str,
        base_url: str = OPENAI,
        *,
        api_key: str | None = None,
        server: str = "auto",
        prompt: PromptStyle = "full",
        temperature: float | None = None,
        seed: int = 0,
        timeout_s: float = 60.0,
        retries: int = 2,
    ) -> None:
        """Name the model and the server; nothing is sent yet.

        server: which kind it is (see SERVERS). temperature: None for 0, or for what the model has where it can be no
        other. timeout_s: for each try. retries: after a failed connection, 429 and 5xx, with growing pauses.
        """
        self._model, self._base_url, self._key = model, base_url.rstrip("/"), api_key
        self._guessed = server == "auto"
        self._known: str | None = None if self._guessed else server
        self._temperature, self._seed = temperature, seed
        self._timeout_s, self._retries = timeout_s, retries
        self._lock = threading.Lock()
        self.prompt = prompt

    def __repr__(self) -> str:
        """Show the model and the server, never the key."""
        return f"OpenAIClient({self._model!r}, {self._base_url!r})"

    @property
    def model(self) -> str:
        """Give the name of the model."""
        return self._model

    def complete(self, request: Request) -> Reply:
        """Ask for a program, under the grammar where the server takes one.

        Raises: ClientError VP0611 when the server cannot be reached or is too slow, VP0612 when it refuses, VP0613 when
        its reply is none.
        """
        if forbidden():
            message = f"{OFFLINE} is set, which forbids asking {self._base_url}"
            raise ClientError(Diagnostic(Code("VP0611"), message, hint=f"unset {OFFLINE}, or use a local model"))
        server = self._kind()
        grammar = with_grammar(server, request.grammar or strict_grammar(request.registry))
        try:
            return self._ask(request, server, grammar)
        except ClientError as error:
            # A server that was only guessed to take a grammar is asked again without.
            if not (grammar and self._guessed and _refuses_grammar(error)):
                raise
        with self._lock:
            self._known = "plain"
        return self._ask(request, "plain", {})

    def _ask(self, request: Request, server: str, grammar: dict[str, Any]) -> Reply:
        bound = "max_completion_tokens" if server == "openai" else "max_tokens"
        arguments: dict[str, Any] = {bound: request.max_tokens}
        if self._temperature is not None or server != "openai":
            arguments["temperature"] = self._temperature or 0.0
        if self._temperature:
            arguments["seed"] = self._seed + request.sample
        messages = [{"role": message.role, "content": message.content} for message in request.messages]
        began_s = time.monotonic()
        with self._failures(began_s):
            sent = self._sdk().chat.completions.with_streaming_response.create(
                model=self._model, messages=messages, **arguments, **grammar
            )
            with sent as response:
                data = self._body(response, began_s)
        text = data.decode("utf-8", errors="replace")
        reply = read_reply(text.replace(self._key, _HIDDEN) if self._key else text, request, constrained=bool(grammar))
        if reply is None:
            raise ClientError(unreadable(self._base_url, self._hidden(text)))
        return reply

    def _body(self, response: Any, began_s: float) -> bytes:
        """Read what the server sends, so long as it is not too much and does not take too long."""
        data = bytearray()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > _MOST_BYTES:
                raise ClientError(unreadable(self._base_url, f"more than {_MOST_BYTES} bytes"))
            if time.monotonic() - began_s > self._timeout_s * (self._retries + 1):
                raise ClientError(too_slow(self._base_url, time.monotonic() - began_s))
        return bytes(data)

    def _kind(self) -> str:
        """Give the kind of the server, asking it once where nobody said."""
        with self._lock:
            if self._known is None:
                self._known = "openai" if self._is_openai else self._detected()
            return self._known or "plain"

    def _detected(self) -> str | None:
        """Give the kind that the server's list of models tells, or None when there was no connection."""
        openai = import_extra("openai")
        try:
            listed = self._sdk(_DETECTING_S, 0).models.with_raw_response.list().http_response.content
            return server_of(json.loads(listed))
        except openai.APIConnectionError:
            return None  # the request itself will say what is wrong
        except (openai.OpenAIError, ValueError, RecursionError):
            return "plain"

    @property
    def _is_openai(self) -> bool:
        return urlsplit(self._base_url).hostname == urlsplit(OPENAI).hostname

    def _sdk(self, timeout_s: float | None = None, retries: int | None = None) -> Any:
        openai = import_extra("openai")
        return openai.OpenAI(
            base_url=self._base_url,
            # The SDK wants one, and would take OpenAI's own from the environment, whatever the address is.
            api_key=self._key or "none",
            # Nor is any other server told what stands in the environment for OpenAI.
            default_headers=None if self._is_openai else dict.fromkeys(_NAMES_OF_OPENAI, openai.omit),
            timeout=timeout_s or self._timeout_s,
            max_retries=self._retries if retries is None else retries,
        )

    @contextlib.contextmanager
    def _failures(self, began_s: float) -> Iterator[None]:
        """Turn what goes wrong on the way into diagnostics."""
        openai = import_extra("openai")
        try:
            yield
        except openai.APITimeoutError as error:
            raise ClientError(too_slow(self._base_url, time.monotonic() - began_s)) from error
        except openai.APIConnectionError as error:
            raise ClientError(unreachable(self._base_url, self._hidden(str(error.__cause__ or error)))) from error
        except openai.APIStatusError as error:
            raise ClientError(
                refused(self._base_url, self._model, error.status_code, self._hidden(_said(error)))
            ) from error
        except openai.OpenAIError as error:
            raise ClientError(unreadable(self._base_url, self._hidden(str(error)))) from error
        except _transport_errors() as error:
            # While the body is read the SDK leaves these as they are.
            late = "Timeout" in type(error).__name__
            waited_s = time.monotonic() - began_s
            problem = too_slow(self._base_url, waited_s) if late else unreachable(self._base_url, str(error))
            raise ClientError(problem) from error

    def _hidden(self, text: str) -> str:
        return text.replace(self._key, _HIDDEN) if self._key else text


def _transport_errors() -> tuple[type[Exception], ...]:
    """Give the errors of the library below the SDK, which goes by either name."""
    names = [name for name in ("httpx", "httpx2") if importlib.util.find_spec(name)]
    return tuple(importlib.import_module(name).HTTPError for name in names)


def _said(error: Any) -> str:
    """Give what a server wrote beside its status: its message where there is one, else all of it."""
    body = error.body
    message = body.get("message") if isinstance(body, dict) else None
    return message if isinstance(message, str) else str(body or error.message)


def _refuses_grammar(error: ClientError) -> bool:
    return any(d.code == "VP0612" and d.found in _GRAMMAR_REFUSED for d in error.diagnostics)
