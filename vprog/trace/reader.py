"""Read a trace folder back."""

import contextlib
import dataclasses
import json
from pathlib import Path
from typing import Any

from vprog.diagnostics import Code, Diagnostic, InputError
from vprog.trace.writer import SCHEMA

_AGAIN = "run the program again"


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
        message, hint = f"the trace {self.folder} holds no value {digest}", "the folder is incomplete: copy all of it"
        if not digest.isalnum():
            raise _error(message, hint)
        try:
            return (self.folder / "values" / f"{digest}.json").read_bytes()
        except OSError as error:
            raise _error(message, hint) from error

    @property
    def is_closed(self) -> bool:
        """Say whether the run that wrote it came to its end."""
        return bool(self.events) and self.events[-1]["event"] == "close"


def read_trace(folder: Path) -> Trace:
    """Read a trace folder. A last line cut short by a crash is left out.

    Raises: TraceError for anything that is no trace, or was written by a newer vprog.
    """
    path = folder / "trace.jsonl"
    try:
        *lines, last = path.read_bytes().split(b"\n")
    except OSError as error:
        message = f"{folder} is no trace: {error.strerror or error}"
        raise _error(message, "give the folder that holds trace.jsonl") from error
    records = [_record(line, f"{path} is damaged at line {number}") for number, line in enumerate(lines, start=1)]
    with contextlib.suppress(TraceError):
        records += [_record(last, "cut short")] if last else []
    schema = records[0].get("schema") if records and isinstance(records[0], dict) else None
    if type(schema) is not int or records[0].get("event") != "open":
        raise _error(f"{path} does not begin as a trace does", "give the folder of a trace")
    if schema > SCHEMA:
        message = f"{folder} has trace schema {schema}; this vprog reads up to {SCHEMA}"
        raise _error(message, "install a newer vprog")
    for number, record in enumerate(records, start=1):
        if not isinstance(record, dict) or not isinstance(record.get("event"), str):
            raise _error(f"{path} is damaged at line {number}: it holds no event", _AGAIN)
    return Trace(folder, tuple(records))


def _record(line: bytes, message: str) -> Any:
    try:
        return json.loads(line.decode("utf-8"))
    # Text that is neither UTF-8 nor JSON, a number of thousands of digits, brackets without end.
    except (ValueError, RecursionError) as error:
        raise _error(message, _AGAIN) from error


def _error(message: str, hint: str) -> TraceError:
    return TraceError(Diagnostic(Code("VP0505"), message, hint=hint))
