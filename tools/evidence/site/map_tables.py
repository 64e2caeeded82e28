"""The tables of the evidence and gap map: rows of a facet, columns the groups of outcomes, each with its outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence.library import Library
from evidence.site import addresses, words
from evidence.site.terms import CountedTerm, counted_groups
from evidence.synthesis import Coverage, Gap, cover, grouped_outcomes, is_plan, outcome_columns
from evidence.vocabulary import Facet, Term

FACETS = ("model", "connector", "activity", "population")
"""Facets that can be the rows, the one shown first at the top."""
GAP_WORDS: Mapping[Gap, str] = {
    "no-study": "no study",
    "no-review": "no review",
    "low-certainty": "review, low certainty",
    "only-reviews": "reviews only",
}
"""What a gap is called in its cell."""
GAP_MEANINGS: Mapping[Gap, str] = {
    "no-study": "no study in this base",
    "no-review": "studies, but no review of them",
    "low-certainty": "a review, its certainty judged low or very low",
    "only-reviews": "reviews, but none of the studies in them",
}
"""What that means, for the legend."""


@dataclass(frozen=True)
class MapColumn:
    """A column: a group of outcomes, or one outcome; `outcomes` are what its numbers count."""

    id: str
    label: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class MapCell:
    """A crossing.

    Attributes:
        number: Study families.
        address: The list of exactly these; empty without any.
        name: What the link says after its number, for who hears it alone.
        marks: Groups of designs with the number of study families of each.
        gap: What is missing here.
    """

    number: int
    address: str
    name: str
    marks: tuple[tuple[str, int], ...]
    gap: Gap | None

    @property
    def gap_words(self) -> str:
        """The name of the gap; empty where there is none."""
        return GAP_WORDS[self.gap] if self.gap else ""


@dataclass(frozen=True)
class MapRow:
    """A term with its cells, and the plans of studies that bear it."""

    term: Term
    depth: int
    cells: tuple[MapCell, ...]
    plans: MapCell

    @property
    def has_studies(self) -> bool:
        """Whether a study stands in any of the cells."""
        return any(cell.number for cell in self.cells)


@dataclass(frozen=True)
class OpenGroup:
    """A group of outcomes opened: the same rows, one column an outcome; rows without any study are left out."""

    group: MapColumn
    columns: tuple[MapColumn, ...]
    rows: tuple[MapRow, ...]


@dataclass(frozen=True)
class MapTable:
    """The map with the terms of one facet as rows.

    Attributes:
        columns: Groups of outcomes.
        rows: Terms with a study or a plan.
        empty: The other terms.
        groups: The groups of outcomes, opened.
        coverage: What every crossing rests on: term, outcomes of the column, coverage.
    """

    facet: Facet
    columns: tuple[MapColumn, ...]
    rows: tuple[MapRow, ...]
    empty: tuple[Term, ...]
    groups: tuple[OpenGroup, ...]
    coverage: Mapping[str, Mapping[tuple[str, ...], Coverage]]


def map_table(library: Library, facet: Facet) -> MapTable:
    """Return the map with the terms of a facet as rows."""
    labels = outcome_columns(library.vocabulary)
    outcomes = grouped_outcomes(library.vocabulary)
    columns = tuple(MapColumn(name, labels[name], tuple(found)) for name, found in outcomes.items())
    every = [one for found in outcomes.values() for one in found]
    single = {one: MapColumn(one, library.vocabulary.label("outcome", one), (one,)) for one in every}
    coverage = cover(library, facet, [column.outcomes for column in (*columns, *single.values())])
    plans = _plans(library, facet)
    terms = [one for group in counted_groups(library, facet) for one in group.terms]

    def row(one: CountedTerm, shown: Sequence[MapColumn]) -> MapRow:
        found = coverage[one.term.id]
        cells = tuple(_cell(library, facet, one.term, column, found[column.outcomes]) for column in shown)
        return MapRow(one.term, one.depth, cells, plans[one.term.id])

    def opened(group: MapColumn) -> OpenGroup:
        shown = tuple(single[one] for one in group.outcomes)
        rows = (row(one, shown) for one in terms)
        return OpenGroup(group, shown, tuple(one for one in rows if one.has_studies))

    rows = [row(one, columns) for one in terms]
    return MapTable(
        facet,
        columns,
        tuple(one for one in rows if one.has_studies or one.plans.number),
        tuple(one.term for one in rows if not one.has_studies and not one.plans.number),
        tuple(opened(column) for column in columns),
        coverage,
    )


def _cell(library: Library, facet: Facet, term: Term, column: MapColumn, found: Coverage) -> MapCell:
    if not found.families:
        return MapCell(0, "", "", (), found.gap)
    labels = design_labels(library)
    marks = tuple((group, found.designs[group]) for group in labels if group in found.designs)
    kinds = words.joined([f"{number} {words.uncapitalised(labels[group])}" for group, number in marks])
    name = f"{'study family' if found.families == 1 else 'study families'}: {term.label}, {column.label}; {kinds}"
    if found.gap:
        name += f"; {GAP_WORDS[found.gap]}"
    address = addresses.browse(**{facet.id: term.id, "outcome": ",".join(column.outcomes)})
    return MapCell(found.families, address, name, marks, found.gap)


def _plans(library: Library, facet: Facet) -> dict[str, MapCell]:
    plans = [study for study in library.studies.values() if is_plan(study)]
    cells = {}
    for term in facet:
        within = facet.within(term.id)
        number = library.count_families(plan for plan in plans if within.intersection(plan.terms(facet.id)))
        name = f"{'plan of a study' if number == 1 else 'plans of studies'}: {term.label}"
        address = addresses.browse(**{facet.id: term.id, "design": "protocol"})
        cells[term.id] = MapCell(number, address, name, (), None) if number else MapCell(0, "", "", (), None)
    return cells


def design_labels(library: Library) -> dict[str, str]:
    """Return the groups of designs in order, id to label; the last takes what has no design."""
    facet = library.vocabulary.facets.get("design")
    labels = {group.id: group.label for group in facet.described.groups} if facet else {}
    return labels | {"other": labels.get("other", "Other")}
