"""Calls that are kept, and answered again without a model."""

import collections
import json
import threading
from pathlib import Path
from typing import Any

from vprog.diagnostics import Code, Diagnostic, InputError, OutsideError
from vprog.planner.llm.client import Client, ClientError, PromptStyle, Reply, Request
from vprog.planner.llm.planner import call_of
from vprog.trace import read_trace

_EVENT = "llm_call"
"""What a trace calls such a record."""


class RecordingClient:
    """Asks another client, and appends each call to a file, as one line of JSON."""

    def __init__(self, client: Client, file: Path) -> None:
        """Name the file; it is made with the first call."""
        self._client, self._file = client, file
        self._lock = threading.Lock()

    @property
    def prompt(self) -> PromptStyle:
        """Give how the client wants to be asked."""
        return self._client.prompt

    @property
    def model(self) -> str:
        """Give the name of the model."""
        return self._client.model

    def complete(self, request: Request) -> Reply:
        """Ask, and keep what came.

        Raises: OutsideError when the file cannot be written, else as the client does.
        """
        reply = self._client.complete(request)
        line = json.dumps({"event": _EVENT, **call_of(self.model, request, reply).to_json()}, separators=(",", ":"))
        try:
            with self._lock, self._file.open("a", encoding="ascii") as file:
                file.write(line + "\n")
        except OSError as error:
            message = f"the recording {self._file} cannot be written: {error.strerror or error}"
            raise OutsideError(Diagnostic(Code("VP0505"), message, found=str(self._file))) from error
        return reply


class RecordedClient:
    """Gives the replies of a recording, or of a trace folder, to equal requests; no model is asked.

    Where equal requests were made several times, their replies come in the order in which they came, the last one for
    good.
    """

    def __init__(self, path: Path, *, prompt: PromptStyle = "full") -> None:
        """Read a recording or the folder of a trace.

        Raises: InputError when it is neither.
        """
        self._path = path
        self.prompt = prompt
        self._replies: dict[str, collections.deque[Reply]] = {}
        self._lock = threading.Lock()
        models: dict[str, None] = {}
        for record in _records(path):
            try:
                self._replies.setdefault(record["request"], collections.deque()).append(_reply(record))
                models[str(record["model"])] = None
            except (KeyError, TypeError) as error:
                raise _unreadable(path, f"a call lacks {error}") from error
        self._model = ", ".join(models) or "none"

    @property
    def model(self) -> str:
        """Give the name of the model that was asked then."""
        return self._model

    def complete(self, request: Request) -> Reply:
        """Give the reply to an equal request.

        Raises: ClientError VP0615 when there was none.
        """
        with self._lock:
            replies = self._replies.get(request.digest)
            if replies is None:
                message = (
                    f"{self._path} holds no call like this one: the question, the examples or a module has changed"
                )
                hint = "ask a model again and record it"
                raise ClientError(Diagnostic(Code("VP0615"), message, found=request.digest[:12], hint=hint))
            return replies.popleft() if len(replies) > 1 else replies[0]


def _records(path: Path) -> list[dict[str, Any]]:
    if path.is_dir():
        return list(read_trace(path).of(_EVENT))
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        records = [json.loads(line) for line in lines if line.strip()]
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, "it is no JSON Lines") from error
    if not all(isinstance(record, dict) for record in records):
        raise _unreadable(path, "a line holds no call")
    return records


def _reply(record: dict[str, Any]) -> Reply:
    return Reply(
        str(record["reply"]),
        int(record["prompt_tokens"]),
        int(record["reply_tokens"]),
        record["finish"],
        bool(record["estimated"]),
        bool(record["constrained"]),
    )


def _unreadable(path: Path, cause: str) -> InputError:
    hint = "give the folder of a trace, or a file that `record` wrote"
    return InputError(
        Diagnostic(Code("VP0505"), f"{path} holds no recorded calls: {cause}", found=str(path), hint=hint)
    )
