"""Two renderings of the same record: caret text for people, JSON for machines and repair prompts."""

from collections.abc import Sequence
from typing import Any

from vprog.diagnostics.diagnostic import Diagnostic


def one_line(diagnostic: Diagnostic) -> str:
    """Give `error[VP0201] at 2:5: message; hint` without the program text."""
    where = f" at {diagnostic.place.line}:{diagnostic.place.column}" if diagnostic.place else ""
    hint = f"; {diagnostic.hint}" if diagnostic.hint else ""
    return f"{diagnostic.severity.value}[{diagnostic.code}]{where}: {diagnostic.message}{hint}"


def as_text(diagnostics: Sequence[Diagnostic], source: str) -> str:
    """Give every diagnostic with its line and a caret below what it points at."""
    lines = source.split("\n")
    return "\n".join(_with_caret(d, lines) for d in diagnostics)


def _with_caret(diagnostic: Diagnostic, lines: Sequence[str]) -> str:
    head = f"{diagnostic.severity.value}[{diagnostic.code}]: {diagnostic.message}"
    place = diagnostic.place
    if place is None or not 1 <= place.line <= len(lines):
        return f"{head}\n  {diagnostic.hint}" if diagnostic.hint else head
    line = lines[place.line - 1]
    end = place.end_column if place.end_line == place.line else len(line) + 1
    width = max(1, end - place.column)
    number = f"{place.line:>3} | "
    # Tabs are kept in the indentation so that the caret stands under its target in any terminal.
    indent = "".join("\t" if char == "\t" else " " for char in line[: place.column - 1])
    caret = f"{' ' * (len(number) - 2)}| {indent}{'^' * width}"
    return f"{head}\n{number}{line}\n{caret}{' ' + diagnostic.hint if diagnostic.hint else ''}"


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
