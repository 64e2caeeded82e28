"""CSV: one row a study, for a spreadsheet or R.

Every cell stands in quotation marks and holds exactly what the record holds: a cell that starts with = + - or @ is
not changed, so a spreadsheet that runs formulas should import the columns as text.
"""

from __future__ import annotations

from collections.abc import Iterable

from evidence.formats.curated import FACETS, labels, note, record_address
from evidence.formats.table import BETWEEN, Column, Kind, code_values, write_rows
from evidence.library import Library
from evidence.model import Name, Study

__all__ = ["BETWEEN", "COLUMNS", "family_of", "write"]

_CITED = {
    "type": "Type of work, a type of CSL 1.0.2",
    "title": "Title, as recorded",
    "issued": "Date of issue: YYYY, YYYY-MM or YYYY-MM-DD, as precise as known",
    "container_title": "Journal, book or site in which the work stands",
    "container_title_short": "Abbreviated title of the journal",
    "collection_title": "Series",
    "event_title": "Conference or other event",
    "volume": "Volume",
    "issue": "Issue",
    "page": "First and last page",
    "number": "Article number of an article; report number of a report",
    "edition": "Edition",
    "genre": "Kind of report or thesis",
    "publisher": "Publisher",
    "publisher_place": "Place of publication",
    "language": "Language code",
    "doi": "DOI, bare, in lower case",
    "pmid": "PubMed identifier",
    "pmcid": "PubMed Central identifier",
    "isbn": "ISBN with 13 digits",
    "issn": "ISSN",
    "url": "Address of the work",
}
_ALWAYS = frozenset({"type", "title"})
_SINGLE = frozenset({"design"})


def _cited(name: str, description: str) -> Column[Study]:
    return Column(
        name, description, lambda study, _library, _address: getattr(study.citation, name), required=name in _ALWAYS
    )


def _facet(facet: str) -> tuple[Column[Study], Column[Study]]:
    name = facet.replace("-", "_")
    kind: Kind = "string" if facet in _SINGLE else "list"
    return (
        Column(
            name, f"Ids of the terms of the facet {facet}", lambda study, _library, _address: study.terms(facet), kind
        ),
        Column(
            f"{name}_label",
            f"Labels of the terms of the facet {facet}, in the same order",
            lambda study, library, _address: labels(study, facet, library.vocabulary),
            kind,
        ),
    )


def _names(names: Iterable[Name]) -> list[str]:
    return [name.inverted for name in names]


def _year(study: Study) -> int | None:
    return int(study.citation.year) if study.citation.year else None


def family_of(study: Study, library: Library) -> list[str]:
    """Return the keys of all papers on the same people, this one included, in order."""
    return sorted(library.families.get(study.key, {study.key}))


COLUMNS: tuple[Column[Study], ...] = (
    Column("key", "Key of the record; never changes", lambda study, _library, _address: study.key, required=True),
    Column(
        "record",
        "Address of the page of the record; empty while the site has no address",
        lambda study, _library, address: record_address(study, address) if address else None,
    ),
    Column(
        "collections", "Ids of the collections", lambda study, _library, _address: study.collections, "list",
        values=code_values("collection"),
    ),
    Column(
        "author", "Authors, family name first", lambda study, _library, _address: _names(study.citation.author), "list"
    ),
    Column(
        "editor", "Editors, family name first", lambda study, _library, _address: _names(study.citation.editor), "list"
    ),
    Column("year", "Year of issue", lambda study, _library, _address: _year(study), "year"),
    *(_cited(name, description) for name, description in _CITED.items()),
    *(column for facet in FACETS for column in _facet(facet)),
    Column(
        "family",
        "Keys of all papers on the same people, this one included",
        lambda study, library, _address: family_of(study, library),
        "list",
        required=True,
    ),
    Column(
        "family_id",
        "Study family, by the first of its keys: count by this, not by row",
        lambda study, library, _address: family_of(study, library)[0],
        required=True,
    ),
    Column("setting", "Where the study was done", lambda study, _library, _address: study.study.setting),
    Column(
        "participants_n",
        "How many took part; see participants_unit",
        lambda study, _library, _address: study.study.participants and study.study.participants.n,
        "integer",
    ),
    Column(
        "participants_unit",
        "What participants_n counts",
        lambda study, _library, _address: study.study.participants and study.study.participants.unit,
    ),
    Column(
        "comparison", "What it was compared with", lambda study, _library, _address: study.study.comparison,
        values=code_values("comparison"),
    ),
    Column("follow_up", "How long people were followed", lambda study, _library, _address: study.study.follow_up),
    Column(
        "findings", "How many findings the record holds", lambda study, _library, _address: len(study.findings),
        "integer", required=True,
    ),
    Column(
        "access", "Whether it is free to read", lambda study, _library, _address: study.access.status,
        required=True, values=code_values("access"),
    ),
    Column("access_licence", "Licence of the work", lambda study, _library, _address: study.access.licence),
    Column(
        "integrity", "Retraction or correction", lambda study, _library, _address: study.integrity.status,
        required=True, values=code_values("integrity"),
    ),
    Column(
        "read", "How much was read for the coding", lambda study, _library, _address: study.provenance.extraction.read,
        required=True, values=code_values("read"),
    ),
    Column(
        "double_checked",
        "Whether the coding was checked in a second reading: yes or no",
        lambda study, _library, _address: study.provenance.extraction.double_checked,
        "boolean",
        required=True,
    ),
    Column(
        "note", "The coding in words", lambda study, library, address: note(study, library.vocabulary, address),
        required=True,
    ),
)  # fmt: skip
"""The columns in order: the data dictionary of the table."""


def write(studies: Iterable[Study], library: Library, address: str | None) -> str:
    """Write records as CSV with a first row of names.

    Args:
        studies: Records, in the order in which they are to stand.
        library: The library they come from.
        address: Address of the site with a slash at its end, or None while it has none.
    """
    return write_rows(COLUMNS, studies, library, address)
