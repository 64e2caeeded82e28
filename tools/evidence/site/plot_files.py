"""The effect direction plot as files to take away: an SVG that prints in grey, and the cells as CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence.library import Library
from evidence.model import Direction
from evidence.site import directions
from evidence.site.downloads import Download
from evidence.site.figures import COLOURS, SHAPES, Drawing, csv_text, wrapped
from evidence.site.page import Asset
from evidence.site.plots import Plot, PlotCell, PlotPanel, PlotRow
from evidence.site.render import Renderer
from evidence.synthesis import SizeBand

SIZES: dict[SizeBand, float] = {"large": 20, "medium": 14, "small": 9, "unknown": 14}
"""Width of a symbol in pixels, by the band of size."""
_MARGIN = 16
_STUDY = 210
_COLUMN, _SINGLE = 104, 220
_PARTICULARS = (150, 120, 150)
_LINE = 15.6


def plot_downloads(renderer: Renderer, plot: Plot, page: str) -> list[Download]:
    """Return a plot as files beside the page it stands on."""
    settings, words_of = renderer.settings, directions.labels(renderer.library.vocabulary)
    source = f"{settings.site_name}, {settings.address}{page}" if settings.address else settings.site_name
    return [
        Download("svg", "picture, SVG", "image/svg+xml", Asset(f"{page}plot.svg", plot_svg(plot, words_of, source))),
        Download("csv", "table, CSV", "text/csv", Asset(f"{page}plot.csv", plot_csv(plot, renderer.library))),
    ]


def plot_svg(plot: Plot, labels: Mapping[Direction, str], source: str) -> str:
    """Return the plot as SVG.

    Args:
        plot: What to draw.
        labels: The directions with their words, for the legend.
        source: Where it comes from, as a line under the figure.
    """
    most = max(len(panel.columns) for panel in plot.panels)
    column = _SINGLE if plot.is_single else _COLUMN
    drawing = Drawing(2 * _MARGIN + _STUDY + most * column + sum(_PARTICULARS))
    title = f"Which way the studies point: {plot.title}"
    drawing.lines(_MARGIN, 30, wrapped(title, drawing.width - 2 * _MARGIN, 18), size=18, bold=True)
    for panel in plot.panels:
        _draw_panel(drawing, panel, column)
    _draw_legend(drawing, labels, source)
    return drawing.finish(title, plot.description)


def plot_csv(plot: Plot, library: Library) -> str:
    """Return the cells of the plot, one a line."""
    names = (
        "panel", "family", "studies", "design", "people", "intervention_group", "size_band", "follow_up", "column",
        "column_label", "direction", "direction_label", "findings", "outcomes",
    )  # fmt: skip
    rows: list[Sequence[object]] = [
        (
            panel.panel, "; ".join(sorted(library.families[row.papers[0].key])),
            "; ".join(paper.citation.short for paper in row.papers), "; ".join(row.designs), "; ".join(row.people),
            row.intervention_group, row.band, "; ".join(row.follow_up), column.id, column.label, cell.direction,
            cell.word, cell.measures, "; ".join(cell.outcomes),
        )
        for panel in plot.panels
        for row in panel.rows
        for column, cell in zip(panel.columns, row.cells, strict=True)
        if cell
    ]  # fmt: skip
    return csv_text(names, rows)


def _draw_panel(drawing: Drawing, panel: PlotPanel, column: int) -> None:
    y = drawing.height + 38
    drawing.text(_MARGIN, y, panel.words.heading, size=15, bold=True)
    y = drawing.lines(
        _MARGIN, y + 18, wrapped(f"{panel.sentence} {panel.words.caution}", drawing.width - 2 * _MARGIN), soft=True
    )
    places = [_MARGIN + _STUDY + column * place for place in range(len(panel.columns) + 1)]
    widths = _PARTICULARS if panel.has_follow_up else _PARTICULARS[:2]
    top = y + 24
    drawing.text(_MARGIN, top, "Review" if panel.panel == "reviewed" else "Study", bold=True)
    for x, one in zip(places, panel.columns, strict=False):
        drawing.lines(x + column / 2, top, wrapped(one.label, column - 8), bold=True, middle=True)
    x = places[-1]
    for name, width in zip(
        ("Design", "Size" if panel.panel == "reviewed" else "People", "Follow-up"), widths, strict=False
    ):
        drawing.text(x + 8, top, name, bold=True)
        x += width
    drawing.rule(drawing.height + 8, strong=True)
    for row in panel.rows:
        _draw_row(drawing, panel, row, places, column, widths)
    if panel.totals:
        top = drawing.height + 18
        drawing.lines(_MARGIN, top, wrapped("Of the studies that point either way", _STUDY - 12), bold=True)
        for x, lines in zip(places, panel.totals, strict=False):
            found = [part for line in lines for part in wrapped(line, column - 8, 11)]
            drawing.lines(x + column / 2, top, found, size=11, middle=True)


def _draw_row(
    drawing: Drawing, panel: PlotPanel, row: PlotRow, places: Sequence[int], column: int, widths: Sequence[int]
) -> None:
    top = drawing.height + 18
    drawing.lines(
        _MARGIN, top, [line for one in row.papers for line in wrapped(one.citation.short, _STUDY - 12)], bold=True
    )
    x = places[-1]
    for texts, width in zip((row.designs, row.people, row.follow_up), widths, strict=False):
        drawing.lines(x + 8, top, [line for text in texts for line in wrapped(text, width - 16)])
        x += width
    for place, cell in zip(places, row.cells, strict=False):
        if cell:
            _draw_cell(drawing, cell, place + column / 2, top, row.band if panel.has_sizes else "medium")
    drawing.rule(drawing.height + 8)


def _draw_cell(drawing: Drawing, cell: PlotCell, middle: float, top: float, band: SizeBand) -> None:
    size = SIZES[band]
    drawing.shape(middle, top - 4, SHAPES[cell.direction], size, COLOURS[cell.direction])
    beside = [str(cell.measures)] if cell.measures > 1 else []
    if band == "unknown":
        beside.append("n?")
    drawing.text(middle + size / 2 + 4, top + 4, " ".join(beside), size=10, soft=True)
    if cell.short:
        drawing.lines(middle, top + _LINE, wrapped(cell.short, _COLUMN), size=11, middle=True)


def _draw_legend(drawing: Drawing, labels: Mapping[Direction, str], source: str) -> None:
    y = drawing.height + 40
    x: float = _MARGIN
    for direction, label in labels.items():
        width = 34 + len(label) * 6.6
        if x + width > drawing.width:
            x, y = float(_MARGIN), y + 20
        drawing.shape(x + 6, y - 4, SHAPES[direction], 12, COLOURS[direction])
        drawing.text(x + 18, y, label)
        x += width
    notes = (
        "Size of a symbol in comparisons and changes over time: more than 300, 50 to 300, fewer than 50 people in the "
        "intervention group; n? means that the number is not known. A small figure is the number of findings. "
        "A direction is neither the size of an effect nor its certainty; statistical tests play no part in it. Under a "
        "column: the share of the studies that point either way, with its 95% interval. Rules: Hilton Boon and "
        "Thomson 2021, doi:10.1002/jrsm.1458."
    )
    y = drawing.lines(_MARGIN, y + 22, wrapped(notes, drawing.width - 2 * _MARGIN, 11), size=11, soft=True)
    drawing.text(_MARGIN, y + 18, source, size=11, soft=True)
