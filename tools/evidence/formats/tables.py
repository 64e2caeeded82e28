"""Every table of the data package: what its rows are, its columns, its key and what it points to.

The columns of studies and findings are those of their own CSV files; here stand the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evidence.formats import csv_table, findings_csv
from evidence.formats.curated import FACETS
from evidence.formats.table import Column, code_values
from evidence.library import Library
from evidence.model import Relation, Source, Study
from evidence.summaries import SUMMARY_FIELDS, Summary
from evidence.vocabulary import Code, Facet, Measure, Term, VocabularySource


@dataclass(frozen=True)
class Link:
    """Columns that name a row of another table."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        name: Name of its file, without the ending.
        title: What a row is.
        columns: Its columns, in order.
        rows: Returns its rows, given the library and the records chosen.
        key: Columns that name a row.
        links: Columns that point to other tables.
    """

    name: str
    title: str
    # The type of the rows differs from table to table; columns and rows of one table share it.
    columns: tuple[Column[Any], ...]
    rows: Callable[[Library, Sequence[Study]], Iterable[Any]]
    key: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class _Part:
    """Something of a record, with its number there from 1."""

    study: Study
    number: int
    value: Any


def _parts(name: str) -> Callable[[Library, Sequence[Study]], Iterator[_Part]]:
    def rows(_library: Library, studies: Sequence[Study]) -> Iterator[_Part]:
        for study in studies:
            found = study.provenance.extraction.sources if name == "sources" else getattr(study, name)
            for number, value in enumerate(found, start=1):
                yield _Part(study, number, value)

    return rows


def _tags(_library: Library, studies: Sequence[Study]) -> Iterator[tuple[Study, str, str]]:
    for study in studies:
        for facet in FACETS:
            for term in study.terms(facet):
                yield study, facet, term


def _relations(_library: Library, studies: Sequence[Study]) -> Iterator[tuple[Study, Relation]]:
    chosen = {study.key for study in studies}
    for study in studies:
        yield from ((study, relation) for relation in study.relations if relation.key in chosen)


def _summaries(library: Library, studies: Sequence[Study]) -> Iterator[Summary]:
    yield from (library.summaries[study.key] for study in studies if study.key in library.summaries)


def _terms(library: Library, _studies: Sequence[Study]) -> Iterator[tuple[Facet, Term]]:
    for facet in library.vocabulary.facets.values():
        yield from ((facet, term) for term in facet)


def _codes(library: Library, _studies: Sequence[Study]) -> Iterator[tuple[str, Code]]:
    for name, codes in library.vocabulary.codes.items():
        yield from ((name, code) for code in codes.values)


def _measures(library: Library, _studies: Sequence[Study]) -> Iterable[Measure]:
    return library.vocabulary.measures.values()


def _vocabulary_sources(library: Library, _studies: Sequence[Study]) -> Iterator[tuple[str, VocabularySource]]:
    yield from library.vocabulary.sources.items()


def _of(
    name: str, description: str, cell: Callable[[Any], object], *, required: bool = False, **more: Any
) -> Column[Any]:
    """Make a column that needs only its row."""
    return Column(name, description, lambda row, _library, _address: cell(row), required=required, **more)


def _summary_column(heading: str, place: int) -> Column[Any]:
    return _of(heading.lower().replace(" ", "_"), f"{heading}, in plain words", lambda row: row.fields[place].text)


_KEY = _of("key", "Key of the record", lambda row: row.study.key, required=True)
_NUMBER = _of("number", "Number within the record, from 1", lambda row: row.number, required=True, kind="integer")
_TO_STUDY = Link(("key",), "studies", ("key",))


def _source(row: _Part) -> Source:
    value: Source = row.value
    return value


TABLES: tuple[Table, ...] = (
    Table("studies", "One row a work", csv_table.COLUMNS, lambda _library, studies: studies, ("key",)),
    Table(
        "findings", "One row a finding", findings_csv.COLUMNS, lambda _library, studies: findings_csv.rows(studies),
        ("key", "number"), (_TO_STUDY, Link(("measure",), "measures", ("id",))),
    ),
    Table(
        "tags", "One row a term of a work",
        (
            _of("key", "Key of the record", lambda row: row[0].key, required=True),
            _of("facet", "Id of the facet", lambda row: row[1], required=True),
            _of("term", "Id of the term", lambda row: row[2], required=True),
        ),
        _tags, ("key", "facet", "term"), (_TO_STUDY, Link(("facet", "term"), "terms", ("facet", "id"))),
    ),
    Table(
        "summaries", "One row a plain-language summary",
        (
            _of("key", "Key of the record", lambda row: row.meta.key, required=True),
            _of("key_message", "The summary in one sentence", lambda row: row.meta.key_message, required=True),
            *(_summary_column(heading, place) for place, heading in enumerate(SUMMARY_FIELDS)),
            _of("read", "How much was read to write it", lambda row: row.meta.read, required=True,
                values=code_values("read")),
            _of("written", "Day on which it was written", lambda row: row.meta.written, required=True, kind="date"),
        ),
        _summaries, ("key",), (_TO_STUDY,),
    ),
    Table(
        "points", "One row a thing that a work says and that is no finding",
        (
            _KEY, _NUMBER,
            _of("topic", "What it is about", lambda row: row.value.topic, required=True),
            _of("point", "What the work says", lambda row: row.value.point, required=True),
        ),
        _parts("points"), ("key", "number"), (_TO_STUDY,),
    ),
    Table(
        "limitations", "One row a limit of a work",
        (_KEY, _NUMBER, _of("limitation", "The limit, in a sentence", lambda row: row.value, required=True)),
        _parts("limitations"), ("key", "number"), (_TO_STUDY,),
    ),
    Table(
        "relations", "One row a tie between two works of the package",
        (
            _of("key", "Key of the record that bears the tie", lambda row: row[0].key, required=True),
            _of("type", "Kind of tie, read from `key` to `other`", lambda row: row[1].type, required=True,
                values=code_values("relation")),
            _of("other", "Key of the other record", lambda row: row[1].key, required=True),
            _of("note", "What else is to be said", lambda row: row[1].note),
        ),
        _relations, ("key", "type", "other"), (_TO_STUDY, Link(("other",), "studies", ("key",))),
    ),
    Table(
        "sources", "One row a page where facts of a work were seen",
        (
            _KEY, _NUMBER,
            _of("url", "Address of the page", lambda row: _source(row).url, required=True),
            _of("kind", "Kind of page", lambda row: _source(row).kind, required=True),
            _of("seen", "What was seen there", lambda row: _source(row).seen, required=True),
        ),
        _parts("sources"), ("key", "number"), (_TO_STUDY,),
    ),
    Table(
        "terms", "One row a term of the vocabulary",
        (
            _of("facet", "Id of the facet", lambda row: row[0].id, required=True),
            _of("id", "Id of the term", lambda row: row[1].id, required=True),
            _of("label", "Label", lambda row: row[1].label, required=True),
            _of("definition", "Definition in our own words", lambda row: row[1].definition, required=True),
            _of("broader", "Id of the broader term", lambda row: row[1].broader),
            _of("synonyms", "Other names", lambda row: row[1].synonyms, kind="list"),
            _of("group", "Group within the facet", lambda row: row[1].group),
            _of("better", "Which end is good, for outcomes", lambda row: row[1].better),
            _of("sources", "Ids of the sources of the definition", lambda row: row[1].sources, kind="list"),
            _of("confirmed", "Whether the definition is confirmed: yes or no", lambda row: row[1].confirmed,
                required=True, kind="boolean"),
            _of("replaced_by", "Id of the term to use instead", lambda row: row[1].replaced_by),
        ),
        _terms, ("facet", "id"),
    ),
    Table(
        "measures", "One row a measure",
        (
            _of("id", "Id of the measure", lambda row: row.id, required=True),
            _of("label", "Name", lambda row: row.label, required=True),
            _of("better", "Which end is good; empty where that differs between studies", lambda row: row.better),
            _of("range", "Range of the scale", lambda row: row.range, required=True),
            _of("outcome", "Id of the outcome that it measures", lambda row: row.outcome, required=True),
            _of("note", "What else is to be said", lambda row: row.note),
            _of("sources", "Ids of the sources", lambda row: row.sources, kind="list"),
            _of("confirmed", "Whether the details are confirmed: yes or no", lambda row: row.confirmed,
                required=True, kind="boolean"),
        ),
        _measures, ("id",),
    ),
    Table(
        "codes", "One row a code of a closed list",
        (
            _of("list", "Name of the list", lambda row: row[0], required=True),
            _of("id", "The code", lambda row: row[1].id, required=True),
            _of("label", "What a reader sees", lambda row: row[1].label, required=True),
            _of("definition", "What it means", lambda row: row[1].definition),
            _of("inverse", "Label of a tie seen from its other end", lambda row: row[1].inverse),
        ),
        _codes, ("list", "id"),
    ),
    Table(
        "vocabulary_sources", "One row a source of terms and definitions",
        (
            _of("id", "Id of the source", lambda row: row[0], required=True),
            _of("citation", "Reference", lambda row: row[1].citation, required=True),
            _of("url", "Address", lambda row: row[1].url, required=True),
            _of("doi", "DOI", lambda row: row[1].doi),
            _of("checked", "Whether anybody opened it (seen), or knew it (memory)", lambda row: row[1].checked,
                required=True),
        ),
        _vocabulary_sources, ("id",),
    ),
)  # fmt: skip
"""The tables in the order of the package."""
