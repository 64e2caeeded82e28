"""A message of Crossref as a citation. Pure, and never raises: whatever is odd is read carefully, and remarked on.

Source of the fields: https://api.crossref.org/swagger-ui/ and the types at https://api.crossref.org/types.

**Which date.** `issued` is the date of the issue (`published-print`, or that of the issue itself), because APA and
Vancouver cite an article by the year of the volume and issue that they print beside it. Crossref's own `issued` is
the earliest date, which for an article online in December and in print in June is a year too early. When the online
date says the same more precisely, it is taken; when there is no print date, or it still lies ahead (an article
online before its issue), the online date is. Preprints have the date on which they were posted; theses and standards
that have nothing else the date on which they were approved. The date of deposit is never a date of publication.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from evidence.identifiers import shorten
from evidence.model import Access, Citation
from evidence.sources import dates, parts
from evidence.sources.integrity import works_noticed
from evidence.sources.names import persons
from evidence.sources.parts import Described, mappings, member, numbering, text, texts

_TYPES = {
    "journal-article": "article-journal",
    "book": "book",
    "book-series": "book",
    "book-set": "book",
    "edited-book": "book",
    "monograph": "book",
    "proceedings": "book",
    "proceedings-series": "book",
    "reference-book": "book",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-track": "chapter",
    "report-component": "chapter",
    "reference-entry": "entry-encyclopedia",
    "proceedings-article": "paper-conference",
    "report": "report",
    "report-series": "report",
    "posted-content": "article",
    "dissertation": "thesis",
    "dataset": "dataset",
    "database": "dataset",
    "peer-review": "review",
    "standard": "standard",
    "standard-series": "standard",
    "component": "document",
    "grant": "document",
    "journal": "document",
    "journal-issue": "document",
    "journal-volume": "document",
    "other": "document",
}
_POSTED = {"dissertation": "thesis", "report": "report"}
"""Posted content that is no preprint; everything else posted is an `article`, which is CSL's word for a preprint."""
_GENRES = {"preprint": "Preprint", "working_paper": "Working paper", "working-paper": "Working paper"}
_IN_BOOKS = frozenset({"chapter", "paper-conference", "entry-encyclopedia"})
_BOOKS = frozenset({"book", "chapter", "paper-conference", "entry-encyclopedia", "report", "thesis", "standard"})
_LICENCE_ORDER = ("vor", "unspecified", "am", "tdm")


def describe(message: Any, *, asked: str | None = None, today: date) -> Described:
    """Map a Crossref message to a citation, a licence, the abstract and remarks.

    Editors stand only for books and what is in them, and for a review whose writer is not named: a journal article
    names its handling editor, whom nobody cites. ORCID and affiliations have no place in a record.

    Args:
        message: What stands under `message`; anything is borne.
        asked: The DOI that was asked for, to report an alias.
        today: The day, for dates that still lie ahead.
    """
    if not isinstance(message, dict):
        message = {}
    remarks: list[str] = []
    type_ = _type(message, remarks)
    authors, left_out = persons(message.get("author"))
    editors, left_out_editors = persons(message.get("editor"))
    remarks += left_out + left_out_editors
    if type_ not in _BOOKS and authors:
        editors = []
    issued, about_date = _issued(message, today)
    remarks += about_date
    found = parts.citation(
        type_,
        _title(message, remarks),
        author=authors,
        editor=editors,
        issued=issued,
        language=parts.language(message.get("language")),
        doi=parts.doi(message.get("DOI")),
        isbn=_isbn(message) if type_ in _BOOKS else None,
        issn=parts.issn(message.get("ISSN")),
        **_container(message, type_, remarks),
        **_numbers(message, type_),
        **_origin(message, type_),
    )
    remarks += parts.missing(found)
    remarks += _about_the_work(message, found, asked)
    licence = _licence(message, today)
    return Described(
        found, Access(licence=licence) if licence else Access(), text(message.get("abstract")), tuple(remarks)
    )


def _type(message: dict[str, Any], remarks: list[str]) -> str:
    named = text(message.get("type")) or ""
    if named == "posted-content":
        return _POSTED.get(text(message.get("subtype")) or "", "article")
    if named not in _TYPES:
        remarks.append(f"The type {shorten(named) or 'of the work'!r} is not known: look at citation.type.")
    return _TYPES.get(named, "document")


def _title(message: dict[str, Any], remarks: list[str]) -> str | None:
    titles = texts(message.get("title"))
    if len(titles) > 1:
        others = "; ".join(shorten(title, 120) for title in titles[1:4])
        remarks.append(f"There are several titles; the first was taken. The others: {others}.")
    title = titles[0] if titles else text(message.get("original-title"))
    subtitle = text(message.get("subtitle"))
    if title and subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}{' ' if title[-1] in '?!:–—' else ': '}{subtitle}"
    return title[:4000].strip() if title else None


def _container(message: dict[str, Any], type_: str, remarks: list[str]) -> dict[str, str | None]:
    containers = texts(message.get("container-title"))
    short = text(message.get("short-container-title"))
    if not containers:
        return {}
    if type_ == "book":
        return {"collection_title": containers[0]}
    container = containers[0]
    fields: dict[str, str | None] = {}
    if len(containers) > 1:
        if type_ in _IN_BOOKS:
            # Crossref names the series first, then the book.
            container, fields["collection_title"] = containers[-1], containers[0]
        else:
            remarks.append(f"There are several names of the journal; the first was taken, not {containers[1]!r}.")
    fields["container_title"] = container
    if short and short.casefold() != container.casefold() and len(short) < len(container):
        fields["container_title_short"] = short
    return fields


def _numbers(message: dict[str, Any], type_: str) -> dict[str, str | None]:
    issue = member(message.get("journal-issue"), "issue")
    page, number = parts.pages(message.get("page"), message.get("article-number"))
    if number is None and type_ in {"report", "standard", "article"}:
        number = numbering(message.get("report-number")) or numbering(message.get("number"))
    return {
        "volume": numbering(message.get("volume")),
        "issue": numbering(message.get("issue")) or numbering(issue),
        "page": page,
        "number": number,
        "edition": numbering(message.get("edition-number")),
    }


def _origin(message: dict[str, Any], type_: str) -> dict[str, str | None]:
    """Return who brought the work out. For theses and posted content that is the institution, not the depositor."""
    institution = next(iter(mappings(message.get("institution"))), {})
    body = text(institution.get("name")) or text(member(message.get("standards-body"), "name"))
    publisher = text(message.get("publisher"))
    genre = text(message.get("degree")) if type_ == "thesis" else None
    if type_ == "article":
        genre = _GENRES.get(text(message.get("subtype")) or "")
    event = text(member(message.get("event"), "name"))
    return {
        "publisher": (body or publisher) if type_ in {"thesis", "article"} else (publisher or body),
        "publisher_place": text(message.get("publisher-location")) or text(institution.get("place")),
        "genre": genre,
        "event_title": event if type_ in {"paper-conference", "speech"} else None,
    }


def _isbn(message: dict[str, Any]) -> str | None:
    printed = [item.get("value") for item in mappings(message.get("isbn-type")) if item.get("type") == "print"]
    return parts.isbn(printed) or parts.isbn(message.get("ISBN"))


def _issued(message: dict[str, Any], today: date) -> tuple[str | None, list[str]]:
    issue = message.get("journal-issue")
    printed = dates.from_parts(message.get("published-print")) or dates.from_parts(member(issue, "published-print"))
    online = dates.from_parts(message.get("published-online")) or dates.from_parts(member(issue, "published-online"))
    posted = dates.from_parts(message.get("posted"))
    approved = dates.from_parts(message.get("approved"))
    any_date = dates.from_parts(message.get("published")) or dates.from_parts(message.get("issued"))
    if text(message.get("type")) == "posted-content" and posted:
        return posted, []
    if printed and online and dates.is_after(printed, today):
        return online, [f"Online since {online}; its issue is announced for {printed}."]
    if printed and dates.within(online, printed):
        return online, []
    chosen = printed or online or posted or any_date
    if chosen is None:
        return approved, ["The date is that of approval: no date of publication is given."] if approved else []
    remarks = []
    if printed and online and printed[:4] != online[:4]:
        remarks.append(f"The date is that of the issue ({printed}); the work was online on {online}.")
    if dates.is_after(chosen, today):
        remarks.append(f"The date of publication ({chosen}) lies ahead.")
    return chosen, remarks


def _licence(message: dict[str, Any], today: date) -> str | None:
    """Return the licence for re-use: of the version of record first; one that begins later does not count yet."""
    found = mappings(message.get("license"))
    usable = [item for item in found if not dates.is_after(dates.from_parts(item.get("start")) or "", today)]
    return parts.licence(
        item.get("URL") for version in _LICENCE_ORDER for item in usable if item.get("content-version") == version
    )


def _about_the_work(message: dict[str, Any], found: Citation, asked: str | None) -> Iterator[str]:
    if asked and found.doi and found.doi != asked:
        yield f"DOI {asked} is an alias: the work is registered as {found.doi}, which was taken."
    for target, kind in works_noticed(message):
        yield f"This is itself a notice ({kind.replace('-', ' ')}) about {target}."
    relations = message.get("relation")
    for relation, words in (("is-preprint-of", "This is a preprint of"), ("has-preprint", "It has a preprint:")):
        for item in mappings(member(relations, relation))[:3]:
            if other := parts.doi(item.get("id")):
                yield f"{words} {other}."
