"""RIS: the tagged lines that EndNote, Zotero and Mendeley exchange.

Source of the rules: the RIS specification (refman.com, "RIS Format Documentation") and Zotero's RIS.js, the
reader that most people meet. What RIS cannot carry stands in `losses`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from rispy import BaseWriter
from rispy.config import LIST_TYPE_TAGS, TAG_KEY_MAPPING

from evidence.formats.curated import keywords, note
from evidence.formats.ris_reader import read
from evidence.library import Library
from evidence.model import Citation, Name, Study

__all__ = ["FIELDS", "LISTS", "TYPES", "read", "write"]

TYPES = {
    "article": "RPRT",  # a preprint: UNPD would make a manuscript of it
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "document": "RPRT",
    "entry-encyclopedia": "ENCYC",
    "legislation": "STAT",
    "paper-conference": "CPAPER",
    "post": "BLOG",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "review": "JOUR",
    "review-book": "JOUR",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
"""RIS type of each CSL type; never GEN, which Zotero takes for an article."""

FIELDS = {**TAG_KEY_MAPPING, "ED": "editors"}
LISTS = [*LIST_TYPE_TAGS, "ED"]
"""Tags by the names rispy gives them, and those that repeat; ED is missing in rispy."""

_IN_PARTS = frozenset({"CHAP", "CPAPER", "ENCYC"})
ARTICLES = frozenset({"JOUR", "MGZN", "NEWS"})
WORKS = frozenset({"BOOK", "RPRT", "STAND", "STAT", "THES"})
NUMBERED = frozenset({"RPRT", "STAND"})
_RANGE = re.compile(r"\s*([^\s,;–-]+)\s*[–-]\s*([^\s,;–-]+)\s*")


class _Writer(BaseWriter):  # type: ignore[misc]
    START_TAG = "TY"
    PATTERN = "{tag}  - {value}"
    DEFAULT_MAPPING: ClassVar[dict[str, str]] = FIELDS
    DEFAULT_LIST_TAGS: ClassVar[list[str]] = LISTS
    DEFAULT_DELIMITER_MAPPING: ClassVar[dict[str, str]] = {}
    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:  # noqa: ARG002 (rispy asks for it; numbers before TY break the format)
        return ""


def write(studies: Iterable[Study], library: Library, address: str | None) -> str:
    """Write records as RIS.

    Args:
        studies: Records, in the order in which they are to stand.
        library: The library they come from.
        address: Address of the site with a slash at its end, or None while it has none.
    """
    entries = []
    for study in studies:
        entry = _entry(study)
        entry["keywords"] = [_bare(label).replace(";", ",") for label in keywords(study, library.vocabulary)]
        entry["notes"] = [note(study, library.vocabulary, address)]
        entries.append({tag: _one_line(value) for tag, value in entry.items() if value})
    return str(_Writer().formats(entries))


def _entry(study: Study) -> dict[str, Any]:
    cited = study.citation
    kind = TYPES[cited.type]
    part = kind in _IN_PARTS
    editors = [_name(name) for name in cited.editor]
    within = _within(cited, kind)
    first_page, last_page = _pages(cited, kind)
    return {
        "type_of_reference": kind,
        "id": study.key,
        "title": cited.title,
        "short_title": cited.title_short,
        "authors": [_name(name) for name in cited.author],
        "secondary_authors": editors if part else [],
        "editors": [] if part else editors,
        "secondary_title": _bare(within or ""),
        "tertiary_title": cited.collection_title if cited.container_title or kind not in WORKS else None,
        "alternate_title1": _bare(cited.container_title_short or ""),
        "year": cited.year,
        "date": cited.issued.replace("-", "/") if cited.issued and cited.issued != cited.year else None,
        "volume": cited.volume,
        "number": cited.issue,
        "start_page": first_page,
        "end_page": last_page,
        "custom7": cited.number if kind in ARTICLES and cited.page else None,
        "edition": cited.edition,
        # Zotero takes M3 of an article for its DOI.
        "type_of_work": None if kind in ARTICLES else cited.genre,
        "publisher": cited.publisher,
        "place_published": cited.publisher_place,
        # Readers take the SN of a report that is no ISBN for its number.
        "issn": cited.number or cited.isbn if kind in NUMBERED else cited.isbn or cited.issn,
        "doi": cited.doi,
        "accession_number": cited.pmid,
        "name_of_database": "PubMed" if cited.pmid else None,
        "urls": [cited.url] if cited.url else [],
        "access_date": cited.accessed.replace("-", "/") if cited.accessed else None,
        "language": cited.language,
    }


def _within(cited: Citation, kind: str) -> str | None:
    """Return what stands in T2: the journal, book or site; the conference; the series of what stands by itself."""
    if cited.container_title:
        return cited.container_title
    return cited.event_title if kind == "CPAPER" else cited.collection_title if kind in WORKS else None


def _pages(cited: Citation, kind: str) -> tuple[str | None, str | None]:
    if cited.page is None:
        return (cited.number if kind in ARTICLES else None), None
    found = _RANGE.fullmatch(cited.page)
    return (found.group(1), found.group(2)) if found else (cited.page, None)


def _name(name: Name) -> str:
    if name.literal is not None:
        return _bare(name.literal.replace(",", ""))
    # Without a comma the name would be that of a group.
    return _bare(name.inverted if name.given or name.suffix or name.dropping_particle else f"{name.inverted},")


def _bare(text: str) -> str:
    return text.replace("*", "")


def _one_line(value: Any) -> Any:
    if isinstance(value, list):
        return [_one_line(part) for part in value]
    return " ".join(str(value).splitlines())
