"""Ratios of the engine, each within one run and the median of several rounds; prints one JSON document.

overhead      executor over the sum of its backends' and the decoder's own time, one program on one clip
together      ten questions on one clip one by one over all at once, the store off
warm          a run with an empty store over the same run again, in one process
front_end     parse + check + lower of a 20-line program over ast.parse of the same text
"""

import argparse
import ast
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import vprog
from vprog.api.demo import make_demo_clip
from vprog.engine import looking, results
from vprog.graph import lower
from vprog.language import check
from vprog.media import VideoFile, open_video
from vprog.spec import Registry

PROGRAM = 'answer = count(track(detect(video, "{what}")))\n'
QUESTIONS = (
    *("How many people are there?", "Is there a person?", "How many people enter?", "How many people leave?"),
    *("Are there more than two people?", "How many people are visible at 1 seconds?", "Does a person appear?"),
    *("How many times does a person enter?", "Are there at least 3 people?", "How many people walk to the left?"),
)
TWENTY_LINES = (
    "".join(f'tracks_a{n} = track(detect(video, "person"))\nspan_b{n} = first(enters(tracks_a{n}))\n' for n in range(9))
    + "number_c = count(who(after(enters(tracks_a0), span_b0)))\nanswer = (number_c + 1)\n"
)


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class Stopwatch:
    """Adds up the time spent in what it wraps."""

    def __init__(self) -> None:
        self.total_s = 0.0

    def around(self, function: Callable[..., object]) -> Callable[..., object]:
        def timed(*args: object, **kwargs: object) -> object:
            began = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.total_s += time.perf_counter() - began

        return timed

    def through(self, items: Iterator[object]) -> Iterator[object]:
        while True:
            began = time.perf_counter()
            try:
                item = next(items)
            except StopIteration:
                return
            finally:
                self.total_s += time.perf_counter() - began
            yield item


def overhead(clip: Path, what: str, folder: Path) -> float:
    """Time a run, and in the same run what backends and the decoder take."""
    session = vprog.Session(cache=folder, store=False)
    session.run(PROGRAM.format(what=what), clip)  # models and packages are loaded now
    watch = Stopwatch()
    read, opened, run = VideoFile.read, looking.Batch._opened, results.run_backend

    def opened_timed(self: looking.Batch) -> object:
        stream = opened(self)

        class Timed:
            look = staticmethod(watch.around(stream.look))

        return Timed

    VideoFile.read = lambda self, *a, **k: watch.through(read(self, *a, **k))  # type: ignore[method-assign,assignment]
    looking.Batch._opened = opened_timed  # type: ignore[method-assign,assignment]
    from vprog.engine import execute

    execute.run_backend = watch.around(run)  # type: ignore[assignment]
    try:
        with open_video(clip) as file:
            whole_s = seconds(lambda: session.run(PROGRAM.format(what=what), file))
    finally:
        VideoFile.read, looking.Batch._opened, execute.run_backend = read, opened, run  # type: ignore[method-assign]
    return whole_s / watch.total_s


def together(clip: Path, folder: Path) -> float:
    session = vprog.Session(cache=folder, store=False)
    session.answer(clip, QUESTIONS[0])
    apart_s = sum(seconds(lambda q=q: session.answer(clip, q)) for q in QUESTIONS)
    return apart_s / seconds(lambda: session.answer(clip, list(QUESTIONS)))


def warm(clip: Path, what: str, folder: Path) -> float:
    program = PROGRAM.format(what=what)
    vprog.Session(cache=folder / "other", store=False).run(program, clip)
    session = vprog.Session(cache=folder / f"{time.monotonic_ns()}")
    first_s = seconds(lambda: session.run(program, clip))
    return first_s / seconds(lambda: session.run(program, clip))


def front_end() -> float:
    registry = Registry.load()

    def ours() -> None:
        checked = check(TWENTY_LINES, registry)
        assert checked.typed is not None
        lower(checked.typed)

    ours()
    repeated = 20
    ours_s = seconds(lambda: [ours() for _ in range(repeated)])
    return ours_s / seconds(lambda: [ast.parse(TWENTY_LINES) for _ in range(repeated)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clip", nargs="?", type=Path, help="a clip with people; default: the demonstration clip")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clip = options.clip or make_demo_clip(folder)
        what = "person" if options.clip else "red circle"
        measured = {
            "overhead": [overhead(clip, what, folder) for _ in range(options.rounds)],
            "together": [together(clip, folder) for _ in range(options.rounds)],
            "warm": [warm(clip, what, folder) for _ in range(options.rounds)],
            "front_end": [front_end() for _ in range(options.rounds)],
        }
    medians = {k: round(statistics.median(v), 3) for k, v in measured.items()}
    spread = {k: [round(min(v), 3), round(max(v), 3)] for k, v in measured.items()}
    json.dump({"clip": clip.name, "rounds": options.rounds, "median": medians, "range": spread}, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
