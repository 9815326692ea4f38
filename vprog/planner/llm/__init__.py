"""Programs by any language model: clients, prompts, constrained decoding, configuration, recorded calls."""

from vprog.planner.llm.client import Client, ClientError, Message, Reply, Request
from vprog.planner.llm.hosted import OpenAIClient
from vprog.planner.llm.local import TransformersClient
from vprog.planner.llm.planner import LLMPlanner
from vprog.planner.llm.recording import RecordedClient, RecordingClient
from vprog.planner.llm.settings import Settings, read_settings
from vprog.planner.llm.spending import SpendingClient

__all__ = [
    "Client",
    "ClientError",
    "LLMPlanner",
    "Message",
    "OpenAIClient",
    "RecordedClient",
    "RecordingClient",
    "Reply",
    "Request",
    "Settings",
    "SpendingClient",
    "TransformersClient",
    "read_settings",
]
