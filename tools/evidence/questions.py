"""Questions: an answer in plain language that rests on the records, with how it was put together.

Shape: Cochrane's template for plain language summaries and the nine items of SWiM (doi:10.1136/bmj.l6890).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from evidence.model import Block, FullDate, Identifier, Text
from evidence.sections import Section

IN_SHORT = "In short"
STUDIES_SAY = "What the studies say"
CLAIMS = "Claims often heard"
NOT_KNOWN = "What we do not know"
EASY_READ = "Easy read"
HEADINGS = (IN_SHORT, STUDIES_SAY, CLAIMS, NOT_KNOWN, EASY_READ)
OPTIONAL_HEADINGS = frozenset({CLAIMS})

QuestionTable = Literal["measures", "gaps", "plans", "returns", "populations"]
"""Tables made from the records that a question may show."""


class HowMade(Block):
    """How an answer was put together: the nine items of SWiM (doi:10.1136/bmj.l6890), none empty."""

    grouping: Text
    metric: Text
    method: Text
    weight: Text
    differences: Text
    certainty: Text
    display: Text
    findings: Text
    limits: Text


class QuestionMeta(Block):
    """Front matter of a question.

    `about` names the studies that the question looks at: facet to terms, OR within a facet and AND between; without
    it, all. In `answer`, `{key outcome}` stands for what a review judged, in the words its certainty bears.
    """

    question: Text
    short: Text
    order: Annotated[int, Field(ge=1)]
    about: dict[Identifier, list[Identifier]] = {}
    answer: Text
    tables: list[QuestionTable] = []
    written: FullDate
    how: HowMade


@dataclass(frozen=True)
class Judged:
    """The place in an answer where a published judgement stands.

    Attributes:
        key: Record of the review that judged.
        outcome: What it judged.
        noun: What to call the outcome in the sentence; empty for the label of the outcome.
    """

    key: str
    outcome: str
    noun: str = ""


@dataclass(frozen=True)
class Question:
    """A question with its answer, as the site shows it."""

    slug: str
    meta: QuestionMeta
    sections: Mapping[str, Section]

    @property
    def title(self) -> str:
        """The question."""
        return self.meta.question

    @cached_property
    def answer(self) -> tuple[str | Judged, ...]:
        """The answer in its parts: words, and judgements that are put in words from the records."""
        return tuple(_parts(self.meta.answer))

    @cached_property
    def cited(self) -> tuple[str, ...]:
        """Keys of the records cited, in the order in which they first come."""
        judges = [part.key for part in self.answer if isinstance(part, Judged)]
        texts = [*self._sources, *self.meta.how.model_dump().values()]
        return tuple(dict.fromkeys([*judges, *(key for text in texts for key in cited_in(text))]))

    @property
    def running_words(self) -> int:
        """Number of words from the first section to the last, without references and the easy-read version."""
        running = [one.text for name, one in self.sections.items() if name != EASY_READ]
        return sum(len(without_citations(text).split()) for text in running)

    @property
    def words(self) -> str:
        """The text of the page without references, for searching."""
        plain = [part if isinstance(part, str) else part.noun for part in self.answer]
        return " ".join(["".join(plain), *(without_citations(text) for text in self._sources)])

    @property
    def _sources(self) -> list[str]:
        return [section.source for section in self.sections.values()]


COUNTS = ("works", "families", "compared", "over-time", "told", "counted", "reviewed")
"""Numbers that a text may have the page count: works, study families, and families by what they did."""
_COUNT = re.compile(r"\{(" + "|".join(COUNTS) + r")\}")
_CITATION = re.compile(r"\[@([^\]\n]*)\]")
_JUDGED = re.compile(r"\{([A-Za-z0-9]+) ([a-z0-9-]+)(?:: ([^{}]+))?\}")


def cited_in(text: str) -> list[str]:
    """Return the keys that a text cites as `[@key]` or `[@key; @other]`, in order."""
    return [key for found in _CITATION.finditer(text) for key in keys_of(found.group(1))]


def keys_of(citation: str) -> list[str]:
    """Return the keys in a citation without its brackets: `key; @other`."""
    return [part.strip().removeprefix("@") for part in citation.split(";")]


def without_citations(text: str) -> str:
    """Return a text without the references in it."""
    return re.sub(r" (?=[.,;:])", "", " ".join(_CITATION.sub("", text).split()))


def without_counts(text: str) -> str:
    """Return a text without the places where the page counts studies, such as `{families}`."""
    return _COUNT.sub("", text)


def with_counts(text: str, counts: Mapping[str, int]) -> str:
    """Return a text with the numbers put in where the page counts studies."""
    return _COUNT.sub(lambda found: f"{counts[found.group(1)]:,}", text)


def _parts(answer: str) -> Iterator[str | Judged]:
    end = 0
    for found in _JUDGED.finditer(answer):
        if found.start() > end:
            yield answer[end : found.start()]
        yield Judged(found.group(1), found.group(2), found.group(3) or "")
        end = found.end()
    if end < len(answer):
        yield answer[end:]
