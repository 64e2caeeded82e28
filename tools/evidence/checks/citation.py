"""The citation is complete for its type, and its pages and licence are written as others write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.checks.fixing import value_fix
from evidence.checks.registry import Fault, record_check
from evidence.errors import Level
from evidence.library import Library
from evidence.model import Study, to_plain

_ALWAYS = ("DOI", "URL", "ISBN")
_REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "article-journal": (("container-title",), ("issued",), ("author",)),
    "article-magazine": (("container-title",), ("issued",)),
    "article-newspaper": (("container-title",), ("issued",)),
    "book": (("publisher",), ("issued",), ("author", "editor")),
    "chapter": (("container-title",), ("issued",), ("author",)),
    "report": (("publisher", "literal author"), ("issued",)),
    "thesis": (("publisher",), ("issued",), ("author",)),
    "webpage": (("URL",),),
}
_WISHED: dict[str, tuple[tuple[str, ...], ...]] = {"article-journal": (("volume", "number", "page"),)}
_WORDS_FOR = {
    "container-title": "journal|magazine|newspaper|book|container-title",
    "issued": "date|year|month|day|issued",
    "author": "authors?",
    "editor": "editors?",
    "publisher": "publishers?|published",
    "volume": "volume",
    "number": "article number|number",
    "page": "pages?",
    "DOI": "DOI",
    "URL": "address|URL|link",
    "ISBN": "ISBN",
}
"""How a note under `not-seen` speaks of a field."""

_LICENCE = re.compile(
    r"CC0(?:-1\.0)?|CC-BY(?:-NC)?(?:-SA|-ND)?(?:-(?:[123]\.0|2\.5|3\.0-IGO|4\.0))?|OGL(?:-UK)?(?:-[123]\.0)?"
)
_ARTICLE_NUMBER = re.compile(r"[A-Za-z]+\d{4,}|\d{5,}|[A-Za-z]+\d+[A-Za-z]+\d+")
_DASHES = re.compile(r"[‐-―−]|--")
_PAGE = r"[A-Za-z]{0,3}\d+[A-Za-z]?|[ivxlcIVXLC]+"
_PAGES_WORD = re.compile(r"(?i)pp?\.?\s*(?=\d)")
_PAGES = re.compile(rf"({_PAGE})(?:-({_PAGE}))?")


@record_check(
    "missing-field",
    "error",
    "The citation holds the fields that its type needs.",
    "Fill it in from the publisher's page; if no source shows it, say so under provenance.not-seen.",
)
def missing_field(study: Study, _: Library) -> Iterator[Fault]:
    """Check the fields by type (the required variables follow the styles of APA 7 and Vancouver)."""
    present = {name for name, value in to_plain(study.citation).items() if value not in (None, [], "")}
    if any(name.literal for name in study.citation.author):
        present.add("literal author")
    wants: list[tuple[Level, tuple[str, ...]]] = [
        *(("error", names) for names in _REQUIRED.get(study.citation.type, ())),
        *(("warning", names) for names in _WISHED.get(study.citation.type, ())),
        ("warning", _ALWAYS),
    ]
    for level, names in wants:
        if present.isdisjoint(names) and not (level == "warning" and "URL" in names and _url_is_required(study)):
            explained = _is_explained(study, names)
            message = f"The type {study.citation.type} needs {' or '.join(names)}" + (
                "; the record says that no source showed it." if explained else "."
            )
            yield Fault(("citation", names[0]), message, level="notice" if explained else level)


def _url_is_required(study: Study) -> bool:
    return ("URL",) in _REQUIRED.get(study.citation.type, ())


def _is_explained(study: Study, names: tuple[str, ...]) -> bool:
    pattern = "|".join(_WORDS_FOR[name] for name in names if name in _WORDS_FOR)
    return any(re.search(rf"(?i)\b(?:{pattern})\b", note) for note in study.provenance.not_seen)


def plain_pages(text: str) -> str | None:
    """Return pages with plain hyphens, without "pp.", the last page in full; None where they are no pages even so."""
    bare = _PAGES_WORD.sub("", re.sub(rf"\s*(?:{_DASHES.pattern})\s*", "-", text))
    found = [_PAGES.fullmatch(part) for part in re.split(r",\s*", bare)]
    if not all(found):
        return None
    parts = [part.groups() for part in found if part]
    return ", ".join(f"{first}-{_in_full(first, last) or last}" if last else first for first, last in parts)


def _in_full(first: str, last: str) -> str | None:
    """Return a last page that leaves out the digits it shares with the first, such as 80 in 466-80, in full."""
    start, end = re.search(r"\d+", first), re.search(r"\d+", last)
    if not start or not end or len(end.group()) >= len(start.group()):
        return None
    full = start.group()[: -len(end.group())] + end.group()
    return last.replace(end.group(), full) if int(full) > int(start.group()) else None


@record_check(
    "page-range",
    "error",
    "Pages are written as 101-110, e487-e494 or a single page, in full and with a plain hyphen.",
    "Write first and last page in full with a plain hyphen, for example 466-480.",
    fix=value_fix(plain_pages),
)
def page_range(study: Study, _: Library) -> Iterator[Fault]:
    """Check the form and the order of pages."""
    page = study.citation.page
    if page is None or _ARTICLE_NUMBER.fullmatch(page):
        return
    place = ("citation", "page")
    if _DASHES.search(page):
        yield Fault(place, f"{page!r} holds a dash that is no plain hyphen.", f'Write "{_DASHES.sub("-", page)}".')
        return
    if _PAGES_WORD.match(page):
        yield Fault(place, f"{page!r} starts with an abbreviation for pages.", "Write the numbers only.")
        return
    for part in re.split(r",\s*", page):
        found = _PAGES.fullmatch(part)
        if not found:
            yield Fault(place, f"{part!r} is no page and no range of pages.")
        elif found.group(2):
            yield from _order(part, found.group(1), found.group(2))


def _order(part: str, first: str, last: str) -> Iterator[Fault]:
    start, end = re.search(r"\d+", first), re.search(r"\d+", last)
    if not start or not end or (re.match(r"[A-Za-z]", last) and not re.match(r"[A-Za-z]", first)):
        return  # Roman numerals, or an online page after a printed one (317-e2)
    if int(end.group()) >= int(start.group()):
        return
    if full := _in_full(first, last):
        remedy = f"Write the last page in full: {first}-{full}."
        yield Fault(("citation", "page"), f"{part!r} shortens the last page.", remedy, "warning")
        return
    yield Fault(("citation", "page"), f"{part!r} ends before it starts.")


@record_check(
    "article-number-as-page",
    "warning",
    "An article number stands in `number`, not in `page`.",
    "Move it to `number` and remove `page`.",
)
def article_number_as_page(study: Study, _: Library) -> Iterator[Fault]:
    """Find what looks like an article number among the pages."""
    if study.citation.page and _ARTICLE_NUMBER.fullmatch(study.citation.page):
        yield Fault(("citation", "page"), f"{study.citation.page!r} looks like an article number.")


def short_licence(text: str) -> str | None:
    """Return a licence by its short name where only capitals and hyphens are missing: CC BY 4.0 is CC-BY-4.0."""
    short = re.sub(r"[\s_-]+", "-", text.upper())
    return short if _LICENCE.fullmatch(short) else None


@record_check(
    "licence-form",
    "warning",
    "A licence is written by its usual short name.",
    "Write it like CC-BY-4.0, CC-BY-NC-ND-4.0, CC0-1.0 or OGL-UK-3.0.",
    fix=value_fix(short_licence),
)
def licence_form(study: Study, _: Library) -> Iterator[Fault]:
    """Check the name of the licence (SPDX names, without a version where the source gives none)."""
    if study.access.licence and not _LICENCE.fullmatch(study.access.licence):
        yield Fault(("access", "licence"), f"{study.access.licence!r} is no licence known here.")
