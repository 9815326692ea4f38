"""From a question to a program."""
import dataclasses
from collections.abc import Sequence
from vprog.spec import Registry
from vprog.diagnostics import Diagnostic

@dataclasses.dataclass(frozen=True)
class Plan:
    program: str | None
    reason: str | None
    diagnostics: tuple[Diagnostic, ...] = ()
    planner: str = "rules"

def plan(question: str, choices: Sequence[str] | None, registry: Registry) -> Plan:
    return Plan('tracks_people = track(detect(video, "person"))\nanswer = count(tracks_people)\n', None)
