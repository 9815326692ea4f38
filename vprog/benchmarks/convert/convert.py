"""Convert a file of a benchmark: every program of it becomes one of ours, or is refused by name."""

import collections
import dataclasses
import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from vprog.benchmarks.convert import agqa, clevrer, star
from vprog.benchmarks.convert.refusal import Missing, NoCounterpartError
from vprog.benchmarks.convert.source import NO_VOCABULARY, Source, Vocabulary, read_json, unreadable
from vprog.benchmarks.convert.write import Body, Writer
from vprog.diagnostics import Code, Diagnostic, OutsideError
from vprog.language.syntax import Expression
from vprog.spec import Registry


@dataclasses.dataclass(frozen=True)
class Benchmark:
    """How one benchmark's files are read and its programs translated.

    vocabulary: reads the benchmark's own lists of names, where its programs need them.
    """

    layout: str
    sources: Callable[[Any], Iterator[Source]]
    translate: Callable[[str | tuple[str, ...], Writer, Vocabulary], Expression]
    vocabulary: Callable[[Path], Vocabulary] | None = None


BENCHMARKS = {
    "agqa": Benchmark(agqa.LAYOUT, agqa.sources, agqa.translate, agqa.read_vocabulary),
    "clevrer": Benchmark(clevrer.LAYOUT, clevrer.sources, clevrer.translate),
    "star": Benchmark(star.LAYOUT, star.sources, star.translate, star.read_vocabulary),
}


@dataclasses.dataclass(frozen=True)
class Converted:
    """A program of ours, and the one that it came from."""

    source: Source
    program: str


@dataclasses.dataclass(frozen=True)
class Refused:
    """A program that has no counterpart, and what stands in its way."""

    source: Source
    missing: tuple[Missing, ...]


@dataclasses.dataclass(frozen=True)
class Report:
    """What became of a file, in its order."""

    converted: tuple[Converted, ...]
    refused: tuple[Refused, ...]

    @property
    def by_operation(self) -> dict[Missing, int]:
        """Give how many programs each operation stands in the way of, the most frequent first."""
        counts = collections.Counter(m for r in self.refused for m in dict.fromkeys(r.missing))
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0].operation, item[0].why)))


def convert_file(benchmark: str, path: Path, registry: Registry, vocabulary: Path | None = None) -> Report:
    """Convert every program of a file.

    benchmark: a name of BENCHMARKS. vocabulary: where the benchmark's own lists of names are, for those that have them.
    Raises: InputError when a file is not of the form that the benchmark publishes.
    """
    format_ = BENCHMARKS[benchmark]
    names = format_.vocabulary(vocabulary) if vocabulary and format_.vocabulary else NO_VOCABULARY
    content = read_json(path)
    try:
        found = list(format_.sources(content))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        cause = f"it lacks {error}" if isinstance(error, LookupError) else str(error)
        raise unreadable(path, cause, format_.layout) from error
    if not found:
        raise unreadable(path, "it holds no program", format_.layout)

    # Many questions of a benchmark are about the same: each program is translated once.
    @functools.cache
    def translated(program: str | tuple[str, ...]) -> Body | tuple[Missing, ...]:
        writer = Writer()
        try:
            return writer.body(format_.translate(program, writer, names), registry)
        except NoCounterpartError as error:
            return error.missing

    converted, refused = [], []
    for source in found:
        given = translated(source.program)
        if isinstance(given, Body):
            converted.append(Converted(source, source.header(str(given.answer_type)) + given.text))
        else:
            refused.append(Refused(source, given))
    return Report(tuple(converted), tuple(refused))


def write_programs(report: Report, folder: Path) -> tuple[Path, ...]:
    """Write a file for each converted program into a folder, which is made; give their paths, in order.

    Files of the same names are replaced.
    Raises: OutsideError naming what cannot be written, and why.
    """
    paths, taken = [], collections.Counter[str]()
    for one in report.converted:
        taken[one.source.name] += 1
        again = taken[one.source.name]
        paths.append(folder / f"{one.source.name}{f'-{again}' if again > 1 else ''}.vp")
    path = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, one in zip(paths, report.converted, strict=True):
            path.write_text(one.program, encoding="utf-8", newline="\n")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}"
        raise OutsideError(Diagnostic(Code("VP0505"), message, found=str(path))) from error
    return tuple(paths)
