"""What a benchmark is: one declaration, from which the command `eval`, its help and its table are derived."""

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from vprog.api import Session
from vprog.diagnostics import Code, Diagnostic, InputError, near_match
from vprog.engine import Progress

Metrics = Mapping[str, float]
"""By name, in the order of the table: shares between 0 and 1 (float) and counts (int)."""


@dataclasses.dataclass(frozen=True)
class Request:
    """What is to be measured."""

    data: Path
    """The benchmark's folder, as its authors lay it out."""
    session: Session
    progress: Progress
    output: Path | None = None
    """Folder for the results in the benchmark's own format; None: none are kept."""
    limit: int | None = None
    """At most so many items."""
    knobs: Mapping[str, float | int] = dataclasses.field(default_factory=dict)
    reference: Path | None = None
    """Folder with results of another system, in the same format, to be measured beside; None: there is none."""


@dataclasses.dataclass(frozen=True)
class Report:
    """What came out: metrics of each item, in order, and of all together; empty where there is no truth to compare."""

    items: Mapping[str, Metrics]
    overall: Metrics
    notes: tuple[str, ...] = ()
    reference: "Report | None" = None
    """The same of the other system's results, by the same measure and truth."""

    def to_json(self) -> dict[str, Any]:
        """Give plain JSON data."""
        items = {name: dict(metrics) for name, metrics in self.items.items()}
        beside = {"reference": self.reference.to_json()} if self.reference else {}
        return {"items": items, "overall": dict(self.overall), "notes": list(self.notes), **beside}


@dataclasses.dataclass(frozen=True)
class Benchmark:
    """A benchmark that the system can be measured by."""

    name: str
    doc: str
    """One line: what is measured, and what the folder holds."""
    run: Callable[[Request], Report]
    knobs: Mapping[str, float | int] = dataclasses.field(default_factory=dict)
    """Settings that suit its material, the same for all of it; those of a request win."""


def evaluate(benchmark: Benchmark, request: Request) -> Report:
    """Measure, with the benchmark's own settings where the request says nothing else.

    Raises: InputError for a folder that holds nothing of the kind, and for unknown knobs.
    """
    return benchmark.run(dataclasses.replace(request, knobs={**benchmark.knobs, **request.knobs}))


def named(name: str, benchmarks: Mapping[str, Benchmark]) -> Benchmark:
    """Give the benchmark of that name.

    Raises: InputError with the near match.
    """
    if name not in benchmarks:
        near = near_match(name, benchmarks)
        hint = f"did you mean `{near}`?" if near else f"there are: {', '.join(benchmarks)}"
        raise InputError(Diagnostic(Code("VP0505"), f"there is no benchmark `{name}`", found=name, hint=hint))
    return benchmarks[name]
