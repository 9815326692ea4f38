"""Write pairs to a file: `python -m vprog.benchmarks.plans -o PAIRS.jsonl --pairs 10000 --seed 0`.

Each line holds `prompt`, which is what a model that was trained on them is asked, and `program`, which it is to reply.
"""

import argparse
import json
from pathlib import Path

from vprog.benchmarks.plans.pairs import pairs
from vprog.planner.llm.messages import question_alone


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(prog="python -m vprog.benchmarks.plans", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with given.output.open("w", encoding="utf-8") as file:
        for pair in pairs(given.pairs, given.seed):
            prompt = question_alone(pair.question, pair.choices).content
            file.write(json.dumps({"prompt": prompt, "program": pair.program}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
