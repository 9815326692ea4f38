"""A module in a package of its own is known everywhere as soon as the package is installed; no other edit."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vprog.api.demo import make_demo_clip

PLUGIN = Path(__file__).parent / "vprog_pace.py"


def install(site: Path, name: str, text: str) -> None:
    """Put a package there: its file, and its metadata as pip leaves it."""
    (site / f"vprog_{name}.py").write_text(text, encoding="utf-8")
    info = site / f"vprog_{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: vprog-{name}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[vprog.modules]\n{name} = vprog_{name}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the environment of a Python that has the plug-in installed."""
    site = tmp_path_factory.mktemp("site")
    install(site, "pace", PLUGIN.read_text(encoding="utf-8"))
    return os.environ | {"PYTHONPATH": str(site)}


def vprog(environment: dict[str, str], *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vprog", *arguments]
    return subprocess.run(
        command, env=environment, input=stdin, capture_output=True, text=True, check=False, timeout=120
    )


def test_it_is_unknown_without_its_package():
    assert "unknown module `pace`" in vprog(dict(os.environ), "modules", "pace").stderr


def test_help_shows_operand_attribute_and_knob(installed):
    shown = vprog(installed, "modules", "pace").stdout
    for word in ("pace(track: Track", "along", "min_s", "0.1 to 10", "widths a second"):
        assert word in shown
    assert "pace" in vprog(installed, "modules").stdout


def test_the_strict_grammar_derives_it(installed):
    rule = '"pace(" track_in [", along=" e_x_y] ")"'
    assert rule in vprog(installed, "grammar", "--strict").stdout


def test_the_checker_knows_its_types(installed):
    good = vprog(installed, "check", "-", stdin='answer = pace(first(track(detect(video, "person"))), along="x")\n')
    assert (good.returncode, good.stdout) == (0, "ok: the answer is Number\n")
    bad = vprog(installed, "check", "-", "--json", stdin='answer = pace(video, along="z")\n')
    codes = {d["code"] for d in json.loads(bad.stdout)["diagnostics"]}
    assert codes >= {"VP0305"}
    assert bad.returncode == 1


def test_prompt_and_search_space_name_it(installed):
    script = (
        "from vprog.planner import module_prompt\n"
        "from vprog.spec import Registry, search_space\n"
        "registry = Registry.load()\n"
        "assert 'pace(' in module_prompt(registry), 'prompt'\n"
        "assert 'pace.min_s' in [d.name for d in search_space(registry)], 'search space'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=installed, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_it_runs_and_its_knob_can_be_turned(installed, tmp_path):
    clip = make_demo_clip(tmp_path)
    program = 'answer = pace(first(track(detect(video, "red circle"))))\n'
    arguments = ("run", "-", str(clip), "--cache", str(tmp_path / "cache"), "--json")
    record = json.loads(vprog(installed, *arguments, stdin=program).stdout)
    assert record["answer"] == pytest.approx(40 / 48, abs=0.1)
    strict = vprog(installed, *arguments, "--set", "pace.min_s=10", stdin=program)
    assert (strict.returncode, json.loads(strict.stdout)["status"]) == (3, "abstained")


BROKEN = {
    "a missing import": ("import no_such_package", "ModuleNotFoundError: No module named 'no_such_package'"),
    "a declaration that is refused": (
        "from vprog.spec import module\n@module\nclass Bare:\n    pass\n",
        "ValueError: module `bare` has no docstring",
    ),
    "a bug": ("1 / 0", "ZeroDivisionError: division by zero"),
    "an exit": ("raise SystemExit(0)", "SystemExit: 0"),
    "a syntax error": ("def", "SyntaxError: invalid syntax"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_package_that_cannot_be_loaded_is_named(tmp_path, case):
    text, cause = BROKEN[case]
    install(tmp_path, "broken", text)
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = vprog(environment, "check", "-", "--json", stdin="answer = 1\n")
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    for said in ("vprog-broken 1.0", cause, "pip uninstall vprog-broken"):
        assert said in done.stderr
    assert json.loads(done.stdout)["status"] == "failed"


def test_the_doctor_lists_every_package_that_cannot_be_loaded(tmp_path):
    install(tmp_path, "one", "import no_such_package")
    install(tmp_path, "two", "1 / 0")
    done = vprog(os.environ | {"PYTHONPATH": str(tmp_path)}, "doctor", "--json")
    assert (done.returncode, done.stderr) == (4, "")
    wrong = [f for f in json.loads(done.stdout)["findings"] if f["name"] == "modules"]
    assert [f["ok"] for f in wrong] == [False, False]
    assert {f["hint"].rpartition(" ")[2] for f in wrong} == {"vprog-one`", "vprog-two`"}


def test_two_packages_that_claim_one_name_are_named(tmp_path):
    plugin = PLUGIN.read_text(encoding="utf-8")
    for name in ("one", "two"):
        install(tmp_path, name, plugin)
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    for command in ("modules", "doctor"):
        done = vprog(environment, command)
        assert done.returncode == 4
        shown = done.stdout + done.stderr
        for said in ("vprog-one 1.0", "vprog-two 1.0", "both declare `pace`"):
            assert said in shown
    (tmp_path / "vprog_one.py").write_text(plugin.replace("class Pace", "class Count"), encoding="utf-8")
    said = vprog(environment, "modules").stderr
    assert "those of vprog 0" in said
    assert "pip uninstall vprog-one" in said


def test_two_entry_points_may_lead_to_one_module(tmp_path):
    install(tmp_path, "pace", PLUGIN.read_text(encoding="utf-8"))
    install(tmp_path, "more", "from vprog_pace import Pace\n")
    assert "pace" in vprog(os.environ | {"PYTHONPATH": str(tmp_path)}, "modules").stdout
