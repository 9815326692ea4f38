"""What an audit found out."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

PASS, FAIL, NOT_APPLICABLE = "pass", "fail", "does not apply"


@dataclasses.dataclass(frozen=True)
class Verdict:
    """One audit of one answer.

    verdict: `pass`, `fail` or `does not apply`. why: one sentence. facts: what was measured, as JSON data. nodes_run:
    how many nodes were computed for it in the graph of the run; made worlds do not count.
    """

    audit: str
    verdict: str
    why: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    nodes_run: int = 0


@dataclasses.dataclass(frozen=True)
class Audit:
    """The audits of the answer to one question."""

    question: str | None
    answer: Any
    verdicts: tuple[Verdict, ...]

    @property
    def verdict(self) -> str:
        """Give `fail` when one audit failed, else `pass` when one passed, else `does not apply`."""
        found = {verdict.verdict for verdict in self.verdicts}
        return next((one for one in (FAIL, PASS) if one in found), NOT_APPLICABLE)

    def to_json(self) -> dict[str, Any]:
        """Give the audits as JSON data."""
        verdicts = [dataclasses.asdict(verdict) for verdict in self.verdicts]
        return {"question": self.question, "answer": self.answer, "verdict": self.verdict, "audits": verdicts}


def table(audit: Audit) -> str:
    """Give one line for each audit."""
    width = max((len(v.audit) for v in audit.verdicts), default=0)
    lines: Sequence[str] = [f"{v.audit:<{width}}  {v.verdict:<14}  {v.why}" for v in audit.verdicts]
    return "\n".join(lines)
