"""A language model whose replies are known beforehand."""

from vprog.planner.llm import Reply, Request


class Scripted:
    """Gives one reply after the other, the last one for good, and keeps what it was asked."""

    prompt = "full"
    model = "scripted"

    def __init__(self, *replies: str | Reply) -> None:
        self._replies = [r if isinstance(r, Reply) else Reply(r, 10, 5) for r in replies]
        self.asked: list[Request] = []

    def complete(self, request: Request) -> Reply:
        """Give the next reply."""
        self.asked.append(request)
        return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
