"""The one place that talks to Zotero: a thin layer around pyzotero that says what went wrong in one kind of words.

Three things are done beside pyzotero, through its own client:
* writing: `update_items` says True when single items failed, and `create_items` adds a write token, which guards a
  request once, where keys and versions guard the item for good;
* `/schema` and `/keys/current`, which it does not know (its `key_info` puts the key into the address);
* waiting, in the connection below it (`patience.py`), because its own waits have no bound.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Self

import httpx2
from pyzotero.errors import PyZoteroError
from pyzotero.zotero import Zotero

from evidence.identifiers import shorten
from evidence.zotero.errors import BadReplyError, NotAllowedError, ZoteroError
from evidence.zotero.patience import PatientTransport
from evidence.zotero.replies import Written, mapping, moved, odd, read, refusal, sequence, version_of, written
from evidence.zotero.schema import Schema, read_schema
from evidence.zotero.settings import ZoteroSettings

BATCH = 50
"""Objects in one request, the most that the Web API takes."""

_TIME_OUT = 60.0
"""Seconds for an answer; a batch of 50 takes Zotero longer than a single item."""


class ZoteroClient:
    """Reads and writes one Zotero library.

    Args:
        settings: Address, library and key.
        sleep: How to wait.
        time_out: Seconds for an answer.
        first_wait: Seconds before the second try.
    """

    def __init__(
        self,
        settings: ZoteroSettings,
        *,
        sleep: Callable[[float], None] = time.sleep,
        time_out: float = _TIME_OUT,
        first_wait: float = 1.0,
    ) -> None:
        self.library = settings.library
        self.version = 0
        transport = PatientTransport(httpx2.HTTPTransport(), sleep, first_wait, time_out)
        self._http = httpx2.Client(transport=transport)
        kind, _, number = settings.library.partition("/")
        self._zotero = Zotero(number, kind.removesuffix("s"), settings.key, client=self._http)
        self._zotero.endpoint = settings.url

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close all connections."""
        self._http.close()

    def require_right_to_write(self) -> None:
        """Ask whether the key may write to the library, before anything is begun.

        Raises:
            NotAllowedError: It may not, or there is no key.
        """
        if not self._zotero.api_key:
            raise NotAllowedError(
                "Writing needs a key: make one at https://www.zotero.org/settings/keys and set EVIDENCE_ZOTERO_KEY."
            )
        key = mapping(self._get("/keys/current"))
        access = mapping(key.get("access") or {})
        kind, _, number = self.library.partition("/")
        if kind == "users":
            may = str(key.get("userID")) == number and bool(mapping(access.get("user") or {}).get("write"))
        else:
            groups = mapping(access.get("groups") or {})
            may = bool(mapping(groups.get(number) or groups.get("all") or {}).get("write"))
        if not may:
            raise NotAllowedError(
                f"The key in EVIDENCE_ZOTERO_KEY may not write to {self.library}: give it that right at "
                "https://www.zotero.org/settings/keys."
            )

    def schema(self) -> Schema:
        """Return what the server allows in items."""
        try:
            return read_schema(mapping(self._get("/schema")))
        except (KeyError, TypeError) as error:
            raise BadReplyError(odd("its schema")) from error

    def collection_key(self, name: str) -> str:
        """Return the key of a collection, given by its key or its name.

        Raises:
            ZoteroError: There is none of that name, or there are several.
        """
        with self._reading("the collections"):
            found: Any = self._zotero.everything(self._zotero.collections())
        collections = {str(one["key"]): str(one["data"]["name"]) for one in sequence(found)}
        if name in collections:
            return name
        keys = [key for key, label in collections.items() if label == name]
        if len(keys) == 1:
            return keys[0]
        if keys:
            raise ZoteroError(
                f"{self.library} has {len(keys)} collections {name!r}: give the key of one: {', '.join(keys)}."
            )
        known = ", ".join(sorted(map(repr, collections.values()))) or "none"
        raise ZoteroError(f"{self.library} has no collection {shorten(name)!r}; there are: {shorten(known, 300)}.")

    def versions(self, collection: str | None = None) -> dict[str, int]:
        """Return the versions of all items, those in the trash included, and note the version of the library."""
        with self._reading("the items"):
            options: dict[str, Any] = {"format": "versions", "limit": None, "includeTrashed": 1}
            found: Any = (
                self._zotero.collection_items_top(collection, **options) if collection else self._zotero.top(**options)
            )
            answer = mapping(found)
            self.version = version_of(self._zotero.request)
            return {str(key): int(version) for key, version in answer.items()}

    def items(self, keys: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        """Return items by their keys, 50 a request, trash included; those that are not there are left out.

        Raises:
            MovedError: The library changed since its version was noted.
        """
        for start in range(0, len(keys), BATCH):
            with self._reading("the items"):
                found: Any = self._zotero.items(
                    itemKey=",".join(keys[start : start + BATCH]), limit=BATCH, includeTrashed=1
                )
                answer = [mapping(one) for one in sequence(found)]
                if version_of(self._zotero.request) != self.version:
                    raise moved()
            yield from answer

    def write(self, payloads: Sequence[Mapping[str, Any]]) -> list[Written]:
        """Write up to 50 items; what became of each stands at its place in the answer.

        Raises:
            MovedError: Somebody else wrote since the version was noted; nothing was written.
            TooLargeError: The request is too large; nothing was written.
            NotAllowedError: The key may not write here.
        """
        headers = {**self._zotero.default_headers(), "If-Unmodified-Since-Version": str(self.version)}
        address = f"{self._zotero.endpoint}/{self.library}/items"
        response = self._send("POST", address, headers, list(payloads))
        answer = mapping(read(response))
        self.version = version_of(response)
        return [written(answer, str(place), payload) for place, payload in enumerate(payloads)]

    def _get(self, path: str) -> Any:
        return read(self._send("GET", f"{self._zotero.endpoint}{path}", self._zotero.default_headers(), None))

    def _send(self, method: str, address: str, headers: Mapping[str, str], body: Any) -> httpx2.Response:
        try:
            response = self._http.request(method, address, headers=dict(headers), json=body)
        except httpx2.HTTPError as error:
            raise BadReplyError(odd("something that cannot be read")) from error
        if response.status_code != httpx2.codes.OK:
            raise refusal(response.status_code, response.text, self.library)
        return response

    @contextmanager
    def _reading(self, what: str) -> Iterator[None]:
        """Clear what pyzotero keeps from one call to the next, and turn its errors into ours."""
        # Parameters of a call that failed would go out with the next one; waits are the connection's business.
        self._zotero.url_params = None
        self._zotero.links = None
        self._zotero.backoff_until = 0.0
        try:
            yield
        except PyZoteroError as error:
            request = self._zotero.request
            if request is None:
                raise BadReplyError(odd(what)) from error
            raise refusal(request.status_code, request.text, self.library) from error
        except (ValueError, KeyError, TypeError, AttributeError, httpx2.HTTPError) as error:
            raise BadReplyError(odd(what)) from error
