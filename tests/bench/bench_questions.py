"""Plan every question of the question sets; nothing is run. Exit code 1 when a program is invalid.

The folder holds `questions/*.jsonl`, one question with `question`, `type` and perhaps `choices` on each line. Each is

planned    a program that parses, checks without a word, lowers to a graph that every pass leaves sound, and whose
           lines stand in the strict grammar
declined   no program, and a reason
refused    beyond the limits: too long, or too many choices
invalid    a program that breaks any of this; there must be none

Reasons are counted without the words and numbers of the question that they quote. Words of planned questions that stand
in no form in the program are counted too: an operator may say them, or they were passed over.
"""

import argparse
import collections
import dataclasses
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lark import Lark
from lark.exceptions import UnexpectedInput

from tests.bench.bench_clips import DATA
from tests.bench.tables import share, table
from vprog.diagnostics import Diagnostic, InputError, ProgramError
from vprog.graph import lower, optimise
from vprog.language import check, grammar_text
from vprog.planner import plan
from vprog.spec import Registry

ENDS = ("planned", "declined", "refused", "invalid")
_QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|\d+")
_STEM = 4
"""Words are one word when they begin with so many equal letters."""
_SAID_AGAIN = "; understood are "
"""What stands behind it in a reason is the same in each."""


@dataclasses.dataclass(frozen=True)
class Planned:
    """What became of one question."""

    name: str
    item: Mapping[str, Any]
    end: str
    program: str | None
    why: str | None
    word: str | None
    """The word of the question that it was declined for."""
    seconds: float


class Judge:
    """Plans questions and checks what comes of it."""

    def __init__(self) -> None:
        self.registry = Registry.load()
        self._strict = Lark(grammar_text("strict.lark"), parser="lalr")
        plan("How many people are there?", None, self.registry)  # word lists and grammars are loaded now

    def planned(self, name: str, item: Mapping[str, Any]) -> Planned:
        """Give what became of a question of the set `name`."""
        began = time.perf_counter()
        try:
            made = plan(item["question"], item.get("choices"), self.registry)
        except InputError as error:
            return Planned(name, item, "refused", None, _said(error.diagnostics), None, time.perf_counter() - began)
        except ProgramError as error:
            found = error.diagnostics[0].found
            return Planned(name, item, "invalid", found, _said(error.diagnostics), None, time.perf_counter() - began)
        took_s = time.perf_counter() - began
        if made.program is None:
            word = next((d.found for d in made.diagnostics), None)
            return Planned(name, item, "declined", None, made.reason or "no reason at all", word, took_s)
        wrong = self.wrong(made.program)
        return Planned(name, item, "invalid" if wrong else "planned", made.program, wrong, None, took_s)

    def wrong(self, program: str) -> str | None:
        """Say what is wrong with a program, or give None."""
        checked = check(program, self.registry)
        if checked.typed is None or checked.diagnostics:
            return _said(checked.diagnostics)
        try:
            optimise(lower(checked.typed), self.registry)
            self._strict.parse("".join(line for line in program.splitlines(keepends=True) if not line.startswith("#")))
        except (ProgramError, UnexpectedInput) as error:
            return str(error)
        return None


def _said(problems: Iterable[Diagnostic]) -> str:
    return "; ".join(f"{d.code} {d.message}" for d in problems)


def reason(why: str) -> str:
    """Give a reason without the words of one question."""
    return _QUOTED.sub("…", why.partition(_SAID_AGAIN)[0].removeprefix("not understood: "))


def unwritten(found: Iterable[Planned]) -> dict[str, tuple[int, str]]:
    """Give the words that are in questions but in no form in their programs: how often, and the last such question."""
    words: dict[str, tuple[int, str]] = {}
    for one in found:
        body = "".join(line for line in (one.program or "").splitlines() if not line.startswith("#"))
        written = {word[:_STEM] for word in re.findall(r"[a-z]+", body.lower())}
        for word in set(re.findall(r"[a-z]+", one.item["question"].lower())) if body else ():
            if word[:_STEM] not in written:
                words[word] = words.get(word, (0, ""))[0] + 1, one.item["question"]
    return dict(sorted(words.items(), key=lambda entry: (-entry[1][0], entry[0])))


def counted(found: Iterable[Planned]) -> dict[str, int]:
    ends = collections.Counter(p.end for p in found)
    return {end: ends[end] for end in ENDS}


def summary(found: Sequence[Planned]) -> dict[str, Any]:
    sets: dict[str, list[Planned]] = {}
    for one in found:
        sets.setdefault(one.name, []).append(one)
    took = [p.seconds for p in found]
    slowest = max(found, key=lambda p: p.seconds)
    reasons = collections.Counter(reason(p.why or "") for p in found if p.end in ("declined", "refused"))
    return {
        "questions": len(found),
        **counted(found),
        "sets": {name: counted(group) | {"types": _by_type(group)} for name, group in sets.items()},
        "seconds": {
            "median": round(statistics.median(took), 5),
            "max": round(slowest.seconds, 4),
            "slowest": slowest.item["question"],
            "all": round(sum(took), 1),
        },
        "reasons": dict(reasons.most_common()),
        "words": dict(collections.Counter(p.word for p in found if p.word).most_common()),
        "unwritten": unwritten(found),
        "invalid_programs": [
            {"set": p.name, "id": p.item["id"], "question": p.item["question"], "program": p.program, "why": p.why}
            for p in found
            if p.end == "invalid"
        ],
    }


def _by_type(group: Iterable[Planned]) -> dict[str, dict[str, int]]:
    types: dict[str, list[Planned]] = {}
    for one in group:
        types.setdefault(str(one.item.get("type")), []).append(one)
    return {name: counted(types[name]) for name in sorted(types)}


def as_text(report: Mapping[str, Any], most: int) -> str:
    def row(name: str, counts: Mapping[str, int]) -> tuple[object, ...]:
        total = sum(counts[end] for end in ENDS)
        return name, total, *(counts[end] for end in ENDS), share(counts["planned"], total)

    rows = [row("all", report)]
    for name, counts in report["sets"].items():
        rows.append(row(name, counts))
        rows += [row(f"  {kind}", some) for kind, some in counts["types"].items() if len(counts["types"]) > 1]
    timed = report["seconds"]
    slowest = f"{1000 * timed['max']:.0f} ms for {timed['slowest'][:200]!r}"
    parts = [
        table(("set and type", "questions", *ENDS, "share"), rows),
        f"per question: median {1000 * timed['median']:.1f} ms, at most {slowest}",
        table(("why there is no program", "times"), list(report["reasons"].items())[:most]),
        table(("word it stopped at", "times"), list(report["words"].items())[:most]),
        table(
            ("word in no form in the program", "times", "for instance"),
            [
                (word, times, " ".join(question.split())[:90])
                for word, (times, question) in list(report["unwritten"].items())[:most]
            ],
        ),
    ]
    for bad in report["invalid_programs"]:
        parts.append(f"INVALID {bad['set']} {bad['id']} {bad['question']}\n{bad['why']}\n{bad['program']}")
    return "\n\n".join(parts)


def drawn(found: Sequence[Planned], count: int, seed: int) -> str:
    """Give programs drawn at random beside their questions, for reading."""
    programs = [p for p in found if p.program is not None]
    some = random.Random(seed).sample(programs, min(count, len(programs)))
    return "\n\n".join(_shown(p) for p in some)


def _shown(one: Planned) -> str:
    lines = [f"{one.name} {one.item['id']} [{one.item.get('type')}]", f"  {one.item['question']}"]
    lines += [f"  {key} {one.item[key]!r}" for key in ("choices", "answer", "grounding") if key in one.item]
    body = (line for line in (one.program or "").splitlines() if not line.startswith("#"))
    return "\n".join((*lines, *(f"  | {line}" for line in body)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="holds questions/ (default: %(default)s)")
    parser.add_argument("--set", action="append", dest="sets", help="only this set; may be repeated")
    parser.add_argument("--reasons", type=int, default=40, help="how many reasons to list (default: %(default)s)")
    parser.add_argument("--draw", type=int, default=0, help="print so many programs drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    judge = Judge()
    found = [
        judge.planned(path.stem, json.loads(line))
        for path in sorted((options.data / "questions").glob("*.jsonl"))
        if not options.sets or path.stem in options.sets
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    report = summary(found)
    if options.json:
        sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(as_text(report, options.reasons) + "\n")
        if options.draw:
            sys.stdout.write("\n" + drawn(found, options.draw, options.seed) + "\n")
    return 1 if report["invalid"] else 0


if __name__ == "__main__":
    sys.exit(main())
