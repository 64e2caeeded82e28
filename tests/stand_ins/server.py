"""A small server that answers as it is told, misbehaves as it is told, and remembers who asked what, and when."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request that arrived.

    Attributes:
        path: Path as it was sent, still escaped.
        query: Parameters.
        headers: Headers, with names in small letters.
        arrived: Seconds on the server's clock.
        at_once: Requests under way, this one included.
        method: GET or HEAD.
    """

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    arrived: float
    at_once: int
    method: str = "GET"


@dataclass(frozen=True)
class Reply:
    """One answer.

    Attributes:
        body: What to send: bytes as they are, anything else as JSON.
        status: HTTP status.
        headers: Further headers.
        wait: Seconds before the answer begins.
        cut_after: Bytes of the body after which the connection is cut; None sends all.
        drip: Seconds between the single bytes of the body.
        hangs_up: Whether the connection is cut before anything is said.
    """

    body: Any = field(default_factory=dict)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    cut_after: int | None = None
    drip: float = 0.0
    hangs_up: bool = False


def not_found() -> Reply:
    """Crossref's way to say that it does not know a work."""
    return Reply(b"Resource not found.", 404, {"Content-Type": "text/plain"})


def too_many(retry_after: str | None = None) -> Reply:
    """Slow down."""
    return Reply(b"Too many requests", 429, {"Retry-After": retry_after} if retry_after is not None else {})


def broken(status: int = 500) -> Reply:
    """A fault of the server."""
    return Reply(b"<html><body>Oops</body></html>", status, {"Content-Type": "text/html"})


def web_page() -> Reply:
    """What a proxy or a sign-in page says, with status 200."""
    return Reply(b"<!DOCTYPE html><title>Sign in</title>", 200, {"Content-Type": "text/html"})


def redirect(to: str) -> Reply:
    """Somewhere else."""
    return Reply(b"", 301, {"Location": to})


class StandIn:
    """A server of answers on a free port of 127.0.0.1.

    Attributes:
        requests: What arrived, in order.
        headers: Headers of every answer, such as the rate limits.
        latency: Seconds before every answer.
    """

    def __init__(self, answer: Callable[[Asked], Reply | None]) -> None:
        self._answer = answer
        self._faults: dict[str, deque[Reply]] = {}
        self._lock = threading.Lock()
        self._under_way = 0
        self._stopping = threading.Event()
        self.requests: list[Asked] = []
        self.headers: dict[str, str] = {}
        self.latency = 0.0
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        # `serve_forever` looks every half second whether to stop, unless told otherwise.
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def fail(self, path: str, *replies: Reply) -> None:
        """Give these replies to the next requests for a path (escaped as sent), then answer as usual."""
        self._faults.setdefault(path, deque()).extend(replies)

    def asked(self, path: str) -> int:
        """Count the requests for a path, escaped as sent."""
        return sum(request.path == path for request in self.requests)

    def _reply(self, request: Asked) -> Reply:
        with self._lock:
            faults = self._faults.get(request.path)
            fault = faults.popleft() if faults else None
        return fault or self._answer(request) or not_found()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Headers and body in one write, and no waiting for more: else each kept-alive answer takes 40 ms.
            wbufsize = -1
            disable_nagle_algorithm = True

            def do_HEAD(self) -> None:
                self.do_GET()

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                with stand_in._lock:
                    stand_in._under_way += 1
                    request = Asked(
                        parts.path,
                        dict(parse_qsl(parts.query)),
                        {name.lower(): value for name, value in self.headers.items()},
                        time.monotonic(),
                        stand_in._under_way,
                        self.command,
                    )
                    stand_in.requests.append(request)
                try:
                    reply = stand_in._reply(request)
                    stand_in._stopping.wait(stand_in.latency + reply.wait)
                finally:
                    with stand_in._lock:
                        stand_in._under_way -= 1
                try:
                    self._send(reply)
                except OSError:
                    self.close_connection = True

            def _send(self, reply: Reply) -> None:
                if reply.hangs_up:
                    self.close_connection = True
                    return
                body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
                self.send_response(reply.status)
                for name, value in (
                    {"Content-Type": "application/json"} | stand_in.headers | {**reply.headers}
                ).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command == "HEAD":
                    return
                if reply.drip:
                    for byte in body:
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        if stand_in._stopping.wait(reply.drip):
                            return
                self.wfile.write(b"" if reply.drip else body[: reply.cut_after])
                self.wfile.flush()
                self.close_connection = reply.cut_after is not None

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (its name in the base class)
                """Say nothing."""

        return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a caller that hangs up is what the tests are about."""
