"""Draw programs at random, check, lower and run them; exit code 1 when one fails or an operator never occurs.

Each program is written line by line by llguidance with the names in scope, as a language model would write it, and run
on one clip or on two, with choices or without, with backends that give random values of the right type: empty ones and
absent ones too. Lowering verifies the graph after every pass. No node may fail; absence is no failure.
"""

import argparse
import collections
import contextlib
import json
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests.engine.random_values import dice_registry
from tests.engine.running import execute
from tests.grammar.corpora import calls
from tests.language.sampling import written_line_by_line
from vprog.api.demo import make_demo_clip
from vprog.language import check
from vprog.media import VideoFile, open_video
from vprog.media.write import write_clip
from vprog.spec import Module, Registry
from vprog.values import Status, Video

Record = dict[str, Any]
_CHOICES = (None, ("a",), ("yes", "no"), ("1", "2", "3"), tuple("abcdefghijklmnopqrstuvwxyz"))


class Run:
    """Draws and runs programs, and counts what came of them."""

    def __init__(self, clips: Sequence[VideoFile], seed: int) -> None:
        self._rng = random.Random(seed)
        self._clips = clips
        self._registry = Registry.load()
        self._dice = [self._of(clips[: n + 1]) for n in range(len(clips))]
        self.seed = seed
        self.programs = 0
        self.statuses: collections.Counter[str] = collections.Counter()
        self.written: collections.Counter[str] = collections.Counter()
        """In how many programs each operator is written."""
        self.computed: collections.Counter[str] = collections.Counter()
        """In how many programs each operator gave a value."""
        self.failures: list[Record] = []

    def _of(self, clips: Sequence[VideoFile]) -> Registry:
        return dice_registry(self._registry, self._rng, *(Video.whole(clip.source) for clip in clips))

    def one(self) -> None:
        """Draw one program and run it."""
        program = written_line_by_line(self._registry, self._rng)
        self.programs += 1
        try:
            problems = list(self._problems(program))
        except Exception as error:  # noqa: BLE001  # whatever is raised is what is looked for
            problems = [f"{type(error).__name__}: {error}", traceback.format_exc()]
        if problems:
            self.failures.append({"number": self.programs, "program": program, "problems": problems})

    def _problems(self, program: str) -> Iterator[str]:
        checked = check(program, self._registry)
        yield from (f"{d.code} {d.message}" for d in checked.diagnostics if d.severity.value == "error")
        if checked.typed is None:
            return
        self.written.update({_title(c.module) for s in checked.typed.statements for c in calls(s.value)})
        count = self._rng.randint(1, len(self._clips))
        choices = self._rng.choice(_CHOICES)
        execution = execute(program, self._dice[count - 1], self._clips[:count], choices=choices)
        gave = (execution.graph.nodes[key].op for key, outcome in execution.known.items() if outcome.has_value)
        self.computed.update({_title(module) for op in gave if (module := self._registry.find(op))})
        self.statuses[execution.known[execution.graph.root].status.value] += 1
        for outcome in execution.known.values():
            if outcome.status is Status.FAILED:
                yield str(outcome.diagnostic)

    def missing(self) -> list[str]:
        """Give the operators that no program wrote."""
        return [_title(m) for m in (*self._registry, *self._registry.signs) if _title(m) not in self.written]


def _title(module: Module) -> str:
    return module.notation or module.name


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        other = Path(name) / "grey.mp4"
        write_clip(other, np.full((40, 60, 80, 3), 128, np.uint8), fps=10)
        clips = [stack.enter_context(open_video(path)) for path in (make_demo_clip(Path(name)), other)]
        run = Run(clips, options.seed)
        while run.programs < options.programs:
            run.one()
            if run.programs % 500 == 0:
                sys.stderr.write(f"{run.programs} programs, {len(run.failures)} failed\n")
    found = {
        "programs": run.programs,
        "seed": run.seed,
        "seconds": round(time.perf_counter() - began, 1),
        "failed": len(run.failures),
        "statuses": dict(run.statuses),
        "operators": len(run.written),
        "operators_missing": run.missing(),
        "written": dict(run.written.most_common()),
        "computed": dict(run.computed.most_common()),
        "failures": run.failures,
    }
    json.dump(found, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
    return 1 if run.failures or found["operators_missing"] else 0


if __name__ == "__main__":
    sys.exit(main())
