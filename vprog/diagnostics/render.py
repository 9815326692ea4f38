"""Two renderings of the same record: caret text for people, JSON for machines and repair prompts."""

from collections.abc import Mapping, Sequence
from typing import Any

from vprog.diagnostics.codes import Code
from vprog.diagnostics.diagnostic import Diagnostic, Place, Severity
from vprog.diagnostics.printable import on_one_line, printable

_MOST_SHOWN = 100
"""Whoever meets more mistakes than that in one program does not read them one by one."""
_LINE_CHARS = 160
"""A longer line is cut around its caret."""
_LEAD_CHARS = 60
"""How much of a cut line stands before the caret."""
_PLACE = ("line", "column", "end_line", "end_column")


def one_line(diagnostic: Diagnostic) -> str:
    """Give `error[VP0201] at 2:5: message; hint` without the program text."""
    where = f" at {diagnostic.place.line}:{diagnostic.place.column}" if diagnostic.place else ""
    hint = f"; {diagnostic.hint}" if diagnostic.hint else ""
    return on_one_line(f"{diagnostic.severity.value}[{diagnostic.code}]{where}: {diagnostic.message}{hint}")


def as_text(diagnostics: Sequence[Diagnostic], source: str) -> str:
    """Give the first hundred diagnostics, each with its line and a caret below what it points at."""
    lines = source.split("\n")
    shown = [_with_caret(d, lines) for d in diagnostics[:_MOST_SHOWN]]
    more = len(diagnostics) - len(shown)
    return "\n".join([*shown, f"and {more} more"] if more else shown)


def _with_caret(diagnostic: Diagnostic, lines: Sequence[str]) -> str:
    head = printable(f"{diagnostic.severity.value}[{diagnostic.code}]: {diagnostic.message}")
    hint = printable(diagnostic.hint or "")
    place = diagnostic.place
    if place is None or not 1 <= place.line <= len(lines):
        return f"{head}\n  {hint}" if hint else head
    line = lines[place.line - 1].removesuffix("\r")
    end = place.end_column if place.end_line == place.line else len(line) + 1
    before, target, after = _cut(line, place.column - 1, max(place.column, end - 1))
    number = f"{place.line:>3} | "
    # Tabs are kept in the indentation so that the caret stands under its target in any terminal.
    indent = "".join("\t" if char == "\t" else " " for char in before)
    caret = f"{' ' * (len(number) - 2)}| {indent}{'^' * max(1, len(target))}"
    return f"{head}\n{number}{before}{target}{after}\n{caret}{f' {hint}' if hint else ''}"


def _cut(line: str, start: int, end: int) -> tuple[str, str, str]:
    """Give what of a line is shown before, in and behind the stretch that a caret points at."""
    first, last = 0, len(line)
    if last > _LINE_CHARS:
        first = max(0, min(start - _LEAD_CHARS, last - _LINE_CHARS))
        last = min(last, first + _LINE_CHARS)
    before, target, after = line[first:start], line[start : min(end, last)], line[min(end, last) : last]
    left, right = "…" * (first > 0), "…" * (last < len(line))
    return left + printable(before), printable(target), printable(after) + right


def as_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """Give the JSON record of a diagnostic; keys without a value are left out, but for the place."""
    place = diagnostic.place
    record: dict[str, Any] = {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "end_line": place.end_line if place else None,
        "end_column": place.end_column if place else None,
    }
    extras = {"found": diagnostic.found, "expected": diagnostic.expected, "hint": diagnostic.hint}
    return record | {key: value for key, value in extras.items() if value is not None}


def from_json(record: Mapping[str, Any]) -> Diagnostic:
    """Give back the diagnostic of a record that `as_json` made.

    Raises: KeyError, ValueError for any other record.
    """
    place = None if record["line"] is None else Place(*(record[key] for key in _PLACE))
    extras = {key: record.get(key) for key in ("found", "expected", "hint")}
    severity = Severity(record["severity"])
    return Diagnostic(Code(record["code"]), record["message"], place, severity, **extras)
