"""Rules of repair: each proposes edits for the diagnostics that it is declared for."""

import dataclasses
from collections.abc import Callable, Iterator

from vprog.diagnostics import Diagnostic
from vprog.refine.draft import Draft, Proposal

UNREAD = ("VP0101", "VP0102", "VP0103", "VP0105")
"""Codes of a line that does not parse."""
Propose = Callable[[Draft, Diagnostic], Iterator[Proposal]]


@dataclasses.dataclass(frozen=True)
class Rule:
    """What to try where the checker reports one of some codes."""

    codes: frozenset[str]
    propose: Propose


def rule(*codes: str) -> Callable[[Propose], Rule]:
    """Declare a function as the rule for some codes."""
    return lambda propose: Rule(frozenset(codes), propose)
