"""Whether a web address still leads to a page: HEAD first, then GET, and no more of the page than its headers.

Only 404 and 410 mean that a page is gone (RFC 9110, sections 15.5.5 and 15.5.11). Many publishers refuse programs (403)
or slow them down (429) while a reader gets the page; so everything else is "could not check".
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Self

import httpx2

from evidence.identifiers import shorten
from evidence.sources.answers import retry_after
from evidence.sources.cache import Answer, Cache
from evidence.sources.errors import NotAnsweredError, NotKnownError, SourceError
from evidence.sources.faults import PassingFaultError, one_kind_of_error, stopped
from evidence.sources.http import FRESH, LONGEST_WAIT, TIME_OUT, user_agent
from evidence.sources.limiter import Limiter, Places
from evidence.sources.parallel import in_order

_GONE = frozenset({404, 410})
_OK, _ABOVE_OK, _TOO_MANY, _SERVER_FAULT = 200, 300, 429, 500
_TRIES = ("HEAD", "GET", "GET")
_REDIRECTS = 10
_PER_SECOND = 1.0
"""Calls a second to one host, unless it says that it allows more."""
_PATIENCE = 6
"""Calls in a row that a host may leave without an answer before it is not asked any more."""


@dataclass
class _Host:
    """A host, its pace, and how many calls in a row it left without an answer."""

    limiter: Limiter
    unanswered: int = 0


class Addresses:
    """Asks for pages, each host at a slow pace and one page at a time.

    Args:
        mailto: Where the owner of a page can reach the maintainer.
        cache: Folder for kept answers; None keeps nothing.
        max_age: Age up to which a kept answer is used.
        time_out: Seconds to connect and to wait for an answer.
        first_wait: Seconds before the second try; doubled before the third.

    Raises:
        FileError: The cache folder cannot be made.
    """

    def __init__(
        self,
        mailto: str | None,
        cache: Path | None = None,
        *,
        max_age: timedelta = FRESH,
        time_out: float = TIME_OUT,
        first_wait: float = 1.0,
    ) -> None:
        self._cache = Cache(cache)
        self._max_age = max_age
        self._first_wait = first_wait
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._client = httpx2.Client(timeout=time_out, headers={"User-Agent": user_agent(mailto)})

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all waiting and close all connections."""
        self._stopped.set()
        self._client.close()

    def reach_all(self, addresses: Iterable[str]) -> Iterator[tuple[str, str | SourceError]]:
        """Yield each address with where it leads or with what went wrong, in order, several at once; each once."""
        return in_order(self.reach, dict.fromkeys(addresses))

    def reach(self, address: str) -> str:
        """Return the address of the page that an address leads to, after all redirects.

        Raises:
            NotKnownError: The page is gone.
            NotAnsweredError: Could not check.
            FileError: The answer cannot be kept.
        """
        question = {"address": address}
        answer = self._cache.get(question, self._max_age)
        if answer is None:
            answer = self._ask(address)
            self._cache.put(question, answer)
        if not answer.known:
            raise NotKnownError(f"{address} leads to no page (status {answer.data}).")
        return str(answer.data)

    def _ask(self, address: str) -> Answer:
        fault = PassingFaultError("did not answer")
        for number, method in enumerate(_TRIES):
            try:
                status, reached = self._follow(method, address)
            except PassingFaultError as passing:
                fault = passing
                if fault.wait > LONGEST_WAIT:
                    break
                if not fault.wait and number + 1 < len(_TRIES):
                    self._sleep(self._first_wait * 2**number)
                continue
            except RuntimeError as error:
                if not self._stopped.is_set():
                    raise
                # What the client says in the threads that still use it when it is closed.
                raise stopped() from error
            if _OK <= status < _ABOVE_OK:
                return Answer(known=True, data=reached)
            if method == "GET":  # HEAD is often answered wrongly
                if status in _GONE:
                    return Answer(known=False, data=status)
                raise NotAnsweredError(f"Could not check {address}: {_name(reached)} refused (status {status}).")
        raise NotAnsweredError(f"Could not check {address}: {_name(address)} {fault}.")

    def _follow(self, method: str, address: str) -> tuple[int, str]:
        """Ask, following redirects, each at the pace of its own host; return the status and the last address."""
        advice = "The name may be gone, its certificate out of date, or the connection down."
        with one_kind_of_error(_name(address), address, advice):
            request = self._client.build_request(method, address)
            for _ in range(_REDIRECTS + 1):
                here = str(request.url)
                host = self._host(here)
                if host.unanswered >= _PATIENCE:
                    raise NotAnsweredError(
                        f"Could not check {address}: {_name(here)} gave no answer before, and was not asked again."
                    )
                with host.limiter.turn():
                    host.unanswered += 1
                    response = self._client.send(request, stream=True)
                    response.close()
                    host.unanswered = 0
                host.limiter.listen(response.headers)
                status = response.status_code
                if status == _TOO_MANY or status >= _SERVER_FAULT:
                    wait = retry_after(response.headers)
                    if 0 < wait <= LONGEST_WAIT:
                        host.limiter.pause(wait)
                    raise PassingFaultError(f"answered with status {status}", wait)
                if response.next_request is None:
                    return status, here
                request = response.next_request
        raise NotAnsweredError(f"Could not check {address}: it leads from address to address ({_REDIRECTS} redirects).")

    def _host(self, address: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(_name(address), _Host(Limiter(_PER_SECOND, Places(1), self._sleep)))

    def _sleep(self, seconds: float) -> None:
        if self._stopped.wait(seconds):
            raise stopped()


def _name(address: str) -> str:
    """Return the host of an address, with its port where one is given."""
    try:
        return shorten(httpx2.URL(address).netloc.decode("ascii", "replace"), 100)
    except httpx2.InvalidURL:
        return shorten(address, 100)
