"""Read a trace folder back."""

import dataclasses
import json
from pathlib import Path
from typing import Any

from vprog.diagnostics import Code, Diagnostic, InputError
from vprog.trace.writer import SCHEMA


class TraceError(InputError):
    """A folder that is no trace, or one of a newer version."""


@dataclasses.dataclass(frozen=True)
class Trace:
    """The events of a trace, in order, and access to the values beside them."""

    folder: Path
    events: tuple[dict[str, Any], ...]

    def of(self, event: str) -> tuple[dict[str, Any], ...]:
        """Give the records of one kind."""
        return tuple(e for e in self.events if e["event"] == event)

    def value(self, digest: str) -> bytes:
        """Give the canonical bytes of a value.

        Raises: TraceError when it is not in the folder.
        """
        path = self.folder / "values" / f"{digest}.json"
        if not digest.isalnum() or not path.is_file():
            raise _error(f"the trace {self.folder} holds no value {digest}", "the folder is incomplete: copy all of it")
        return path.read_bytes()

    @property
    def is_closed(self) -> bool:
        """Say whether the run that wrote it came to its end."""
        return bool(self.events) and self.events[-1]["event"] == "close"


def read_trace(folder: Path) -> Trace:
    """Read a trace folder. A last line cut short by a crash is left out.

    Raises: TraceError for anything that is no trace, or was written by a newer vprog.
    """
    try:
        lines = (folder / "trace.jsonl").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _error(f"{folder} is no trace: {error}", "give the folder that holds trace.jsonl") from error
    events = []
    for number, line in enumerate(lines, start=1):
        try:
            events.append(json.loads(line))
        except json.JSONDecodeError as error:
            if number < len(lines):
                raise _error(f"{folder}/trace.jsonl is damaged at line {number}", "run the program again") from error
    schema = events[0].get("schema") if events and isinstance(events[0], dict) else None
    if not isinstance(schema, int):
        raise _error(f"{folder}/trace.jsonl does not begin as a trace does", "give the folder of a trace")
    if schema > SCHEMA:
        message = f"{folder} has trace schema {schema}; this vprog reads up to {SCHEMA}"
        raise _error(message, "install a newer vprog")
    return Trace(folder, tuple(events))


def _error(message: str, hint: str) -> TraceError:
    return TraceError(Diagnostic(Code("VP0505"), message, hint=hint))
