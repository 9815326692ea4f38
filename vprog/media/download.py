"""Fetching a video from the web into a file that lasts as long as it is read."""

import contextlib
import http.client
import os
import socket
import ssl
import tempfile
import time
import urllib.error
import urllib.request
import weakref
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlsplit

from vprog.media import address
from vprog.media.errors import VideoError

OFFLINE, MAX_MIB = "VPROG_OFFLINE", "VPROG_MAX_DOWNLOAD_MB"
"""Environment variables: forbid every connection; how large a download may be, in MiB."""

PATIENCE_S = 30.0
"""How long a server may stay silent; also the stretch over which its speed is judged."""

_DEFAULT_MAX_MIB = 2048.0
_CHUNK_BYTES = 1 << 18
# A server that sends a few bytes now and then never runs into the limit on silence.
_SLOWEST_BYTES_A_SECOND = 1024
_CHECK = "check the address"


class Download:
    """A fetched file. It is deleted when nothing refers to this object any more, at the latest when the program ends.

    path: where it lies. name: the last part of its address.
    """

    def __init__(self, path: Path, name: str) -> None:
        """Take over a file."""
        self.path = path
        self.name = name
        weakref.finalize(self, _delete, path, os.getpid())


def download(url: str) -> Download:
    """Fetch an `http:` or `https:` address.

    Raises: VideoError when connections are forbidden, the server cannot be reached, refuses, is too slow, sends a web
    page or more than the limit, redirects to where it must not, or breaks off; or when the file cannot be stored.
    """
    said = address.shown(url)
    if os.environ.get(OFFLINE, "0") not in ("", "0"):
        raise VideoError.of(said, f"{OFFLINE} is set, which forbids connections", f"unset {OFFLINE}, or give a file")
    limit_bytes = _limit_bytes(said)
    try:
        # Letters that an address cannot hold are written as people write them into the address bar of a browser.
        request = urllib.request.Request(quote(url, safe="%/:=&?~#+!$,;'@()*[]"))  # noqa: S310  # the caller made sure
        request.add_header("User-Agent", "vprog")
        request.add_header("Accept-Encoding", "identity")
        with _opener().open(request, timeout=PATIENCE_S) as response:
            return _stored(response, said, address.file_name(response.url or url), limit_bytes)
    except urllib.error.HTTPError as error:
        with error:
            raise VideoError.of(said, _answer(error.code), _CHECK) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise VideoError.of(said, _trouble(error), f"{_CHECK} and the network, or give a file") from error


def _limit_bytes(said: str) -> float:
    text = os.environ.get(MAX_MIB) or str(_DEFAULT_MAX_MIB)
    with contextlib.suppress(ValueError):
        if float(text) > 0:
            return float(text) * 2**20
    raise VideoError.of(said, f"{MAX_MIB} is {text!r}, no size", f"set {MAX_MIB} to a number of MiB, such as 2048")


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


def _stored(response: http.client.HTTPResponse, said: str, name: str, limit_bytes: float) -> Download:
    if response.headers.get_content_type() == "text/html":
        raise VideoError.of(said, "the address gives a web page, not a video", "give the address of the file itself")
    announced = response.headers.get("Content-Length", "")
    length = int(announced) if announced.isdecimal() else None
    if length is not None and length > limit_bytes:
        raise _too_large(said, limit_bytes)
    suffix = Path(name).suffix
    try:
        handle, path = tempfile.mkstemp(prefix="vprog-", suffix=suffix if suffix[1:].isalnum() else "")
    except OSError as error:
        raise _no_room(said, error) from error
    fetched = Download(Path(path), name)
    with open(handle, "wb") as file:  # noqa: PTH123  # a handle, not a path
        received = _receive(response, file, said, limit_bytes)
    if length is not None and received < length:
        cause = f"the connection broke off after {received} of {length} bytes"
        raise VideoError.of(said, cause, "try again, or download it and give the file")
    if not received:
        raise VideoError.of(said, "the server sends an empty file", _CHECK)
    return fetched


def _receive(response: http.client.HTTPResponse, file: IO[bytes], said: str, limit_bytes: float) -> int:
    """Give how many bytes came."""
    received = 0
    since_s, before = time.monotonic(), 0
    while chunk := response.read1(_CHUNK_BYTES):
        received += len(chunk)
        if received > limit_bytes:
            raise _too_large(said, limit_bytes)
        try:
            file.write(chunk)
        except OSError as error:
            raise _no_room(said, error) from error
        spent_s = time.monotonic() - since_s
        if spent_s > PATIENCE_S:
            if received - before < _SLOWEST_BYTES_A_SECOND * spent_s:
                raise TimeoutError
            since_s, before = time.monotonic(), received
    return received


def _too_large(said: str, limit_bytes: float) -> VideoError:
    cause = f"it is larger than {limit_bytes / 2**20:g} MiB, the limit"
    return VideoError.of(said, cause, f"raise {MAX_MIB}, or download it and give the file")


def _no_room(said: str, error: OSError) -> VideoError:
    cause = f"the download cannot be stored ({error.strerror or type(error).__name__})"
    return VideoError.of(said, cause, f"make room in {tempfile.gettempdir()}, or set TMPDIR to another folder")


def _answer(code: int) -> str:
    """Say what the server's refusal means; its own words stay out, they may be anything."""
    if 300 <= code < 400:
        return "it redirects in a circle, or to where no video is taken from"
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


def _delete(path: Path, process: int) -> None:
    # A child made by fork inherits the object, but the file is its parent's.
    if os.getpid() == process:
        path.unlink(missing_ok=True)
