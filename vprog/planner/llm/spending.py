"""A bound on the tokens and the money that all calls of a client may take together."""

import threading

from vprog.diagnostics import Code, Diagnostic
from vprog.planner.llm.client import Client, ClientError, PromptStyle, Reply, Request

_BYTES_A_TOKEN = 3
"""Of a prompt that is not sent yet; rather too many tokens than too few."""


class SpendingClient:
    """Asks another client until the budget is spent.

    A request is made only where it fits with a reply of full length; what it took is counted as the server counts it.
    """

    def __init__(
        self,
        client: Client,
        *,
        tokens: int | None = None,
        money: float | None = None,
        price_prompt: float = 0.0,
        price_reply: float = 0.0,
    ) -> None:
        """Set the bounds; None for none. price_prompt, price_reply: for a million tokens, in the unit of `money`."""
        self._client = client
        self._tokens, self._money = tokens, money
        self._price_prompt, self._price_reply = price_prompt / 1e6, price_reply / 1e6
        self._spent_tokens, self._spent_money = 0, 0.0
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
        """Ask.

        Raises: ClientError VP0614 when what is left is not enough, else as the client does.
        """
        prompt_tokens = sum(len(message.content.encode()) for message in request.messages) // _BYTES_A_TOKEN
        with self._lock:
            self._refuse_beyond(prompt_tokens, request.max_tokens)
            # Held until the reply is there: other threads must not spend it meanwhile.
            self._count(prompt_tokens, request.max_tokens)
        try:
            reply = self._client.complete(request)
        except BaseException:
            self._count_late(-prompt_tokens, -request.max_tokens)
            raise
        self._count_late(reply.prompt_tokens - prompt_tokens, reply.reply_tokens - request.max_tokens)
        return reply

    def _refuse_beyond(self, prompt: int, reply: int) -> None:
        if self._tokens is not None and self._spent_tokens + prompt + reply > self._tokens:
            left = self._tokens - self._spent_tokens
            message = f"the next call may take {prompt + reply} tokens; {left} of {self._tokens} are left"
            raise ClientError(_spent(message, "raise budget_tokens, or lower max_tokens"))
        money = self._cost(prompt, reply)
        if self._money is not None and self._spent_money + money > self._money:
            left_money = self._money - self._spent_money
            message = f"the next call may cost {money:.4f}; {left_money:.4f} of {self._money:g} are left"
            raise ClientError(_spent(message, "raise budget_money, or lower max_tokens"))

    def _count_late(self, prompt: int, reply: int) -> None:
        with self._lock:
            self._count(prompt, reply)

    def _count(self, prompt: int, reply: int) -> None:
        self._spent_tokens += prompt + reply
        self._spent_money += self._cost(prompt, reply)

    def _cost(self, prompt: int, reply: int) -> float:
        return prompt * self._price_prompt + reply * self._price_reply


def _spent(message: str, hint: str) -> Diagnostic:
    return Diagnostic(Code("VP0614"), message, hint=hint)
