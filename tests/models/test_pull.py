"""Fetching model files from a server on this machine: whole, in parts, and never anything else under their name."""

import contextlib
import hashlib
import http.server
import os
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from vprog.diagnostics import OutsideError
from vprog.models import ModelFolder, pull
from vprog.spec import Build, ModelFile
from vprog.web import fetch

DATA = bytes(range(256)) * 4096
"""1 MiB, which comes in several pieces."""
HALF = len(DATA) // 2


class Server(http.server.BaseHTTPRequestHandler):
    """Answers by the first part of the path."""

    asked: tuple[str | None, ...] = ()

    def do_GET(self) -> None:
        Server.asked += (self.headers.get("Range"),)
        with contextlib.suppress(ConnectionError):
            getattr(self, "send_" + self.path.split("/")[1])()

    def reply(self, data: bytes, code: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(len(data) if length is None else length), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def send_ranged(self) -> None:
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if wanted is None:
            return self.reply(DATA)
        start = int(wanted[1])
        where = f"bytes {start}-{len(DATA) - 1}/{len(DATA)}"
        return self.reply(DATA[start:], 206, Content_Range=where)

    def send_whole(self) -> None:
        self.reply(DATA)

    def send_cut(self) -> None:
        self.reply(DATA[:HALF], length=len(DATA))

    def send_other(self) -> None:
        self.reply(DATA[::-1])

    def send_short(self) -> None:
        self.reply(DATA[:HALF])

    def send_long(self) -> None:
        self.reply(DATA + b"x")

    def send_page(self) -> None:
        self.reply(b"<html>", Content_Type="text/html")

    def send_missing(self) -> None:
        self.reply(b"", 404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


@pytest.fixture(autouse=True)
def _connected(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("VPROG_OFFLINE", raising=False)
    monkeypatch.setattr(fetch, "PATIENCE_S", 2.0)
    monkeypatch.setattr(Server, "asked", ())


def model(server: str, kind: str) -> ModelFile:
    digest = hashlib.sha256(DATA).hexdigest()
    return ModelFile("small", "MIT", (Build("small.onnx", f"{server}/{kind}/small.onnx", digest, len(DATA)),))


def refusal(wanted: ModelFile, folder: Path) -> str:
    with pytest.raises(OutsideError) as caught:
        pull(wanted, ModelFolder(folder))
    assert caught.value.diagnostics[0].code == "VP0504"
    assert caught.value.diagnostics[0].hint
    assert not (folder / "small.onnx").exists()
    return str(caught.value)


@pytest.mark.parametrize("kind", ["ranged", "whole"])
def test_a_model_is_fetched_into_a_folder_that_is_made(server: str, kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "models"
    found = pull(model(server, kind), ModelFolder(folder))
    assert found.path.read_bytes() == DATA
    assert [path.name for path in folder.iterdir()] == ["small.onnx"]


def test_what_is_at_hand_is_not_fetched(server: str, tmp_path: Path) -> None:
    (tmp_path / "small.onnx").write_bytes(DATA)
    assert pull(model(server, "missing"), ModelFolder(tmp_path)).path == tmp_path / "small.onnx"
    assert Server.asked == ()


@pytest.mark.parametrize(("kind", "asked"), [("ranged", f"bytes={HALF}-"), ("whole", f"bytes={HALF}-")])
def test_a_fetch_that_broke_off_goes_on_where_it_stopped(server: str, kind: str, asked: str, tmp_path: Path) -> None:
    assert "broke off" in refusal(model(server, "cut"), tmp_path)
    assert (tmp_path / "small.onnx.part").read_bytes() == DATA[:HALF]
    assert pull(model(server, kind), ModelFolder(tmp_path)).path.read_bytes() == DATA
    assert Server.asked == (None, asked)


def test_a_complete_part_is_not_fetched_again(server: str, tmp_path: Path) -> None:
    (tmp_path / "small.onnx.part").write_bytes(DATA)
    assert pull(model(server, "missing"), ModelFolder(tmp_path)).path.read_bytes() == DATA
    assert Server.asked == ()


def test_a_part_of_something_else_is_given_up(server: str, tmp_path: Path) -> None:
    (tmp_path / "small.onnx.part").write_bytes(b"?" * HALF)
    assert "and the model `small` has" in refusal(model(server, "ranged"), tmp_path)
    assert pull(model(server, "ranged"), ModelFolder(tmp_path)).path.read_bytes() == DATA


def test_a_part_larger_than_the_model_is_given_up(server: str, tmp_path: Path) -> None:
    (tmp_path / "small.onnx.part").write_bytes(DATA * 2)
    assert pull(model(server, "ranged"), ModelFolder(tmp_path)).path.read_bytes() == DATA


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("other", "and the model `small` has"),
        ("short", "and the model `small` has"),
        ("long", f"more than {len(DATA)} bytes"),
        ("page", "web page"),
        ("missing", "404 Not Found"),
    ],
)
def test_what_servers_should_not_send_leaves_nothing(server: str, kind: str, says: str, tmp_path: Path) -> None:
    assert says in refusal(model(server, kind), tmp_path)
    assert not [path for path in tmp_path.iterdir() if path.stat().st_size]


def test_offline_forbids_every_connection(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VPROG_OFFLINE", "1")
    monkeypatch.setattr(socket, "create_connection", None)
    said = refusal(model(server, "whole"), tmp_path)
    assert "VPROG_OFFLINE" in said
    assert f"put it into {tmp_path} as small.onnx" in said


def test_a_folder_that_cannot_be_made(server: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OutsideError, match="another folder with --models"):
        pull(model(server, "whole"), ModelFolder(tmp_path / "file"))
