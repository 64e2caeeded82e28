"""Formats in which references leave and enter the base: one module a format, with its writer and its reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from evidence.formats import biblatex, bibtex, csljson, csv_table, findings_csv, nbib, ris
from evidence.formats.reading import Entry, Failure, ReadResult, decode
from evidence.library import Library
from evidence.model import Study

__all__ = [
    "FORMATS", "READERS", "Entry", "Failure", "Format", "ReadResult", "Reader", "Writer", "decode", "reader_of",
]  # fmt: skip


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
    "biblatex": Format("biblatex", ".biblatex.bib", "application/x-bibtex", biblatex.write),
    "ris": Format("RIS", ".ris", "application/x-research-info-systems", ris.write),
    "csl-json": Format("CSL-JSON", ".json", "application/vnd.citationstyles.csl+json", csljson.write),
    "csv": Format("CSV", ".csv", "text/csv", csv_table.write),
    "findings-csv": Format("CSV of findings", ".findings.csv", "text/csv", findings_csv.write),
}
"""Formats by the id that a person gives to `evidence export --format`; the archive `datapackage` stands by itself.

PubMed's format (nbib) is read and not written: it is PubMed's own account of a record in PubMed, with its number and
its subject headings. Most works here that lack either would need made-up ones, and every program that reads it reads
RIS as well.
"""

Reader = Callable[[str], ReadResult]
"""Reads a whole file; never raises: what it cannot read is a failure with its line and its text."""

READERS: dict[str, Reader] = {"bibtex": bibtex.read, "ris": ris.read, "csl-json": csljson.read, "nbib": nbib.read}
"""Readers by the id of their format; that of BibTeX reads biblatex too."""

_ENDINGS = {
    ".bib": "bibtex", ".bibtex": "bibtex", ".ris": "ris", ".json": "csl-json", ".csljson": "csl-json",
    ".nbib": "nbib", ".medline": "nbib",
}  # fmt: skip
_LOOKS = (
    ("nbib", re.compile(r"^PMID {0,2}- ", re.MULTILINE)),
    ("ris", re.compile(r"^\s{0,3}TY {1,3}-", re.MULTILINE)),
    ("csl-json", re.compile(r"\A\s*[\[{]\s*[\[{\"\]]")),
    ("bibtex", re.compile(r"^\s*@\s*\w+\s*[{(]", re.MULTILINE)),
)


def reader_of(name: str, text: str) -> str | None:
    """Return the id of the format of a file: by what its text looks like, else by the end of its name, else None.

    The text comes first because programs name their files as they like: a `.txt` may well be PubMed's or RIS.
    """
    start = text.removeprefix("\ufeff")
    for format_id, look in _LOOKS:
        if look.search(start):
            return format_id
    ending = re.search(r"\.[a-z]+$", name.lower())
    return _ENDINGS.get(ending.group()) if ending else None
