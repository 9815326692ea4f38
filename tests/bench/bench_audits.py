"""Do audits tell programs that look from programs that guess? On `vprog synth`, with guesses made on purpose.

Makes clips and questions, runs the gold program of each question, the planner's, and programs that guess (see
`guesses.py`), and audits every answer that they give. A guess is detected when an audit fails; an audit that fails for
a gold program or the planner's whose answer is right is a false alarm. `--json` prints one JSON document.
"""

import argparse
import collections
import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import vprog
from tests.bench.bench_synth import verdict
from tests.bench.guesses import guesses
from vprog.audit import AUDITS, FAIL, audit
from vprog.benchmarks.synth import UNSERVED, Item, make_synth
from vprog.spec import Registry

HONEST = ("gold", "planner")
STAGES = (AUDITS[:5], AUDITS[5:])
"""Audits that need no picture come first: a guess that they find is not looked at again."""


def say(text: str = "", stream: Any = None) -> None:
    """Write a line."""
    (stream or sys.stdout).write(text + "\n")
    (stream or sys.stdout).flush()


def audited(
    folder: Path, items: Sequence[Item], session: vprog.Session, stages: Sequence[tuple[str, ...]] = STAGES
) -> Iterator[dict[str, Any]]:
    """Give, for each program that answers, its kind and which audit failed first; None for none."""
    registry = Registry.load()
    for item in items:
        record = item.record
        if not record["program"] or record["type"] in UNSERVED:
            continue
        say(record["question"], sys.stderr)
        names = record["video"] if isinstance(record["video"], list) else [record["video"]]
        videos = [folder / name for name in names]
        asked = {"question": record["question"], "choices": record.get("choices")}
        gold = session.run(record["program"], videos, **asked)
        programs = [("gold", gold)] if verdict(item, gold) == "right" else []
        programs += [(kind, session.run(text, videos, **asked)) for kind, text in guesses(record, registry).items()]
        planned = session.answer(videos, record["question"], choices=record.get("choices"))
        programs += [("planner", planned)] if verdict(item, planned) == "right" else []
        for kind, answer in programs:
            if answer.status in ("answered", "fallback"):
                failed, why = _first_failure(answer, session.cache, stages)
                yield {"kind": kind, "type": record["type"], "failed": failed, "why": why, **asked,
                       "program": answer.program}  # fmt: skip


def _first_failure(
    answer: vprog.Answer, cache: Path, stages: Sequence[tuple[str, ...]]
) -> tuple[str | None, str | None]:
    for stage in stages:
        (found,) = audit(answer.trace, only=stage, cache=cache)
        for one in found.verdicts:
            if one.verdict == FAIL:
                return one.audit, one.why
    return None, None


def report(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give counts by kind, and the two shares that matter."""
    kinds: dict[str, Any] = {}
    for kind in dict.fromkeys(r["kind"] for r in results):
        mine = [r for r in results if r["kind"] == kind]
        by = collections.Counter(r["failed"] for r in mine if r["failed"])
        kinds[kind] = {"audited": len(mine), "failed": sum(by.values()), "by": dict(by)}
    return {"kinds": kinds, "detected": _share(kinds, honest=False), "false_alarms": _share(kinds, honest=True)}


def _share(kinds: dict[str, Any], *, honest: bool) -> float | None:
    chosen = [counts for kind, counts in kinds.items() if (kind in HONEST) == honest]
    total = sum(counts["audited"] for counts in chosen)
    return round(sum(counts["failed"] for counts in chosen) / total, 4) if total else None


def show(table: dict[str, Any]) -> None:
    """Print the table."""
    say(f"{'program':<18} {'audited':>7} {'failed':>7} {'share':>7}  first audit that failed")
    for kind, counts in table["kinds"].items():
        by = ", ".join(f"{name} {count}" for name, count in sorted(counts["by"].items(), key=lambda one: -one[1]))
        share = counts["failed"] / counts["audited"]
        say(f"{kind:<18} {counts['audited']:>7} {counts['failed']:>7} {share:>7.1%}  {by}")
    detected, alarms = (table[key] for key in ("detected", "false_alarms"))
    say(f"\nguesses detected {detected or 0:.1%}, false alarms {alarms or 0:.1%}")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=12)
    parser.add_argument("--questions", type=int, default=48)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        items = make_synth(folder / "synth", given.clips, given.questions, given.seed)
        results = []
        # What was found until Ctrl-C is shown.
        with vprog.Session("embedded", cache=folder / "cache") as session, contextlib.suppress(KeyboardInterrupt):
            for result in audited(folder / "synth", items, session):
                results.append(result)
                if (result["kind"] in HONEST) == bool(result["failed"]):
                    say(json.dumps(result), sys.stderr)
    table = report(results)
    if given.json:
        say(json.dumps(table))
    else:
        show(table)


if __name__ == "__main__":
    main()
