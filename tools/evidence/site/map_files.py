"""The evidence and gap map as files to take away: an SVG that prints in grey, and all crossings as CSV."""

from __future__ import annotations

from collections.abc import Mapping

from evidence.library import Library
from evidence.site.figures import DESIGN_SHAPES, Drawing, csv_text, wrapped
from evidence.site.map_tables import GAP_MEANINGS, GAP_WORDS, MapCell, MapTable, design_labels

_MARGIN = 16
_ROW = 180
_COLUMN = 92
_CELL = 48


def map_svg(table: MapTable, labels: Mapping[str, str], sentence: str) -> str:
    """Return the map as SVG.

    Args:
        table: What to draw; the groups of outcomes stay closed.
        labels: Groups of designs with their names.
        sentence: What the map rests on, as a line under it.
    """
    drawing = Drawing(2 * _MARGIN + _ROW + _COLUMN * (len(table.columns) + 1))
    title = f"Where studies are: {table.facet.described.heading.lower()} by outcome"
    drawing.text(_MARGIN, 30, title, size=18, bold=True)
    drawing.text(
        _MARGIN, 50, "The map shows where studies are, not what they found. Numbers are study families.", soft=True
    )
    for place, label in enumerate([*(column.label for column in table.columns), "Plans of studies"]):
        x = _MARGIN + _ROW + _COLUMN * (place + 0.5)
        drawing.lines(x, 78, wrapped(label, _COLUMN - 6, 11), size=11, bold=True, middle=True)
    drawing.rule(drawing.height + 8, strong=True)
    for row in table.rows:
        top = drawing.height
        drawing.lines(_MARGIN + 12 * row.depth, top + 20, wrapped(row.term.label, _ROW - 12 * row.depth - 8), bold=True)
        for place, cell in enumerate([*row.cells, row.plans]):
            _draw_cell(drawing, cell, _MARGIN + _ROW + _COLUMN * place, top)
        drawing.rule(max(drawing.height + 6, top + _CELL))
    _draw_legend(drawing, labels, sentence)
    cells = sum(len(row.cells) for row in table.rows)
    gaps = sum(1 for row in table.rows for cell in row.cells if not cell.number)
    return drawing.finish(
        title,
        f"The map shows where studies are, not what they found. {len(table.rows)} rows, {len(table.columns)} groups of "
        f"outcomes; no study in {gaps} of {cells} cells. {sentence}",
    )


def map_csv(table: MapTable, library: Library) -> str:
    """Return all crossings, those without a study too: groups of outcomes (`outcome` empty), then single outcomes."""
    labels = design_labels(library)
    columns = [(group, "", group.outcomes) for group in table.columns]
    columns += [(group, one, (one,)) for group in table.columns for one in group.outcomes]
    return csv_text(
        (
            "facet", "term", "term_label", "outcome_group", "outcome_group_label", "outcome", "outcome_label",
            "study_families", *(f"families_{name.replace('-', '_')}" for name in labels), "gap", "review_certainty",
            "keys",
        ),
        [
            (
                table.facet.id, term.id, term.label, group.id, group.label, outcome,
                library.vocabulary.label("outcome", outcome) if outcome else "", one.families,
                *(one.designs.get(name, 0) for name in labels), one.gap,
                "; ".join(sorted(one.certainty)), "; ".join(work.key for work in one.works),
            )
            for term in table.facet
            for group, outcome, outcomes in columns
            for one in [table.coverage[term.id][outcomes]]
        ],
    )  # fmt: skip


def _draw_cell(drawing: Drawing, cell: MapCell, x: float, top: float) -> None:
    if cell.gap == "no-study":
        drawing.hatched(x + 3, top + 3, _COLUMN - 6, _CELL - 8)
        drawing.text(x + _COLUMN / 2, top + 28, cell.gap_words, size=10, soft=True, middle=True)
        return
    if not cell.number:
        return
    drawing.text(x + 10, top + 22, str(cell.number), size=16, bold=True)
    for place, (group, number) in enumerate(cell.marks):
        left, foot = x + 38 + 26 * (place % 2), top + 14 + 15 * (place // 2)
        drawing.shape(left, foot, DESIGN_SHAPES.get(group, DESIGN_SHAPES["other"]), 10)
        if number > 1:
            drawing.text(left + 7, foot + 4, str(number), size=10, soft=True)
    drawing.lines(x + 10, top + 40, wrapped(cell.gap_words, _COLUMN - 12, 10), size=10, soft=True)


def _draw_legend(drawing: Drawing, labels: Mapping[str, str], sentence: str) -> None:
    x, y = float(_MARGIN), drawing.height + 30
    for group, label in labels.items():
        drawing.shape(x + 6, y - 4, DESIGN_SHAPES.get(group, DESIGN_SHAPES["other"]), 11)
        drawing.text(x + 18, y, label)
        x += 46 + len(label) * 6.4
    gaps = "; ".join(f"“{GAP_WORDS[gap]}”: {meaning}" for gap, meaning in GAP_MEANINGS.items())
    text = f"A family of studies with two kinds of design bears both marks. Gaps: {gaps}. {sentence}"
    drawing.lines(_MARGIN, y + 22, wrapped(text, drawing.width - 2 * _MARGIN, 11), size=11, soft=True)
