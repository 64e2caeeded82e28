"""The one way out: every question to a service goes through here, with the same manners and the same errors.

A plain loop does the retries. stamina, which the project has, writes a line of log for each one, with the address
and so perhaps a key in it, and cannot hold back the other calls when a service asks for a pause.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import httpx2

from evidence.identifiers import shorten
from evidence.sources.answers import UnreadableError, read_json, retry_after
from evidence.sources.cache import Answer, Cache
from evidence.sources.errors import BadAnswerError, NotAnsweredError, NotKnownError
from evidence.sources.faults import PassingFaultError, bad, one_kind_of_error, redirected, stopped
from evidence.sources.services import Service, Services, SourceSettings

LARGEST = 10 * 1024 * 1024
"""Bytes of an answer, unpacked, that are still read."""
LONGEST_WAIT = 60.0
"""Seconds that a service may ask to wait; when it asks for more, a person decides."""
TIME_OUT = 20.0
"""Seconds to connect, to wait for the next piece, and for the whole answer."""
FRESH = timedelta(days=1)
"""Age up to which a kept answer is used, unless the caller says otherwise: records say "checked on" this day."""

_TRIES = 4
_REDIRECTS = 5
_OK, _TOO_MANY, _SERVER_FAULT = 200, 429, 500
_NOT_KNOWN = frozenset({404, 410})
_NOT_ALLOWED = frozenset({401, 403})


class Web:
    """Asks services: politely, again when that helps, and never twice for what is kept on disk.

    Args:
        settings: Addresses and who asks.
        cache: Folder for kept answers, by custom `.cache/http`; None keeps nothing.
        max_age: Age up to which a kept answer is used; `timedelta(0)` asks anew.
        time_out: Seconds to connect, to wait for the next piece, and for the whole answer.
        first_wait: Seconds before the second try; doubled before each further one.

    Raises:
        FileError: The cache folder cannot be made.
    """

    def __init__(
        self,
        settings: SourceSettings,
        cache: Path | None = None,
        *,
        max_age: timedelta = FRESH,
        time_out: float = TIME_OUT,
        first_wait: float = 1.0,
    ) -> None:
        self._stopped = threading.Event()
        self.services = Services.of(settings, self._sleep)
        self._cache = Cache(cache)
        self._max_age = max_age
        self._time_out = time_out
        self._first_wait = first_wait
        self._client = httpx2.Client(timeout=time_out, headers={"User-Agent": user_agent(settings.mailto)})

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """End all waiting and close all connections; a call still under way ends with an error."""
        self._stopped.set()
        self._client.close()

    def ask(
        self,
        service: Service,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        about: str,
        accept: str = "application/json",
        max_age: timedelta | None = None,
    ) -> Any:
        """Ask a service and return the data of its answer, from disk if it is kept there.

        Args:
            service: Whom to ask.
            path: Path below the service's address, escaped.
            query: Parameters, not escaped.
            about: What is asked for, as a person names it: it stands in every error.
            accept: Media type to ask for; it must be JSON.
            max_age: Age up to which a kept answer is used, if not the usual one.

        Raises:
            NotKnownError: The service does not know it.
            NotAnsweredError: Could not check.
            BadAnswerError: The service answered with something else.
            FileError: The answer cannot be kept.
        """
        question = {"service": service.url, "path": path, "query": dict(query or {}), "accept": accept}
        answer = self._cache.get(question, self._max_age if max_age is None else max_age)
        if answer is None:
            answer = self._ask_patiently(service, path, dict(query or {}), about, accept)
            self._cache.put(question, answer)
        if not answer.known:
            raise NotKnownError(f"{service.name} does not know {about}: compare it with the source, letter by letter.")
        return answer.data

    def _ask_patiently(self, service: Service, path: str, query: dict[str, str], about: str, accept: str) -> Answer:
        for number in range(1, _TRIES + 1):
            try:
                with service.limiter.turn():
                    return self._ask_once(service, path, query, about, accept)
            except PassingFaultError as fault:
                if fault.wait > LONGEST_WAIT:
                    raise NotAnsweredError(
                        f"Could not check {about}: {service.name} {fault} and asks to wait {fault.wait:,.0f} seconds. "
                        "Run it again after that."
                    ) from fault
                if number == _TRIES:
                    raise NotAnsweredError(
                        f"Could not check {about}: {service.name} {fault} ({_TRIES} tries). Run it again later; "
                        "what was answered is kept."
                    ) from fault
                jitter = random.uniform(0.5, 1.5)  # noqa: S311 (spreads calls, guards nothing)
                wait = fault.wait or self._first_wait * 2 ** (number - 1) * jitter
                if fault.for_all:
                    service.limiter.pause(wait)
                else:
                    self._sleep(wait)
            except RuntimeError as error:
                if not self._stopped.is_set():
                    raise
                # What the client says in the threads that still use it when it is closed.
                raise stopped() from error
        raise AssertionError("the last try returns or raises")

    def _ask_once(self, service: Service, path: str, query: dict[str, str], about: str, accept: str) -> Answer:
        url = httpx2.URL(service.url + path).copy_merge_params({**query, **service.secret})
        request = self._client.build_request("GET", url, headers={"Accept": accept})
        deadline = time.monotonic() + self._time_out
        with one_kind_of_error(service.name, about):
            for _ in range(_REDIRECTS + 1):
                response = self._client.send(request, stream=True)
                try:
                    if response.next_request is not None:
                        request = redirected(request, response.next_request, service.name, about)
                        continue
                    service.limiter.listen(response.headers)
                    return self._read(response, service.name, about, deadline)
                finally:
                    response.close()
        raise BadAnswerError(
            f"{service.name} sent the question about {about} from address to address ({_REDIRECTS} redirects): "
            "run it again later, or check the service's address in the settings."
        )

    def _read(self, response: httpx2.Response, name: str, about: str, deadline: float) -> Answer:
        status = response.status_code
        if status in _NOT_KNOWN:
            return Answer(known=False)
        if status == _TOO_MANY or status >= _SERVER_FAULT:
            raise PassingFaultError(
                f"answered with status {status}", retry_after(response.headers), for_all=status == _TOO_MANY
            )
        if status in _NOT_ALLOWED:
            raise NotAnsweredError(
                f"Could not check {about}: {name} refused to answer (status {status}). Look at EVIDENCE_MAILTO and, "
                "for OpenAlex, EVIDENCE_OPENALEX_KEY; or a proxy stands in between."
            )
        if status != _OK:
            raise BadAnswerError(
                f"{name} could not make sense of the question about {about} (status {status}): check the identifier; "
                "if it is right, report this as a fault of the program."
            )
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > LARGEST:
                raise BadAnswerError(
                    f"{name} answered about {about} with more than {LARGEST // 1024**2} MB, which is not read: "
                    "enter this work by hand."
                )
            if time.monotonic() > deadline:
                raise PassingFaultError(f"did not finish its answer within {self._time_out:g} seconds")
        try:
            return Answer(known=True, data=read_json(bytes(body)))
        except UnreadableError as error:
            raise bad(name, about, str(error)) from error

    def _sleep(self, seconds: float) -> None:
        if self._stopped.wait(seconds):
            raise stopped()


def user_agent(mailto: str | None) -> str:
    """Return by which name this program asks, with a mail address if there is one, as the services wish."""
    try:
        number = version("link-worker-evidence-base")
    except PackageNotFoundError:
        number = "0"
    return f"link-worker-evidence-base/{number}" + (f" (mailto:{mailto})" if mailto else "")


def quoted(text: str) -> str:
    """Shorten and quote what a person typed for use as `about`; nothing in it steers the terminal."""
    return f'"{shorten("".join(character if character.isprintable() else " " for character in text), 80)}"'


def escape(doi: str) -> str:
    """Escape a DOI for a path: a `#` or `?` in it would end the path, and `..` would leave it."""
    steps = quote(doi, safe="/:;()").split("/")
    return "/".join(step.replace(".", "%2E") if step in {".", ".."} else step for step in steps)
