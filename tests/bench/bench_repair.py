"""Break right programs in every class of fault and repair them with no language model; exit code 1 when one is worse.

same      repaired to a program that lowers to the graph of the right one
another   repaired to another program that checks
refused   no program, and a reason
worse     the repair does not check, or a program that checked was changed; there must be none

Then programs that check and answer another question: mended to the right one (same), to another, only noticed, or not.
"""

import argparse
import collections
import json
import statistics
import sys
import time
from collections.abc import Iterable, Mapping
from typing import Any

from tests.bench.tables import share, table
from tests.grammar import corpora
from tests.refine.faults import REGISTRY, Broken, Doubtful, broken, doubtful, sources
from vprog.graph import graph_id, lower, optimise
from vprog.language import check
from vprog.refine import Repair, fix, mend

ENDS = ("same", "another", "refused", "worse")
Record = dict[str, Any]


def meaning(source: str) -> str | None:
    """Give what a program computes, or None for one that does not check."""
    typed = check(source, REGISTRY).typed
    return None if typed is None else graph_id(optimise(lower(typed), REGISTRY), REGISTRY)


def end_of(one: Broken, found: Repair) -> str:
    """Say what became of a broken program."""
    if found.program is None:
        return "refused"
    said = meaning(found.program)
    if said is None:
        return "worse"
    return "same" if said == meaning(one.right) else "another"


def tried(one: Broken) -> Record:
    """Repair one broken program."""
    began = time.perf_counter()
    found = fix(one.wrong, REGISTRY)
    took_s = time.perf_counter() - began
    record = {"fault": one.fault, "name": one.name, "end": end_of(one, found), "seconds": round(took_s, 4)}
    return record | {
        "right": one.right,
        "wrong": one.wrong,
        "program": found.program,
        "reason": found.reason,
        "edits": [edit.name for edit in found.edits],
    }


def untouched() -> list[str]:
    """Give the right programs that a repair changed."""
    return [name for name, right in sources().items() if fix(right, REGISTRY).program != right]


def doubted(one: Doubtful) -> Record:
    """Look through one program that checks and answers another question, and mend it."""
    found = mend(one.wrong, REGISTRY, one.question, one.choices)
    end = "same" if meaning(found.program or "") == meaning(one.right) else "another" if found.changed else "noticed"
    return {"fault": one.fault, "name": one.name, "end": end if found.diagnostics else "unnoticed"}


def by_others() -> dict[str, int]:
    """Count what becomes of the corpus of rejected programs, which is made for the grammar and not for this."""
    repaired = [fix(corpora.read(path), REGISTRY).program is not None for path in corpora.programs("reject")]
    return {"repaired": sum(repaired), "refused": len(repaired) - sum(repaired)}


def doubts_table(records: Iterable[Record]) -> str:
    ends = ("same", "another", "noticed", "unnoticed")
    counts = collections.defaultdict(collections.Counter)
    for record in records:
        counts[record["fault"]][record["end"]] += 1
    rows = [
        (fault, sum(c.values()), *(c[end] for end in ends), share(sum(c.values()) - c["unnoticed"], sum(c.values())))
        for fault, c in counts.items()
    ]
    return table(("doubt", "programs", *ends, "found"), rows)


def counted(records: Iterable[Record]) -> dict[str, int]:
    ends = collections.Counter(record["end"] for record in records)
    return {end: ends[end] for end in ENDS}


def as_text(records: list[Record], changed: list[str]) -> str:
    by_fault: dict[str, list[Record]] = collections.defaultdict(list)
    for record in records:
        by_fault[record["fault"]].append(record)

    def row(name: str, counts: Mapping[str, int]) -> tuple[object, ...]:
        total = sum(counts.values())
        return name, total, *counts.values(), share(counts["same"] + counts["another"], total)

    rows = [row("all", counted(records)), *(row(fault, counted(some)) for fault, some in by_fault.items())]
    took = sorted(record["seconds"] for record in records)
    timed = f"median {1000 * statistics.median(took):.0f} ms, slowest {1000 * took[-1]:.0f} ms"
    right = f"{len(sources())} right programs, {len(changed)} of them changed: {', '.join(changed) or 'none'}"
    return "\n\n".join((table(("fault", "programs", *ENDS, "repaired"), rows), timed, right))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--of-each", type=int, default=20, help="programs of each class (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="append", default=[], help="print what ended so; may be repeated")
    parser.add_argument("--fault", help="only this class")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    drawn = broken(options.seed, options.of_each)
    records = [tried(one) for one in drawn if not options.fault or one.fault == options.fault]
    changed = untouched()
    doubts = [doubted(one) for one in doubtful()]
    others = by_others()
    if options.json:
        found = {"records": records, "changed": changed, "doubts": doubts, "rejected": others}
        json.dump(found, sys.stdout, indent=2, ensure_ascii=False)
    else:
        for record in (r for r in records if r["end"] in options.show):
            shown = f"--- {record['fault']} {record['name']} {record['end']}: {record['reason'] or record['edits']}"
            sys.stdout.write(f"{shown}\n{record['wrong']}=>\n{record['program']}was\n{record['right']}\n")
        sys.stdout.write(as_text(records, changed) + "\n\n")
        sys.stdout.write(doubts_table(doubts) + f"\n\nthe corpus of rejected programs: {others}\n")
    return 1 if changed or any(r["end"] == "worse" for r in records) else 0


if __name__ == "__main__":
    sys.exit(main())
