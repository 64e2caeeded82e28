"""The list of works found: each with where it was found, why it ranks, and what was decided; and the searches made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from evidence.errors import NotFoundError
from evidence.identifiers import IdentifierError, parse_doi
from evidence.model import Block, Identifier, PartialDate, Text
from evidence.screening.strategy import Day, Number, SourceId

Verdict = Literal["include", "exclude", "later"]
Stage = Literal["title", "report"]


def _one_form(text: str) -> str:
    try:
        right = parse_doi(text)
    except IdentifierError as error:
        raise ValueError("is no DOI; it looks like 10.1136/bmj.l1285") from error
    if right != text:
        raise ValueError(f"is not the one form of this DOI; write {right}")
    return text


class Decision(Block):
    """What a person decided about a work.

    Attributes:
        verdict: include, exclude, or later.
        reason: Code of the reason, for an exclusion.
        note: Words of the person's own.
        stage: `title` when title and abstract were looked at, `report` when the work itself was.
        by: Who decided.
        on: When.
    """

    verdict: Verdict
    reason: Identifier | None = None
    note: Text | None = None
    stage: Stage = "title"
    by: Text
    on: Day

    @model_validator(mode="after")
    def _reason_for_exclusion_only(self) -> Self:
        if (self.verdict == "exclude") != (self.reason is not None):
            raise ValueError("needs a `reason` when the verdict is exclude, and has none otherwise")
        if self.stage == "report" and self.verdict != "exclude":
            raise ValueError("has the stage report, which is for works excluded after they were read")
        return self


class FoundBy(Block):
    """When, where and with which words a work was found first."""

    on: Day
    source: SourceId
    term: Text


class ListedWork(Block):
    """A work of the list."""

    title: Text
    doi: Annotated[Text, AfterValidator(_one_form)]
    authors: Text | None
    issued: PartialDate | None
    container: Text | None
    found: FoundBy
    rank: Annotated[int, Field(ge=0, le=100)]
    why: list[Text]
    decision: Decision | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet; "later" is no decision."""
        return self.decision is None or self.decision.verdict == "later"


class Search(Block):
    """One search of one source, in numbers.

    Attributes:
        on: Day of the search.
        source: Which service was asked.
        since: First day on which the works came to the service.
        whole: Whether every term was asked to its end; only then the date of the last look moves.
        received: Works that the service gave, over all terms.
        twice: Of these, given before in the same search.
        held: Of these, already in the base.
        seen: Of these, already in the list.
        set_aside: Of these, set aside by the program: type, language, rank.
        listed: Of these, new in the list.
        terms_cut: Terms for which the service had more works than were asked for.
    """

    on: Day
    source: SourceId
    since: Day
    whole: bool
    received: Number
    twice: Number
    held: Number
    seen: Number
    set_aside: Number
    listed: Number
    terms_cut: list[Text] = []


class Worklist(Block):
    """The file `references/screening.yaml`."""

    searches: list[Search] = []
    works: list[ListedWork] = []

    def ranked(self, works: Iterable[ListedWork] | None = None) -> list[ListedWork]:
        """Return works, best first; equal ranks by title, so that the order is always the same."""
        return sorted(
            self.works if works is None else works, key=lambda work: (-work.rank, work.title.lower(), work.doi)
        )

    def undecided(self, *, later: bool = False) -> list[ListedWork]:
        """Return the works nobody has looked at, best first; with `later` those put off as well."""
        return self.ranked(work for work in self.works if (work.is_open if later else work.decision is None))

    def work(self, doi: str) -> ListedWork:
        """Return a work by its DOI.

        Raises:
            NotFoundError: It is not in the list.
        """
        for work in self.works:
            if work.doi == doi:
                return work
        raise NotFoundError(f"DOI {doi} is not in the screening list. `evidence screen --list` shows what is.")

    def with_search(self, search: Search, works: Iterable[ListedWork]) -> Worklist:
        """Return the list with one search more and the works it found."""
        return self.model_copy(update={"searches": [*self.searches, search], "works": [*self.works, *works]})

    def decided(self, doi: str, decision: Decision) -> Worklist:
        """Return the list with a decision on one work.

        Raises:
            NotFoundError: It is not in the list.
        """
        chosen = self.work(doi)
        works = [work.model_copy(update={"decision": decision}) if work is chosen else work for work in self.works]
        return self.model_copy(update={"works": works})
