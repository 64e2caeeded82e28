"""What is missing on a term, in the words of the evidence and gap map, from the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence.library import Library
from evidence.site import addresses
from evidence.site.map_tables import FACETS, GAP_MEANINGS, GAP_WORDS
from evidence.site.terms import is_unclear
from evidence.synthesis import GAPS, OTHER_OUTCOMES, Gap, cover, group_of, grouped_outcomes, outcome_columns
from evidence.vocabulary import Facet

ACROSS = ("model", "population")
"""Facets across which the page of an outcome looks for gaps."""


@dataclass(frozen=True)
class Crossing:
    """Where something is missing: its name, the study families there, and a page or list; empty without any."""

    label: str
    families: int
    address: str


@dataclass(frozen=True)
class GapGroup:
    """All places with the same gap."""

    gap: Gap
    crossings: tuple[Crossing, ...]

    @property
    def word(self) -> str:
        """What the map calls the gap."""
        return GAP_WORDS[self.gap]

    @property
    def meaning(self) -> str:
        """What that means."""
        return GAP_MEANINGS[self.gap]


@dataclass(frozen=True)
class TermGaps:
    """The gaps of a term across the groups of outcomes, or of an outcome across the terms of a facet.

    Attributes:
        across: What was looked at, such as "Groups of outcomes".
        size: How many places were looked at.
        groups: The gaps in the order of the map; none where nothing is missing.
        address: Where the map shows it.
        untold: Study families that bear none of what was looked at, and so may fill a gap unseen.
    """

    across: str
    size: int
    groups: tuple[GapGroup, ...]
    address: str
    untold: int = 0


def gaps_of_terms(library: Library) -> dict[tuple[str, str], tuple[TermGaps, ...]]:
    """Return the gaps of every term that the map can show: facet and term to its gaps."""
    facets = library.vocabulary.facets
    found: dict[tuple[str, str], tuple[TermGaps, ...]] = {}
    for name in (one for one in FACETS if one in facets):
        found.update({(name, term): (gaps,) for term, gaps in _by_outcome(library, facets[name])})
    if "outcome" in facets:
        across = [dict(_by_term(library, facets["outcome"], facets[one])) for one in ACROSS if one in facets]
        for term in facets["outcome"]:
            found["outcome", term.id] = tuple(one[term.id] for one in across)
    return found


def _by_outcome(library: Library, facet: Facet) -> Iterator[tuple[str, TermGaps]]:
    """Go through the terms of a facet with the gaps of each across the groups of outcomes."""
    labels = outcome_columns(library.vocabulary)
    columns = {tuple(found): labels[name] for name, found in grouped_outcomes(library.vocabulary).items()}
    for term, coverage in cover(library, facet, columns).items():
        crossings = []
        for column, one in coverage.items():
            address = addresses.browse(**{facet.id: term, "outcome": ",".join(column)}) if one.families else ""
            crossings.append((one.gap, Crossing(columns[column], one.families, address)))
        stands = any(one.families for _, one in crossings)
        shown = addresses.map_row(facet, term) if stands else addresses.map_rows(facet)
        yield term, TermGaps("Groups of outcomes", len(columns), _grouped(crossings), shown)


def _by_term(library: Library, outcomes: Facet, facet: Facet) -> Iterator[tuple[str, TermGaps]]:
    """Go through the outcomes with the terms of a facet that have no study on them; other gaps stand on the map."""
    columns = {term.id: tuple(sorted(outcomes.within(term.id))) for term in outcomes}
    coverage = cover(library, facet, columns.values())
    # That a source does not name the model is no gap in what was studied.
    terms = [term for term in facet if not is_unclear(term)]
    told = {study.key for term in terms for study in library.with_term(facet.id, term.id)}
    for outcome, column in columns.items():
        crossings = [
            (coverage[term.id][column].gap, Crossing(term.label, 0, addresses.term(facet, term.id)))
            for term in terms
            if not coverage[term.id][column].families
        ]
        group = group_of(outcomes, outcomes.term(outcome)) or OTHER_OUTCOMES
        untold = library.count_families(one for one in library.with_term(outcomes.id, outcome) if one.key not in told)
        shown = addresses.map_group(facet, group)
        yield outcome, TermGaps(facet.described.heading, len(terms), _grouped(crossings), shown, untold)


def _grouped(found: list[tuple[Gap | None, Crossing]]) -> tuple[GapGroup, ...]:
    by_gap: Mapping[Gap, list[Crossing]] = {gap: [one for other, one in found if other == gap] for gap in GAPS}
    return tuple(GapGroup(gap, tuple(crossings)) for gap, crossings in by_gap.items() if crossings)
