"""Tables: columns that know what they hold, and rows as CSV (RFC 4180, UTF-8 without a byte-order mark).

The columns are the data dictionary: the pages, the data package and its schema are all made from them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from evidence.library import Library

BETWEEN = "; "
"""What stands between the parts of a cell that holds a list."""

Row = TypeVar("Row")
Kind = Literal["string", "integer", "boolean", "date", "year", "list"]
"""What a cell holds. A list stands in one cell, its parts joined by `BETWEEN`; a boolean is `yes` or `no`."""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column of a table.

    Attributes:
        name: Name in the first row.
        description: What stands in it, for the data dictionary.
        cell: Makes the cell of a row; given the row, the library and the address of the site.
        kind: What it holds.
        required: Whether no cell of it is empty.
        values: Names the values that may stand in it, from the library; None where anything may.
    """

    name: str
    description: str
    cell: Callable[[Row, Library, str | None], object]
    kind: Kind = "string"
    required: bool = False
    values: Callable[[Library], Sequence[str]] | None = None


def write_rows(columns: Sequence[Column[Row]], rows: Iterable[Row], library: Library, address: str | None) -> str:
    """Write rows as CSV with a first row of names; every cell stands in quotation marks."""
    stream = io.StringIO(newline="")
    table = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(column.name for column in columns)
    for row in rows:
        table.writerow(as_text(column.cell(row, library, address)) for column in columns)
    return stream.getvalue()


def as_text(value: object) -> str:
    """Return a cell as it stands in CSV; what is not known is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return BETWEEN.join(value) if isinstance(value, list) else str(value)


def as_data(
    columns: Sequence[Column[Row]], rows: Iterable[Row], library: Library, address: str | None
) -> Iterator[dict[str, object]]:
    """Return rows as plain data for JSON, with lists as lists and nothing left out: what is not known is None."""
    for row in rows:
        yield {column.name: column.cell(row, library, address) for column in columns}


def code_values(code_list: str) -> Callable[[Library], Sequence[str]]:
    """Return a function that names the codes of a closed list."""

    def values(library: Library) -> list[str]:
        known = library.vocabulary.codes.get(code_list)
        return [code.id for code in known.values] if known else []

    return values


def term_values(facet: str) -> Callable[[Library], Sequence[str]]:
    """Return a function that names the terms of a facet."""

    def values(library: Library) -> list[str]:
        known = library.vocabulary.facets.get(facet)
        return list(known.terms) if known else []

    return values
