"""Sifting what a source gave: what is known or off the topic goes, the rest is ranked. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Literal

from evidence.duplicates import fold, nearest
from evidence.identifiers import shorten
from evidence.library import Library
from evidence.model import Citation
from evidence.screening.discovering import Found, Look
from evidence.screening.files import Screening
from evidence.screening.ranking import Profile, Rank, profile_of, rank
from evidence.screening.strategy import Filters
from evidence.screening.worklist import FoundBy, ListedWork, Search

Fate = Literal["twice", "held", "seen", "set-aside", "listed"]
_LONGEST_TEXT = 400


def sift(looked: Look, screening: Screening, library: Library, today: date) -> tuple[Search, list[ListedWork]]:
    """Leave out what is known or off the topic, and rank the rest.

    A work is left out because the same search gave it before, because the list has it, because the base holds it (by
    identifier, or alike enough that `duplicates` calls it the same or likely the same), or because its type,
    language or rank is not what the strategy asks for. Works that only may be in the base are listed, and say so.

    Returns:
        The search in numbers, and the works that are new, best first.
    """
    sieve = _Sieve(screening, library)
    fates: Counter[Fate] = Counter()
    listed: list[ListedWork] = []
    for term, work in looked.found:
        fate, ranked = sieve.judge(work)
        fates[fate] += 1
        if ranked:
            found = FoundBy(on=today.isoformat(), source=looked.source, term=term)
            listed.append(_listed(work.citation, found, ranked))
    search = Search(
        on=today.isoformat(),
        source=looked.source,
        since=looked.since.isoformat(),
        whole=looked.whole,
        received=len(looked.found),
        twice=fates["twice"],
        held=fates["held"],
        seen=fates["seen"],
        set_aside=fates["set-aside"],
        listed=fates["listed"],
        terms_cut=list(looked.terms_cut),
    )
    return search, screening.worklist.ranked(listed)


def summary(search: Search) -> list[tuple[str, int]]:
    """Return the numbers of a search with the words for them, in the order in which they add up."""
    return [
        ("received", search.received),
        ("given twice by this search", search.twice),
        ("in the base already", search.held),
        ("in the list already", search.seen),
        ("set aside: type, language or rank", search.set_aside),
        ("new in the list", search.listed),
    ]


class _Sieve:
    """Judges works one after the other; it remembers those it has let through."""

    def __init__(self, screening: Screening, library: Library) -> None:
        works = screening.worklist.works
        self._library = library
        self._filters = screening.strategy.filters
        self._profile: Profile = profile_of(library, screening.strategy)
        self._listed = {
            name for work in works for name in _names(work.doi, work.title, work.issued, work.authors, work.container)
        }
        self._given: set[str] = set()

    def judge(self, work: Found) -> tuple[Fate, Rank | None]:
        citation = work.citation
        known = self._known(citation)
        if known:
            return known, None
        if citation.doi is None or not _wanted(citation, self._filters):
            return "set-aside", None
        ranked = rank(citation, work.abstract, self._profile)
        if ranked.points < self._filters.least_rank:
            return "set-aside", None
        near = nearest(citation, self._library)
        if any(one.comparison.verdict in {"same", "likely"} for one in near):
            return "held", None
        doubts = tuple(f"may be the same as {one.key} of the base" for one in near)
        return "listed", Rank(ranked.points, ranked.why + doubts)

    def _known(self, citation: Citation) -> Fate | None:
        names = _names(citation.doi, citation.title, citation.year, _authors(citation), citation.container_title)
        given_before = bool(names & self._given)
        self._given |= names
        if given_before:
            return "twice"
        if names & self._listed:
            return "seen"
        return "held" if f"doi:{citation.doi}" in self._library.by_identifier else None


def _wanted(citation: Citation, filters: Filters) -> bool:
    languages = {language.lower().split("-")[0] for language in filters.languages}
    given = (citation.language or "").lower().split("-")[0]
    return citation.type in filters.types and (not languages or not given or given in languages)


def _names(
    doi: str | None, title: str, issued: str | None, authors: str | None, container: str | None
) -> frozenset[str]:
    """Return what tells that two works are one: the DOI; or title, year, authors and journal together.

    So two versions of a preprint are one, and a preprint and its article are not.
    """
    together = " | ".join((fold(title), (issued or "")[:4], fold(authors or ""), fold(container or "")))
    return frozenset(([doi] if doi else []) + ([together] if authors else []))


def _listed(citation: Citation, found: FoundBy, ranked: Rank) -> ListedWork:
    return ListedWork(
        title=citation.title,
        doi=citation.doi or "",
        authors=_authors(citation),
        issued=citation.year,
        container=citation.container_title,
        found=found,
        rank=ranked.points,
        why=[shorten(why, _LONGEST_TEXT) for why in ranked.why],
        decision=None,
    )


def _authors(citation: Citation) -> str | None:
    names = [name.short for name in citation.author or citation.editor]
    if len(names) == 2:  # noqa: PLR2004 (both are named)
        return f"{names[0]} and {names[1]}"
    return f"{names[0]} and others" if len(names) > 1 else next(iter(names), None)
