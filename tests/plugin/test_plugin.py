"""A module in a package of its own is known everywhere as soon as the package is installed; no other edit."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vprog.api.demo import make_demo_clip

PLUGIN = Path(__file__).parent / "vprog_speed.py"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the environment of a Python that has the plug-in installed: its file, and its metadata as pip leaves it."""
    site = tmp_path_factory.mktemp("site")
    (site / "vprog_speed.py").write_text(PLUGIN.read_text(encoding="utf-8"), encoding="utf-8")
    info = site / "vprog_speed-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: vprog-speed\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[vprog.modules]\nspeed = vprog_speed\n", encoding="utf-8")
    return os.environ | {"PYTHONPATH": str(site)}


def vprog(environment: dict[str, str], *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vprog", *arguments]
    return subprocess.run(
        command, env=environment, input=stdin, capture_output=True, text=True, check=False, timeout=120
    )


def test_it_is_unknown_without_its_package():
    assert "unknown module `speed`" in vprog(dict(os.environ), "modules", "speed").stderr


def test_help_shows_operand_attribute_and_knob(installed):
    shown = vprog(installed, "modules", "speed").stdout
    for word in ("speed(track: Track", "along", "min_s", "0.1 to 10", "pixels a second"):
        assert word in shown
    assert "speed" in vprog(installed, "modules").stdout


def test_the_strict_grammar_derives_it(installed):
    rule = '"speed(" track_in [", along=" e_x_y] ")"'
    assert rule in vprog(installed, "grammar", "--strict").stdout


def test_the_checker_knows_its_types(installed):
    good = vprog(installed, "check", "-", stdin='answer = speed(first(track(detect(video, "person"))), along="x")\n')
    assert (good.returncode, good.stdout) == (0, "ok: the answer is Number\n")
    bad = vprog(installed, "check", "-", "--json", stdin='answer = speed(video, along="z")\n')
    codes = {d["code"] for d in json.loads(bad.stdout)["diagnostics"]}
    assert codes >= {"VP0305"}
    assert bad.returncode == 1


def test_prompt_and_search_space_name_it(installed):
    script = (
        "from vprog.planner import module_prompt\n"
        "from vprog.spec import Registry, search_space\n"
        "registry = Registry.load()\n"
        "assert 'speed(' in module_prompt(registry), 'prompt'\n"
        "assert 'speed.min_s' in [d.name for d in search_space(registry)], 'search space'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=installed, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_it_runs_and_its_knob_can_be_turned(installed, tmp_path):
    clip = make_demo_clip(tmp_path)
    program = 'answer = speed(first(track(detect(video, "red circle"))))\n'
    arguments = ("run", "-", str(clip), "--cache", str(tmp_path / "cache"), "--json")
    record = json.loads(vprog(installed, *arguments, stdin=program).stdout)
    assert record["answer"] == pytest.approx(40, abs=4)
    strict = vprog(installed, *arguments, "--set", "speed.min_s=10", stdin=program)
    assert (strict.returncode, json.loads(strict.stdout)["status"]) == (3, "abstained")
