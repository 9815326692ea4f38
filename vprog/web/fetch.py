"""One request: what may be asked for, what counts as an answer, and in words why there is none."""

import contextlib
import http.client
import os
import re
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from typing import IO, Any
from urllib.parse import quote, urlsplit

OFFLINE = "VPROG_OFFLINE"
"""Environment variable that forbids every connection."""

PATIENCE_S = 30.0
"""How long a server may stay silent; also the stretch over which its speed is judged."""

_CHUNK_BYTES = 1 << 18
# A server that sends a few bytes now and then never runs into the limit on silence.
_SLOWEST_BYTES_A_SECOND = 1024
_CHECK = "check the address"
_RANGE = re.compile(r"bytes (\d+)-\d+/(?:\d+|\*)")


class FetchError(Exception):
    """Why nothing came, or not all of it. cause: what is wrong. todo: what can be done about it."""

    def __init__(self, cause: str, todo: str) -> None:
        """Keep both."""
        super().__init__(f"{cause}; {todo}")
        self.cause, self.todo = cause, todo


class TooLargeError(FetchError):
    """More came, or was announced, than is taken."""


class NoRoomError(FetchError):
    """What came cannot be stored."""

    @classmethod
    def of(cls, error: OSError) -> "NoRoomError":
        """Make it of what the system says."""
        return cls(f"the download cannot be stored ({error.strerror or type(error).__name__})", "make room")


def forbidden() -> bool:
    """Say whether connections are forbidden."""
    return os.environ.get(OFFLINE, "0") not in ("", "0")


class Response:
    """An answer whose body has not been read yet.

    url: where it came from in the end. start: the byte at which the body begins. length_bytes: of the body, None where
    the server does not say.
    """

    def __init__(self, answer: http.client.HTTPResponse, url: str) -> None:
        """Read the head."""
        self._answer = answer
        self.url = answer.url or url
        announced = answer.headers.get("Content-Length", "")
        self.length_bytes = int(announced) if announced.isdecimal() else None
        partly = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        self.start = int(partly[1]) if partly and answer.status == HTTPStatus.PARTIAL_CONTENT else 0

    def receive(self, file: IO[bytes], limit_bytes: float) -> int:
        """Write the body into a file, and give how many bytes came.

        Raises: FetchError when the body is a web page, breaks off or comes too slowly; TooLargeError beyond the limit;
        NoRoomError when the file cannot be written.
        """
        if self._answer.headers.get_content_type() == "text/html":
            raise FetchError("the address gives a web page, not a file", "give the address of the file itself")
        if self.length_bytes is not None and self.length_bytes > limit_bytes:
            raise TooLargeError("it is larger than the limit", _CHECK)
        with _explained():
            received = self._receive(file, limit_bytes)
        if self.length_bytes is not None and received < self.length_bytes:
            cause = f"the connection broke off after {received} of {self.length_bytes} bytes"
            raise FetchError(cause, "try again")
        return received

    def _receive(self, file: IO[bytes], limit_bytes: float) -> int:
        received = 0
        since_s, before = time.monotonic(), 0
        while chunk := self._answer.read1(_CHUNK_BYTES):
            received += len(chunk)
            if received > limit_bytes:
                raise TooLargeError("it is larger than the limit", _CHECK)
            try:
                file.write(chunk)
            except OSError as error:
                raise NoRoomError.of(error) from error
            spent_s = time.monotonic() - since_s
            if spent_s > PATIENCE_S:
                if received - before < _SLOWEST_BYTES_A_SECOND * spent_s:
                    raise TimeoutError
                since_s, before = time.monotonic(), received
        return received


@contextlib.contextmanager
def fetching(url: str, start: int = 0) -> Iterator[Response]:
    """Ask for an `http:` or `https:` address, and give the answer while it is open.

    start: the first byte wanted; the answer says with which byte it begins, for not every server can begin there.
    Raises: FetchError when connections are forbidden, or the server cannot be reached, refuses, or redirects to where
    it must not.
    """
    if forbidden():
        raise FetchError(f"{OFFLINE} is set, which forbids connections", f"unset {OFFLINE}")
    with _explained():
        # Letters that an address cannot hold are written as people write them into the address bar of a browser.
        request = urllib.request.Request(quote(url, safe="%/:=&?~#+!$,;'@()*[]"))  # noqa: S310  # the caller made sure
        request.add_header("User-Agent", "vprog")
        request.add_header("Accept-Encoding", "identity")
        if start:
            request.add_header("Range", f"bytes={start}-")
        answer = _opener().open(request, timeout=PATIENCE_S)
    with answer:
        yield Response(answer, url)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to http and https alone, and never from the encrypted one to the other."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        scheme = urlsplit(newurl).scheme
        if scheme not in ("http", "https") or (req.type == "https" and scheme == "http"):
            raise urllib.error.HTTPError(newurl, code, "forbidden redirection", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    # Built by hand: the usual one would open ftp:, file: and data: too.
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    return opener


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """Turn what the library raises into one error with words for people."""
    try:
        yield
    except urllib.error.HTTPError as error:
        with error:
            raise FetchError(_answer(error.code), _CHECK) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError(_trouble(error), f"{_CHECK} and the network") from error


def _answer(code: int) -> str:
    """Say what the server's refusal means; its own words stay out, they may be anything."""
    if 300 <= code < 400:
        return "it redirects in a circle, or to where nothing is taken from"
    known = code in {status.value for status in HTTPStatus}
    return f"the server answers {code} {HTTPStatus(code).phrase if known else ''}".rstrip()


def _trouble(error: OSError | http.client.HTTPException | ValueError) -> str:
    """Say in words why nothing came, or nothing more."""
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return f"the server is silent or too slow for {PATIENCE_S:g} s"
    if isinstance(cause, ConnectionRefusedError):
        return "the server refuses the connection"
    if isinstance(cause, socket.gaierror):
        return "there is no server of this name, or no network"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return "the server's certificate is not valid"
    if isinstance(cause, http.client.InvalidURL | ValueError):
        return "it is no proper address"
    if isinstance(cause, http.client.HTTPException | ConnectionError):
        return "the connection broke off"
    return f"the server cannot be reached ({type(cause).__name__})"
