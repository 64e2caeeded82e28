"""Reading CSL-JSON, with the habits of Zotero and its like: strings for numbers, literal dates, notes of many lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

from evidence.formats.draft import Draft
from evidence.formats.names import make
from evidence.formats.reading import Entry, Failure, ReadResult, clean, refusal
from evidence.identifiers import shorten
from evidence.model import Name, WorkType

_KNOWN_TYPES = frozenset(get_args(WorkType))
_TYPES = {"manuscript": "document", "article-preprint": "article", "pamphlet": "document", "bill": "legislation",
          "legal_case": "legislation", "entry": "entry-encyclopedia", "entry-dictionary": "entry-encyclopedia",
          "periodical": "document", "collection": "document"}  # fmt: skip
_TEXTS = {
    "title": ("title",), "title-short": ("title-short", "shortTitle"), "container-title": ("container-title",),
    "container-title-short": ("container-title-short", "journalAbbreviation"),
    "collection-title": ("collection-title",), "event-title": ("event-title", "event"), "volume": ("volume",),
    "issue": ("issue",), "edition": ("edition",), "genre": ("genre",), "publisher": ("publisher",),
    "publisher-place": ("publisher-place",), "language": ("language",),
}  # fmt: skip
"""Names under which programs write each text."""

_OF_NO_USE = frozenset(
    ["id", "type", "custom", "abstract", "categories", "citation-key", "citation-label", "source", "page-first",
     "number-of-pages", "event-place", "journalAbbreviation", "shortTitle", "archive", "archive_location",
     "call-number", "license"]
)  # fmt: skip
RICH_TEXT = re.compile(r"</?(?:i|b|em|strong|span|sc|scp|sub|sup)\b[^>]*>", re.IGNORECASE)
"""The tags that CSL takes for rich text wherever they stand; it knows no way to write them as text."""


def read(text: str) -> ReadResult:
    """Read CSL-JSON: an array of items, one item, or an object that holds the array under `items`.

    An array that breaks off gives the items before the break, and a failure for the rest.
    """
    text, remarks = clean(text)
    if refused := refusal(text, "CSL-JSON"):
        return ReadResult(failures=(refused,), remarks=tuple(remarks))
    return ReadResult.of(_parts(text), remarks)


def _parts(text: str) -> Iterator[Entry | Failure]:
    start = re.match(r"\s*(?:\{\s*\"items\"\s*:\s*)?\[", text)
    place = start.end() if start else len(text) - len(text.lstrip())
    line, counted = 1, 0
    found_any = False
    while True:
        place = _next(text, place)
        if place >= len(text) or text[place] == "]":
            break
        line += text.count("\n", counted, place)
        counted = place
        twice: list[str] = []
        try:
            item, end = _decoder(twice).raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            why = error.msg if isinstance(error, json.JSONDecodeError) else "a value is too deep or too large"
            what = f"The JSON is broken or cut off here ({why}); what stood before was read."
            yield Failure(line, what, text[place:])
            return
        found_any = True
        yield _item(item, line, text[place:end], twice)
        place = end
        if start is None:
            break
    if not found_any:
        yield Failure(1, "There is no item in the file: CSL-JSON is a list of objects with `id` and `type`.", text)
    elif start and place >= len(text):
        yield Failure(line, "The list is never closed: the file may have been cut after its last whole item.", "")
    else:
        rest = text[place + 1 :] if start else text[place:]
        if rest.strip(" \t\n]}") and not re.match(r"\s*,\s*\"", rest):
            yield Failure(line, "There is text after the end of the list.", rest)


def _next(text: str, place: int) -> int:
    found = re.compile(r"[\s,]*").match(text, place)
    return found.end() if found else place


def _decoder(twice: list[str]) -> json.JSONDecoder:
    def gather(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for name, value in pairs:
            if name in kept and kept[name] != value:
                twice.append(name)
            kept.setdefault(name, value)
        return kept

    return json.JSONDecoder(object_pairs_hook=gather)


def _item(item: Any, line: int, raw: str, twice: list[str]) -> Entry | Failure:
    if not isinstance(item, dict):
        return Failure(line, "An item of CSL-JSON is an object in braces.", raw)
    draft = Draft()
    for name in twice:
        draft.remark(f"{name} is given twice; the first was taken.")
    _type(item, draft)
    for variable, names in _TEXTS.items():
        for name in names:
            draft.put(variable, _text(item.pop(name, None), name, draft))
    draft.put("number", _text(item.pop("number", None), "number", draft))
    page = _text(item.pop("page", None), "page", draft)
    # What stands under `page` was put there by name; nothing is to be guessed.
    draft.put("page", re.sub(r"(?<=\w)\s*[–—]\s*(?=\w)", "-", page))
    for role in ("author", "editor"):
        for name in _list(item.pop(role, None)):
            draft.name(role, _name(name, role, draft))
    for variable in ("issued", "accessed"):
        _date(item.pop(variable, None), variable, draft)
    for kind in ("DOI", "PMID", "PMCID", "ISBN"):
        draft.identifier(kind, _text(item.pop(kind, None), kind, draft))
    draft.issn(_text(item.pop("ISSN", None), "ISSN", draft))
    draft.address(_text(item.pop("URL", None), "URL", draft))
    for note in (item.pop("note", None), item.pop("annote", None)):
        for text in _text(note, "note", draft, lines=True).split("\n"):
            draft.note(text)
    for keyword in re.split(r";|,(?=\s)", _text(item.pop("keyword", None), "keyword", draft)):
        draft.keyword(keyword)
    draft.left_out([str(name) for name, value in item.items() if name not in _OF_NO_USE and value])
    label = _text(item.get("id"), "id", draft) or _text(item.get("citation-key"), "citation-key", draft)
    return draft.finish(label, line, raw)


def _type(item: dict[str, Any], draft: Draft) -> None:
    given = str(item.get("type", ""))
    kind = _TYPES.get(given, given)
    if kind not in _KNOWN_TYPES:
        draft.remark(f"{shorten(given)!r} is no type that a record has; it was read as a document.")
        kind = "document"
    draft.fields["type"] = kind


def _text(value: Any, name: str, draft: Draft, *, lines: bool = False) -> str:
    """Return a text, number, or the first of several, as text without the few tags of rich text that CSL allows."""
    if isinstance(value, list) and value:
        if len(value) > 1:
            draft.remark(f"{name} holds {len(value)} values, of which the first was taken.")
        value = value[0]
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        if value not in (None, [], {}):
            draft.remark(f"{name}: {shorten(json.dumps(value))!r} is no text and was left out.")
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = RICH_TEXT.sub("", str(value))
    return text if lines else " ".join(text.split())


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: Any, role: str, draft: Draft) -> Name | None:
    if isinstance(value, str):
        return make(literal=value)
    if not isinstance(value, dict):
        draft.remark(f"{role}: {shorten(json.dumps(value))!r} is no name and was left out.")
        return None
    parts = {name: part for name, part in value.items() if isinstance(part, str) and part.strip()}
    if "family" in parts:
        return make(**{name.replace("-", "_"): part for name, part in parts.items() if name in _NAME_PARTS})
    return make(literal=parts.get("literal") or parts.get("name") or parts.get("given") or "")


_NAME_PARTS = frozenset(["family", "given", "suffix", "non-dropping-particle", "dropping-particle"])


def _date(value: Any, name: str, draft: Draft) -> None:
    if isinstance(value, dict):
        ranges = value.get("date-parts")
        ranges = ranges if isinstance(ranges, list) else []
        parts = ranges[0] if ranges and isinstance(ranges[0], list) else []
        known = [str(part).strip() for part in parts if part not in (None, "")]
        if known:
            if len(ranges) > 1:
                draft.remark(f"{name} is a range; its beginning was taken.")
            return draft.date(name, "-".join(known))
        value = value.get("raw") or value.get("literal") or ""
    if isinstance(value, str | int) and not isinstance(value, bool):
        draft.date(name, str(value))
    return None
