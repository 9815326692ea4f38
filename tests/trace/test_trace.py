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
        (json.dumps({"event": "open", "schema": SCHEMA + 1}) + "\n", "install a newer vprog"),
    ],
)
def test_what_is_no_trace_is_refused_with_advice(tmp_path, text, message):
    if text is not None:
        (tmp_path / "trace.jsonl").write_text(text)
    with pytest.raises(TraceError, match=message):
        read_trace(tmp_path)


@pytest.mark.parametrize("digest", ["missing", "../../etc/passwd", ""])
def test_only_values_of_the_folder_can_be_read(tmp_path, digest):
    with TraceWriter(tmp_path, "1"):
        pass
    with pytest.raises(TraceError, match="holds no value"):
        read_trace(tmp_path).value(digest)


def test_a_folder_that_cannot_be_made_is_an_outside_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutsideError, match="cannot be written"):
        new_trace_folder(tmp_path / "file" / "traces")
