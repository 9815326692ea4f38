"""How many questions about made clips are answered rightly: by gold programs, and from the question by the planner.

Makes clips and questions in a folder for the time of the run, asks them all, and prints a table by type and by level.
`--show wrong` lists what went wrong, with question, program, what was got and what was expected; `--json` prints one
JSON document. Questions of a type that the embedded profile does not serve are right when it abstains or denies.
"""

import argparse
import collections
import dataclasses
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import vprog
from vprog.benchmarks.synth import UNSERVED, Item, make_synth

TIME_TOLERANCE_S = 0.5
"""Detectors look five times a second or a little more; an event lies up to two looks away from where it is found."""
_ARTICLES = ("a ", "an ", "the ")


@dataclasses.dataclass(frozen=True)
class Result:
    """What became of one question asked in one way."""

    item: Item
    way: str
    """`gold` or `planner`."""
    verdict: str
    """`right`, `wrong` or `abstained`."""
    program: str | None
    got: Any
    reason: str | None


def say(text: str = "", stream: Any = None) -> None:
    """Write a line."""
    (stream or sys.stdout).write(text + "\n")


def verdict(item: Item, answer: vprog.Answer) -> str:
    """Judge an answer."""
    expected, got = item.record["answer"], answer.value
    unserved = item.record["type"] in UNSERVED
    if answer.status in ("abstained", "failed"):
        return "abstained" if answer.status == "abstained" else "wrong"
    if unserved and expected is None:
        return "right" if got in (0, False, "no", "0") else "wrong"
    return (
        "right"
        if any(_same(wanted, got, item.record["answer_type"]) for wanted in (expected, *item.accept))
        else "wrong"
    )


def _same(expected: Any, got: Any, type_: str) -> bool:
    if isinstance(expected, bool) or isinstance(got, bool):
        return got is expected or (isinstance(got, str) and got == ("yes" if expected else "no"))
    if isinstance(expected, str) or isinstance(got, str):
        return _plain(str(expected)) == _plain(str(got))
    if not isinstance(got, int | float):
        return False
    return abs(got - expected) <= (TIME_TOLERANCE_S if type_ == "Seconds" else 0)


def _plain(text: str) -> str:
    text = " ".join(text.casefold().split())
    return next((text.removeprefix(a) for a in _ARTICLES if text.startswith(a)), text)


def ask(folder: Path, items: Sequence[Item], session: vprog.Session, ways: Iterable[str]) -> list[Result]:
    """Ask every question in both ways; the planner's of one clip together."""
    by_video: dict[tuple[str, ...], list[Item]] = {}
    for item in items:
        video = item.record["video"]
        by_video.setdefault(tuple(video) if isinstance(video, list) else (video,), []).append(item)
    results = []
    for number, (names, asked) in enumerate(by_video.items(), start=1):
        videos = [folder / name for name in names]
        say(f"{number} of {len(by_video)}: {', '.join(names)}", sys.stderr)
        if "planner" in ways:
            questions, choices = [i.record["question"] for i in asked], [i.record.get("choices") for i in asked]
            for item, answer in zip(asked, session.answer(videos, questions, choices=choices), strict=True):
                results.append(_result(item, "planner", answer))
        for item in asked if "gold" in ways else ():
            if item.record["program"]:
                answer = session.run(
                    item.record["program"], videos, question=item.record["question"], choices=item.record.get("choices")
                )
                results.append(_result(item, "gold", answer))
    return results


def _result(item: Item, way: str, answer: vprog.Answer) -> Result:
    got = answer.value if isinstance(answer.value, str | int | float | bool | None) else str(type(answer.value))
    return Result(item, way, verdict(item, answer), answer.program, got, answer.reason)


def counted(results: Sequence[Result]) -> dict[str, Any]:
    """Give how many are right, wrong and abstained, and the share that is as it should be."""
    found = collections.Counter(r.verdict for r in results)
    good = sum(
        r.verdict == "right" or (r.verdict == "abstained" and r.item.record["type"] in UNSERVED) for r in results
    )
    shares = {name: found[name] for name in ("right", "wrong", "abstained")}
    return {"asked": len(results), **shares, "good": round(good / len(results), 3) if results else None}


def report(results: Sequence[Result]) -> dict[str, Any]:
    """Give the counts: in all, by type, by level and by set of wordings."""
    served = [r for r in results if r.item.record["type"] not in UNSERVED]
    table: dict[str, Any] = {"time_tolerance_s": TIME_TOLERANCE_S}
    for way in ("gold", "planner"):
        mine = [r for r in served if r.way == way]
        of_type = collections.defaultdict(list)
        for r in results:
            if r.way == way:
                of_type[r.item.record["type"]].append(r)
        table[way] = {
            "served": counted(mine),
            "unserved": counted([r for r in results if r.way == way and r.item.record["type"] in UNSERVED]),
            "by level": {lv: counted([r for r in mine if r.item.record["level"] == lv]) for lv in (1, 2, 3)},
            "by type": {name: counted(found) for name, found in sorted(of_type.items())},
        }
    planned = [r for r in served if r.way == "planner"]
    table["planner"]["by wordings"] = {
        name: counted([r for r in planned if r.item.held_out == held])
        for name, held in (("open", False), ("held out", True))
    }
    return table


def print_table(table: dict[str, Any]) -> None:
    """Print the counts for people."""
    for way in ("gold", "planner"):
        if not table[way]["by type"]:
            continue
        say(f"\n{way:<28}{'asked':>6}{'right':>6}{'wrong':>6}{'abst.':>6}  good")
        rows = {"served": table[way]["served"], "unserved": table[way]["unserved"]}
        rows |= {f"level {lv}": c for lv, c in table[way]["by level"].items()}
        rows |= {f"wordings {name}": c for name, c in table[way].get("by wordings", {}).items()}
        for name, c in {**rows, **table[way]["by type"]}.items():
            if c["asked"]:
                say(f"{name:<28}{c['asked']:>6}{c['right']:>6}{c['wrong']:>6}{c['abstained']:>6}  {c['good']:.1%}")


def show(results: Sequence[Result]) -> None:
    """Print every question that went wrong."""
    for r in results:
        unserved = r.item.record["type"] in UNSERVED
        if r.verdict == "right" or (unserved and r.verdict == "abstained"):
            continue
        rec = r.item.record
        say(f"\n{r.way} {r.verdict}: {rec['id']} level {rec['level']} [{rec['type']}] {rec['question']}")
        say(f"  got {r.got!r}, expected {rec['answer']!r}{'; ' + r.reason if r.reason else ''}")
        for line in (r.program or "").splitlines():
            say(f"    {line}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clips", type=int, default=30)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--level", type=int)
    parser.add_argument("--wordings", type=Path, help="a file of wordings in place of the held-out ones")
    parser.add_argument("--way", choices=("gold", "planner"), help="only one of the two")
    parser.add_argument("--show", choices=("wrong",))
    parser.add_argument("--keep", type=Path, help="a folder for the clips, instead of one that is removed")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        items = make_synth(folder, given.clips, given.questions, given.seed, level=given.level, held_out=given.wordings)
        with vprog.Session("embedded", cache=Path(scratch) / "cache") as session:
            results = ask(folder, items, session, (given.way,) if given.way else ("gold", "planner"))
    if given.show:
        show(results)
    table = report(results)
    say(json.dumps(table, indent=2)) if given.json else print_table(table)


if __name__ == "__main__":
    main()
