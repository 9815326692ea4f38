"""Whatever happens to a run, the next one is right and the store is sound."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import vprog
from vprog.engine.store import Store
from vprog.trace import read_trace

QUESTION = "How many red circles enter?"
KILLS = int(os.environ.get("VPROG_KILLS", "6"))
"""How often a run is killed; the long form is VPROG_KILLS=20."""


# What a shell starts in the background ignores interrupts, and hands that down to all it starts itself.
START = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from vprog.cli.main import main
main()
"""


def ask(clip: Path, cache: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", START, "ask", str(clip), QUESTION, "--json", "--cache", str(cache)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(process: subprocess.Popen[str]) -> tuple[int, dict, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, json.loads(out), err


def test_killed_at_any_moment_the_store_stays_sound_and_the_next_run_is_right(demo_clip, tmp_path):
    began = time.monotonic()
    assert finished(ask(demo_clip, tmp_path / "whole"))[1]["answer"] == 1
    whole_s = time.monotonic() - began
    rng = random.Random(5)
    for _ in range(KILLS):
        process = ask(demo_clip, tmp_path / "cache")
        time.sleep(rng.uniform(0, whole_s))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        assert Store(tmp_path / "cache" / "store", warn=pytest.fail).verify().damaged == 0
    code, record, _ = finished(ask(demo_clip, tmp_path / "cache"))
    assert (code, record["answer"]) == (0, 1)


def test_what_was_done_before_a_kill_is_not_done_again(demo_clip, tmp_path):
    asked = (str(demo_clip), "How many red circles are there?")
    script = (
        f"import time, vprog; print(vprog.answer(*{asked}, cache={str(tmp_path)!r}).value, flush=True); time.sleep(99)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "3\n"
        process.send_signal(signal.SIGKILL)
    again = vprog.answer(*asked, cache=tmp_path)
    assert (again.value, again.cost["frames_decoded"]) == (3, 0)


def test_two_processes_on_one_store_agree(demo_clip, tmp_path):
    both = [ask(demo_clip, tmp_path) for _ in range(2)]
    answers = [finished(process)[1] for process in both]
    assert answers[0]["answer"] == answers[1]["answer"] == 1
    assert answers[0]["evidence"] == answers[1]["evidence"]
    assert Store(tmp_path / "store", warn=pytest.fail).verify().damaged == 0


def test_an_interrupted_run_exits_130_with_its_trace_closed(demo_clip, tmp_path):
    for attempt in range(10):
        cache = tmp_path / str(attempt)
        if interrupted(demo_clip, cache) == 0:
            continue  # On a busy machine the run may have been over before the signal came.
        (folder,) = (cache / "traces").iterdir()
        assert read_trace(folder).of("close")[0]["ended"] == "interrupted"
        code, record, _ = finished(ask(demo_clip, cache))
        assert (code, record["answer"]) == (0, 1)
        return
    pytest.fail("no run was interrupted")


def interrupted(clip: Path, cache: Path) -> int:
    """Interrupt a run as soon as it has begun, which is when its trace has a first record; give its exit code."""
    process = ask(clip, cache)
    deadline = time.monotonic() + 60
    while not any(file.stat().st_size for file in cache.glob("traces/*/trace.jsonl")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode in (0, 130)
    return process.returncode


def test_a_full_disk_gives_one_warning_and_the_right_answer(demo_clip, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(small)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system is not permitted here")
    try:
        # The store is on the full disk, the traces are not: a trace that cannot be written is another matter.
        cache = tmp_path / "cache"
        cache.mkdir()
        (cache / "store").symlink_to(small)
        (small / "filler").write_bytes(b"x" * 250 * 1024)
        code, record, err = finished(ask(demo_clip, cache))
        assert (code, record["answer"]) == (0, 1)
        assert err.count("warning: ") == 1
    finally:
        subprocess.run(["umount", str(small)], check=True)
