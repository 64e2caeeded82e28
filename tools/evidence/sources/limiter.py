"""How often and how many at once: the pace that a service asks its callers to keep."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

_MARGIN = 1.05
"""Calls start this much further apart than allowed: the way through the network may push two of them together."""

_UNITS = {"ms": 0.001, "": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0}
_FASTEST = 1000.0
"""Calls a second that are never exceeded, whatever a header says."""


class Places:
    """The calls that may be under way at once; several limiters of one service can share them."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._taken = 0
        self._changed = threading.Condition()

    def take(self) -> None:
        """Take a place, waiting until one is free."""
        with self._changed:
            self._changed.wait_for(lambda: self._taken < self._number)
            self._taken += 1

    def give_back(self) -> None:
        """Give a place back."""
        with self._changed:
            self._taken -= 1
            self._changed.notify_all()

    def resize(self, number: int) -> None:
        """Change how many places there are; calls under way are left to end."""
        with self._changed:
            self._number = number
            self._changed.notify_all()


class Limiter:
    """Keeps the starts of calls apart, across all threads, and listens to what the service says about its limits.

    Args:
        per_second: Calls a second at most, until the service says otherwise.
        places: Calls under way at most.
        sleep: How to wait; it may raise to give up.
    """

    def __init__(self, per_second: float, places: Places, sleep: Callable[[float], None] = time.sleep) -> None:
        self._spacing = _MARGIN / per_second
        self._places = places
        self._sleep = sleep
        self._last_start = float("-inf")
        self._paused_until = float("-inf")
        self._starting = threading.Lock()
        self._state = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the moment at which the next call may start, and for a free place."""
        # One waits at a time, so that a late waker moves all later starts: no two come close together.
        with self._starting:
            while True:
                while (wait := self._left_to_wait()) > 0:
                    self._sleep(wait)
                # The place comes last: whoever waits for a moment must not keep another call from starting.
                self._places.take()
                if self._start():
                    break
                self._places.give_back()
        try:
            yield
        finally:
            self._places.give_back()

    def pause(self, seconds: float) -> None:
        """Let no call start for some seconds, as the service asked."""
        with self._state:
            self._paused_until = max(self._paused_until, time.monotonic() + seconds)

    def listen(self, headers: Mapping[str, str]) -> None:
        """Take over the limits that an answer announces; what cannot be understood changes nothing.

        Source of the names: Crossref, https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/
        """
        limit = _number(headers.get("x-rate-limit-limit"))
        interval = _seconds(headers.get("x-rate-limit-interval"))
        if limit and interval:
            with self._state:
                self._spacing = _MARGIN / min(limit / interval, _FASTEST)
        at_once = int(_number(headers.get("x-concurrency-limit")))
        if at_once:
            self._places.resize(at_once)

    def _left_to_wait(self) -> float:
        with self._state:
            return self._next_start() - time.monotonic()

    def _start(self) -> bool:
        """Note a start, unless a pause was asked for while this call waited for its place."""
        with self._state:
            now = time.monotonic()
            if now < self._next_start():
                return False
            self._last_start = now
            return True

    def _next_start(self) -> float:
        return max(self._last_start + self._spacing, self._paused_until)


def _number(text: str | None) -> float:
    return float(text) if text and re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", text.strip()) else 0.0


def _seconds(text: str | None) -> float:
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,6})?)\s*(ms|s|m|h|)", (text or "").strip())
    return float(found[1]) * _UNITS[found[2]] if found else 0.0
