"""Time the operators on a crowd: motion grows with the things, relations with their pairs.

    python -m tests.bench.bench_operators --things 50 --frames 300

Prints one JSON document: for each operator seconds, how many spans it gave, and seconds to write these down.
"""

import argparse
import json
import sys
import time

import numpy as np

from tests.operators.scenes import REGISTRY, along, run, scene
from vprog.types import Type
from vprog.values import Tracks, encode

RATE_FPS = 10.0


def crowd(things: int, frames: int, seed: int) -> Tracks:
    """Give things that cross the picture in straight lines."""
    rng = np.random.default_rng(seed)
    lasts_s = frames / RATE_FPS
    ends = rng.uniform((0, 0, 0, 0), (1280, 720, 1280, 720), (things, 4)).tolist()
    places = [along((0.0, x1, y1), (lasts_s, x2, y2)) for x1, y1, x2, y2 in ends]
    return scene(places, lasts_s, RATE_FPS, jitter_px=1.0, seed=seed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--things", type=int, default=50)
    parser.add_argument("--frames", type=int, default=300)
    arguments = parser.parse_args()
    tracks, others = (crowd(arguments.things, arguments.frames, seed) for seed in (1, 2))
    table = {}
    for module in (m for m in REGISTRY if m.compute is not None and m.result is Type.SPANS):
        operands = {o.name: given for o, given in zip(module.operands, (tracks, others), strict=False)}
        if any(o.types != (Type.TRACKS,) for o in module.operands):
            continue
        began = time.perf_counter()
        spans = run(module.name, **operands)
        found = time.perf_counter()
        encode(Type.SPANS, spans)
        written = time.perf_counter()
        table[module.name] = {
            "seconds": round(found - began, 3),
            "spans": len(spans.items),
            "seconds_to_write": round(written - found, 3),
        }
    sys.stdout.write(
        json.dumps({"things": arguments.things, "frames": arguments.frames, "operators": table}, indent=1) + "\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
