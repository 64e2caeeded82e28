"""A reference while it is being read: values come in as a file writes them, and leave in the form of a record."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from evidence.formats.dates import partial_date
from evidence.formats.names import LONGEST_NAME
from evidence.formats.reading import Entry, Failure
from evidence.identifiers import IdentifierError, parse_doi, parse_isbn, parse_pmcid, parse_pmid, shorten
from evidence.model import Citation, Name

LONGEST = 4000
"""Characters that a field of a record may have (model.Text)."""

_PARSERS: dict[str, Callable[[str], str]] = {
    "DOI": parse_doi, "PMID": parse_pmid, "PMCID": parse_pmcid, "ISBN": parse_isbn
}  # fmt: skip
_IN_NOTE = re.compile(r"(?i)\b(PMID|PMCID|DOI)\s*:\s*(10\.\S+|(?:PMC)?\s?\d+)")
_RESOLVER = re.compile(r"(?i)^https?://(?:dx\.)?doi\.org/")
_RANGE = re.compile(r"\s*([^\s,;–—-]+)\s*[–—-]+\s*([^\s,;–—-]+)\s*")
_DASH = re.compile(r"(?<=\w)\s*[–—]+\s*(?=\w)")
ARTICLE_NUMBER = re.compile(r"[a-z]+\d{3,}\w*|[a-z]{3,}[\w.-]*\d\w*|\d{5,}")
"""An article number stands where pages do: `e015203`, `bjgpopen18X101598`, `ckz078`, `1742395319882068`."""


class Draft:
    """Gathers the values of one reference; what cannot be kept becomes a remark.

    Attributes:
        fields: Values by their CSL names.
        remarks: What was odd, left out or guessed.
    """

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.keywords: list[str] = []
        self.notes: list[str] = []
        self.remarks: list[str] = []

    def remark(self, sentence: str) -> None:
        """Add a remark once."""
        if sentence not in self.remarks:
            self.remarks.append(sentence)

    def put(self, name: str, value: str | None) -> None:
        """Set a text field; a second value that says something else is left out with a remark."""
        text = " ".join((value or "").split())
        if not text:
            return
        if len(text) > LONGEST:
            self.remark(f"{name} has {len(text):,} characters and was left out: {shorten(text)!r}.")
        elif name not in self.fields:
            self.fields[name] = text
        elif self.fields[name].casefold() != text.casefold():
            self.remark(f"{name} is given twice; {shorten(text)!r} was left out.")

    def name(self, role: str, name: Name | None) -> None:
        """Add an author or editor."""
        if name is None:
            return
        if any(len(part) >= LONGEST_NAME for part in (name.literal or "", name.family or "", name.given or "")):
            self.remark(f"{role}: the name {shorten(name.full)!r} is longer than a name can be, and was cut.")
        self.fields.setdefault(role, []).append(name)

    def identifier(self, kind: str, value: str) -> None:
        """Set a DOI, PMID, PMCID or ISBN in its one form; one that has no form becomes a remark."""
        if not value.strip():
            return None
        faults = []
        for text in [value, *(re.split(r"[\s;,]+", value) if kind == "ISBN" else [])]:
            try:
                return self.put(kind, _PARSERS[kind](text))
            except IdentifierError as error:
                faults.append(str(error))
        return self.remark(faults[0])

    def issn(self, value: str) -> None:
        """Set the ISSN: the first of those in a text."""
        found = re.findall(r"(?<!\d)\d{4}-?\d{3}[\dXx](?![\dXx])", value)
        if found and "ISSN" not in self.fields:
            digits = found[0].replace("-", "").upper()
            self.put("ISSN", f"{digits[:4]}-{digits[4:]}")
        elif not found and value.strip():
            self.remark(f"{shorten(value)!r} is no ISSN and was left out.")

    def date(self, name: str, value: str) -> None:
        """Set `issued` or `accessed`, as precise as the text is; the more precise of two dates of one year wins."""
        date = partial_date(value)
        if date is None:
            if value.strip():
                self.remark(f"{name}: no date in {shorten(value)!r}.")
            return
        # A record holds a day of access or none.
        if name == "accessed" and len(date) < len("2019-07-16"):
            self.remark(f"accessed: {shorten(value)!r} names no day and was left out.")
            return
        old = self.fields.get(name)
        if old is None or date.startswith(old):
            self.fields[name] = date
        elif not old.startswith(date):
            self.remark(f"{name} is given twice; {date} was left out.")

    def address(self, value: str) -> None:
        """Set the address; that of a DOI sets the DOI instead, and a second address becomes a note."""
        text = "".join(value.split())
        if _RESOLVER.match(text):
            return self.identifier("DOI", text)
        if not re.match(r"(?i)https?://", text):
            if text:
                self.note(" ".join(value.split()))
            return None
        if "DOI" not in self.fields and re.search(r"(?i)/10\.\d{4,9}(?:/|%2f)", text):
            self.identifier("DOI", text)
            self.remark(f"The DOI was taken from the address {shorten(text)}.")
        if "URL" in self.fields and self.fields["URL"] != text:
            return self.note(text)
        return self.put("URL", text)

    def pages(self, value: str) -> None:
        """Set `page`, or `number` when an article bears an article number in the place of pages."""
        text = _DASH.sub("-", " ".join(value.split()))
        if found := _RANGE.fullmatch(text):
            text = found.group(1) if found.group(1) == found.group(2) else f"{found.group(1)}-{found.group(2)}"
        if "-" not in text and ARTICLE_NUMBER.fullmatch(text):
            if self.fields.get("number") != text:
                self.put("number", text)
        elif text != self.fields.get("number"):
            self.put("page", text)

    def note(self, value: str) -> None:
        """Add a note; identifiers that stand in it, as in Zotero's Extra, are taken out."""
        for kind, text in _IN_NOTE.findall(value):
            if kind.upper() not in self.fields:
                self.identifier(kind.upper(), text)
        rest = " ".join(_IN_NOTE.sub("", value).split()).strip(" ;,")
        if rest and rest not in self.notes:
            self.notes.append(rest)

    def keyword(self, value: str) -> None:
        """Add a keyword once."""
        text = " ".join(value.split())
        if text and text not in self.keywords:
            self.keywords.append(text)

    def left_out(self, names: list[str]) -> None:
        """Say which fields of the file have no place in a record."""
        if names:
            self.remark(f"A record has no place for: {', '.join(names)}.")

    def finish(self, label: str, line: int, raw: str) -> Entry | Failure:
        """Make the entry, or a failure when it has neither a title nor an identifier."""
        citation = self._citation()
        identifiers = {kind: self.fields[kind] for kind in _PARSERS if kind in self.fields}
        if citation is None and not identifiers:
            what = f"The entry {label!r}" if label else "This entry"
            return Failure(line, f"{what} has neither a title nor an identifier: nothing can be made of it.", raw)
        if citation is None:
            self.remark("There is no title; the work can be looked up by its identifier.")
        return Entry(
            label, line, citation, identifiers, tuple(self.keywords), tuple(self.notes), tuple(self.remarks), raw
        )

    def _citation(self) -> Citation | None:
        while "title" in self.fields:
            try:
                return Citation.model_validate(self.fields)
            except ValidationError as error:
                for name in {str(fault["loc"][0]) for fault in error.errors()}:
                    value = self.fields.pop(name, None)
                    self.remark(f"{name}: {shorten(str(value))!r} cannot stand in a record and was left out.")
                self.fields.setdefault("type", "document")
        return None
