"""Addresses: a server on this machine sends what servers send, and what they should not."""

import contextlib
import gc
import http.server
import os
import re
import socket
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import vprog
from tests.media.clips import drawn, number_in, write_clip
from vprog.media import Frame, VideoError, open_video
from vprog.web import fetch

BODY = bytearray()


class Server(http.server.BaseHTTPRequestHandler):
    """Answers by the first part of the path."""

    def do_GET(self) -> None:
        with contextlib.suppress(ConnectionError):
            getattr(self, "send_" + self.path.split("/")[1].split("?")[0])()

    def head(self, code: int = 200, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def send_clip(self) -> None:
        self.head(Content_Length=str(len(BODY)), Content_Type="video/mp4")
        self.wfile.write(BODY)

    def send_unmeasured(self) -> None:
        self.head()
        self.wfile.write(BODY)

    def send_chunked(self) -> None:
        self.protocol_version = "HTTP/1.1"
        self.head(Transfer_Encoding="chunked")
        for start in range(0, len(BODY), 1000):
            part = BODY[start : start + 1000]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        if "broken" not in self.path:
            self.wfile.write(b"0\r\n\r\n")
        self.close_connection = True

    def send_cut(self) -> None:
        self.head(Content_Length=str(len(BODY)))
        self.wfile.write(BODY[: len(BODY) // 2])

    def send_huge(self) -> None:
        self.head(Content_Length=str(1 << 40))

    def send_endless(self) -> None:
        self.head()
        while True:
            self.wfile.write(bytes(1 << 16))

    def send_silent(self) -> None:
        self.head(Content_Length=str(len(BODY)))
        self.wfile.write(BODY[:100])
        self.wfile.flush()
        time.sleep(1.5)

    def send_dripping(self) -> None:
        self.head(Content_Length=str(len(BODY)))
        for byte in BODY[:200]:
            self.wfile.write(bytes([byte]))
            time.sleep(0.02)

    def send_mute(self) -> None:
        time.sleep(1.5)

    def send_nothing(self) -> None:
        self.head(Content_Length="0")

    def send_text(self) -> None:
        self.head(Content_Length="9", Content_Type="video/mp4")
        self.wfile.write(b"not video")

    def send_page(self) -> None:
        self.head(Content_Type="text/html; charset=utf-8")
        self.wfile.write(b"<html>")

    def send_missing(self) -> None:
        self.head(404)

    def send_odd(self) -> None:
        self.head(799)

    def send_rubbish(self) -> None:
        self.wfile.write(b"\x00\x01\x02 no http at all\r\n\r\n")

    def send_moved(self) -> None:
        self.head(302, Location="/clip/moved.mp4")

    def send_circle(self) -> None:
        self.head(302, Location="/circle")

    def send_away(self) -> None:
        self.head(302, Location=self.path.partition("?")[2])

    def send_image(self) -> None:
        self.head(Content_Type="image/png")
        Image.fromarray(drawn(42)).save(self.wfile, format="png")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    BODY[:] = write_clip(tmp_path_factory.mktemp("web") / "clip.mp4").read_bytes()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


@pytest.fixture(autouse=True)
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the folder of downloads; whatever happened, nothing is left in it."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy") or name.startswith("VPROG_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "downloads"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(fetch, "PATIENCE_S", 0.5)
    yield folder
    gc.collect()
    assert not list(folder.iterdir())


def refusal(url: str) -> str:
    with pytest.raises(VideoError) as caught:
        open_video(url)
    text = str(caught.value)
    assert "\n" not in text
    assert caught.value.diagnostics[0].hint
    return text


@pytest.mark.parametrize("kind", ["clip", "unmeasured", "chunked", "moved"])
def test_a_video_is_fetched_and_kept_while_it_is_read(server: str, kind: str, downloads: Path) -> None:
    with open_video(f"{server}/{kind}/my%20clip.mp4?key=1") as video:
        assert video.source.name == ("moved.mp4" if kind == "moved" else "my clip.mp4")
        assert video.source.frame_count == 90
        assert [number_in(f.image) for f in video.read(range(90)) if isinstance(f, Frame)] == list(range(90))
        under_way = video.read([1, 2])
        assert len(list(downloads.iterdir())) == 1
    assert len(list(under_way)) == 2


def test_pictures_of_a_download_do_not_pile_up(server: str) -> None:
    with open_video(f"{server}/clip/a.mp4") as video:
        for _ in range(2):
            given: list[weakref.ref[np.ndarray]] = []
            for frame in video.read(range(90)):
                assert isinstance(frame, Frame)
                given.append(weakref.ref(frame.image))
                assert sum(picture() is not None for picture in given) <= 3


def test_the_same_bytes_are_the_same_source(server: str, tmp_path: Path) -> None:
    (tmp_path / "here.mp4").write_bytes(BODY)
    with open_video(f"{server}/clip/a.mp4") as one, open_video(tmp_path / "here.mp4") as other:
        assert one.source == other.source


def test_an_address_written_as_a_path_is_an_address(server: str) -> None:
    with open_video(Path(f"{server}/clip/a.mp4")) as video:
        assert video.source.name == "a.mp4"


def test_an_image_is_fetched_too(server: str) -> None:
    with open_video(f"{server}/image/a.png") as video:
        (frame,) = video.read([0])
        assert isinstance(frame, Frame)
        assert number_in(frame.image) == 42


def test_addresses_pass_through_the_calls(server: str, tmp_path: Path) -> None:
    url = f"{server}/clip/a.mp4"
    assert vprog.run("answer = count(videos)", [url, url], cache=tmp_path).value == 2
    assert vprog.run("answer = count(videos)", url, cache=tmp_path).value == 1


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("missing", "404 Not Found"),
        ("odd", "799"),
        ("cut/a.mp4", "broke off"),
        ("chunked/broken", "broke off"),
        ("huge", "larger than 2048 MiB"),
        ("silent", "silent or too slow"),
        ("mute", "silent or too slow"),
        ("dripping", "silent or too slow"),
        ("nothing", "empty"),
        ("text/a.mp4", "a.mp4.*not a video"),
        ("page", "web page"),
        ("rubbish", "broke off"),
        ("circle", "redirects"),
        ("away?file:///etc/hostname", "redirects"),
        ("away?ftp://127.0.0.1/a.mp4", "redirects"),
        ("away?data:video/mp4,abc", "redirects"),
    ],
)
def test_what_servers_should_not_send(server: str, path: str, says: str) -> None:
    assert re.search(says, refusal(f"{server}/{path}"))


def test_a_redirection_does_not_leave_encryption() -> None:
    request = fetch.urllib.request.Request("https://127.0.0.1/a.mp4")
    with pytest.raises(fetch.urllib.error.HTTPError):
        fetch._Redirects().redirect_request(request, None, 302, "", {}, "http://127.0.0.1/a.mp4")
    request = fetch.urllib.request.Request("http://127.0.0.1/a.mp4")
    assert fetch._Redirects().redirect_request(request, None, 302, "", {}, "https://127.0.0.1/a.mp4")


def test_the_limit_holds_with_and_without_a_length(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VPROG_MAX_DOWNLOAD_MB", "0.001")
    assert "larger than 0.001 MiB" in refusal(f"{server}/clip")
    assert "larger than 0.001 MiB" in refusal(f"{server}/unmeasured")
    monkeypatch.setenv("VPROG_MAX_DOWNLOAD_MB", "1")
    assert "larger than 1 MiB" in refusal(f"{server}/endless")
    for wrong in ("much", "-1", "0", "nan"):
        monkeypatch.setenv("VPROG_MAX_DOWNLOAD_MB", wrong)
        assert "VPROG_MAX_DOWNLOAD_MB" in refusal(f"{server}/clip")


def test_offline_forbids_every_connection(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VPROG_OFFLINE", "1")
    monkeypatch.setattr(socket, "create_connection", None)
    assert "VPROG_OFFLINE" in refusal(f"{server}/clip")


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert "refuses the connection" in refusal(f"http://127.0.0.1:{port}/a.mp4")


@pytest.mark.parametrize("url", ["http://", "http://[bad/a.mp4", "http://127.0.0.1:port/a.mp4", "http:///a.mp4"])
def test_improper_addresses(url: str) -> None:
    refusal(url)


def test_what_is_secret_in_an_address_is_not_said(server: str) -> None:
    text = refusal(server.replace("://", "://user:word@") + "/missing?key=secret")
    assert "secret" not in text
    assert "word" not in text


def test_no_room_for_the_download(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert "cannot be stored" in refusal(f"{server}/clip")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_child_does_not_delete_what_its_parent_reads(server: str) -> None:
    with open_video(f"{server}/clip/a.mp4") as video:
        child = os.fork()
        if not child:
            video.close()
            os._exit(0)
        os.waitpid(child, 0)
        assert len(list(video.read(range(90)))) == 90
