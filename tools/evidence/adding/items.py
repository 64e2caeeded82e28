"""The references of a file, whatever its format, as items that are to come in, and what is no reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evidence import reading_list
from evidence.errors import EvidenceError
from evidence.files import FileError
from evidence.formats import READERS, Entry, Failure, decode, reader_of
from evidence.identifiers import shorten
from evidence.model import Citation
from evidence.reading_list import ListEntry

READING_LIST = "reading-list"
"""Id of the format of a pasted reference list."""
FORMAT_IDS = (*READERS, READING_LIST)

_ASKED_BY = ("DOI", "PMID", "PMCID", "ISBN")
_PARTS_OF_BOOKS = frozenset({"chapter", "entry-encyclopedia", "paper-conference"})
_LONGEST_QUERY = 300


class ImportFileError(EvidenceError):
    """Nobody can tell what a file is."""


@dataclass(frozen=True)
class Item:
    """One reference of a file.

    Attributes:
        name: How to call it in a report, with its line.
        citation: What could be told of it, its identifiers included; None when it has no title.
        identifiers: DOI, PMID, PMCID and ISBN in their one form.
        query: What to ask a bibliographic service when it has no identifier.
        remarks: What was odd, each a sentence.
        listed: The entry of a pasted list that it is, else None.
    """

    name: str
    citation: Citation | None
    identifiers: Mapping[str, str]
    query: str
    remarks: tuple[str, ...] = ()
    listed: ListEntry | None = None

    @property
    def identifier(self) -> str | None:
        """What to look it up by; a part of a book is not looked up by the book's ISBN."""
        for kind in _ASKED_BY:
            part = kind == "ISBN" and self.citation is not None and self.citation.type in _PARTS_OF_BOOKS
            if kind in self.identifiers and not part:
                value = self.identifiers[kind]
                return f"PMID: {value}" if kind == "PMID" else value
        return None


@dataclass(frozen=True)
class Contents:
    """What stands in a file.

    Attributes:
        file: Name of the file, without its folders.
        format_id: Its format.
        items: Its references.
        captions: Captions of images, each of which names the work that the image is from.
        failures: Parts of which nothing could be made.
        remarks: What was odd about the file, and what of it is no reference.
    """

    file: str
    format_id: str
    items: tuple[Item, ...] = ()
    captions: tuple[Item, ...] = ()
    failures: tuple[Failure, ...] = ()
    remarks: tuple[str, ...] = field(default=())


def read_file(path: Path, format_id: str | None = None) -> Contents:
    """Read a file with references.

    Args:
        path: The file.
        format_id: Its format; None to tell it by its look and name.

    Raises:
        FileError: It cannot be read.
        ImportFileError: Its format cannot be told.
    """
    try:
        text, remarks = decode(path.read_bytes())
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror or error}.") from error
    told = format_id or reader_of(path.name, text) or (READING_LIST if path.suffix.lower() in {".txt", ".md"} else None)
    if told is None:
        known = ", ".join(FORMAT_IDS)
        raise ImportFileError(f"{path}: what format is it? Give it with --format, one of: {known}.")
    if told == READING_LIST:
        return _of_list(path.name, text, remarks)
    result = READERS[told](text)
    items = tuple(_of_entry(entry) for entry in result.entries)
    return Contents(path.name, told, items, (), result.failures, (*remarks, *result.remarks))


def _of_entry(entry: Entry) -> Item:
    cited = entry.citation
    query = ""
    if cited is not None:
        parts = [*(name.short for name in cited.author[:1]), cited.title, cited.container_title or "", cited.year or ""]
        query = shorten(" ".join(part for part in parts if part), _LONGEST_QUERY)
    return Item(f"line {entry.line}, {entry.name}", cited, entry.identifiers, query, entry.remarks)


def _of_list(file: str, text: str, remarks: list[str]) -> Contents:
    parsed = reading_list.read(text)
    rest = Counter(entry.kind for entry in parsed.entries if entry.kind in {"heading", "prose"})
    if rest:
        where = ", ".join(str(entry.first_line) for entry in parsed.entries if entry.kind in {"heading", "prose"})
        remarks = [
            *remarks,
            f"Passed over as no references: {rest['heading']} headings, {rest['prose']} paragraphs (lines {where}).",
        ]
    if not parsed.references:
        remarks = [*remarks, "There is no reference in it."]
    return Contents(
        file,
        READING_LIST,
        tuple(_of_listed(entry) for entry in parsed.references),
        tuple(_of_listed(entry) for entry in parsed.captions),
        (),
        tuple(remarks),
    )


def _of_listed(entry: ListEntry) -> Item:
    called = entry.citation.short if entry.citation else shorten(entry.raw)
    return Item(
        f"line {entry.first_line}, {called}", entry.citation, entry.identifiers, entry.query, entry.remarks, entry
    )
