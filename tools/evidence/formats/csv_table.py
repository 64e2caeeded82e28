"""CSV: one row a study, for a spreadsheet or R (RFC 4180, UTF-8 without a byte-order mark).

Every cell stands in quotation marks and holds exactly what the record holds: a cell that starts with = + - or @ is
not changed, so a spreadsheet that runs formulas should import the columns as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from evidence.formats.curated import FACETS, labels, note, record_address
from evidence.library import Library
from evidence.model import Name, Study

BETWEEN = "; "
"""What stands between the parts of a cell that holds a list."""

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


@dataclass(frozen=True)
class Column:
    """One column of the table.

    Attributes:
        name: Name in the first row.
        description: What stands in it, for the data dictionary.
        cell: Makes the cell of a study; given the study, the library and the address of the site.
    """

    name: str
    description: str
    cell: Callable[[Study, Library, str | None], object]


def _cited(name: str, description: str) -> Column:
    return Column(name, description, lambda study, _library, _address: getattr(study.citation, name))


def _facet(facet: str) -> tuple[Column, Column]:
    name = facet.replace("-", "_")
    return (
        Column(name, f"Ids of the terms of the facet {facet}", lambda study, _library, _address: study.terms(facet)),
        Column(
            f"{name}_label",
            f"Labels of the terms of the facet {facet}, in the same order",
            lambda study, library, _address: labels(study, facet, library.vocabulary),
        ),
    )


def _names(names: Iterable[Name]) -> list[str]:
    return [name.inverted for name in names]


COLUMNS: tuple[Column, ...] = (
    Column("key", "Key of the record; never changes", lambda study, _library, _address: study.key),
    Column(
        "record",
        "Address of the page of the record; empty while the site has no address",
        lambda study, _library, address: record_address(study, address) if address else None,
    ),
    Column("collections", "Ids of the collections", lambda study, _library, _address: study.collections),
    Column("author", "Authors, family name first", lambda study, _library, _address: _names(study.citation.author)),
    Column("editor", "Editors, family name first", lambda study, _library, _address: _names(study.citation.editor)),
    Column("year", "Year of issue", lambda study, _library, _address: study.citation.year),
    *(_cited(name, description) for name, description in _CITED.items()),
    *(column for facet in FACETS for column in _facet(facet)),
    Column(
        "family",
        "Keys of all papers on the same people, this one included: count by this, not by row",
        lambda study, library, _address: sorted(library.families.get(study.key, {study.key})),
    ),
    Column("setting", "Where the study was done", lambda study, _library, _address: study.study.setting),
    Column(
        "participants_n",
        "How many took part; see participants_unit",
        lambda study, _library, _address: study.study.participants and study.study.participants.n,
    ),
    Column(
        "participants_unit",
        "What participants_n counts",
        lambda study, _library, _address: study.study.participants and study.study.participants.unit,
    ),
    Column("comparison", "What it was compared with", lambda study, _library, _address: study.study.comparison),
    Column("follow_up", "How long people were followed", lambda study, _library, _address: study.study.follow_up),
    Column("findings", "How many findings the record holds", lambda study, _library, _address: len(study.findings)),
    Column("access", "Whether it is free to read", lambda study, _library, _address: study.access.status),
    Column("access_licence", "Licence of the work", lambda study, _library, _address: study.access.licence),
    Column("integrity", "Retraction or correction", lambda study, _library, _address: study.integrity.status),
    Column(
        "read", "How much was read for the coding", lambda study, _library, _address: study.provenance.extraction.read
    ),
    Column(
        "double_checked",
        "Whether a second person checked the coding: yes or no",
        lambda study, _library, _address: "yes" if study.provenance.extraction.double_checked else "no",
    ),
    Column("note", "The coding in words", lambda study, library, address: note(study, library.vocabulary, address)),
)
"""The columns in order: the data dictionary of the table."""


def write(studies: Iterable[Study], library: Library, address: str | None) -> str:
    """Write records as CSV with a first row of names.

    Args:
        studies: Records, in the order in which they are to stand.
        library: The library they come from.
        address: Address of the site with a slash at its end, or None while it has none.
    """
    stream = io.StringIO(newline="")
    table = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(column.name for column in COLUMNS)
    for study in studies:
        table.writerow(_text(column.cell(study, library, address)) for column in COLUMNS)
    return stream.getvalue()


def _text(value: object) -> str:
    if value is None:
        return ""
    return BETWEEN.join(value) if isinstance(value, list) else str(value)
