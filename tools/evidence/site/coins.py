"""COinS: one empty span an entry of a list, from which reference managers save what a reader picks.

Rules: OpenURL 1.0 (Z39.88-2004) key/encoded-value; Zotero's openurl.js for what is read in truth. Only lists bear
them: a page about one work has `citation_*` tags instead, which a span would put out of use.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from markupsafe import Markup

from evidence.formats.curated import keywords
from evidence.identifiers import doi_url
from evidence.library import Library
from evidence.model import Citation, Name, Study

_MATRIX = "info:ofi/fmt:kev:mtx:"
_BOOK_GENRES = {
    "book": "book", "chapter": "bookitem", "entry-encyclopedia": "bookitem", "report": "report", "standard": "report",
    "paper-conference": "proceeding", "dataset": "unknown", "document": "document", "speech": "document",
    "legislation": "document", "webpage": "document", "post": "document", "post-weblog": "document",
}  # fmt: skip
"""Genre of a work that is told as a book; a thesis has a format of its own, and all others are articles."""

_PARTS = frozenset({"bookitem", "proceeding"})


def coins(study: Study, library: Library) -> Markup:
    """Return the span of a work, on one line."""
    # Every part has a value: a reader stops at one that has none.
    pairs = "&".join(f"{name}={quote(value, safe='')}" for name, value in _pairs(study, library) if value)
    return Markup('<span class="Z3988" title="{}"></span>').format(pairs)


def _pairs(study: Study, library: Library) -> Iterator[tuple[str, str | None]]:
    cited = study.citation
    yield "ctx_ver", "Z39.88-2004"
    yield from _kind(cited)
    # Without any author a reader's program would go and ask elsewhere; editors are the next best.
    for place, name in enumerate(cited.author or cited.editor):
        yield from _name(name, first=place == 0)
    yield "rft.date", cited.issued
    yield "rft.volume", cited.volume
    yield "rft.issue", cited.issue
    yield "rft.pages", cited.page or (cited.number if cited.type.startswith("article-") else None)
    yield "rft.issn", cited.issn
    yield "rft.isbn", cited.isbn
    yield "rft.pub", cited.publisher
    yield "rft.place", cited.publisher_place
    yield "rft.edition", cited.edition
    yield "rft.series", cited.collection_title
    yield "rft.language", cited.language
    for label in keywords(study, library.vocabulary):
        yield "rft.subject", label
    if cited.doi:
        yield "rft_id", f"info:doi/{cited.doi}"
    yield "rft_id", doi_url(cited.doi) if cited.doi else cited.url


def _kind(cited: Citation) -> Iterator[tuple[str, str | None]]:
    if cited.type == "thesis":
        yield "rft_val_fmt", f"{_MATRIX}dissertation"
        yield "rft.title", cited.title
        yield "rft.inst", cited.publisher
        return
    genre = _BOOK_GENRES.get(cited.type)
    if genre is None:
        yield "rft_val_fmt", f"{_MATRIX}journal"
        yield "rft.genre", "preprint" if cited.type == "article" else "article"
        yield "rft.atitle", cited.title
        yield "rft.jtitle", cited.container_title
        yield "rft.stitle", cited.container_title_short
        return
    yield "rft_val_fmt", f"{_MATRIX}book"
    yield "rft.genre", genre
    if genre in _PARTS:
        yield "rft.atitle", cited.title
        yield "rft.btitle", cited.container_title or cited.event_title
    else:
        yield "rft.btitle", cited.title


def _name(name: Name, *, first: bool) -> Iterator[tuple[str, str | None]]:
    if name.literal is not None:
        yield "rft.aucorp", name.literal
        return
    if first:
        yield "rft.aulast", name.short
        yield "rft.aufirst", name.given
    # A comma tells family and given name apart, also where there is no given name.
    yield "rft.au", name.inverted if "," in name.inverted else f"{name.inverted},"
