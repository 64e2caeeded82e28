"""Formats in which references leave the base: one module a format, with its writer (and, beside it, its reader)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from evidence.formats import bibtex, csljson, csv_table, ris
from evidence.library import Library
from evidence.model import Study

__all__ = ["FORMATS", "Format", "Writer"]


class Writer(Protocol):
    """Writes records; `address` is the address of the site with a slash at its end, or None while it has none."""

    def __call__(self, studies: Iterable[Study], library: Library, address: str | None) -> str:
        """Return the text of the file, in the order of the records."""


@dataclass(frozen=True)
class Format:
    """One format.

    Attributes:
        label: Name that a reader knows.
        extension: End of the file's name, with its dot.
        media_type: Media type under which a server sends it.
        write: Writes records in this format; the text goes into a file as UTF-8, line ends as they are.
    """

    label: str
    extension: str
    media_type: str
    write: Writer


FORMATS: dict[str, Format] = {
    "bibtex": Format("BibTeX", ".bib", "application/x-bibtex", bibtex.write),
    "ris": Format("RIS", ".ris", "application/x-research-info-systems", ris.write),
    "csl-json": Format("CSL-JSON", ".json", "application/vnd.citationstyles.csl+json", csljson.write),
    "csv": Format("CSV", ".csv", "text/csv", csv_table.write),
}
"""Formats by the id that a person gives to `evidence export --format`."""
