"""A small HTTP server on real sockets that misbehaves as servers do, and keeps what it was sent."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, bytes | Iterator[bytes], dict[str, str]]
PROGRAM = 'tracks_person = track(detect(video, "person"))\nanswer = count(tracks_person)\n'


def chat(content: str | None, *, finish: str = "stop", usage: Any = (7, 5), **message: Any) -> bytes:
    """Give a chat completion."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content, **message}}
    record: dict[str, Any] = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    if usage:
        record["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
    return json.dumps(record).encode()


class Served:
    """A server, its address, and the requests that came: path, headers, body."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.address = f"http://127.0.0.1:{server.server_port}/v1"
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []

    @property
    def chats(self) -> list[dict[str, Any]]:
        """Give the bodies of the requests for a completion."""
        return [body for path, _, body in self.requests if path.endswith("/chat/completions")]


@contextlib.contextmanager
def serving(*answers: Answer | bytes | Callable[[], bytes], owner: str | None = None) -> Iterator[Served]:
    """Answer chats one after the other, the last one for good. owner: what the list of models says; None for 404."""
    left = list(answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.requests.append((self.path, dict(self.headers), {}))
            models = {"object": "list", "data": [{"id": "m", "object": "model", "owned_by": owner}]}
            self._send(200, json.dumps(models).encode(), {}) if owner else self._send(404, b"{}", {})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            answer = left.pop(0) if len(left) > 1 else left[0]
            if callable(answer):
                answer = answer()
            status, data, headers = (200, answer, {}) if isinstance(answer, bytes) else answer
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self._send(status, data, headers)

        def _send(self, status: int, data: bytes | Iterator[bytes], headers: dict[str, str]) -> None:
            self.send_response(status)
            whole = data if isinstance(data, bytes) else None
            given = {"Content-Type": "application/json"} | headers
            if whole is not None:
                given = {"Content-Length": str(len(whole))} | given
            else:
                given["Connection"] = "close"
            for name, value in given.items():
                self.send_header(name, value)
            self.end_headers()
            for chunk in [whole] if whole is not None else data:
                self.wfile.write(chunk)
                self.wfile.flush()
            self.close_connection = whole is None or len(whole) != int(given["Content-Length"])

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Served(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def slowly(data: bytes, pause_s: float) -> Iterator[bytes]:
    """Send byte after byte."""
    for byte in data:
        time.sleep(pause_s)
        yield bytes([byte])
