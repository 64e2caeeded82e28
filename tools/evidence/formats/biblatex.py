"""biblatex, in the entry types and fields of its default data model, for biber.

It carries more than BibTeX: a whole date in one field, reports, theses and web pages under their own types, article
numbers, languages. A kind of work without a type of its own keeps its CSL type in `entrysubtype`, which no standard
style prints; PubMed's number stands as an eprint. Escaping and names are those of BibTeX (`tex`).
Source of the rules: the biblatex manual, section 2, and its data model blx-dm.def.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bibtexparser.model import Entry, Field

from evidence.formats import tex
from evidence.formats.bibtex_reader import ARTICLES, read, subtype
from evidence.formats.bibtex_reader import TYPES as READ_AS
from evidence.formats.curated import integrity_warning, keywords, note
from evidence.formats.languages import babel_name
from evidence.library import Library
from evidence.model import Citation, Study

__all__ = ["TYPES", "read", "write"]

TYPES = {
    "article": "online",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "entry-encyclopedia": "inreference",
    "paper-conference": "inproceedings",
    "post": "online",
    "post-weblog": "online",
    "report": "report",
    "review": "article",
    "review-book": "article",
    "thesis": "thesis",
    "webpage": "online",
}
"""Type of entry of a CSL type; all others are misc."""

_NEEDS: dict[str, tuple[str, ...]] = {
    "article": ("author", "journaltitle"),
    "book": ("author",),
    "incollection": ("author", "booktitle"),
    "inreference": ("author", "booktitle"),
    "inproceedings": ("author", "booktitle"),
    "report": ("author", "institution"),
    "thesis": ("author", "institution"),
}
"""Fields without which an entry is incomplete by the data model; one that lacks any is misc."""

_WITHIN = {
    "article": "journaltitle", "incollection": "booktitle", "inreference": "booktitle", "inproceedings": "booktitle",
    "online": "titleaddon",
}  # fmt: skip
_ISSUED_BY = {"report": "institution", "thesis": "institution", "online": "organization", "misc": "organization"}


def write(studies: Iterable[Study], library: Library, address: str | None) -> str:
    """Write records as biblatex.

    Args:
        studies: Records, in the order in which they are to stand.
        library: The library they come from.
        address: Address of the site with a slash at its end, or None while it has none.
    """
    return tex.file(_entry(study, library, address) for study in studies)


def _entry(study: Study, library: Library, address: str | None) -> Entry:
    cited = study.citation
    kind = _kind(cited)
    fields = dict(_fields(cited, kind))
    if study.integrity.status != "corrected" and (warning := integrity_warning(study)):
        fields["note"] = tex.text(warning)
    if labels := keywords(study, library.vocabulary):
        fields["keywords"] = tex.keywords(labels)
    fields["annotation"] = tex.text(note(study, library.vocabulary, address))
    return Entry(kind, study.key, [Field(name, f"{{{value}}}") for name, value in fields.items()])


def _kind(cited: Citation) -> str:
    kind = TYPES.get(cited.type, "misc")
    if kind == "online":
        return kind if cited.url or cited.doi else "misc"
    if kind == "book" and cited.editor and not cited.author:
        return "collection"
    there = dict(_fields(cited, kind)).keys()
    return kind if there >= {*_NEEDS.get(kind, ())} else "misc"


def _fields(cited: Citation, kind: str) -> Iterator[tuple[str, str]]:
    """Give the bibliographic fields of an entry, their values escaped and without the outer braces."""
    if READ_AS[kind] != cited.type or kind == "misc":
        yield "entrysubtype", subtype(cited.type)
    for role, people in (("author", cited.author), ("editor", cited.editor)):
        if people:
            yield role, tex.names(people)
    if not cited.author and not cited.editor:
        yield "label", tex.text(cited.title)
    yield "title", tex.title(cited.title)
    if cited.title_short:
        yield "shorttitle", tex.title(cited.title_short)
    article = cited.type in ARTICLES
    text: dict[str, str | None] = {
        _WITHIN.get(kind, "howpublished"): cited.container_title,
        "shortjournal": cited.container_title_short,
        "series": cited.collection_title,
        "eventtitle": cited.event_title,
        "volume": cited.volume,
        "number": cited.issue if article else cited.number,
        "issue": None if article else cited.issue,
        "eid": cited.number if article else None,
        "edition": cited.edition,
        "type": cited.genre,
        _ISSUED_BY.get(kind, "publisher"): cited.publisher,
        "location": cited.publisher_place,
    }
    yield from ((name, tex.text(value)) for name, value in text.items() if value)
    if cited.page:
        yield "pages", tex.pages(cited.page)
    if cited.language:
        babel = babel_name(cited.language)
        yield ("langid", babel) if babel else ("language", tex.text(cited.language))
    plain = {
        "date": cited.issued, "doi": cited.doi, "url": cited.url, "urldate": cited.accessed, "eprint": cited.pmid,
        "eprinttype": "pubmed" if cited.pmid else None, "pmcid": cited.pmcid, "isbn": cited.isbn, "issn": cited.issn,
    }  # fmt: skip
    yield from ((name, tex.plain(value)) for name, value in plain.items() if value)
