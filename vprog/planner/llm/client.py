"""What a planner asks of a language model, and what it gets back, whichever model it is."""

import dataclasses
import hashlib
import json
from typing import Literal, Protocol, runtime_checkable

from vprog.diagnostics import OutsideError
from vprog.spec import Registry

PromptStyle = Literal["full", "question"]
"""`full`: rules, modules, examples and the question; `question`: that alone, for a model trained on programs."""


class ClientError(OutsideError):
    """A language model gave nothing that can be used; the diagnostic says why."""


@dataclasses.dataclass(frozen=True)
class Message:
    """One turn of the conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclasses.dataclass(frozen=True)
class Request:
    """What a model is asked for: the continuation of a conversation by one program, or by one sentence of a grammar.

    registry: what a program may call; clients that take a grammar make it of this. sample: which of several programs
    for one conversation; it moves the seed. grammar: in Lark's notation, of one line and the line feed behind it, where
    not a program is wanted.
    """

    messages: tuple[Message, ...]
    registry: Registry = dataclasses.field(repr=False)
    max_tokens: int = 512
    sample: int = 0
    grammar: str | None = dataclasses.field(default=None, repr=False)

    @property
    def digest(self) -> str:
        """Give what tells requests apart, whatever model is asked: a SHA-256."""
        content = [[message.role, message.content] for message in self.messages]
        text = json.dumps([content, self.max_tokens, self.sample, self.grammar], separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()


@dataclasses.dataclass(frozen=True)
class Reply:
    """What a model wrote.

    finish: `stop` when it came to its end, `ended` when the bound on tokens was near and the last line was put short,
    `length` when it was cut. estimated: the server did not count the tokens. constrained: written under a grammar.
    """

    text: str
    prompt_tokens: int
    reply_tokens: int
    finish: Literal["stop", "ended", "length"] = "stop"
    estimated: bool = False
    constrained: bool = False


@runtime_checkable
class Client(Protocol):
    """A language model that can be asked."""

    @property
    def prompt(self) -> PromptStyle:
        """Give how it wants to be asked."""
        ...

    @property
    def model(self) -> str:
        """Give the name of the model, as the trace keeps it."""
        ...

    def complete(self, request: Request) -> Reply:
        """Ask.

        Raises: ClientError.
        """
        ...
