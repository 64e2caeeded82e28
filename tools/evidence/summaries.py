"""Plain-language summaries: a short front matter, then five fixed fields in Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evidence.model import Block, ExtentRead, FullDate, Text
from evidence.sections import Section

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


class SummaryMeta(Block):
    """Front matter of a summary."""

    key: Text
    key_message: Text
    read: ExtentRead
    written: FullDate
    kind: Literal["study"] = "study"


@dataclass(frozen=True)
class Summary:
    """A summary as the site shows it."""

    meta: SummaryMeta
    fields: tuple[Section, ...]

    @property
    def words(self) -> int:
        """Number of words in the five fields."""
        return sum(len(field.text.split()) for field in self.fields)

    @property
    def text(self) -> str:
        """Key message and fields as one running text."""
        return "\n\n".join([self.meta.key_message, *(field.text for field in self.fields)])
