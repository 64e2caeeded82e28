"""The map in small: models by groups of outcomes, as a picture that leads to the map itself."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from evidence.library import Library
from evidence.site import words
from evidence.site.map_tables import MapCell, map_table

ROWS = "model"
_SHADES = 3


@dataclass(frozen=True)
class SmallCell:
    """A crossing: how many study families, in words, and how dark (0 for none, then 1 to 3)."""

    number: int
    title: str
    shade: int


@dataclass(frozen=True)
class SmallMap:
    """Names of the columns, rows with their names, and the point of it in one sentence."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[SmallCell, ...]], ...]
    sentence: str


def small_map(library: Library) -> SmallMap | None:
    """Return the map in small; None where no study stands on it."""
    facet = library.vocabulary.facets.get(ROWS)
    table = map_table(library, facet) if facet else None
    shown = [row for row in table.rows if row.has_studies] if table else []
    if not table or not shown:
        return None
    cells = [cell for row in shown for cell in row.cells]
    most = max(cell.number for cell in cells)
    gaps = sum(1 for cell in cells if not cell.number)
    sentence = (
        f"Models of social prescribing by groups of outcomes, in study families. The darker, the more; "
        f"{gaps} of {words.plural(len(cells), 'cell')} have none."
    )

    def small(cell: MapCell, row: str, column: str) -> SmallCell:
        number = words.plural(cell.number, "study family", "study families") if cell.number else "no study"
        return SmallCell(cell.number, f"{row}, {column}: {number}", ceil(_SHADES * cell.number / most))

    labels = tuple(column.label for column in table.columns)
    rows = tuple(
        (
            row.term.label,
            tuple(small(cell, row.term.label, label) for cell, label in zip(row.cells, labels, strict=True)),
        )
        for row in shown
    )
    return SmallMap(labels, rows, sentence)
