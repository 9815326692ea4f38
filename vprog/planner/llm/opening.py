"""From settings to a planner."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from vprog.diagnostics import Code, Diagnostic, InputError
from vprog.planner.llm.client import Client
from vprog.planner.llm.hosted import OPENAI, OpenAIClient
from vprog.planner.llm.local import TransformersClient
from vprog.planner.llm.planner import LLMPlanner
from vprog.planner.llm.recording import RecordedClient, RecordingClient
from vprog.planner.llm.settings import FILE, KEY, OPENAI_KEY, PREFIX, Settings, read_settings
from vprog.planner.llm.spending import SpendingClient

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def open_llm_planner(arguments: Mapping[str, object] | None = None) -> LLMPlanner:
    """Give the planner that `vprog.toml`, the environment and the arguments describe; nothing is loaded or asked yet.

    Raises: InputError when they name no model, or are wrong.
    """
    settings = read_settings(arguments)
    return LLMPlanner(
        open_client(settings),
        examples=settings.examples,
        max_tokens=settings.max_tokens,
        fallback=settings.fallback == "rules",
    )


def open_client(settings: Settings, environment: Mapping[str, str] | None = None) -> Client:
    """Give the client that the settings describe. environment: where keys stand; by default that of this process.

    Raises: InputError when there is no model, or a budget of money without prices.
    """
    if settings.replay is not None:
        return RecordedClient(Path(settings.replay), prompt=settings.prompt)
    client: Client = _asking(settings, os.environ if environment is None else environment)
    if settings.budget_money is not None and not (settings.price_prompt or settings.price_reply):
        message = "a budget of money needs the prices of a million tokens"
        raise InputError(Diagnostic(Code("VP0505"), message, hint="set price_prompt and price_reply"))
    if settings.budget_tokens is not None or settings.budget_money is not None:
        client = SpendingClient(
            client,
            tokens=settings.budget_tokens,
            money=settings.budget_money,
            price_prompt=settings.price_prompt,
            price_reply=settings.price_reply,
        )
    return RecordingClient(client, Path(settings.record)) if settings.record else client


def _asking(settings: Settings, environment: Mapping[str, str]) -> Client:
    if settings.model is None:
        message = "no language model is configured"
        hint = (
            f"set {PREFIX}MODEL to a folder of a model, or {PREFIX}MODEL and {PREFIX}BASE_URL to those of a server; "
            f"or write them as `model` and `base_url` under [llm] in {FILE}"
        )
        raise InputError(Diagnostic(Code("VP0505"), message, hint=hint))
    if settings.base_url is None and settings.server != "openai":
        temperature = settings.temperature or 0.0
        return TransformersClient(
            settings.model,
            temperature=temperature,
            seed=settings.seed,
            device=settings.device,
            prompt=settings.prompt,
        )
    address = settings.base_url or OPENAI
    return OpenAIClient(
        settings.model,
        address,
        api_key=_key(settings, address, environment),
        server=settings.server,
        prompt=settings.prompt,
        temperature=settings.temperature,
        seed=settings.seed,
        timeout_s=settings.timeout_s,
        retries=settings.retries,
    )


def _key(settings: Settings, address: str, environment: Mapping[str, str]) -> str | None:
    """Give the key for an address. One that only a file names gets none, unless it is OpenAI's or this machine's."""
    parts = urlsplit(address)
    is_openai = (parts.scheme, parts.hostname) == ("https", urlsplit(OPENAI).hostname)
    if not (settings.trusted or is_openai or parts.hostname in _LOOPBACK):
        return None
    own = environment.get(OPENAI_KEY) if is_openai else None
    # A key read from a file often ends in a line's end, and what is wrong with a header is quoted in messages.
    return (environment.get(KEY) or own or "").strip() or None
