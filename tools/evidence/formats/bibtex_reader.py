"""Reading BibTeX and biblatex, with the habits of Zotero, Mendeley, EndNote and JabRef."""

from __future__ import annotations

import re
from typing import get_args

from bibtexparser.middlewares.names import NameParts, parse_single_name_into_parts

from evidence.formats import latex
from evidence.formats.bibtex_blocks import RawEntry, blocks, split_outside_braces
from evidence.formats.dates import month_number
from evidence.formats.draft import Draft
from evidence.formats.languages import code_of
from evidence.formats.names import make, person
from evidence.formats.reading import Entry, Failure, ReadResult, clean, refusal
from evidence.identifiers import shorten
from evidence.model import Name, WorkType

TYPES = {
    "article": "article-journal", "suppperiodical": "article-journal", "review": "review", "periodical": "document",
    "book": "book", "mvbook": "book", "collection": "book", "mvcollection": "book", "reference": "book",
    "mvreference": "book", "proceedings": "book", "mvproceedings": "book", "booklet": "book",
    "incollection": "chapter", "inbook": "chapter", "bookinbook": "chapter", "suppbook": "chapter",
    "suppcollection": "chapter", "inreference": "entry-encyclopedia",
    "inproceedings": "paper-conference", "conference": "paper-conference",
    "techreport": "report", "report": "report", "manual": "report",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis",
    "online": "webpage", "electronic": "webpage", "www": "webpage", "preprint": "article", "dataset": "dataset",
    "standard": "standard", "legislation": "legislation", "misc": "document", "unpublished": "document",
}  # fmt: skip
"""CSL type of an entry type; every other one is a document, with a remark."""

ARTICLES = frozenset({"article-journal", "article-magazine", "article-newspaper", "review", "review-book"})
"""CSL types whose `number` is the issue and whose article number is `eid`."""

_SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper", "preprint": "article"}
_SUBTYPE_OF = {csl: name for name, csl in _SUBTYPES.items()}
_TEXTS = {
    "shorttitle": "title-short", "journal": "container-title", "journaltitle": "container-title",
    "booktitle": "container-title", "shortjournal": "container-title-short", "series": "collection-title",
    "eventtitle": "event-title", "volume": "volume", "edition": "edition", "publisher": "publisher",
    "institution": "publisher", "school": "publisher", "organization": "publisher", "address": "publisher-place",
    "location": "publisher-place", "language": "language", "langid": "language", "eid": "number",
    "article-number": "number", "articleno": "number",
}  # fmt: skip
"""CSL name of a field of text, in the order in which they are asked."""

_IDENTIFIERS = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "pmc": "PMCID", "isbn": "ISBN"}
_GENRES = {"phdthesis": "PhD thesis", "mathesis": "Master's thesis", "techreport": "", "journal article": ""}
_ONLINE = frozenset({"online", "electronic", "www"})
_CSL_TYPES = frozenset(get_args(WorkType))
_OF_NO_USE = frozenset(
    ["abstract", "file", "owner", "timestamp", "groups", "key", "sortname", "__markedentry", "bdsk-url-1",
     "mendeley-groups", "mendeley-tags", "date-added", "date-modified", "creationdate", "modificationdate", "keyword",
     "priority", "ranking", "readstatus", "annotation_", "options", "ids", "copyright", "numpages", "issue_date",
     "pagetotal", "entrysubtype", "label", "eprintclass", "primaryclass", "relation", "qualityassured", "subtitle"]
)  # fmt: skip
_AND = re.compile(r"\s+[aA][nN][dD]\s+")
_BETWEEN_KEYWORDS = re.compile(r"[,;]")
_SEMICOLON = re.compile(r";")


def subtype(csl: str) -> str:
    """Return what `entrysubtype` says of a work whose type of entry does not tell its CSL type."""
    return _SUBTYPE_OF.get(csl, csl)


def read(text: str) -> ReadResult:
    """Read a BibTeX file; every block that starts with `@` and names a work becomes an entry or a failure."""
    text, remarks = clean(text)
    if refused := refusal(text, "BibTeX"):
        return ReadResult(failures=(refused,), remarks=tuple(remarks))
    parts, more = blocks(text)
    if not parts:
        return ReadResult(failures=(Failure(1, "There is no BibTeX entry in the file.", text),), remarks=tuple(remarks))
    first_lines: dict[str, int] = {}
    read_parts: list[Entry | Failure] = []
    for part in parts:
        if isinstance(part, RawEntry):
            first = first_lines.setdefault(part.key.lower(), part.line)
            if first != part.line and part.key:
                part.remarks.append(f"The key {part.key!r} stands on line {first} too; both entries were read.")
            read_parts.append(_Reading(part).finish())
        else:
            read_parts.append(part)
    return ReadResult.of(read_parts, [*remarks, *more])


class _Reading:
    """One entry on its way to a citation."""

    def __init__(self, entry: RawEntry) -> None:
        self.entry = entry
        self.values = dict(entry.values)
        self.draft = Draft()
        for remark in entry.remarks:
            self.draft.remark(remark)

    def finish(self) -> Entry | Failure:
        self.names()
        self.title()
        if self.entry.kind in _ONLINE:
            # Zotero's place for the name of a site or blog, and ours.
            self.draft.put("container-title", self.text("titleaddon"))
        for name, variable in _TEXTS.items():
            value = self.text(name)
            self.draft.put(variable, code_of(value) if variable == "language" else value)
        self.type()
        self.number_and_pages()
        self.dates()
        self.identifiers()
        self.notes()
        self.draft.left_out([name for name in self.values if name not in _OF_NO_USE and self.values[name].strip()])
        return self.draft.finish(self.entry.key, self.entry.line, self.entry.raw)

    def text(self, name: str) -> str:
        """Take a field of text, decoded; what was not understood is remarked."""
        decoded, unknown = latex.decode(self.values.pop(name, ""))
        for command in unknown:
            self.draft.remark(f"{name}: {command} was not understood and left out.")
        return decoded

    def names(self) -> None:
        for field, role in (("author", "author"), ("editor", "editor"), ("editora", "editor")):
            value = self.values.pop(field, "")
            if not value.strip():
                continue
            single = list(split_outside_braces(value, _AND))
            if len(single) == 1 and ";" in value:
                single = list(split_outside_braces(value, _SEMICOLON))
            for name in single:
                if name.strip().lower() in {"others", "et al.", "et al"}:
                    self.draft.remark(f"The list of {role}s is not complete: it ends in {name.strip()!r}.")
                elif name.strip():
                    self.draft.name(role, self.name(name.strip()))

    def name(self, raw: str) -> Name | None:
        # Split before it is decoded: braces hold a group together, and a decoded comma is no border.
        if raw.startswith("{") and _closes_at_end(raw):
            group, _ = latex.decode(raw)
            if "," in group and re.search(r"(?i)\band\b", group):
                self.draft.remark(f"{shorten(group)!r} in braces was taken for one group; it may be several people.")
            return make(literal=group)
        parts: NameParts = parse_single_name_into_parts(raw, strict=False)
        if raw.count(",") > 2:  # noqa: PLR2004 (von Last, Jr, First)
            self.draft.remark(f"The name {shorten(raw)!r} has more commas than a name can have.")
        last, von, first, suffix = (
            latex.decode(" ".join(words))[0] for words in (parts.last, parts.von, parts.first, parts.jr)
        )
        name = person(last, first, suffix)
        if von.strip() and name is not None and name.family is not None:
            particle = " ".join([*von.split(), *(name.non_dropping_particle or "").split()])
            return name.model_copy(update={"non_dropping_particle": particle})
        return name

    def title(self) -> None:
        subtitle = self.text("subtitle")
        title = self.text("title")
        ends = title.rstrip().endswith((":", "?", "!"))
        self.draft.put("title", (f"{title} {subtitle}" if ends else f"{title}: {subtitle}") if subtitle else title)

    def type(self) -> None:
        kind = self.entry.kind
        if kind not in TYPES:
            self.draft.remark(f"@{kind} is no entry type that a record has; it was read as a document.")
        eprint = self.values.pop("eprinttype", self.values.pop("archiveprefix", "")).strip()
        number = self.values.pop("eprint", self.values.pop("arxivid", ""))
        named = self.values.get("entrysubtype", "").strip().lower()
        explicit = _SUBTYPES.get(named, named if named in _CSL_TYPES else "")
        csl = explicit or TYPES.get(kind, "document")
        if eprint.lower() == "pubmed":
            self.draft.identifier("PMID", number)
        elif number.strip():
            self.draft.note(f"{eprint or 'eprint'}: {number}")
            csl = "article" if csl == "document" and not explicit else csl
        genre = self.text("type")
        genre = _GENRES.get(genre.lower(), genre)
        self.draft.put("genre", genre or ("Master's thesis" if kind == "mastersthesis" else ""))
        issued_in = self.text("howpublished")
        if re.search(r"(?i)https?://|www\.", issued_in):
            self.draft.address(re.sub(r"(?i)^.*?(?=https?://)", "", issued_in))
        else:
            self.draft.put("container-title", issued_in)
        if (
            csl == "document"
            and not explicit
            and self.values.get("url", "").strip()
            and "publisher" not in self.draft.fields
        ):
            csl = "webpage"
        self.draft.fields["type"] = csl

    def number_and_pages(self) -> None:
        issue, number = self.text("issue"), self.text("number")
        if self.draft.fields["type"] in ARTICLES:
            self.draft.put("issue", number or issue)
            if number and issue and number != issue:
                self.draft.note(f"Issue: {issue}")
        else:
            self.draft.put("number", number)
            self.draft.put("issue", issue)
        self.draft.pages(self.text("pages"))

    def dates(self) -> None:
        year, month, day = self.text("year"), self.text("month"), self.text("day")
        self.draft.date("issued", self.text("date"))
        if year and ("issued" not in self.draft.fields or month):
            number = month_number(month)
            inside = re.search(r"\d+", month) if not month.strip().isdigit() else None
            day = day or (inside.group() if inside else "")
            self.draft.date("issued", "-".join([year.strip(), number, day] if number and day else [year, number or ""]))
            if month.strip() and number is None:
                self.draft.remark(f"issued: {shorten(month)!r} is no month and was left out.")
        self.draft.date("accessed", self.text("urldate"))

    def identifiers(self) -> None:
        for name, kind in _IDENTIFIERS.items():
            self.draft.identifier(kind, latex.plain_address(self.values.pop(name, "")))
        self.draft.issn(self.values.pop("issn", ""))
        self.draft.address(latex.plain_address(self.values.pop("url", "")))

    def notes(self) -> None:
        for name in ("note", "annote", "annotation", "addendum", "pubstate", "comment"):
            self.draft.note(self.text(name))
        for name in ("keywords", "mendeley-tags"):
            for keyword in split_outside_braces(self.values.pop(name, ""), _BETWEEN_KEYWORDS):
                self.draft.keyword(latex.decode(keyword)[0])


def _closes_at_end(raw: str) -> bool:
    """Tell whether the brace that opens a text is closed by its last character and no earlier."""
    depth = 0
    for place, character in enumerate(raw):
        escaped = place and raw[place - 1] == "\\"
        depth += 0 if escaped else (character == "{") - (character == "}")
        if depth == 0:
            return place == len(raw) - 1
    return False
