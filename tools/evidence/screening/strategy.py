"""The search strategy: with which words, where, since when, by whom, and for which reasons a work stays out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from evidence.model import Address, Block, FullDate, Identifier, Text, WorkType, is_real_date

SourceId = Literal["crossref", "openalex"]
Number = Annotated[int, Field(ge=0)]


def _in_the_calendar(text: str) -> str:
    if not is_real_date(text):
        raise ValueError("is not in the calendar; write a day that exists")
    return text


def _nothing_twice(blocks: list[Block]) -> list[Block]:
    seen: set[str] = set()
    for block in blocks:
        name = str(getattr(block, "id", None) or getattr(block, "words", "")).casefold()
        if name in seen:
            raise ValueError(f"holds {name!r} twice; keep one of them")
        seen.add(name)
    return blocks


Day = Annotated[FullDate, AfterValidator(_in_the_calendar)]
"""A day that exists, as YYYY-MM-DD."""


class Written(Block):
    """Who wrote the strategy, when, and who has looked it over."""

    by: Text
    on: Day
    note: Text | None = None


class SearchTerm(Block):
    """Words that are looked for, and the term of the vocabulary (`facet/term`) that they name, if any."""

    words: Text
    vocabulary: Text | None = None


class LeftOut(Block):
    """Words that were thought of and are not looked for, and why."""

    words: Text
    why: Text


class SearchedSource(Block):
    """A service that can be searched; `last-looked` is the day of the last search that was whole."""

    id: SourceId
    name: Text
    asked: bool
    last_looked: Day | None
    note: Text | None = None


class Filters(Block):
    """What the program sets aside by itself.

    Attributes:
        first_day: Day from which the first search of a source looks.
        types: Types of work (CSL) that are listed; others are set aside.
        languages: Languages (BCP 47) that are listed; empty lists all. A work whose language is not given is listed.
        least_rank: Rank (0 to 100, see `ranking`) below which a work is set aside.
        at_most: Works that are asked for with each term, the likest first.
    """

    first_day: Day
    types: Annotated[list[WorkType], Field(min_length=1)]
    languages: list[Text] = []
    least_rank: Annotated[int, Field(ge=0, le=100)]
    at_most: Annotated[int, Field(ge=1, le=10_000)]


class Reason(Block):
    """A reason for which a work is excluded; `needs-note` asks for words of the person's own."""

    id: Identifier
    label: Text
    needs_note: bool = False


class OtherSource(Block):
    """A list of works that was not searched but read, such as a reading list, with its numbers.

    Attributes:
        id: Name of the list.
        name: Name for a reader.
        address: Where it stands.
        read: Day on which it was read.
        collection: Collection of the records that come from it.
        entries: Entries of the list.
        not_works: Entries that are no works, such as a caption.
        further_works: Works that stand in an entry beside its first.
        twice: Works that stand there a second time.
        note: What a reader should know about these numbers.
    """

    id: Identifier
    name: Text
    address: Address
    read: Day
    collection: Identifier
    entries: Number
    not_works: Number
    further_works: Number
    twice: Number
    note: Text | None = None

    @property
    def records(self) -> int:
        """Works named in the list, each time that they are named."""
        return self.entries - self.not_works + self.further_works


class Strategy(Block):
    """The file `references/search.yaml`."""

    question: Text
    written: Written
    terms: Annotated[list[SearchTerm], Field(min_length=1), AfterValidator(_nothing_twice)]
    left_out: list[LeftOut] = []
    sources: Annotated[list[SearchedSource], Field(min_length=1), AfterValidator(_nothing_twice)]
    filters: Filters
    reasons: Annotated[list[Reason], Field(min_length=1), AfterValidator(_nothing_twice)]
    other_sources: Annotated[list[OtherSource], AfterValidator(_nothing_twice)] = []

    def reason(self, code: str) -> Reason | None:
        """Return a reason by its code."""
        return next((reason for reason in self.reasons if reason.id == code), None)

    def source(self, name: str) -> SearchedSource | None:
        """Return a service by its id."""
        return next((source for source in self.sources if source.id == name), None)
