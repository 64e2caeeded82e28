"""The blocks of a BibTeX file: entries with their values joined and inherited, and what could not be parsed.

The splitting is bibtexparser's; joins (`bmj # { Sup}`), macros and inherited fields, which it leaves, are done here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from bibtexparser import entrypoint
from bibtexparser.exceptions import ParserStateException
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ExplicitComment,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)

from evidence.formats.dates import MONTHS
from evidence.formats.reading import Failure
from evidence.identifiers import shorten

# It warns about failed blocks on stderr; they are reported as failures here.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

LOOKS_LIKE_AN_ENTRY = re.compile(r"@\s*\w+\s*[{(]")


@dataclass
class RawEntry:
    """An entry with its values still in LaTeX.

    Attributes:
        kind: Type of entry, in lower case.
        key: Citation key.
        line: Line of its `@`.
        raw: The entry as it stands in the file.
        values: Values by field name in lower case, joined, without their outer braces.
        remarks: What was odd.
    """

    kind: str
    key: str
    line: int
    raw: str
    values: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def blocks(text: str) -> tuple[list[RawEntry | Failure], list[str]]:
    """Take a file apart, in its order, and return its entries and failures, and remarks on the rest of it."""
    try:
        found = [_unwrapped(block) for block in entrypoint.parse_string(text, parse_stack=[]).blocks]
    except ParserStateException as error:
        return [Failure(1, f"The file could not be parsed: {error}.", text)], []
    macros = _macros(block for block, _ in found)
    parts: list[RawEntry | Failure] = []
    remarks: list[str] = []
    lines = text.split("\n")
    after_failure = False
    for place, (block, remark) in enumerate(found):
        line = (block.start_line or 0) + 1
        if isinstance(block, ParsingFailedBlock):
            why = str(getattr(block.error, "abort_reason", block.error)).rstrip(". ")
            later = (one for one, _ in islice(found, place + 1, None) if not isinstance(one, ImplicitComment))
            # What bibtexparser keeps of a failed block may stop short of where it goes on.
            end = max(line, next((one.start_line or 0 for one in later), len(lines)))
            raw = "\n".join(lines[line - 1 : end]).rstrip()
            parts.append(Failure(line, f"The entry could not be parsed: {why}. Close its braces.", raw))
        elif isinstance(block, Entry):
            parts.append(_entry(block, line, macros, remark))
        elif isinstance(block, ImplicitComment) and not after_failure:
            _outside(block, line, parts, remarks)
        elif isinstance(block, ExplicitComment) and LOOKS_LIKE_AN_ENTRY.search(block.comment):
            parts.append(Failure(line, "An entry stands inside a comment and was left out.", block.raw or ""))
        after_failure = isinstance(block, ParsingFailedBlock)
    _inherit([part for part in parts if isinstance(part, RawEntry)])
    return parts, remarks


def split_outside_braces(text: str, border: re.Pattern[str]) -> Iterator[str]:
    """Split a value where a pattern matches outside braces."""
    start = depth = 0
    for found in re.finditer(rf"\\.|[{{}}]|{border.pattern}", text):
        mark = found.group()
        if mark in {"{", "}"}:
            depth = max(0, depth + (1 if mark == "{" else -1))
        elif depth == 0 and border.fullmatch(mark):
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]


def _outside(block: ImplicitComment, line: int, parts: list[RawEntry | Failure], remarks: list[str]) -> None:
    if LOOKS_LIKE_AN_ENTRY.search(block.comment):
        parts.append(Failure(line, "Text between entries holds what looks like one.", block.comment))
    elif not block.comment.lstrip().startswith("%"):
        remarks.append(f"Line {line}: text outside the entries was left out: {shorten(block.comment)!r}.")


def _unwrapped(block: Block) -> tuple[Block, str]:
    """Take a block out of the wrapping by which bibtexparser says that it stands twice."""
    inner = getattr(block, "ignore_error_block", None)
    if isinstance(block, DuplicateFieldKeyBlock) and inner is not None:
        names = ", ".join(sorted(block.duplicate_keys))
        return inner, f"Fields given twice, of which the first was taken: {names}."
    if isinstance(block, DuplicateBlockKeyBlock) and inner is not None:
        return _unwrapped(inner)
    return block, ""


def _macros(found: Iterator[Block]) -> dict[str, str]:
    macros = dict(zip(MONTHS, MONTHS, strict=True))
    for block in found:
        if isinstance(block, String):
            macros[block.key.lower()] = _joined(str(block.value), macros)[0]
    return macros


def _entry(block: Entry, line: int, macros: dict[str, str], remark: str) -> RawEntry:
    entry = RawEntry(block.entry_type.lower(), block.key.strip(), line, block.raw or "")
    if remark:
        entry.remarks.append(remark)
    for one in block.fields:
        value, unknown = _joined(str(one.value), macros)
        if unknown:
            entry.remarks.append(f"{one.key}: @string {', '.join(unknown)} is not defined; its name was kept.")
        entry.values.setdefault(one.key.lower(), value)
    return entry


def _joined(value: str, macros: dict[str, str]) -> tuple[str, list[str]]:
    """Evaluate a value: parts in braces, quotation marks, numbers and macros, joined by `#`."""
    parts, unknown = [], []
    for part in _parts(value):
        text = part.strip()
        if len(text) > 1 and (text[0], text[-1]) in {("{", "}"), ('"', '"')}:
            parts.append(text[1:-1])
        elif text.lower() in macros:
            parts.append(macros[text.lower()])
        else:
            parts.append(text)
            if text and not text.isdigit() and re.fullmatch(r"[^\s{}\"]+", text):
                unknown.append(text)
    return "".join(parts), unknown


def _parts(value: str) -> Iterator[str]:
    start = depth = 0
    quoted = False
    for place, character in enumerate(value):
        if character == '"' and depth == 0:
            quoted = not quoted
        elif character in "{}" and not (place and value[place - 1] == "\\"):
            depth = max(0, depth + (1 if character == "{" else -1))
        elif character == "#" and depth == 0 and not quoted:
            yield value[start:place]
            start = place + 1
    yield value[start:]


def _inherit(entries: list[RawEntry]) -> None:
    """Fill the fields that an entry lacks from the entry that its `crossref` or `xdata` names."""
    by_key: dict[str, RawEntry] = {}
    for entry in entries:
        by_key.setdefault(entry.key.lower(), entry)
    own = {id(entry): dict(entry.values) for entry in entries}
    for entry in entries:
        for name in ("crossref", "xdata"):
            for key in filter(None, (part.strip() for part in entry.values.pop(name, "").split(","))):
                parent = by_key.get(key.lower())
                if parent is None or parent is entry:
                    entry.remarks.append(f"The entry {key!r} that its {name} names is not in the file.")
                else:
                    _take_over(entry, own[id(parent)], name)


def _take_over(entry: RawEntry, values: dict[str, str], name: str) -> None:
    inherited = dict(values)
    if name == "crossref":
        # What is the title of the book is the book's title of its part; what tells the book apart stays with it.
        title = inherited.pop("title", "")
        subtitle = inherited.pop("subtitle", "")
        if title and "booktitle" not in entry.values:
            inherited.setdefault("booktitle", f"{title}: {subtitle}" if subtitle else title)
        for own in ("author", "doi", "pages", "crossref", "xdata", "abstract", "keywords", "shorttitle", "url", "pmid"):
            inherited.pop(own, None)
    for field_name, value in inherited.items():
        if field_name not in {"crossref", "xdata", "ids"}:
            entry.values.setdefault(field_name, value)
