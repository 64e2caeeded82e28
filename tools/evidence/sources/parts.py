"""What every mapping from a service's answer needs: careful reading of single values that may be anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, get_args
from urllib.parse import urlsplit

from evidence.identifiers import IdentifierError, parse_doi, parse_isbn
from evidence.model import Access, Citation, WorkType
from evidence.sources.plain_text import plain

WORK_TYPES: frozenset[str] = frozenset(get_args(WorkType))
UNTITLED = "[Untitled]"
"""Stands for a title that the service does not have, because a citation needs one."""

_LONGEST = 4000
_PLACEHOLDERS = frozenset(
    ["ahead of print", "ahead-of-print", "article in press", "early access", "early view", "epub ahead of print",
     "forthcoming", "in press", "latest articles", "n/a", "na", "no", "none", "null", "online first", "onlinefirst",
     "publish ahead of print", "unknown"]
)  # fmt: skip
"""What publishers write while there is no volume, issue or page yet."""
_ARTICLE_NUMBER = re.compile(r"[eE]\d+|[A-Za-z]+\d{4,}|\d{6,}|[A-Za-z]+\d+[A-Za-z]+\d+")
_VERSIONS = frozenset({"1.0", "2.0", "2.5", "3.0", "4.0"})


@dataclass(frozen=True)
class Described:
    """What a service says about a work, in the terms of a record.

    Attributes:
        citation: The bibliographic description.
        access: Licence and, where the service tells, how free the work is to read.
        abstract: The abstract as plain text: for suggesting tags, never to be stored.
        remarks: What a person should know, each a sentence.
    """

    citation: Citation
    access: Access = field(default_factory=Access)
    abstract: str | None = None
    remarks: tuple[str, ...] = ()


def mappings(value: Any) -> list[dict[str, Any]]:
    """Return the mappings in a value that should be a list of mappings, or one."""
    return [item for item in _listed(value) if isinstance(item, dict)]


def texts(value: Any) -> list[str]:
    """Return the texts in a value that should be a list of texts, or one, as plain text; empty ones are left out."""
    found = (plain(str(item)) for item in _listed(value) if isinstance(item, str | int | float) and item is not True)
    return [text[:_LONGEST].strip() for text in found if text]


def text(value: Any) -> str | None:
    """Return the first text in a value, if there is one."""
    return next(iter(texts(value)), None)


def member(value: Any, name: str) -> Any:
    """Return a member of a value that should be a mapping."""
    return value.get(name) if isinstance(value, dict) else None


def numbering(value: Any) -> str | None:
    """Return a volume, issue or edition; what stands for "none yet" is none."""
    found = text(value)
    return None if found is None or found.lower() in _PLACEHOLDERS else found


def pages(value: Any, article_number: Any = None) -> tuple[str | None, str | None]:
    """Tell pages and article number apart.

    A single "page" such as e015203, l1285 or 148038 is an article number: no volume has that many pages. An article
    number that repeats a page, or the first page of a range, is that page.

    Returns:
        Pages with a plain hyphen, and the article number; either may be None.
    """
    page, number = numbering(value), numbering(article_number)
    if page is not None:
        page = re.sub(r"\s*(?:[‐-―−]|-{1,2})\s*", "-", re.sub(r"(?i)^pp?\.?\s*(?=\w?\d)", "", page))
        first, _, last = page.partition("-")
        if first.lower() in _PLACEHOLDERS or not re.search(r"[0-9ivxlcIVXLC]", page):
            page = None
        elif last.lower() in _PLACEHOLDERS or last in {"", first}:
            page = first
    if page is None:
        return None, number
    if number in {None, page} and _ARTICLE_NUMBER.fullmatch(page):
        return None, page
    return page, None if number == page.split("-")[0] else number


def doi(value: Any) -> str | None:
    """Return a DOI in its one form."""
    try:
        return parse_doi(value) if isinstance(value, str) else None
    except IdentifierError:
        return None


def isbn(value: Any) -> str | None:
    """Return the first valid ISBN of a list."""
    for found in texts(value):
        try:
            return parse_isbn(found.rsplit("/", 1)[-1])
        except IdentifierError:
            continue
    return None


def issn(value: Any) -> str | None:
    """Return the first ISSN of a list, as 1234-5679."""
    for found in texts(value):
        if matched := re.search(r"(?<!\d)(\d{4})-?(\d{3}[\dXx])$", found):
            return f"{matched[1]}-{matched[2].upper()}"
    return None


def language(value: Any) -> str | None:
    """Return a language tag (BCP 47) of one or two parts."""
    found = text(value)
    matched = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?", found or "")
    if matched is None:
        return None
    return matched[1].lower() + (f"-{matched[2].upper()}" if matched[2] else "")


def address(value: Any) -> str | None:
    """Return a web address that a record can hold."""
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s<>\"]{1,1900}", value) or not value.isprintable():
        return None
    try:
        return value if urlsplit(value).hostname else None
    except ValueError:
        return None


def licence(values: Iterable[Any]) -> str | None:
    """Return the first licence for re-use among addresses and names, written as SPDX writes it: CC-BY-4.0.

    Publishers' own terms and licences for text mining are none. The national wording of an older Creative Commons
    licence is left out of its name (CC-BY-2.0 for CC BY 2.0 UK).
    """
    return next((found for value in values if isinstance(value, str) and (found := _licence(value))), None)


def citation(type_: str, title: str | None, **fields: Any) -> Citation:
    """Make a citation of what is known; what is missing is left out, and not set to nothing."""
    known = {name: value for name, value in fields.items() if value}
    return Citation.model_validate({"type": type_, "title": title or UNTITLED, **known})


def missing(described: Citation) -> Iterator[str]:
    """Name what a work of its type usually has and this one does not, one sentence each."""
    if described.title == UNTITLED:
        yield "The service has no title: take it from the publisher's page."
    elif len(letters := [letter for letter in described.title if letter.isalpha()]) > 20 and all(  # noqa: PLR2004
        letter.isupper() for letter in letters
    ):
        yield "The title is all in capitals: write it as a sentence."
    if not described.author and not described.editor:
        yield "The service names no author."
    if described.issued is None:
        yield "The service has no date of publication."
    if described.type in {"article-journal", "chapter"} and described.container_title is None:
        yield "The service does not name the journal or book that it stands in."


def _licence(value: str) -> str | None:
    found = value.strip().lower()
    if matched := re.search(r"creativecommons\.org/licen[sc]es/(by(?:-nc)?(?:-nd|-sa)?)/(\d\.\d)(/igo)?", found):
        kind, number, igo = matched.groups()
        return f"CC-{kind.upper()}-{number}{'-IGO' if igo and number == '3.0' else ''}" if number in _VERSIONS else None
    if re.search(r"creativecommons\.org/publicdomain/zero/1\.0|^cc-?0(?:-1\.0)?$", found):
        return "CC0-1.0"
    if matched := re.fullmatch(r"cc[- ](by(?:-nc)?(?:-nd|-sa)?)(?:[- ](\d\.\d))?", found):
        number = matched[2] if matched[2] in _VERSIONS else None
        return f"CC-{matched[1].upper()}" + (f"-{number}" if number else "")
    if matched := re.search(r"nationalarchives\.gov\.uk/doc/open-government-licence/version/([123])", found):
        return f"OGL-UK-{matched[1]}.0"
    return None


def _listed(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]
