"""A pasted text taken apart: paragraphs, items of lists, and several references in one of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from evidence.reading_list.patterns import BARE_START, ISSUE_OF_YEAR, MARKER, START, VANCOUVER_START, YEAR_IN_BRACKETS

Role = Literal["whole", "further", "second", "caption"]

_SECOND = re.compile(
    r"(?i)[\s,;(]*(?:and|with|plus|see also|see)?\s*(?:also\s+)?(?:an?|the)?\s*(?:authors?['’]?s?\s+)?"
    r"(?:response|reply|rejoinder|commentary|comment|editorial|letter|erratum|correction|follow-up)\s+(?:by|from)\s*:?\s*$"
    r"|[\s,;(]*\bsee also\s*:?\s*$"
)
"""Words that join a second work to the first in one entry."""
_CAPTION = re.compile(
    r"(?i)(?:image|figure|fig\.|photo(?:graph)?|picture|diagram|table|infographic|illustration|graphic|chart|source|"
    r"model|adapted|reproduced|taken)\s*\d*\s*(?:adapted|reproduced|taken|is|courtesy)?\s*(?:from|by|of|:|©)\s*$"
)
"""The end of a caption that goes on with the reference of what is shown."""
_FINISHED = re.compile(r"(?:[.\])”’\"?!/]|\d|https?://\S+|\b10\.\d{4,}/\S+)\s*$")
_OPEN_ADDRESS = re.compile(r"(?:https?://|www\.|\b10\.\d{4,9}/)\S*$")
_NEAR_THE_END = 300
_FURNITURE = re.compile(r"[\u200b-\u200f\u2028\u2029\u2060\ufeff\u00ad]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a text.

    Attributes:
        text: Its words, on one line, without the marker of the list.
        first_line: Line on which it starts, counted from 1.
        last_line: Line on which it ends.
        role: The whole of its paragraph; a further reference in it; a second work joined to the first in words; or
            the caption of an image, with the reference it names.
        lead: The words before the reference (of a caption, or those that join a second work).
    """

    text: str
    first_line: int
    last_line: int
    role: Role = "whole"
    lead: str = ""


class _Item:
    """Lines that belong together, joined, with the line of each character."""

    def __init__(self) -> None:
        self.text = ""
        self.starts: list[int] = []
        self.lines: list[int] = []
        self.dated = False

    def add(self, number: int, line: str) -> None:
        # An address broken at its end of line goes on without a blank.
        end = self.text[-_NEAR_THE_END:]
        glue = "" if not end or (end[-1] in "-/_=.%" and _OPEN_ADDRESS.search(end)) else " "
        self.dated = self.dated or bool(YEAR_IN_BRACKETS.search(line) or ISSUE_OF_YEAR.search(line))
        self.text += glue
        self.starts.append(len(self.text))
        self.lines.append(number)
        self.text += line

    def line_of(self, place: int) -> int:
        return self.lines[max(0, bisect_right(self.starts, place) - 1)]


def split(text: str) -> Iterator[Piece]:
    """Take a text apart into pieces that cover every line that is not blank, in order."""
    for item in _items(text):
        yield from _pieces(item)


def _items(text: str) -> Iterator[_Item]:
    item: _Item | None = None
    in_list = False
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        line = _FURNITURE.sub("", raw).replace("\xa0", " ").replace("\t", " ").strip()
        if not line:
            if item is not None:
                yield item
            item, in_list = None, False
            continue
        marker = MARKER.match(line)
        starts = bool(marker) and (not item or in_list or _is_finished(item.text))
        if item is not None and (starts or (not in_list and _is_new(item, line))):
            yield item
            item = None
        if item is None:
            item, in_list = _Item(), bool(marker)
        item.add(number, line[marker.end() :] if marker and starts else line)
    if item is not None:
        yield item


def _is_finished(text: str) -> bool:
    return bool(_FINISHED.search(text[-_NEAR_THE_END:]))


def _is_new(item: _Item, line: str) -> bool:
    """Tell whether a line without a marker starts a reference, or is one line too many for the one before."""
    before = item.text
    if not (item.dated or BARE_START.match(before)):
        # A heading or a sentence directly above a reference.
        return (
            bool(START.match(line))
            and not before.rstrip().endswith((",", "&", ";", " and", "-"))
            and _is_heading(before)
        )
    starts = any(pattern.match(line) for pattern in (START, BARE_START, VANCOUVER_START))
    return _is_finished(before) and (starts or _group_start(line))


def _is_heading(text: str) -> bool:
    return len(text.split()) <= 8 and not re.search(r"\b[A-Z]\.", text)  # noqa: PLR2004 (a heading is short)


def _group_start(line: str) -> bool:
    found = YEAR_IN_BRACKETS.search(line)
    return bool(found) and line[:1].isupper() and not re.search(r"[.?!:]\s*\w", line[: found.start() if found else 0])


def _pieces(item: _Item) -> Iterator[Piece]:
    text = item.text
    cuts: list[tuple[int, int, Role]] = [(0, 0, "whole")]
    for found in START.finditer(text):
        begin = cuts[-1][1]
        before = text[begin : found.start()]
        if second := _SECOND.search(before):
            cuts.append((begin + second.start(), found.start(), "second"))
        elif caption := _CAPTION.search(before):
            # The caption starts after the reference that stands before it, if one does.
            ends = [end.end() for end in re.finditer(r"(?<=[.\])])\s+|https?://\S+\s+", before[: caption.start()])]
            whole = bool(YEAR_IN_BRACKETS.search(before)) and bool(ends)
            start = begin + (ends[-1] if whole else 0)
            cuts.append((start, found.start(), "caption"))
        elif found.start() > begin and YEAR_IN_BRACKETS.search(before) and _is_finished(before):
            cuts.append((found.start(), found.start(), "further"))
    if len(cuts) > 1 and cuts[1][0] == 0:
        cuts.pop(0)
    for place, (start, reference, role) in enumerate(cuts):
        end = cuts[place + 1][0] if place + 1 < len(cuts) else len(text)
        if text[start:end].strip():
            words = text[reference:end].strip()
            last = item.line_of(max(start, end - 1))
            yield Piece(words, item.line_of(start), last, role, text[start:reference].strip())
