"""`plan`, `check`, `fmt`, `explain`, `modules`, `grammar`, `doctor`, and how the command starts."""

import errno
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

try:
    import resource
except ImportError:
    resource = None

THREE_MISTAKES = 'a = detetc(video, "person")\nb = track(boxes)\nanswer = count(a, 3\n'


def test_plan_writes_a_program_that_checks(vprog):
    done = vprog("plan", "How many people are there?")
    assert done.exit_code == 0
    assert vprog("check", "-", stdin=done.stdout).exit_code == 0
    assert vprog("fmt", "-", stdin=done.stdout).stdout == done.stdout
    assert json.loads(vprog("plan", "Is there a face?", "--json").stdout)["program"]


def test_plan_says_what_it_did_not_understand(vprog):
    done = vprog("plan", "Why is he sad?", "--json")
    assert done.exit_code == 3
    record = json.loads(done.stdout)
    assert record["program"] is None
    assert "why" in record["reason"].lower()


def test_check_reports_three_mistakes_on_three_lines_at_once(vprog):
    done = vprog("check", "-", stdin=THREE_MISTAKES)
    assert done.exit_code == 1
    for line in ("did you mean `detect`?", "the name `boxes` is not bound", "error[VP0103]"):
        assert line in done.stderr
    assert done.stderr.count("^") >= 3
    record = json.loads(vprog("check", "-", "--json", stdin=THREE_MISTAKES).stdout)
    assert record["ok"] is False
    assert [d["line"] for d in record["diagnostics"]] == [1, 2, 3]


def test_check_repairs_and_says_what_it_did(vprog):
    done = vprog("check", "-", "--fix", stdin='a = track(detetc(video, "person"))\nanswer = len(a\n')
    assert done.exit_code == 0
    assert done.stdout == 'a = track(detect(video, "person"))\nanswer = count(a)\n'
    assert "error[VP0103]" in done.stderr
    assert "repaired: near name\n" in done.stderr
    record = json.loads(vprog("check", "-", "--fix", "--json", stdin="answer = cuont(choices)\n").stdout)
    assert (record["ok"], record["program"], record["reason"]) == (True, "answer = count(choices)\n", None)
    assert record["edits"][0]["name"] == "near name"
    assert record["diagnostics"][0]["code"] == "VP0201"


def test_check_leaves_alone_what_is_right_and_what_no_small_edit_repairs(vprog):
    right = "answer=count( choices )  # all\n"
    assert vprog("check", "-", "--fix", stdin=right).stdout == right
    done = vprog("check", "-", "--fix", stdin="answer = detect(video)\n")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "not repaired: no small edit settles VP0302" in done.stderr
    record = json.loads(vprog("check", "-", "--fix", "--json", stdin="answer = detect(video)\n").stdout)
    assert (record["ok"], record["program"], record["edits"]) == (False, None, [])


def test_fmt_writes_the_file_in_place(vprog, tmp_path):
    path = tmp_path / "a.vp"
    path.write_text("answer=1+2 # three\n")
    assert vprog("fmt", "-w", path).stdout == ""
    assert path.read_text() == "answer = (1 + 2)  # three\n"
    assert vprog("fmt", "-", stdin="answer = (\n").exit_code == 1


@pytest.fixture
def untidy(tmp_path: Path) -> Path:
    """Give a program file that `fmt -w` would change."""
    path = tmp_path / "programs" / "a.vp"
    path.parent.mkdir()
    path.write_text("answer=1+2\n")
    return path


def test_fmt_keeps_permissions_and_links(vprog, untidy, tmp_path):
    untidy.chmod(0o640)
    link = tmp_path / "link.vp"
    link.symlink_to(untidy)
    assert vprog("fmt", "-w", link).exit_code == 0
    assert link.is_symlink()
    assert untidy.read_text() == "answer = (1 + 2)\n"
    assert stat.S_IMODE(untidy.stat().st_mode) == 0o640
    unchanged = untidy.stat()
    assert vprog("fmt", "-w", untidy).exit_code == 0
    assert untidy.stat() == unchanged
    untidy.write_bytes(b"\xef\xbb\xbfanswer = 1\r\n")
    assert vprog("fmt", "-w", untidy).exit_code == 0
    assert untidy.read_bytes() == b"answer = 1\n"
    assert list(untidy.parent.iterdir()) == [untidy]


@pytest.mark.parametrize("step", ["os.fsync", "shutil.copymode", "tempfile.mkstemp", "pathlib.Path.replace"])
def test_fmt_on_a_full_disk_leaves_the_program_alone(vprog, untidy, monkeypatch, step):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(step, full)
    done = vprog("fmt", "-w", untidy, "--json")
    assert (done.exit_code, done.stderr.count("\n")) == (4, 1)
    assert f"{untidy} cannot be written: No space left on device" in done.stderr
    assert json.loads(done.stdout)["status"] == "failed"
    assert untidy.read_text() == "answer=1+2\n"
    assert list(untidy.parent.iterdir()) == [untidy]


@pytest.mark.skipif(resource is None, reason="this platform has no limit on the size of files")
def test_fmt_beyond_the_limit_of_file_size_leaves_the_program_alone(untidy):
    untidy.write_text("answer=1+2 # " + "long " * 1000)
    before = untidy.read_text()
    code = (
        "import resource, sys; sys.argv[1:] = ['fmt', '-w', sys.argv[1]]\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "from vprog.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, untidy],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    assert "File too large" in done.stderr
    assert untidy.read_text() == before


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="this platform has no devices")
def test_fmt_replaces_no_device(vprog):
    done = vprog("fmt", "-w", "/dev/null")
    assert (done.exit_code, "no ordinary file" in done.stderr) == (1, True)
    assert not Path("/dev/null").is_file()


def test_explain_shows_the_graph_before_and_after_the_passes(vprog):
    source = "a = (1 + 2)\nanswer = (a * duration_of)\n".replace("duration_of", "a")
    shown = vprog("explain", "-", stdin=source).stdout
    assert "after lowering" in shown
    assert "after fold_constants" in shown
    assert "constant 9" in shown


def test_explain_shows_waves_costs_and_a_picture(vprog, demo_clip, tmp_path):
    program = tmp_path / "a.vp"
    program.write_text('# <b>\nt = track(detect(video, "red circle"))\nanswer = (count(t) + count(enters(t)))\n')
    svg = tmp_path / "a.svg"
    arguments = ("explain", program, demo_clip, "--cache", tmp_path / "cache", "--json", "--svg", svg)
    costs = {c["op"]: c for c in json.loads(vprog(*arguments).stdout)["costs"]}
    assert costs["detect.all"]["frames"] == 30
    assert costs["track.select"]["users"] == 2
    assert costs["add"]["wave"] > costs["count"]["wave"] > costs["track.all"]["wave"]
    again = {c["op"]: c["cached"] for c in json.loads(vprog(*arguments).stdout)["costs"]}
    assert again["detect.all"]
    assert again["track.all"]
    root = ET.parse(svg).getroot()  # noqa: S314  # written by the command above
    assert "stored" in ET.tostring(root, encoding="unicode")
    shown = vprog("explain", program, demo_clip, "--cache", tmp_path / "cache").stdout
    assert "wave" in shown
    assert "detect.all" in shown


def test_grammars_are_printed_as_they_are_committed(vprog, root):
    assert vprog("grammar").stdout == (root / "grammar/program.lark").read_text()
    assert vprog("grammar", "--strict").stdout == (root / "grammar/strict.lark").read_text()


def test_modules_lists_and_describes(vprog):
    assert "detect" in vprog("modules").stdout
    record = json.loads(vprog("modules", "detect", "--json").stdout)
    assert {k["name"] for k in record["knobs"]} >= {"min_score", "rate_fps", "max_side_px"}
    wrong = vprog("modules", "detct")
    assert (wrong.exit_code, "did you mean `detect`?" in wrong.stderr) == (1, True)


def test_doctor_finds_this_machine_healthy(vprog):
    record = json.loads(vprog("doctor", "--json").stdout)
    assert record["ok"], record
    assert {f["name"] for f in record["findings"]} >= {"Python", "OpenCV", "video decoding", "modules", "cache folder"}


def test_doctor_tells_what_opencv_misses_where_it_cannot_be_imported(tmp_path):
    script = """
import sys


class Missing:
    def find_spec(self, name, path=None, target=None):
        if name == "cv2":
            raise ImportError("libGL.so.1: cannot open shared object file")


sys.meta_path.insert(0, Missing())
sys.argv = ["vprog", "doctor", "--cache", sys.argv[1]]
from vprog.cli.main import main

main()
"""
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 4
    assert "NO  OpenCV: libGL.so.1" in done.stdout
    assert "apt-get install libgl1 libglib2.0-0" in done.stdout
    assert "Traceback" not in done.stderr


def test_doctor_tells_of_two_opencvs(tmp_path):
    record = tmp_path / "opencv_python_headless-5.0.0.93.dist-info" / "METADATA"
    record.parent.mkdir()
    record.write_text("Metadata-Version: 2.1\nName: opencv-python-headless\nVersion: 5.0.0.93\n")
    command = [sys.executable, "-m", "vprog", "doctor", "--cache", str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)
    assert done.returncode == 4
    assert "NO  OpenCV: opencv-python and opencv-python-headless are installed" in done.stdout
    assert "pip uninstall -y opencv-python opencv-python-headless" in done.stdout


def test_a_program_file_that_is_missing_is_one_line(vprog, tmp_path):
    done = vprog("check", tmp_path / "no.vp")
    assert done.exit_code == 1
    assert "cannot be read" in done.stderr


@pytest.mark.parametrize("arguments", [("ask",), ("ask", "x.mp4"), ("dance",), ("ask", "--jump")])
def test_usage_errors_are_exit_2(vprog, arguments):
    assert vprog(*arguments).exit_code == 2
