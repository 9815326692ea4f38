"""How large the report of a long run is, how long it takes to write, and how long a browser takes to open it.

Prints one JSON object: bytes, seconds to write, and milliseconds (the median of some rounds) until the page is drawn,
and until a step of the scrubber is drawn. The made run has an hour of video, fifty values of thousands of members, and
64 pictures of noise. Milliseconds depend on the machine; compare within one run only.

    python -m tests.bench.bench_report --rounds 5
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.report.chromium import SWITCHES, find_chromium
from tests.report.long_run import VALUES, write_long_run
from vprog.report import write_report

_DRAWN = """async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now();
}"""
_STEP = """async () => {
    const scrub = document.getElementById("scrub"), began = performance.now();
    scrub.value = String((Number(scrub.value) + 1) % (Number(scrub.max) + 1));
    scrub.dispatchEvent(new Event("input"));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - began;
}"""


def measure(browser: Browser, path: Path, rounds: int) -> dict[str, float]:
    """Open the page in a fresh context each time."""
    opened, steps = [], []
    for _ in range(rounds):
        context = browser.new_context(viewport={"width": 1100, "height": 800})
        page = context.new_page()
        page.goto(path.as_uri())
        opened.append(page.evaluate(_DRAWN))
        steps += [page.evaluate(_STEP) for _ in range(10)]
        context.close()
    return {"open_ms": round(statistics.median(opened), 1), "step_ms": round(statistics.median(steps), 1)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--values", type=int, default=VALUES)
    arguments = parser.parse_args()
    executable = find_chromium()
    if executable is None:
        sys.exit("no Chromium found: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        trace = write_long_run(Path(folder) / "trace", values=arguments.values)
        began = time.perf_counter()
        path = write_report(trace, Path(folder) / "report.html")
        figures = {"values": arguments.values, "bytes": path.stat().st_size}
        figures["write_s"] = round(time.perf_counter() - began, 2)
        browser = playwright.chromium.launch(executable_path=executable, args=SWITCHES)
        print(json.dumps(figures | measure(browser, path, arguments.rounds), indent=2))  # noqa: T201
        browser.close()


if __name__ == "__main__":
    main()
