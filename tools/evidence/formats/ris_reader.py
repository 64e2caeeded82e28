"""Reading RIS, with the habits of EndNote, Zotero, Mendeley and publishers.

The lines are split here and not by rispy, which drops a record without ER in silence and knows no line numbers.
Sources of the meaning of tags: the RIS specification, and Zotero's RIS.js for what programs write in truth.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from evidence.formats.draft import Draft
from evidence.formats.names import from_inverted
from evidence.formats.reading import Entry, Failure, ReadResult, clean, refusal
from evidence.formats.tagged import Record, split
from evidence.identifiers import IdentifierError, parse_doi, parse_isbn, parse_pmcid, parse_pmid, shorten

TYPES = {
    "JOUR": "article-journal", "JFULL": "article-journal", "EJOUR": "article-journal", "INPR": "article-journal",
    "ABST": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper",
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter",
    "ENCYC": "entry-encyclopedia", "DICT": "entry-encyclopedia", "CONF": "paper-conference",
    "CPAPER": "paper-conference", "RPRT": "report", "GOVDOC": "report", "THES": "thesis", "DATA": "dataset",
    "DBASE": "dataset", "AGGR": "dataset", "STAND": "standard", "STAT": "legislation", "BILL": "legislation",
    "LEGAL": "legislation", "ELEC": "webpage", "ICOMM": "webpage", "BLOG": "post-weblog", "SLIDE": "speech",
    "PAMP": "document", "UNPB": "document", "UNPD": "document", "UNBIL": "document", "MANSCPT": "document",
    "GEN": "document",
}  # fmt: skip
"""CSL type of a RIS type; every other one is a document, with a remark."""

_LINE = re.compile(r"^\s{0,3}([A-Z][A-Z0-9])\s{1,3}-(?:\s(.*)|\s*)$")
_ARTICLES = frozenset({"article-journal", "article-magazine", "article-newspaper"})
_PARTS = frozenset({"chapter", "paper-conference", "entry-encyclopedia"})
_WORKS = frozenset({"report", "standard", "thesis", "book", "legislation"})
_READ = frozenset(
    ["A1", "A2", "A3", "AB", "AN", "AU", "BT", "C2", "C7", "CN", "CP", "CT", "CY", "DA", "DB", "DO", "DP", "ED", "EP",
     "ET", "ID", "IS", "J1", "J2", "JA", "JF", "JO", "KW", "L1", "L2", "L3", "L4", "LA", "LB", "LK", "M1", "M3", "N1",
     "N2", "PB", "PP", "PY", "RN", "SE", "SN", "SP", "ST", "T1", "T2", "T3", "TI", "TY", "UR", "VL", "Y1", "Y2", "AD",
     "RP", "ER", "UK"]
)  # fmt: skip


def read(text: str) -> ReadResult:
    """Read a RIS file; every `TY` line becomes an entry or a failure, also when its `ER` is missing."""
    text, remarks = clean(text)
    if refused := refusal(text, "RIS"):
        return ReadResult(failures=(refused,), remarks=tuple(remarks))
    parts, more = split(text, _LINE, "TY", "ER")
    if not parts:
        what = "There is no RIS record in the file: no line starts with `TY  -`."
        return ReadResult(failures=(Failure(1, what, text),), remarks=tuple(remarks))
    read_parts = [_Reading(part).finish() if isinstance(part, Record) else part for part in parts]
    return ReadResult.of(read_parts, [*remarks, *more])


class _Reading:
    """One record on its way to a citation."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.draft = Draft()
        self.kind = TYPES.get(record.first("TY").upper(), "document")

    def finish(self) -> Entry | Failure:
        record, draft = self.record, self.draft
        kind = record.first("TY").upper()
        if kind not in TYPES:
            draft.remark(f"{kind or 'Nothing'!r} is no type that a record has; it was read as a document.")
        if not record.ended:
            draft.remark("The record has no ER line: the file may have been cut here.")
        draft.fields["type"] = self.kind
        self.titles()
        self.people()
        self.place()
        self.dates()
        self.identifiers()
        for value in record.all("N1", "RN"):
            draft.note(value)
        for value in record.all("KW"):
            for keyword in value.split(";"):
                draft.keyword(keyword)
        draft.left_out(list(dict.fromkeys(tag for tag, value in record.values if value and tag not in _READ)))
        return draft.finish(record.first("ID", "LB"), record.line, record.raw)

    def titles(self) -> None:
        record, draft = self.record, self.draft
        book = record.first("BT")
        draft.put("title", record.first("TI", "T1", "CT") or (book if self.kind not in _PARTS else ""))
        for other in record.all("TI", "T1", "CT"):
            draft.put("title", other)
        draft.put("title-short", record.first("ST"))
        if draft.fields.get("title-short") == draft.fields.get("title"):
            # Zotero and EndNote repeat the title there.
            draft.fields.pop("title-short", None)
        within = record.first("T2", "JF", "BT" if self.kind in _PARTS else "JF", "JO", "JA", "J2", "J1")
        if self.kind in _WORKS and not record.first("T3"):
            draft.put("collection-title", within)
        elif within != draft.fields.get("title"):
            draft.put("container-title", within)
        draft.put("collection-title", record.first("T3"))
        for short in record.all("J2", "JA", "JO", "J1"):
            if short.casefold() != within.casefold() and "container-title-short" not in draft.fields:
                draft.put("container-title-short", short)

    def people(self) -> None:
        editors = ["ED"] if self.kind not in _PARTS else ["ED", "A2"]
        if self.kind == "book" and not self.record.first("ED"):
            editors.append("A2")
        for tags, role in ((("AU", "A1"), "author"), (tuple(editors), "editor")):
            for value in self.record.all(*tags):
                # Some programs put all of them on one line.
                for name in value.split(";") if value.count(";") else [value]:
                    if re.fullmatch(r"(?i)\s*(et\.? al\.?|others)\s*", name):
                        self.draft.remark(f"The list of {role}s is not complete: it ends in {name.strip()!r}.")
                    else:
                        self.draft.name(role, from_inverted(name))
        used = {"AU", "A1", *editors}
        self.draft.left_out([tag for tag in ("A2", "A3") if tag not in used and self.record.first(tag)])

    def place(self) -> None:
        record, draft = self.record, self.draft
        draft.put("volume", record.first("VL"))
        draft.put("issue", record.first("IS", "CP") or (record.first("M1") if self.kind in _ARTICLES else ""))
        if self.kind not in _ARTICLES:
            draft.put("number", record.first("M1"))
        draft.put("number", record.first("C7"))
        first, last = record.first("SP"), record.first("EP")
        draft.pages(f"{first}-{last}" if first and last and not re.search(r"\d[-–]", first) else first or last)
        draft.put("edition", record.first("ET"))
        draft.put("publisher", record.first("PB"))
        draft.put("publisher-place", record.first("CY", "PP"))
        draft.put("language", record.first("LA"))

    def dates(self) -> None:
        for value in self.record.all("PY", "Y1", "DA"):
            if value.strip(" /"):
                self.draft.date("issued", value)
        for value in self.record.all("Y2"):
            self.draft.date("accessed", value)

    def identifiers(self) -> None:
        record, draft = self.record, self.draft
        for value in record.all("DO"):
            draft.identifier("DOI", value)
        self.serial_number()
        for value in record.all("M3"):
            self.third_miscellany(value)
        for value in record.all("UR", "LK", "L2", "L3") if "URL" not in draft.fields else []:
            for address in value.split():
                if pubmed := re.fullmatch(r"PM:(\d+)", address):
                    draft.identifier("PMID", pubmed.group(1))
                elif not address.lower().startswith("file:"):
                    draft.address(address)
        accession = record.first("AN")
        of_pubmed = re.search("(?i)pubmed|medline|nlm", record.first("DB", "DP") or "nlm")
        if accession and of_pubmed and _is(parse_pmid, accession):
            draft.identifier("PMID", accession)
        elif accession:
            draft.note(f"Accession number: {accession}")
        if record.first("C2"):
            if _is(parse_pmcid, record.first("C2")):
                draft.identifier("PMCID", record.first("C2"))
            else:
                draft.note(record.first("C2"))

    def serial_number(self) -> None:
        for value in self.record.all("SN"):
            for part in re.split(r"[;,]\s*|\s+(?=\d{4}-\d{3}[\dXx]|97[89])", value):
                bare = re.sub(r"\s*\([^)]*\)", "", part).strip()
                if _is(parse_isbn, bare):
                    if "ISBN" not in self.draft.fields:
                        self.draft.identifier("ISBN", bare)
                elif self.kind in {"report", "standard"}:
                    self.draft.put("number", bare)
                elif bare:
                    self.draft.issn(bare)

    def third_miscellany(self, value: str) -> None:
        """Programs put a DOI there, the genre, or only once more what the type says."""
        if _is(parse_doi, value):
            self.draft.identifier("DOI", value)
        elif self.kind in _ARTICLES:
            if value.lower() not in {"journal article", "article", "research article"}:
                self.draft.note(f"Type of work: {shorten(value)}")
        else:
            self.draft.put("genre", value)


def _is(parse: Callable[[str], str], value: str) -> bool:
    try:
        parse(value)
    except IdentifierError:
        return False
    return True
