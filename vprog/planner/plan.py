"""What a planner gives: a program, or the reason why there is none."""

import dataclasses
from typing import Any

from vprog.diagnostics import Diagnostic
from vprog.values import Shown


@dataclasses.dataclass(frozen=True)
class Call:
    """One request to a language model and its reply, as traces and recordings keep them. It holds no key."""

    model: str
    request: str
    """Digest of the request: equal requests have equal ones, whatever model is asked."""
    messages: tuple[tuple[str, str], ...]
    """Role and content of each."""
    reply: str
    prompt_tokens: int
    reply_tokens: int
    finish: str
    estimated: bool
    """The server did not count the tokens."""
    constrained: bool = False
    """Written under a grammar."""

    def to_json(self) -> dict[str, Any]:
        """Give the call as plain JSON data."""
        return dataclasses.asdict(self) | {"messages": [list(message) for message in self.messages]}


@dataclasses.dataclass(frozen=True)
class Plan(Shown):
    """A checked program in strict form, or None with a reason that tells what was not understood."""

    program: str | None
    reason: str | None
    diagnostics: tuple[Diagnostic, ...] = ()
    planner: str = "rules"
    """Who wrote it; goes into the trace."""
    calls: tuple[Call, ...] = ()
    """What language models were asked for it, in order."""
    draft: str | None = None
    """What a language model wrote that does not check."""
    fallback: bool = False
    """True when the planner that was asked for gave nothing, and another one wrote the program."""

    @property
    def llm_tokens(self) -> int:
        """Give how many tokens language models read and wrote for it."""
        return sum(call.prompt_tokens + call.reply_tokens for call in self.calls)


class NotUnderstoodError(Exception):
    """Raised inside a planner where a question goes beyond what it covers; never leaves it."""

    def __init__(self, why: str, word: str = "") -> None:
        """Keep why, and the word of the question that it was about, if it was one."""
        super().__init__(why)
        self.why = why
        self.word = word
