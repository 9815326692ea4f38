"""Ask all questions about a folder of real clips and score the answers.

The folder holds `clips/qa.jsonl` and the clips it names. All questions about one clip are asked at once, as one graph,
of one session. What is right is written in `tests/bench/scoring.py`. Every question ends in one of these:

right      an answer, and the right one
wrong      an answer, and another one
abstained  a program ran, and its answer was absent
declined   the planner gave no program
failed     a program ran, and a module failed

Questions that are marked `arguable` are asked and listed, but stand in no table.
"""

import argparse
import collections
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import vprog
from tests.bench.scoring import is_right
from tests.bench.tables import share, table

DATA = Path(os.environ.get("VPROG_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
ENDS = ("right", "wrong", "abstained", "declined", "failed")
Record = dict[str, Any]


def asked(folder: Path, session: vprog.Session, questions: Sequence[Mapping[str, Any]]) -> Iterable[Record]:
    """Ask the questions clip by clip; give a record of each."""
    by_clip: dict[str, list[Mapping[str, Any]]] = collections.defaultdict(list)
    for question in questions:
        by_clip[question["video"]].append(question)
    for clip, group in by_clip.items():
        answers = session.answer(
            folder / clip, [q["question"] for q in group], choices=[q.get("choices") for q in group]
        )
        for question, answer in zip(group, answers, strict=True):
            yield scored(question, answer)


def scored(question: Mapping[str, Any], answer: vprog.Answer) -> Record:
    record = answer.to_json()
    if answer.program is None:
        end = "declined"
    elif answer.status in ("abstained", "failed"):
        end = answer.status
    else:
        end = "right" if is_right(question, record["answer"]) else "wrong"
    kept = {key: question.get(key) for key in ("id", "question", "choices", "type", "needs", "tolerance", "arguable")}
    found = {key: record[key] for key in ("kind", "confidence", "program", "reason", "evidence")}
    return kept | {"expected": question["answer"], "end": end, "got": record["answer"]} | found


def counted(records: Iterable[Record], key: str) -> dict[str, dict[str, int]]:
    """Give how many records of each group ended in each way."""
    groups: dict[str, dict[str, int]] = {}
    for record in records:
        groups.setdefault(str(record[key]), dict.fromkeys(ENDS, 0))[record["end"]] += 1
    return dict(sorted(groups.items()))


def summary(records: Sequence[Record], profile: str, seconds: float) -> dict[str, Any]:
    counts = collections.Counter(r["end"] for r in records if not r["arguable"])
    plain = [r for r in records if not r["arguable"]]
    return {
        "profile": profile,
        "questions": len(plain),
        "arguable": len(records) - len(plain),
        **{end: counts[end] for end in ENDS},
        "seconds": round(seconds, 1),
        "by_type": counted(plain, "type"),
        "by_needs": counted(plain, "needs"),
        "records": list(records),
    }


def as_text(found: Mapping[str, Any]) -> str:
    ends = ", ".join(f"{found[end]} {end}" for end in ENDS)
    of_answers = share(found["right"], found["right"] + found["wrong"])
    of_all = share(found["right"], found["questions"])
    head = f"{found['questions']} questions, profile {found['profile']}, {found['seconds']} s: {ends}"
    parts = [f"{head}; {of_answers} of the answers and {of_all} of all are right"]
    for key in ("by_type", "by_needs"):
        rows = [(name, *counts.values()) for name, counts in found[key].items()]
        parts.append(table((key.replace("_", " "), *ENDS), rows))
    for end in ("wrong", "failed", "abstained", "declined", "right"):
        parts += [listed(r) for r in found["records"] if r["end"] == end]
    return "\n\n".join(parts)


def listed(record: Record) -> str:
    """Give one record with all that tells whether perception, program or operator is to blame."""
    mark = " (arguable)" if record["arguable"] else ""
    lines = [f"{record['end'].upper()}{mark} {record['id']} [{record['type']}, {record['needs']}] {record['question']}"]
    if record["end"] == "declined":
        return "\n".join((*lines, f"  {record['reason']}"))
    if record["end"] == "right":
        return "\n".join((*lines, f"  {record['got']!r}"))
    lines += [f"  choices {record['choices']}"] * bool(record["choices"])
    within = f" within {record['tolerance']}" if record["tolerance"] else ""
    lines += [f"  got {record['got']!r}, expected {record['expected']!r}{within}"] * (record["end"] == "wrong")
    lines += [f"  {record['reason']}"] * bool(record["reason"])
    return "\n".join((*lines, *(f"  | {line}" for line in record["program"].splitlines())))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder that holds clips/ (default: %(default)s)")
    parser.add_argument("--models", type=Path, help="a folder of model files")
    parser.add_argument("--profile", help="which backends work (default: the best at hand)")
    parser.add_argument("--cache", type=Path, help="keep results here between runs (default: keep none)")
    parser.add_argument("--clip", action="append", help="only questions about this clip; may be repeated")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.models:
        os.environ["VPROG_MODELS"] = str(options.models)
    folder = options.data / "clips"
    questions = [json.loads(line) for line in (folder / "qa.jsonl").read_text(encoding="utf-8").splitlines()]
    questions = [q for q in questions if not options.clip or q["video"] in options.clip]
    with tempfile.TemporaryDirectory() as name:
        began = time.perf_counter()
        with vprog.Session(options.profile, options.cache or name) as session:
            records = list(asked(folder, session, questions))
        found = summary(records, session.profile, time.perf_counter() - began)
    sys.stdout.write((json.dumps(found, indent=2, ensure_ascii=False) if options.json else as_text(found)) + "\n")


if __name__ == "__main__":
    main()
