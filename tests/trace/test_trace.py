"""A trace folder: append-only, readable after a crash, refused when it is something else."""

import json

import pytest

from vprog.diagnostics import OutsideError
from vprog.trace import SCHEMA, TraceError, TraceWriter, new_trace_folder, read_trace


def test_events_and_values_come_back(tmp_path):
    folder = new_trace_folder(tmp_path)
    with TraceWriter(folder, "1.2.3") as trace:
        trace.event("plan", program='answer = "ü"')
        trace.value("abc", b"{}")
        trace.value("abc", b"{}")
    read = read_trace(folder)
    assert [e["event"] for e in read.events] == ["open", "plan", "close"]
    assert read.of("open")[0]["schema"] == SCHEMA
    assert read.of("close")[0]["ended"] == "ok"
    assert read.value("abc") == b"{}"
    assert read.is_closed


def test_two_runs_never_share_a_folder(tmp_path):
    assert len({new_trace_folder(tmp_path) for _ in range(50)}) == 50


@pytest.mark.parametrize(("error", "ended"), [(KeyboardInterrupt, "interrupted"), (RuntimeError, "failed")])
def test_the_end_says_how_it_came(tmp_path, error, ended):
    with pytest.raises(error), TraceWriter(tmp_path, "1"):
        raise error
    assert read_trace(tmp_path).of("close")[0]["ended"] == ended


def test_a_last_line_cut_short_is_left_out(tmp_path):
    with TraceWriter(tmp_path, "1") as trace:
        trace.event("plan")
    path = tmp_path / "trace.jsonl"
    path.write_text(path.read_text()[:-20])
    read = read_trace(tmp_path)
    assert [e["event"] for e in read.events] == ["open", "plan"]
    assert not read.is_closed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "is no trace"),
        ("", "does not begin as a trace"),
        ("[1]\n", "does not begin as a trace"),
        ("{\n{}\n", "damaged at line 1"),
        ("[" * 100_000 + "\n", "damaged at line 1"),
        ('{"schema": 1}\n', "does not begin as a trace"),
        ('{"event": "open", "schema": true}\n', "does not begin as a trace"),
        (json.dumps({"event": "open", "schema": SCHEMA + 1}) + "\n", "install a newer vprog"),
    ],
)
def test_what_is_no_trace_is_refused_with_advice(tmp_path, text, message):
    if text is not None:
        (tmp_path / "trace.jsonl").write_text(text)
    with pytest.raises(TraceError, match=message):
        read_trace(tmp_path)


OPEN = json.dumps({"event": "open", "schema": SCHEMA}) + "\n"


@pytest.mark.parametrize(
    "line",
    [
        *(b"[1]", b"7", b"null", b'"open"', b"{}", b'{"event": 1}', b"", b"{", b"\xff", b'{"event":"\xff"}'),
        *(b"[" * 100_000, b'{"event":' * 100_000, b"9" * 5_000),
    ],
)
def test_a_damaged_line_is_named(tmp_path, line):
    (tmp_path / "trace.jsonl").write_bytes(OPEN.encode() + line + b"\n" + OPEN.encode())
    with pytest.raises(TraceError, match=r"damaged at line 2.*run the program again"):
        read_trace(tmp_path)


@pytest.mark.parametrize("end", ["[" * 100_000, '{"event":"no', "\udcff"])
def test_a_torn_end_is_left_out_whatever_it_holds(tmp_path, end):
    (tmp_path / "trace.jsonl").write_bytes((OPEN + end).encode(errors="surrogateescape"))
    assert len(read_trace(tmp_path).events) == 1


ODD = "line\u2028para\u2029next\x85file\x1c\x0b\x0c\r\n name\udcff \ud800 \U0001f600"


def test_any_text_comes_back_as_it_was(tmp_path):
    with TraceWriter(tmp_path, "1") as trace:
        trace.event("question", question=ODD, **{ODD: [ODD]})
    assert (tmp_path / "trace.jsonl").read_bytes().isascii()
    assert len((tmp_path / "trace.jsonl").read_text().splitlines()) == 3
    (record,) = read_trace(tmp_path).of("question")
    assert (record["question"], record[ODD]) == (ODD, [ODD])


def test_separators_within_a_text_end_no_line(tmp_path):
    """As an earlier version wrote them."""
    line = json.dumps({"event": "question", "question": "\u2028\x85"}, ensure_ascii=False)
    (tmp_path / "trace.jsonl").write_text(OPEN + line + "\n", encoding="utf-8")
    assert read_trace(tmp_path).events[1]["question"] == "\u2028\x85"


@pytest.mark.parametrize("digest", ["missing", "../../etc/passwd", "", "a" * 5_000])
def test_only_values_of_the_folder_can_be_read(tmp_path, digest):
    with TraceWriter(tmp_path, "1"):
        pass
    with pytest.raises(TraceError, match="holds no value"):
        read_trace(tmp_path).value(digest)


def test_a_folder_that_cannot_be_made_is_an_outside_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutsideError, match="cannot be written"):
        new_trace_folder(tmp_path / "file" / "traces")
