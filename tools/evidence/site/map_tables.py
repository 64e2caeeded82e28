"""The tables of the evidence and gap map: rows of a facet, columns the groups of outcomes, each with its outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence.library import Library
from evidence.site import addresses, words
from evidence.site.terms import counted_groups
from evidence.synthesis import Coverage, Gap, cover, grouped_outcomes, is_plan, outcome_columns
from evidence.vocabulary import Facet, Term

FACETS = ("model", "connector", "activity", "population")
"""Facets that can be the rows, the one shown first at the top."""
GAP_WORDS: Mapping[Gap, str] = {"no-study": "no study", "no-review": "no review", "only-reviews": "reviews only"}
"""What a gap is called in its cell."""


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
    def is_empty(self) -> bool:
        """Whether nothing at all stands in the row."""
        return not self.plans.number and not any(cell.number for cell in self.cells)


@dataclass(frozen=True)
class OpenGroup:
    """A group of outcomes opened: the same rows, one column an outcome; rows without any study are left out."""

    group: MapColumn
    columns: tuple[MapColumn, ...]
    rows: tuple[MapRow, ...]


@dataclass(frozen=True)
class MapTable:
    """The map with the terms of one facet as rows; terms without any study stand in `empty`."""

    facet: Facet
    columns: tuple[MapColumn, ...]
    rows: tuple[MapRow, ...]
    empty: tuple[Term, ...]
    groups: tuple[OpenGroup, ...]


def map_table(library: Library, facet: Facet) -> MapTable:
    """Return the map with the terms of a facet as rows."""
    labels = outcome_columns(library.vocabulary)
    outcomes = grouped_outcomes(library.vocabulary)
    columns = tuple(MapColumn(name, labels[name], tuple(found)) for name, found in outcomes.items())
    opened = {
        column.id: tuple(MapColumn(one, library.vocabulary.label("outcome", one), (one,)) for one in column.outcomes)
        for column in columns
    }
    rows = _rows(library, facet, columns)
    return MapTable(
        facet,
        columns,
        tuple(row for row in rows if not row.is_empty),
        tuple(row.term for row in rows if row.is_empty),
        tuple(
            OpenGroup(
                column,
                opened[column.id],
                tuple(
                    row for row in _rows(library, facet, opened[column.id]) if any(cell.number for cell in row.cells)
                ),
            )
            for column in columns
        ),
    )


def _rows(library: Library, facet: Facet, columns: Sequence[MapColumn]) -> list[MapRow]:
    found = cover(library, facet, {column.id: column.outcomes for column in columns})
    plans = [study for study in library.studies.values() if is_plan(study)]
    rows = []
    for group in counted_groups(library, facet):
        for one in group.terms:
            cells = tuple(_cell(library, facet, one.term, column, found[one.term.id][column.id]) for column in columns)
            within = facet.within(one.term.id)
            number = library.count_families(plan for plan in plans if within.intersection(plan.terms(facet.id)))
            rows.append(MapRow(one.term, one.depth, cells, _plans(facet, one.term, number)))
    return rows


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


def _plans(facet: Facet, term: Term, number: int) -> MapCell:
    if not number:
        return MapCell(0, "", "", (), None)
    name = f"{'plan of a study' if number == 1 else 'plans of studies'}: {term.label}"
    return MapCell(number, addresses.browse(**{facet.id: term.id, "design": "protocol"}), name, (), None)


def design_labels(library: Library) -> dict[str, str]:
    """Return the groups of designs in order, id to label; the last takes what has no design."""
    facet = library.vocabulary.facets.get("design")
    labels = {group.id: group.label for group in facet.described.groups} if facet else {}
    return labels | {"other": labels.get("other", "Other")}
