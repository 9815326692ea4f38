"""The reply in the JSON of a chat completion."""

import json
from typing import Any, Literal

from vprog.planner.llm.client import Reply, Request

_BYTES_A_TOKEN = 4
"""To estimate how many tokens a text has where the server does not count them."""


def read_reply(data: str, request: Request, *, constrained: bool) -> Reply | None:
    """Give the reply, or None for anything that is no chat completion.

    A tool that the model called with a text counts as its reply.
    """
    try:
        completion = json.loads(data)
        choice = completion["choices"][0]
        message = choice["message"]
        text = _called(message) or message.get("content") or message.get("refusal") or ""
        usage = completion.get("usage")
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return None
    if not isinstance(text, str):
        return None
    counts = _counted(usage)
    asked = sum(len(m.content.encode()) for m in request.messages) // _BYTES_A_TOKEN
    prompt_tokens, reply_tokens = counts or (asked, len(text.encode()) // _BYTES_A_TOKEN)
    finish: Literal["length", "stop"] = "length" if choice.get("finish_reason") == "length" else "stop"
    return Reply(text, prompt_tokens, reply_tokens, finish, estimated=counts is None, constrained=constrained)


def _called(message: Any) -> str | None:
    calls = message.get("tool_calls") or []
    return calls[0].get("custom", {}).get("input") if calls else None


def _counted(usage: Any) -> tuple[int, int] | None:
    found = (usage.get("prompt_tokens"), usage.get("completion_tokens")) if isinstance(usage, dict) else (None, None)
    return found if all(isinstance(n, int) and n >= 0 for n in found) else None  # type: ignore[return-value]
