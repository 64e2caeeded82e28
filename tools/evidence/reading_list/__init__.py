"""A pasted reference list: from a text to works that can be looked up, with nothing of the text lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from evidence.duplicates import Verdict, compare, may_be_alike
from evidence.identifiers import shorten
from evidence.reading_list.entries import Kind, ListEntry, ReadingList
from evidence.reading_list.matching import Match, match
from evidence.reading_list.parsing import Parsed, parse
from evidence.reading_list.patterns import YEAR
from evidence.reading_list.splitting import Piece, split

__all__ = ["Kind", "ListEntry", "Match", "ReadingList", "match", "read"]

_CITED_IN_PROSE = re.compile(rf"^[^()]*\({YEAR}[a-z]?\)\s+[a-z]")
"""A sentence that goes on behind the year: `Reed (2020) said`."""
_IN_BRACKETS = re.compile(r"[(\[“\"].*[)\]”\"]\.?")
_FEWEST_WORDS = 2
_LONGEST_HEADING = 10


def read(text: str) -> ReadingList:
    """Read a pasted list; every line that is not blank is part of an entry."""
    entries = [_entry(number, piece) for number, piece in enumerate(split(text.replace("\x00", "")), start=1)]
    return ReadingList(tuple(_tied(entries)))


def _entry(number: int, piece: Piece) -> ListEntry:
    raw = f"{piece.lead} {piece.text}".strip()
    parsed = parse(piece.text)
    kind = _kind(piece, parsed)
    if kind in {"heading", "prose"}:
        told = _remarks_on_prose(parsed, kind)
        return ListEntry(number, kind, raw, piece.first_line, piece.last_line, remarks=told, addresses=parsed.addresses)
    remarks = list(parsed.remarks)
    if piece.role == "further":
        remarks.append("It stands in one paragraph with another reference.")
    elif piece.role == "second":
        remarks.append(f"It is the second work of its entry, joined by {piece.lead!r}.")
    elif piece.role == "caption":
        remarks.append(f"{piece.lead!r} is the caption of an image, which names the work it is from.")
    return ListEntry(
        number, kind, raw, piece.first_line, piece.last_line, parsed.citation, parsed.identifiers, parsed.addresses,
        parsed.behind, tuple(remarks),
    )  # fmt: skip


def _kind(piece: Piece, parsed: Parsed) -> Kind:
    if piece.role in {"caption", "second"}:
        return "caption" if piece.role == "caption" else "second-work"
    if _is_reference(piece.text, parsed):
        return "reference"
    text = piece.text
    is_short = len(text.split()) <= _LONGEST_HEADING and not text.endswith((".", "”", '"', "]", ")"))
    return "heading" if is_short and not parsed.has_year and not parsed.addresses and "@" not in text else "prose"


def _is_reference(text: str, parsed: Parsed) -> bool:
    if parsed.identifiers:
        return True
    if _IN_BRACKETS.fullmatch(text) or _CITED_IN_PROSE.search(text):
        return False
    cited = parsed.citation
    if cited is None or len(cited.title.split()) < _FEWEST_WORDS or not parsed.has_year:
        return False
    return bool(cited.author) or cited.type == "article-journal"


def _remarks_on_prose(parsed: Parsed, kind: Kind) -> tuple[str, ...]:
    if kind == "heading":
        return ()
    if parsed.has_year:
        return ("It names a year but no title: a short citation, not taken for a reference.",)
    return (f"It holds an address: {parsed.addresses[0]}.",) if parsed.addresses else ()


def _tied(entries: list[ListEntry]) -> Iterator[ListEntry]:
    """Say which entries name a work that another one names; a caption may stand before the work it belongs to."""
    named = [entry for entry in entries if entry.kind in {"reference", "second-work"}]
    works: list[ListEntry] = []
    for entry in entries:
        if entry.kind == "caption":
            verdict, other = _other_of(entry, named)
            if other is not None:
                remark = f"The caption belongs to entry {other.number} (line {other.first_line})."
                yield replace(entry, same_as=other.number, remarks=(*entry.remarks, remark))
                continue
        elif entry.kind in {"reference", "second-work"}:
            verdict, other = _other_of(entry, works)
            if other is None or verdict != "same":
                works.append(entry)
            if other is not None:
                yield _with_remark(entry, other, verdict)
                continue
        yield entry


def _with_remark(entry: ListEntry, other: ListEntry, verdict: Verdict) -> ListEntry:
    remark = (
        f"Entry {other.number} (line {other.first_line}) {'names' if verdict == 'same' else 'may name'} the same work."
    )
    mine, theirs = entry.citation, other.citation
    if mine and theirs and mine.title.casefold() != theirs.title.casefold():
        remark += f" There its title is {shorten(theirs.title, 160)!r}."
    return replace(entry, same_as=other.number if verdict == "same" else None, remarks=(*entry.remarks, remark))


def _other_of(entry: ListEntry, others: list[ListEntry]) -> tuple[Verdict, ListEntry | None]:
    """Return the first entry that is, else that likely is, the same work."""
    likely = None
    for other in others:
        verdict = _compared(entry, other)
        if verdict == "same":
            return verdict, other
        if verdict == "likely" and likely is None:
            likely = other
    return "likely", likely


def _compared(one: ListEntry, other: ListEntry) -> Verdict:
    shares = any(other.identifiers.get(kind) == value for kind, value in one.identifiers.items())
    if one.citation is None or other.citation is None:
        return "same" if shares else "different"
    if not shares and not may_be_alike(one.citation.title, other.citation.title):
        return "different"
    return compare(one.citation, other.citation).verdict
