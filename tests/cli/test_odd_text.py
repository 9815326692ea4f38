"""File names and questions that are no text, or that a terminal would obey: one document, nothing raw."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vprog.trace import read_trace

QUESTION = "How many red circles are there?"
ODD = "bad\udcff esc\x1b[31m\x9b\u202e.mp4"


@pytest.fixture
def odd_clip(demo_clip, tmp_path) -> Path:
    return Path(shutil.copy(demo_clip, tmp_path / ODD))


def is_safe(text: str) -> bool:
    return all(char.isprintable() or char in "\n\t" for char in text)


def test_a_file_name_that_is_no_text_is_answered(vprog, odd_clip):
    done = vprog("ask", odd_clip, QUESTION, "--json")
    record = json.loads(done.stdout)
    assert (done.exit_code, record["answer"]) == (0, 3)
    assert {e["video"] for e in record["evidence"]} == {ODD}
    assert is_safe(done.stdout + done.stderr)
    (event,) = read_trace(Path(record["trace"])).of("input")
    assert event["videos"][0]["name"] == ODD
    shown = vprog("ask", odd_clip, QUESTION)
    assert r"bad\udcff esc\x1b[31m\x9b\u202e.mp4  0.00" in shown.stdout
    assert is_safe(shown.stdout + shown.stderr)


@pytest.mark.parametrize(
    "arguments", [(QUESTION[:-1] + "\udcff?",), (QUESTION, "--choice", "3\udcff", "--choice", "4")]
)
def test_a_question_that_is_no_text_is_one_document(vprog, demo_clip, arguments):
    done = vprog("ask", demo_clip, *arguments, "--json")
    assert (done.exit_code, json.loads(done.stdout)["status"]) == (3, "abstained")
    assert is_safe(done.stdout + done.stderr + vprog("ask", demo_clip, *arguments).stdout)


def test_what_cannot_be_read_is_named_without_raw_characters(vprog, tmp_path):
    for arguments in (("ask", tmp_path / ODD, QUESTION), ("check", tmp_path / ODD), ("modules", ODD)):
        done = vprog(*arguments)
        assert done.exit_code == 1
        assert done.stderr.count("\n") == 1
        assert "bad" in done.stderr
        assert is_safe(done.stderr)
    for option in (("--clip", ODD), ("--set", ODD), ("--budget", ODD)):
        done = vprog("ask", "x.mp4", QUESTION, *option)
        assert done.exit_code == 2
        assert is_safe(done.stderr)


def test_a_program_comes_out_as_it_went_in(vprog):
    program = 'answer = "\x1b[31m\x9b\u2028ü"\n'
    assert vprog("fmt", "-", stdin=program).stdout_bytes == program.encode()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_of_standard_output_will_do(encoding):
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}

    def out(*arguments: str) -> str:
        command = [sys.executable, "-m", "vprog", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)
        assert b"Traceback" not in done.stderr
        # Where Python takes a terminal for one of ASCII alone, typer writes UTF-8.
        return done.stdout.decode("utf-8" if encoding == "ascii" else encoding)

    asked = "Are there 日本語 … \ufffd?"
    assert "日本語" in json.loads(out("plan", asked, "--json"))["reason"]
    assert out("plan", asked).startswith("no program: not understood: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this platform has no full disk to write to")
@pytest.mark.parametrize("arguments", [("check", "-"), ("check", "-", "--json"), ("fmt", "-")])
def test_output_that_cannot_be_written_is_one_line(arguments):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "vprog", *arguments],
            input="answer = 1\n", stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=120,
        )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    assert "the output cannot be written" in done.stderr


def test_a_byte_order_mark_is_no_part_of_a_program(vprog, tmp_path):
    path = tmp_path / "marked.vp"
    path.write_bytes(b"\xef\xbb\xbfanswer = cuont(1)\r\n")
    done = vprog("check", path)
    assert "did you mean `count`?" in done.stderr
    assert "VP0101" not in done.stderr
    path.write_bytes(b"\xef\xbb\xbfanswer = 1\r\n")
    assert vprog("check", path).exit_code == 0
    assert vprog("check", "-", stdin="\ufeffanswer = 1\n").exit_code == 0


def test_a_program_that_is_no_text_says_where(vprog, tmp_path):
    path = tmp_path / "bad.vp"
    path.write_bytes(b'answer = "\xff"\n')
    done = vprog("check", path)
    assert (done.exit_code, "byte 10 is not text in UTF-8; save it as UTF-8" in done.stderr) == (1, True)
