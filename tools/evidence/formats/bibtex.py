r"""BibTeX, in the entry types and fields that bibtex, biber and pybtex know.

UTF-8; LaTeX's own characters are escaped in text and never in doi, url and the like. The coding stands in `annote`,
which no style prints; `note`, which every style prints, only says that a work was retracted or warned about.
Source of the rules: O. Patashnik, BibTeXing (1988); its plain.bst for what it warns about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bibtexparser.model import Entry, Field

from evidence.formats import tex
from evidence.formats.bibtex_reader import ARTICLES, read, subtype
from evidence.formats.bibtex_reader import TYPES as READ_AS
from evidence.formats.curated import integrity_warning, keywords, note
from evidence.library import Library
from evidence.model import Citation, Study

__all__ = ["TYPES", "read", "write"]

TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "review-book": "article",
    "book": "book",
    "chapter": "incollection",
    "entry-encyclopedia": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
"""BibTeX type of a CSL type; all others are misc."""

_NEEDS = {
    "article": ("author", "journal", "year"),
    "book": ("author", "publisher", "year"),
    "incollection": ("author", "booktitle", "publisher", "year"),
    "inproceedings": ("author", "booktitle", "year"),
    "techreport": ("author", "institution", "year"),
    "phdthesis": ("author", "school", "year"),
}
"""Fields without which BibTeX warns; an entry that lacks one is misc."""

_WITHIN = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_ISSUED_BY = {"techreport": "institution", "phdthesis": "school"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(studies: Iterable[Study], library: Library, address: str | None) -> str:
    """Write records as BibTeX.

    Args:
        studies: Records, in the order in which they are to stand.
        library: The library they come from.
        address: Address of the site with a slash at its end, or None while it has none.
    """
    return tex.file(_entry(study, library, address) for study in studies)


def _entry(study: Study, library: Library, address: str | None) -> Entry:
    kind = entry_type(study.citation)
    fields = dict(_fields(study.citation, kind))
    if study.integrity.status != "corrected" and (warning := integrity_warning(study)):
        fields["note"] = tex.text(warning)
    if labels := keywords(study, library.vocabulary):
        fields["keywords"] = tex.keywords(labels)
    fields["annote"] = tex.text(note(study, library.vocabulary, address))
    return Entry(
        kind, study.key, [Field(name, value if name == "month" else f"{{{value}}}") for name, value in fields.items()]
    )


def entry_type(cited: Citation) -> str:
    """Return the type of entry of a work: the one of its CSL type if it has all that BibTeX asks for, else misc."""
    kind = TYPES.get(cited.type, "misc")
    fields = dict(_fields(cited, kind))
    return kind if fields.keys() >= {*_NEEDS.get(kind, ())} or _is_edited_book(kind, fields) else "misc"


def _is_edited_book(kind: str, fields: dict[str, str]) -> bool:
    return kind == "book" and fields.keys() >= {"editor", "publisher", "year"}


def _fields(cited: Citation, kind: str) -> Iterator[tuple[str, str]]:
    """Give the bibliographic fields of an entry, their values escaped and without the outer braces."""
    article = cited.type in ARTICLES
    # BibTeX warns about the number of a book outside a series, or beside a volume.
    in_place = kind in {"techreport", "misc"} or (cited.collection_title and not cited.volume)
    text: dict[str, str | None] = {
        _WITHIN.get(kind, "howpublished"): cited.container_title,
        "shortjournal": cited.container_title_short,
        "series": cited.collection_title,
        "eventtitle": cited.event_title,
        "volume": cited.volume,
        "number": cited.issue if article else cited.number if in_place else None,
        "issue": None if article else cited.issue,
        "edition": cited.edition,
        "type": cited.genre,
        _ISSUED_BY.get(kind, "publisher"): cited.publisher,
        "address": cited.publisher_place,
    }
    if READ_AS[kind] != cited.type or kind == "misc":
        # No style prints it; whoever reads the file again learns what the work is.
        yield "entrysubtype", subtype(cited.type)
    if cited.author:
        yield "author", tex.names(cited.author)
    else:
        # BibTeX sorts what has no author by this.
        yield "key", tex.text(cited.title)
    if cited.editor:
        # BibTeX warns about a book with both; biblatex reads editora.
        yield ("editora" if kind == "book" and cited.author else "editor"), tex.names(cited.editor)
    yield "title", tex.title(cited.title)
    if cited.title_short:
        yield "shorttitle", tex.title(cited.title_short)
    yield from ((name, tex.text(value)) for name, value in text.items() if value)
    yield from _pages(cited, kind)
    yield from _date(cited)
    plain = {
        "language": cited.language, "doi": cited.doi, "url": cited.url, "urldate": cited.accessed,
        "pmid": cited.pmid, "pmcid": cited.pmcid, "isbn": cited.isbn, "issn": cited.issn,
    }  # fmt: skip
    yield from ((name, tex.plain(value)) for name, value in plain.items() if value)


def _pages(cited: Citation, kind: str) -> Iterator[tuple[str, str]]:
    if cited.page:
        yield "pages", tex.pages(cited.page)
    elif kind == "article" and cited.number:
        yield "pages", tex.text(cited.number)
    if cited.type in ARTICLES and cited.number:
        yield "eid", tex.text(cited.number)


def _date(cited: Citation) -> Iterator[tuple[str, str]]:
    for name, value in zip(("year", "month", "day"), cited.issued_parts, strict=False):
        yield name, _MONTHS[value - 1] if name == "month" else f"{value:04d}" if name == "year" else str(value)
