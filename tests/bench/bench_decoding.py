"""Constrained decoding: how many programs of a model with random weights are valid, and what a mask costs.

`python -m tests.bench.bench_decoding [PROGRAMS]`. The large vocabulary is learnt from the sources of Python's library.
"""

import argparse
import itertools
import statistics
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import llguidance
import transformers
from tokenizers import ByteLevelBPETokenizer

from tests.bench.tables import table
from tests.planner.llm.tiny import make_model, make_tokenizer
from vprog.diagnostics import VprogError
from vprog.graph import lower, verify
from vprog.language import check, strict_line_grammar
from vprog.planner import load_examples
from vprog.planner.llm.client import Message, Request
from vprog.planner.llm.decode import Constraint, constraining
from vprog.planner.llm.local import TransformersClient
from vprog.spec import Registry
from vprog.types import Type, strict_type

_END = "<|end|>"
_LARGE = 128_000
_SOURCES_BYTES = 60_000_000
REGISTRY = Registry.load()


def is_valid(program: str) -> bool:
    """Say whether a program parses, checks, lowers and verifies."""
    typed = check(program, REGISTRY).typed
    if typed is None:
        return False
    try:
        verify(lower(typed, {}), REGISTRY)
    except VprogError:
        return False
    return True


def written_programs(count: int, temperature: float, max_tokens: int) -> tuple[list[str], list[object]]:
    """Have a model with random weights write programs, and give them with a row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        client = TransformersClient(make_model(Path(folder)), temperature=temperature)
        began = time.perf_counter()
        questions = itertools.cycle(load_examples())
        replies = [
            client.complete(Request((Message("user", next(questions).question),), REGISTRY, max_tokens, sample))
            for sample in range(count)
        ]
    wall_s = time.perf_counter() - began
    programs = [reply.text for reply in replies]
    tokens = sum(reply.reply_tokens for reply in replies)
    row = [
        f"T {temperature:g}, at most {max_tokens} tokens",
        count,
        sum(map(is_valid, programs)),
        sum(reply.finish == "length" for reply in replies),
        sum(reply.finish == "ended" for reply in replies),
        len(set(programs)),
        f"{tokens / count:.0f}",
        f"{1000 * wall_s / tokens:.2f}",
    ]
    return programs, row


def mask_costs(tokenizer: llguidance.LLTokenizer, programs: list[str]) -> tuple[list[float], list[float]]:
    """Give the milliseconds for each mask, and for each grammar of a line, along programs that are written again.

    They are those of the processor, so that other work on the machine does not count.
    """
    masks, grammars = [], []
    for program in programs:
        scope: dict[str, Type] = {}
        for line in program.splitlines(keepends=True):
            began = time.thread_time()
            constraint = Constraint(tokenizer, strict_line_grammar(REGISTRY, scope, last=None))
            grammars.append(1000 * (time.thread_time() - began))
            for token in tokenizer.tokenize_str(line):
                began = time.thread_time()
                constraint.allowed()
                masks.append(1000 * (time.thread_time() - began))
                constraint.take(token)
            name = line.partition(" = ")[0]
            announced = strict_type(name)
            scope |= {name: announced} if announced else {}
    return masks, grammars


def large_tokenizer() -> llguidance.LLTokenizer:
    """Learn a vocabulary as large as those of today's models."""
    learnt = ByteLevelBPETokenizer()
    learnt.train_from_iterator(_sources(), vocab_size=_LARGE, min_frequency=2, special_tokens=[_END])
    wrapped = transformers.PreTrainedTokenizerFast(tokenizer_object=learnt._tokenizer, eos_token=_END)
    return constraining(wrapped)


def _sources() -> Iterator[str]:
    left = _SOURCES_BYTES
    for path in sorted(Path(sysconfig.get_path("stdlib")).rglob("*.py")):
        text = path.read_text(encoding="utf-8", errors="replace")
        left -= len(text)
        if left < 0:
            return
        yield text


def _cost_row(name: str, tokenizer: llguidance.LLTokenizer, programs: list[str]) -> list[object]:
    masks, grammars = mask_costs(tokenizer, programs)
    p99 = statistics.quantiles(masks, n=100)[98]
    times = (statistics.mean(masks), statistics.median(masks), p99, statistics.mean(grammars))
    return [name, tokenizer.vocab_size, len(masks), *(f"{ms:.3f}" for ms in times)]


def say(text: str) -> None:
    """Write a line."""
    sys.stdout.write(text + "\n")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", nargs="?", type=int, default=500)
    count = parser.parse_args().programs
    drawn, row = written_programs(count, 1.2, 400)
    rows = [row, written_programs(count, 1.2, 100)[1]]
    head = ["random weights", "programs", "valid", "cut", "put short", "different", "tokens", "ms a token"]
    say(table(head, rows) + "\n")
    examples = [example.program for example in load_examples()]
    small = constraining(make_tokenizer(400, None))
    large = large_tokenizer()
    costs = [
        _cost_row(f"{name}, {size}", tokenizer, programs)
        for size, tokenizer in (("small", small), ("large", large))
        for name, programs in (("examples", examples), ("drawn", drawn[:50]))
    ]
    say(table(["programs", "vocabulary", "masks", "mean ms", "p50", "p99", "grammar ms"], costs))


if __name__ == "__main__":
    main()
