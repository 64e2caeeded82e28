"""Reading what Zotero answers, and telling in one kind of words what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from evidence.identifiers import shorten
from evidence.zotero.errors import BadReplyError, MovedError, NotAllowedError, TooLargeError, ZoteroError


@dataclass(frozen=True)
class Written:
    """What became of one item of a batch.

    Attributes:
        item: The item as it is now, or None when it was refused.
        code: 200, or the reason of a refusal as an HTTP status.
        message: What Zotero said about it.
    """

    item: Mapping[str, Any] | None
    code: int = 200
    message: str = ""


def written(answer: Mapping[str, Any], place: str, payload: Mapping[str, Any]) -> Written:
    """Return what an answer to a write says about the item at one place of the batch."""
    if refused := mapping(answer.get("failed") or {}).get(place):
        return Written(None, int(refused.get("code", 0)), str(refused.get("message", "")))
    if done := mapping(answer.get("successful") or {}).get(place):
        return Written(mapping(done))
    if place in mapping(answer.get("unchanged") or {}):
        return Written({"key": payload["key"], "version": payload["version"], "data": payload})
    return Written(None, 0, "Zotero said nothing about this item")


def read(response: httpx2.Response) -> Any:
    """Return the data of an answer."""
    try:
        return response.json()
    except ValueError as error:
        raise BadReplyError(odd("something else than data")) from error


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a value that should be an object."""
    # PHP, which Zotero's server is written in, sends an empty object as an empty list.
    if value == []:
        return {}
    if not isinstance(value, Mapping):
        raise BadReplyError(odd("something else than data"))
    return value


def sequence(value: Any) -> list[Any]:
    """Return a value that should be a list."""
    if not isinstance(value, list):
        raise BadReplyError(odd("something else than data"))
    return value


def odd(what: str) -> str:
    """Say that an answer cannot be used."""
    return (
        f"Zotero answered with {what} in a form that cannot be used: run it again later; if it stays so, a proxy or a "
        "sign-in page may stand in between."
    )


def moved() -> MovedError:
    """Return the error of a library that is no longer as it was read."""
    return MovedError("Somebody else is changing the Zotero library: run it again when they are done.")


def refusal(status: int, text: str, library: str) -> ZoteroError:
    """Return the error that a refused request ends in."""
    match status:
        case 401 | 403:
            return NotAllowedError(
                f"Zotero refuses: the key in EVIDENCE_ZOTERO_KEY is wrong or may not do this in {library} "
                f"({shorten(text)})."
            )
        case 404:
            return ZoteroError(
                f"Zotero knows no {library}, or not what was asked for in it: check EVIDENCE_ZOTERO_LIBRARY "
                "and --collection."
            )
        case 412:
            return moved()
        case 413:
            return TooLargeError(f"Zotero finds the request too large ({shorten(text)}).")
        case _:
            return BadReplyError(
                f"Zotero answered with status {status} ({shorten(text)}): run it again later; if it stays so, "
                "report this as a fault of the program."
            )


def version_of(response: httpx2.Response | None) -> int:
    """Return the version of the library that an answer tells."""
    text = response.headers.get("Last-Modified-Version", "") if response is not None else ""
    if not text.isdigit():
        raise BadReplyError(odd("no version of the library"))
    return int(text)
