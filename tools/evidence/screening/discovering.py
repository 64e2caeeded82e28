"""Looking for new works: which sources are asked, from which day, and what they gave.

Asking is a function handed in, so that everything here is pure but for what that function does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from evidence.errors import EvidenceError
from evidence.model import Citation
from evidence.screening.strategy import SearchedSource, SourceId, Strategy
from evidence.screening.worklist import Search


class DiscoverError(EvidenceError):
    """There is nothing to ask, or no way to ask it."""


@dataclass(frozen=True)
class Found:
    """A work as a source gave it; the abstract is looked at and never kept."""

    citation: Citation
    abstract: str | None = None


class Ask(Protocol):
    """Asks a source for works with some words that came to it on a day or later, the likest first."""

    def __call__(self, words: str, since: date, at_most: int) -> Iterator[Found]:
        """Yield the works; an EvidenceError says that the source did not give them all."""


@dataclass(frozen=True)
class Look:
    """What a source gave.

    Attributes:
        source: Which source.
        since: First day that was asked for.
        found: Each work with the term it was found with, in the order in which they came.
        terms_cut: Terms that gave as many works as were asked for, so that there may be more.
        fault: What ended the search before its end, if anything did.
        limited: Whether fewer works were asked for than the strategy says, and more were there.
    """

    source: SourceId
    since: date
    found: tuple[tuple[str, Found], ...]
    terms_cut: tuple[str, ...] = ()
    fault: EvidenceError | None = None
    limited: bool = False

    @property
    def whole(self) -> bool:
        """Whether every term was asked to the end that the strategy sets."""
        return self.fault is None and not self.limited


def first_day(source: SearchedSource, strategy: Strategy) -> date:
    """Return the day from which a search has to look, so that no day is left out.

    It is the day of the last look itself, because works came on it after the search was made.
    """
    return date.fromisoformat(source.last_looked or strategy.filters.first_day)


def look(
    source: SourceId,
    strategy: Strategy,
    since: date,
    ask: Ask,
    *,
    limit: int | None = None,
    told: Callable[[str, int], None] = lambda _term, _number: None,
) -> Look:
    """Ask a source with every term.

    A fault ends the search; what was given before it is kept.

    Args:
        source: Which source is asked.
        strategy: The terms.
        since: First day on which the works came to the source.
        ask: Asks the source.
        limit: Works a term, when they are to be fewer than the strategy says.
        told: Told each term with the number of works it gave.
    """
    at_most = min(limit or strategy.filters.at_most, strategy.filters.at_most)
    found: list[tuple[str, Found]] = []
    cut: list[str] = []
    fault = None
    for term in strategy.terms:
        before = len(found)
        try:
            found += ((term.words, work) for work in ask(term.words, since, at_most))
        except EvidenceError as error:
            fault = error
            break
        if len(found) - before >= at_most:
            cut.append(term.words)
        told(term.words, len(found) - before)
    limited = bool(cut) and at_most < strategy.filters.at_most
    return Look(source, since, tuple(found), tuple(cut), fault, limited)


def moved(strategy: Strategy, search: Search) -> Strategy:
    """Return the strategy with the date of the last look moved to a search; unchanged where days were left out."""
    source = strategy.source(search.source)
    if source is None or not search.whole or date.fromisoformat(search.since) > first_day(source, strategy):
        return strategy
    sources = [
        one.model_copy(update={"last_looked": search.on}) if one.id == search.source else one
        for one in strategy.sources
    ]
    return strategy.model_copy(update={"sources": sources})


def asked_sources(strategy: Strategy, able: Collection[SourceId]) -> list[SearchedSource]:
    """Return the sources to ask: those that the strategy asks and the program can search.

    Raises:
        DiscoverError: The strategy asks a source that the program cannot search, or none.
    """
    asked = [source for source in strategy.sources if source.asked]
    for source in asked:
        if source.id not in able:
            raise DiscoverError(
                f"The strategy asks {source.name}, which this program cannot search yet: set `asked: false` for it in "
                "references/search.yaml, and say so in its note."
            )
    if not asked:
        raise DiscoverError("The strategy asks no source: set `asked: true` for one of them in references/search.yaml.")
    return asked
