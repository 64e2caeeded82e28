"""Plain-language summaries: a short front matter, then five fixed fields in Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from evidence import yaml_text
from evidence.errors import EvidenceError
from evidence.model import Block, ExtentRead, FullDate, Text

SUMMARY_FIELDS = (
    "What they did",
    "Who took part",
    "What they found",
    "How sure we can be",
    "What this means for practice",
)
SHORTEST = 120
LONGEST = 200
"""Words in the five fields together (standards: Cochrane and NIHR plain language; our own sizes)."""


class SummaryError(EvidenceError):
    """A summary file has not the shape of a summary.

    Attributes:
        line: Line of the fault, counted from 1.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class SummaryMeta(Block):
    """Front matter of a summary."""

    key: Text
    key_message: Text
    read: ExtentRead
    written: FullDate
    kind: Literal["study"] = "study"


@dataclass(frozen=True)
class SummaryField:
    """One of the five fields: its heading, its text as plain paragraphs, and its line."""

    heading: str
    text: str
    line: int


@dataclass(frozen=True)
class SummaryFile:
    """A summary file taken apart, before anything is checked.

    Attributes:
        meta: Front matter as plain data with its lines.
        fields: Headings and texts in the order of the file.
    """

    meta: yaml_text.Document
    fields: tuple[SummaryField, ...]


@dataclass(frozen=True)
class Summary:
    """A summary as the site shows it."""

    meta: SummaryMeta
    fields: tuple[SummaryField, ...]

    @property
    def words(self) -> int:
        """Number of words in the five fields."""
        return sum(len(field.text.split()) for field in self.fields)

    @property
    def text(self) -> str:
        """Key message and fields as one running text."""
        return "\n\n".join([self.meta.key_message, *(field.text for field in self.fields)])


_HEADING = re.compile(r"^##[ \t]+(.+?)[ \t]*#*$")


def take_apart(text: str) -> SummaryFile:
    """Split a summary file into front matter and fields.

    Raises:
        SummaryError: No front matter, or text before the first heading.
        YamlError: The front matter is not plain YAML.
    """
    text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    if lines[0].strip() != "---":
        raise SummaryError("The file must start with a front matter between two lines of three hyphens.", 1)
    try:
        end = next(place for place, line in enumerate(lines[1:], start=1) if line.strip() == "---")
    except StopIteration:
        raise SummaryError("The front matter has no end: put a line of three hyphens after it.", 1) from None
    # The opening line is kept as a blank line, so that line numbers stay those of the file.
    meta = yaml_text.read("\n" + "\n".join(lines[1:end]) + "\n")
    fields: list[SummaryField] = []
    heading, start, body = "", end + 2, list[str]()
    for number, line in enumerate(lines[end + 1 :], start=end + 2):
        found = _HEADING.match(line)
        if not found:
            body.append(line)
            if not heading and line.strip():
                raise SummaryError("There is text before the first heading: put it under one of the five.", number)
            continue
        if heading:
            fields.append(SummaryField(heading, _paragraphs(body), start))
        heading, start, body = found.group(1), number, []
    if heading:
        fields.append(SummaryField(heading, _paragraphs(body), start))
    return SummaryFile(meta, tuple(fields))


def _paragraphs(lines: list[str]) -> str:
    blocks = re.split(r"\n\s*\n", "\n".join(lines).strip())
    return "\n\n".join(" ".join(block.split()) for block in blocks if block.strip())
