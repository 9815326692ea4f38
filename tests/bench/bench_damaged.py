"""Read 200 damaged files: each must give values, gaps or one line, never anything else, and never hang.

    python -m tests.bench.bench_damaged --count 200 --seed 1

Prints one JSON document: how each kind of damage came out, and every file that broke the promise.
"""

import argparse
import collections
import json
import sys
import tempfile
from pathlib import Path

from tests.bench.damaged_files import write_clips, write_damaged
from tests.bench.watched import look_at_all


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200, help="how many files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=float, default=60.0, metavar="S", help="after so long a file is a hang")
    parser.add_argument("--keep", type=Path, help="a folder where the files stay")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="damaged-") as temporary:
        folder = arguments.keep or Path(temporary)
        clips = write_clips(folder / "clips")
        files = write_damaged(clips, folder / "damaged", arguments.count, arguments.seed)
        # The first look of a process loads the packages; its time says nothing of the file.
        paths = [clips["fast.mp4"], *clips.values(), *(file.path for file in files)]
        findings = list(look_at_all(paths, arguments.patience))[1:]
    whole = dict(zip(clips, findings, strict=False))
    damaged = list(zip(files, findings[len(clips) :], strict=True))
    table: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for file, finding in damaged:
        table[file.kind][finding.outcome] += 1
    slower = {file.path.name: f.seconds - (whole[file.clip].seconds if file.clip else 0) for file, f in damaged}
    slowest = max(slower, key=lambda name: slower[name])
    broken = [
        {"file": file.path.name, **vars(finding)}
        for file, finding in damaged
        if finding.outcome in ("error", "hang", "crash") or finding.said
    ]
    report = {
        "files": len(damaged),
        "seed": arguments.seed,
        "outcomes": dict(collections.Counter(finding.outcome for _, finding in damaged)),
        "by_damage": {kind: dict(counts) for kind, counts in table.items()},
        "undamaged_s": {name: round(finding.seconds, 2) for name, finding in whole.items()},
        "undamaged_that_do_not_read": [name for name, finding in whole.items() if finding.outcome != "value"],
        "slowest_over_undamaged": {"file": slowest, "seconds": round(slower[slowest], 2)},
        "peak_mib": round(max(finding.peak_mib for _, finding in damaged)),
        "messages": dict(
            collections.Counter(f.message.rpartition(": ")[2] for _, f in damaged if f.outcome == "refused")
        ),
        "broken": broken,
    }
    json.dump(report, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
    return 1 if broken or report["undamaged_that_do_not_read"] else 0


if __name__ == "__main__":
    sys.exit(main())
