"""A stand-in for the Zotero Web API v3: one library that keeps versions, and misbehaves as it is told.

Rules after https://www.zotero.org/support/dev/web_api/v3/start: "Basics", "Write Requests" and "Syncing".
"""

from __future__ import annotations

import copy
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.stand_ins.zotero_schema import schema

Item = dict[str, Any]

_KEY = re.compile(r"[23456789ABCDEFGHIJKLMNPQRSTUVWXYZ]{8}")
_ALWAYS = frozenset(
    ["key", "version", "itemType", "creators", "tags", "collections", "relations", "dateAdded", "dateModified",
     "deleted", "parentItem", "note"]
)  # fmt: skip
_MOST_IN_A_WRITE, _MOST_IN_A_LIST = 50, 100


@dataclass(frozen=True)
class Asked:
    """One request that arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any = None


@dataclass(frozen=True)
class Reply:
    """One answer."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request.

    Attributes:
        cut: Close the connection without an answer.
        after: Do what was asked first, so that only the answer is lost.
        reply: Answer this instead.
        wait: Seconds before the answer.
        headers: Headers beside the usual answer.
    """

    cut: bool = False
    after: bool = False
    reply: Reply | None = None
    wait: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)


class RefusedError(Exception):
    """A single object, or a whole request, is refused."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class ZoteroStandIn:
    """A Zotero library on a free port of 127.0.0.1.

    Attributes:
        items: Items by key, as `data` with `key` and `version`.
        requests: What arrived, in order.
        faults: What goes wrong, by number of the request, counted from 1.
        dead_from: Number of the request from which on nothing is answered any more.
        before: What another client does before a request of a number is answered.
    """

    def __init__(self, library: str = "groups/12345", key: str = "SeCrEtKeY123", *, old_schema: bool = False) -> None:
        self.library, self.key = library, key
        self.version = 0
        self.items: dict[str, Item] = {}
        self.deleted: dict[str, int] = {}
        self.collections: dict[str, Item] = {}
        self.tokens: set[str] = set()
        self.may_write = True
        self.schema = schema(old=old_schema)
        self.requests: list[Asked] = []
        self.faults: dict[int, Fault] = {}
        self.dead_from: int | None = None
        self.dead_after = False
        self.before: dict[int, Callable[[], object]] = {}
        self._made = 0
        self._lock = threading.RLock()
        self._stopping = threading.Event()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def environment(self) -> dict[str, str]:
        """The settings that lead to this library."""
        return {
            "EVIDENCE_ZOTERO_URL": self.url,
            "EVIDENCE_ZOTERO_KEY": self.key,
            "EVIDENCE_ZOTERO_LIBRARY": self.library,
        }

    # What another client does.

    def add(self, **data: Any) -> str:
        """Make an item; return its key."""
        with self._lock:
            self.version += 1
            key = data.get("key") or self._new_key()
            self.items[key] = {**self._blank(data["itemType"]), **data, "key": key, "version": self.version}
            return str(key)

    def change(self, key: str, **data: Any) -> None:
        """Change an item."""
        with self._lock:
            self.version += 1
            self.items[key] |= {**data, "version": self.version}

    def trash(self, key: str) -> None:
        """Put an item into the trash."""
        self.change(key, deleted=1)

    def remove(self, key: str) -> None:
        """Delete an item for good."""
        with self._lock:
            self.version += 1
            del self.items[key]
            self.deleted[key] = self.version

    def add_collection(self, name: str) -> str:
        """Make a collection; return its key."""
        with self._lock:
            self.version += 1
            key = self._new_key()
            self.collections[key] = {"key": key, "version": self.version, "name": name, "parentCollection": False}
            return key

    def take_over(self, other: ZoteroStandIn) -> None:
        """Hold the same as another library does."""
        self.version, self._made = other.version, other._made
        self.items = copy.deepcopy(other.items)
        self.collections = copy.deepcopy(other.collections)
        self.deleted = dict(other.deleted)

    def works(self) -> list[Item]:
        """Items that lie neither in the trash nor below another one."""
        return [one for one in self.items.values() if not one.get("deleted") and not one.get("parentItem")]

    # What the server does.

    def reply(self, asked: Asked) -> Reply:  # noqa: PLR0911 (one answer a kind of question)
        """Answer a request."""
        if asked.path == "/schema":
            return Reply(self.schema)
        if self.key not in (asked.headers.get("zotero-api-key"), asked.headers.get("authorization", "")[7:]):
            return Reply("Invalid key" if asked.headers.get("authorization") else "Forbidden", 403)
        if asked.path == "/keys/current":
            rights = {"library": True, "write": self.may_write}
            kind, _, number = self.library.partition("/")
            access = {"user": rights} if kind == "users" else {"groups": {number: rights}}
            return Reply({"key": self.key, "userID": int(number), "username": "someone", "access": access})
        prefix = f"/{self.library}/"
        if not asked.path.startswith(prefix):
            return Reply("Not found", 404)
        path = asked.path.removeprefix(prefix).strip("/").split("/")
        if asked.method != "GET" and not self.may_write:
            return Reply("Write access denied", 403)
        try:
            return self._route(asked, path)
        except RefusedError as refusal:
            return Reply(str(refusal), refusal.code, self._versioned())

    def _route(self, asked: Asked, path: list[str]) -> Reply:  # noqa: PLR0911 (one answer a kind of question)
        match asked.method, path:
            case "GET", ["items"]:
                return self._list(asked, list(self.items.values()))
            case "GET", ["items", "top"]:
                return self._list(asked, [one for one in self.items.values() if not one.get("parentItem")])
            case "GET", ["collections"]:
                return self._list(asked, list(self.collections.values()))
            case "GET", ["collections", key, "items", "top"] if key in self.collections:
                return self._list(asked, [one for one in self.items.values() if key in one.get("collections", [])])
            case "GET", ["deleted"]:
                since = int(asked.query["since"])
                gone = [key for key, version in self.deleted.items() if version > since]
                empty: dict[str, list[str]] = {"collections": [], "searches": [], "tags": [], "settings": []}
                return Reply({**empty, "items": gone}, headers=self._versioned())
            case "GET", ["items", key] if key in self.items:
                one = self.items[key]
                return Reply(self._wrapped(one), headers=self._versioned(one["version"]))
            case "POST", ["items"]:
                return self._post(asked)
            case (("PUT" | "PATCH"), ["items", key]):
                return self._put(asked, key)
            case "DELETE", ["items", *rest]:
                return self._delete(asked, rest)
        raise RefusedError(404, "Not found")

    def _list(self, asked: Asked, found: list[Item]) -> Reply:
        query = asked.query
        if int(asked.headers.get("if-modified-since-version", -1)) >= self.version:
            return Reply(None, 304, self._versioned())
        if query.get("includeTrashed") != "1":
            found = [one for one in found if not one.get("deleted")]
        if "since" in query:
            found = [one for one in found if one["version"] > int(query["since"])]
        if "itemKey" in query:
            wanted = query["itemKey"].split(",")
            if len(wanted) > _MOST_IN_A_WRITE:
                raise RefusedError(400, "Too many item keys")
            found = [one for one in found if one["key"] in wanted]
        headers = self._versioned() | {"Total-Results": str(len(found))}
        if query.get("format") == "versions":
            return Reply({one["key"]: one["version"] for one in found} or [], headers=headers)
        limit, start = min(int(query.get("limit", 25)), _MOST_IN_A_LIST), int(query.get("start", 0))
        if start + limit < len(found):
            following = urlencode({**query, "start": start + limit, "limit": limit})
            headers["Link"] = f'<{self.url}{asked.path}?{following}>; rel="next"'
        return Reply([self._wrapped(one) for one in found[start : start + limit]], headers=headers)

    def _post(self, asked: Asked) -> Reply:
        payloads: list[Item] = asked.body
        if not isinstance(payloads, list):
            raise RefusedError(400, "Uploaded data must be a JSON array")
        if len(payloads) > _MOST_IN_A_WRITE:
            raise RefusedError(413, "Cannot add more than 50 items at a time")
        self._guard_library(asked)
        if token := asked.headers.get("zotero-write-token"):
            if token in self.tokens:
                raise RefusedError(412, "Write token already used")
            self.tokens.add(token)
        answer: dict[str, dict[str, Any]] = {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}
        version, moved = self.version + 1, False
        for place, payload in enumerate(payloads):
            try:
                key, changed = self._write(payload, version, guarded="if-unmodified-since-version" in asked.headers)
            except RefusedError as refusal:
                answer["failed"][str(place)] = {
                    "key": payload.get("key", ""), "code": refusal.code, "message": str(refusal),
                }  # fmt: skip
                continue
            if changed:
                moved = True
                answer["successful"][str(place)] = self._wrapped(self.items[key])
                answer["success"][str(place)] = key
            else:
                answer["unchanged"][str(place)] = key
        if moved:
            self.version = version
        # An empty object comes as an empty list, as PHP writes it.
        return Reply(
            {name: part or ({} if name == "failed" else []) for name, part in answer.items()}, headers=self._versioned()
        )

    def _write(self, payload: Item, version: int, *, guarded: bool, replace: bool = False) -> tuple[str, bool]:
        key = payload.get("key") or self._new_key()
        if not _KEY.fullmatch(key):
            raise RefusedError(400, f"'{key}' is not a valid item key")
        known = self.items.get(key)
        given = payload.get("version")
        if known and given is None and not guarded:
            raise RefusedError(428, "Item 'version' property must be provided")
        if known and given is not None and given != known["version"]:
            raise RefusedError(
                412, f"Item has been modified since specified version (expected {given}, found {known['version']})"
            )
        if not known and given:
            raise RefusedError(404, f"Item {key} not found")
        kind = payload.get("itemType") or (known or {}).get("itemType")
        if kind is None:
            raise RefusedError(400, "'itemType' property not provided")
        self._check(kind, payload)
        allowed = self._fields(kind) | _ALWAYS
        start = {} if replace or not known else {name: value for name, value in known.items() if name in allowed}
        wanted = {**self._blank(kind), **start, **payload, "key": key}
        if not wanted.get("deleted"):
            wanted.pop("deleted", None)
        if known and {**wanted, "version": 0} == {**known, "version": 0}:
            return key, False
        self.items[key] = {**wanted, "version": version}
        self.deleted.pop(key, None)
        return key, True

    def _check(self, kind: str, payload: Item) -> None:
        shapes = {one["itemType"]: one for one in self.schema["itemTypes"]}
        if kind not in shapes:
            raise RefusedError(400, f"'{kind}' is not a valid itemType")
        for name in payload:
            if name not in self._fields(kind) | _ALWAYS:
                raise RefusedError(400, f"'{name}' is not a valid field for type '{kind}'")
        allowed = {one["creatorType"] for one in shapes[kind]["creatorTypes"]}
        for creator in payload.get("creators", []):
            if creator.get("creatorType") not in allowed:
                raise RefusedError(400, f"'{creator.get('creatorType')}' is not a valid creator type for type '{kind}'")
            if ("name" in creator) == ("lastName" in creator):
                raise RefusedError(400, "Creators have either 'name' or 'firstName' and 'lastName'")
        for tag in payload.get("tags", []):
            if len(tag["tag"]) > 255:
                raise RefusedError(413, f"Tag '{tag['tag'][:30]}...' is too long")
        for collection in payload.get("collections", []):
            if collection not in self.collections:
                raise RefusedError(409, f"Collection {collection} not found")

    def _put(self, asked: Asked, key: str) -> Reply:
        known = self.items.get(key)
        if known is None:
            raise RefusedError(404, "Item not found")
        self._guard_object(asked, known)
        payload = {**asked.body, "key": key, "version": known["version"]}
        _, changed = self._write(payload, self.version + 1, guarded=True, replace=asked.method == "PUT")
        self.version += changed
        return Reply(None, 204, self._versioned(self.items[key]["version"]))

    def _delete(self, asked: Asked, rest: list[str]) -> Reply:
        if rest:
            known = self.items.get(rest[0])
            if known is None:
                raise RefusedError(404, "Item not found")
            self._guard_object(asked, known)
            keys = rest
        else:
            self._guard_library(asked, required=True)
            keys = [key for key in asked.query["itemKey"].split(",") if key in self.items]
        for key in keys:
            self.remove(key)
        return Reply(None, 204, self._versioned())

    def _guard_library(self, asked: Asked, *, required: bool = False) -> None:
        given = asked.headers.get("if-unmodified-since-version")
        if given is None and required:
            raise RefusedError(428, "If-Unmodified-Since-Version not provided")
        if given is not None and int(given) < self.version:
            raise RefusedError(412, "Library has been modified since specified version")

    def _guard_object(self, asked: Asked, known: Item) -> None:
        given = asked.headers.get("if-unmodified-since-version") or (asked.body or {}).get("version")
        if given is None:
            raise RefusedError(428, "If-Unmodified-Since-Version not provided")
        if int(given) != known["version"]:
            raise RefusedError(412, "Item has been modified since specified version")

    def _wrapped(self, one: Item) -> Item:
        kind, _, number = self.library.partition("/")
        meta: Item = {"numChildren": 0}
        if found := re.search(r"March (\d{4})", str(one.get("date", ""))):
            meta["parsedDate"] = f"{found[1]}-03"
        elif found := re.search(r"\d{4}(-\d{2}(-\d{2})?)?", str(one.get("date", ""))):
            meta["parsedDate"] = found.group()
        return {
            "key": one["key"],
            "version": one["version"],
            "library": {"type": kind.removesuffix("s"), "id": int(number), "name": "A library"},
            "links": {},
            "meta": meta,
            "data": json.loads(json.dumps(one)),
        }

    def _blank(self, kind: str) -> Item:
        blank: Item = {"itemType": kind, "creators": [], "tags": [], "collections": [], "relations": {}}
        return blank | dict.fromkeys(sorted(self._fields(kind)), "")

    def _fields(self, kind: str) -> set[str]:
        shapes = {one["itemType"]: one for one in self.schema["itemTypes"]}
        return {one["field"] for one in shapes.get(kind, {"fields": []})["fields"]}

    def _versioned(self, version: int | None = None) -> dict[str, str]:
        return {"Last-Modified-Version": str(self.version if version is None else version)}

    def _new_key(self) -> str:
        self._made += 1
        return "Z" + "".join("23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"[int(digit)] for digit in f"{self._made:07d}")

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Headers and body in one write, and no waiting for more: else each kept-alive answer takes 40 ms.
            wbufsize = -1
            disable_nagle_algorithm = True

            def _answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                parts = urlsplit(self.path)
                asked = Asked(
                    self.command,
                    parts.path,
                    dict(parse_qsl(parts.query)),
                    {name.lower(): value for name, value in self.headers.items()},
                    body,
                )
                with stand_in._lock:
                    stand_in.requests.append(asked)
                    number = len(stand_in.requests)
                    fault = stand_in.faults.get(number, Fault())
                    if stand_in.dead_from is not None and number >= stand_in.dead_from:
                        fault = Fault(cut=True, after=stand_in.dead_after and number == stand_in.dead_from)
                    if act := stand_in.before.pop(number, None):
                        act()
                    reply = fault.reply
                    if reply is None and (not fault.cut or fault.after):
                        reply = stand_in.reply(asked)
                if fault.wait:
                    stand_in._stopping.wait(fault.wait)
                if fault.cut or reply is None:
                    self.close_connection = True
                    return
                try:
                    self._send(reply, fault.headers)
                except OSError:
                    self.close_connection = True

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815 (names that the base class asks for)

            def _send(self, reply: Reply, more: Mapping[str, str]) -> None:
                text = isinstance(reply.body, str)
                body = b"" if reply.body is None else (reply.body if text else json.dumps(reply.body)).encode()
                self.send_response(reply.status)
                kind = (
                    "text/html" if text and reply.body.startswith("<") else "text/plain" if text else "application/json"
                )
                fixed = {"Content-Type": kind, "Zotero-API-Version": "3", "Zotero-Schema-Version": "41"}
                for name, value in {**fixed, **reply.headers, **more}.items():
                    self.send_header(name, value)
                if reply.status not in {204, 304}:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                self.wfile.flush()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (its name in the base class)
                """Say nothing."""

        return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a caller that hangs up is what the tests are about."""
