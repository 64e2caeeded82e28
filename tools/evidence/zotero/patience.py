"""Manners below the client: waits that Zotero asks for, further tries when that helps, both bounded.

pyzotero has no shared retry: it tries reads three times after a 429 and sleeps as long as it is told, takes the text
of a 429 on `create_items` for JSON, and gives up at once on 503 or a cut. So the connection itself is patient, and
pyzotero sees only the last answer. Source of the rules: Zotero Web API v3, "Rate limiting" and "Syncing".
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import httpx2

from evidence.sources.answers import retry_after
from evidence.zotero.errors import NotReachedError

LONGEST_WAIT = 120.0
"""Seconds that Zotero may ask to wait; when it asks for more, a person decides."""

_TRIES = 4
_PASSING = frozenset({409, 429, 500, 502, 503, 504})
"""What may be better in a moment; 409 means that the library is locked by another write."""


class PatientTransport(httpx2.BaseTransport):
    """Sends a request until there is an answer that will not change by waiting.

    To send a write again is safe here: items bear keys and versions, so that a write which did arrive is refused the
    second time (412), and never made twice.

    Args:
        inner: What really sends.
        sleep: How to wait.
        first_wait: Seconds before the second try; doubled before each further one.
        time_out: Seconds for an answer, instead of the 30 that pyzotero asks for.
    """

    def __init__(
        self,
        inner: httpx2.BaseTransport,
        sleep: Callable[[float], None] = time.sleep,
        first_wait: float = 1.0,
        time_out: float = 60.0,
    ) -> None:
        self._inner = inner
        self._time_out = httpx2.Timeout(time_out).as_dict()
        self._sleep = sleep
        self._first_wait = first_wait
        self._paused_until = 0.0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return an answer.

        Raises:
            NotReachedError: There is none, or Zotero asks to wait for too long.
        """
        request.extensions = {**request.extensions, "timeout": self._time_out}
        for number in range(1, _TRIES + 1):
            self._wait()
            asked = 0.0
            try:
                response = self._inner.handle_request(request)
                response.read()
            except httpx2.UnsupportedProtocol:
                raise
            except httpx2.TransportError as error:
                what = "did not answer in time" if isinstance(error, httpx2.TimeoutException) else "cut the connection"
                if isinstance(error, httpx2.ConnectError):
                    what = "cannot be reached"
            else:
                # With any answer, success too: "the client should wait before it asks for more".
                self._pause(_seconds(response.headers.get("Backoff")))
                if response.status_code not in _PASSING:
                    return response
                what = f"answered with status {response.status_code}"
                asked = retry_after(response.headers)
            if number == _TRIES:
                raise NotReachedError(
                    f"Zotero {what} ({_TRIES} tries). Look at the connection and run it again: what was done is kept, "
                    "and nothing is done twice."
                )
            jitter = random.uniform(0.8, 1.2)  # noqa: S311 (spreads calls, guards nothing)
            self._pause(asked or self._first_wait * 2 ** (number - 1) * jitter)
        raise AssertionError("the last try returns or raises")

    def close(self) -> None:
        """Close all connections."""
        self._inner.close()

    def _pause(self, seconds: float) -> None:
        self._paused_until = max(self._paused_until, time.monotonic() + seconds)

    def _wait(self) -> None:
        seconds = self._paused_until - time.monotonic()
        if seconds > LONGEST_WAIT:
            raise NotReachedError(
                f"Zotero asks to wait {seconds:,.0f} seconds. Run it again after that: what was done is kept."
            )
        if seconds > 0:
            self._sleep(seconds)
            self._paused_until = 0.0


def _seconds(text: str | None) -> float:
    text = (text or "").strip()
    return float(text[:9]) if text.isascii() and text.isdigit() else 0.0
