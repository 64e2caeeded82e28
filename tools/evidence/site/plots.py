"""The effect direction plot on the page of a term: a table that is the figure, in the words of its readers.

What may be counted together is laid down in `synthesis.effects`; here stands only how it is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evidence.library import Library
from evidence.model import Direction, Study
from evidence.site import words
from evidence.site.directions import PANELS, PanelWords, direction_word, is_use_of_services
from evidence.synthesis import (
    Cell,
    EffectPanel,
    EffectRow,
    Panel,
    SizeBand,
    Total,
    effect_panels,
    grouped_outcomes,
    outcome_columns,
)
from evidence.vocabulary import Facet, Measure, Term, Vocabulary

FACETS = ("outcome", "model", "population")
"""Facets whose terms have a plot."""
_SIZED: frozenset[Panel] = frozenset({"compared", "change-over-time"})
_NOT_KNOWN = "not known"
_SMALLEST_P = 0.001
_MOST_OUTCOMES = 6
"""Columns that fit beside each other."""


@dataclass(frozen=True)
class PlotColumn:
    """A column: an outcome, or a group of outcomes."""

    id: str
    label: str
    is_use: bool


@dataclass(frozen=True)
class PlotCell:
    """One symbol.

    Attributes:
        word: The direction in words, for who does not see the symbol.
        short: The word that stands beside the symbol; empty where the legend does.
        measures: How many findings it rests on.
        outcomes: Labels of the outcomes it rests on.
    """

    direction: Direction
    word: str
    short: str
    measures: int
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class PlotRow:
    """One study family, its papers' particulars in the order of the papers."""

    papers: tuple[Study, ...]
    designs: tuple[str, ...]
    people: tuple[str, ...]
    follow_up: tuple[str, ...]
    intervention_group: int | None
    band: SizeBand
    band_words: str
    measures: tuple[Measure, ...]
    cells: tuple[PlotCell | None, ...]


@dataclass(frozen=True)
class PlotPanel:
    """One panel; `totals` holds lines of words for each column, and is empty where nothing may be added up."""

    panel: Panel
    words: PanelWords
    sentence: str
    columns: tuple[PlotColumn, ...]
    rows: tuple[PlotRow, ...]
    totals: tuple[tuple[str, ...], ...]
    has_test: bool

    @property
    def has_sizes(self) -> bool:
        """Whether the symbols are drawn by the size of the intervention group."""
        return self.panel in _SIZED

    @property
    def has_follow_up(self) -> bool:
        """Whether any study says how long people were followed."""
        return any(words != (_NOT_KNOWN,) for words in (row.follow_up for row in self.rows))


@dataclass(frozen=True)
class Plot:
    """A whole plot: what it is about, and its panels; `is_single` where it has one column, an outcome."""

    title: str
    panels: tuple[PlotPanel, ...]
    is_single: bool

    @property
    def has_use(self) -> bool:
        """Whether a column counts services used."""
        return any(column.is_use for panel in self.panels for column in panel.columns)

    @property
    def description(self) -> str:
        """The plot in one paragraph, for who does not see it."""
        return " ".join(f"{panel.words.heading}: {words.uncapitalised(panel.sentence)}" for panel in self.panels)


def plot_of(library: Library, facet: Facet, term: Term, studies: Iterable[Study]) -> Plot | None:
    """Return the plot of a term, or None where nothing can be plotted; an outcome has one column, its own."""
    if facet.id not in FACETS:
        return None
    if facet.id == "outcome":
        return _plot(library, term.label, studies, {term.id: term.label})
    return _plot(library, term.label, studies, {})


def plot_of_question(library: Library, title: str, studies: Iterable[Study], outcomes: Sequence[str]) -> Plot | None:
    """Return the plot of some studies, or None where nothing can be plotted.

    Args:
        library: Where families and terms stand.
        title: What the plot is about.
        studies: The studies to plot.
        outcomes: One column each; without any, or with more than fit side by side, the columns are their groups.
    """
    labels = {one: library.vocabulary.label("outcome", one) for one in outcomes}
    return _plot(library, title, studies, labels)


def _plot(library: Library, title: str, studies: Iterable[Study], outcomes: Mapping[str, str]) -> Plot | None:
    vocabulary = library.vocabulary
    facet = vocabulary.facets["outcome"]
    column_of = {inner: one for one in reversed(list(outcomes)) for inner in facet.within(one)}
    labels = dict(outcomes)
    if not 1 <= len(outcomes) <= _MOST_OUTCOMES:
        labels = outcome_columns(vocabulary)
        groups = {one: name for name, found in grouped_outcomes(vocabulary).items() for one in found}
        column_of = {one: name for one, name in groups.items() if not outcomes or one in column_of}
    found = effect_panels(library, studies, list(labels), column_of.get)
    is_single = len(outcomes) == 1
    panels = tuple(_panel(vocabulary, one, labels, is_single=is_single) for one in found)
    return Plot(title, panels, is_single) if panels else None


def total_words(total: Total, *, is_use: bool) -> tuple[str, ...]:
    """Return the lines under a column: how many favour social prescribing, the share with its interval, the test.

    The share and the test rest on families that point one way or the other; those that point neither way are named.
    """
    lines = []
    if total.interval is None or total.proportion is None:
        lines.append("no study points either way")
    else:
        studies, ending = ("study", "s") if total.directional == 1 else ("studies", "")
        verb = f"point{ending} to fewer" if is_use else f"favour{ending} social prescribing"
        lines.append(f"{total.favourable} of {total.directional} {studies} {verb}")
        low, high = total.interval
        lines.append(f"{total.proportion:.0%} ({low:.0%} to {high:.0%})")
        lines.append("too few for a test" if total.p_value is None else f"sign test: {p_words(total.p_value)}")
    if total.unclear:
        lines.append(f"{total.unclear} without a clear direction")
    return tuple(lines)


def p_words(p_value: float) -> str:
    """Return P with two significant digits: `P = 0.0039`; below 0.001 as such."""
    return f"P = {p_value:.2g}" if p_value >= _SMALLEST_P else "P below 0.001"


def band_words(vocabulary: Vocabulary, band: SizeBand) -> str:
    """Return the band of size in words."""
    return "number not known" if band == "unknown" else vocabulary.code("size-band", band).label


def _panel(vocabulary: Vocabulary, found: EffectPanel, labels: Mapping[str, str], *, is_single: bool) -> PlotPanel:
    columns = tuple(PlotColumn(one, labels[one], _is_use(vocabulary, found.rows, one)) for one in found.columns)
    rows = tuple(_row(vocabulary, found.panel, row, columns, is_single=is_single) for row in found.rows)
    totals = tuple(total_words(found.totals[one.id], is_use=one.is_use) for one in columns if one.id in found.totals)
    has_test = any(total.p_value is not None for total in found.totals.values())
    one, many = ("review", "reviews") if found.panel == "reviewed" else ("study", "studies")
    sentence = words.plural(len(rows), one, many)
    if not is_single:
        sentence += f" on {words.plural(len(columns), 'group')} of outcomes"
    if found.totals:
        sentence += "." if has_test else "; too few for any test."
    else:
        sentence += ", not added up."
    return PlotPanel(found.panel, PANELS[found.panel], sentence, columns, rows, totals, has_test)


def _is_use(vocabulary: Vocabulary, rows: Iterable[EffectRow], column: str) -> bool:
    cells = [row.cells[column] for row in rows if column in row.cells]
    return is_use_of_services(vocabulary, [one.finding.outcome for cell in cells for one in cell.findings])


def _row(
    vocabulary: Vocabulary, panel: Panel, row: EffectRow, columns: Sequence[PlotColumn], *, is_single: bool
) -> PlotRow:
    named = dict.fromkeys(one.finding.measure for cell in row.cells.values() for one in cell.findings)
    return PlotRow(
        papers=row.papers,
        designs=_each(_design(vocabulary, paper) for paper in row.papers),
        people=_each(_people(paper, panel) for paper in row.papers),
        follow_up=_each(paper.study.follow_up or _NOT_KNOWN for paper in row.papers),
        intervention_group=row.intervention_group,
        band=row.band,
        band_words=band_words(vocabulary, row.band),
        measures=tuple(vocabulary.measures[one] for one in named if one is not None and one in vocabulary.measures),
        cells=tuple(
            _cell(vocabulary, panel, row.cells[one.id], is_single=is_single) if one.id in row.cells else None
            for one in columns
        ),
    )


def _cell(vocabulary: Vocabulary, panel: Panel, cell: Cell, *, is_single: bool) -> PlotCell:
    outcomes = tuple(dict.fromkeys(one.finding.outcome for one in cell.findings))
    word = direction_word(vocabulary, cell.direction, outcomes, panel)
    short = word if is_single else ""
    if not short and cell.direction.startswith("favours") and is_use_of_services(vocabulary, outcomes):
        short = word.split()[0].lower()
    labels = tuple(vocabulary.label("outcome", one) for one in outcomes)
    return PlotCell(cell.direction, word, short, cell.measures, labels)


def _design(vocabulary: Vocabulary, paper: Study) -> str:
    return vocabulary.label("design", paper.tags.design) if paper.tags.design else words.type_in_words(paper.citation)


def _people(paper: Study, panel: Panel) -> str:
    people = paper.study.participants
    if people and people.intervention_group is not None and panel == "compared":
        return f"{people.intervention_group:,} in the intervention group"
    if people and people.n is not None:
        return f"{people.n:,} {people.unit or ''}".strip()
    return _NOT_KNOWN


def _each(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
