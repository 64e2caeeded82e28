"""Files of tagged lines (RIS, PubMed): split into records without losing a line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from evidence.formats.reading import Failure
from evidence.identifiers import shorten


@dataclass
class Record:
    """The lines of one record.

    Attributes:
        line: Line on which it starts, counted from 1.
        values: Tags and their values, in the order of the file; a value that runs on is one value.
        lines: The record as it stands in the file.
        ended: Whether its end was marked.
        complete: Whether it starts with the line that starts a record.
    """

    line: int
    values: list[tuple[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    ended: bool = False
    complete: bool = True

    @property
    def raw(self) -> str:
        """The text of the record."""
        return "\n".join(self.lines)

    def all(self, *tags: str) -> list[str]:
        """Return the values of some tags that say anything, in the order of the file."""
        return [value for tag, value in self.values if tag in tags and value]

    def first(self, *tags: str) -> str:
        """Return the first value of the first of some tags that has one, or nothing."""
        return next((found[0] for tag in tags if (found := self.all(tag))), "")


def split(text: str, pattern: re.Pattern[str], start: str, end: str = "") -> tuple[list[Record | Failure], list[str]]:
    """Split a text into records; tagged lines outside of one are a failure, other text outside is remarked on.

    Args:
        text: The file.
        pattern: A tagged line: group 1 the tag, group 2 the value.
        start: Tag that starts a record.
        end: Tag that ends one; empty where a blank line does.
    """
    parts: list[Record] = []
    outside: dict[int, tuple[int, list[str]]] = {}
    record: Record | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        found = pattern.match(line)
        tag = found.group(1) if found else ""
        if tag == start or (tag and record is None):
            # A tagged line outside of a record begins one that lacks its first line.
            record = Record(number, complete=tag == start)
            parts.append(record)
        if record is None:
            if line.strip() and not re.fullmatch(r"\s*\d+\.?\s*", line):
                # By the number of records before it: lines that stand together are told together.
                outside.setdefault(len(parts), (number, []))[1].append(line)
            continue
        if not end and not line.strip():
            record.ended, record = True, None
            continue
        record.lines.append(line)
        if end and tag == end:
            record.ended, record = True, None
        elif found:
            record.values.append((tag, (found.group(2) or "").strip()))
        elif line.strip() and record.values:
            last, value = record.values[-1]
            record.values[-1] = (last, f"{value} {line.strip()}".strip())
    remarks = [
        f"Line {number}: text outside the records was left out: {shorten(' '.join(lines))!r}."
        for number, lines in outside.values()
    ]
    return [part if part.complete else _headless(part) for part in parts], remarks


def _headless(record: Record) -> Failure:
    return Failure(record.line, "These lines belong to no record: its first line is missing.", record.raw.rstrip())
