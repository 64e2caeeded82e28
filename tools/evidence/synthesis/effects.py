"""The effect direction plot as data: one row a study family, one direction a cell, totals under comparisons only.

Rules: Hilton Boon and Thomson 2021 (doi:10.1002/jrsm.1458), after Thomson and Thomas 2013 (doi:10.1002/jrsm.1060).
Where the papers of a study family differ, the rule for several measures holds over all their findings. Results in part
of the people are never plotted; statistical significance plays no part anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evidence.library import Library
from evidence.model import Direction, Study
from evidence.synthesis.numbers import sign_test, wilson_interval
from evidence.synthesis.panels import Panel, PlacedFinding, place
from evidence.vocabulary import Vocabulary

SizeBand = Literal["large", "medium", "small", "unknown"]

PLOTTED: tuple[Panel, ...] = ("compared", "change-over-time", "told", "reviewed")
"""Panels of a plot, in order; the others have no direction that a reader could mistake for a result."""
_EFFECT_PANELS: frozenset[Panel] = frozenset({"compared", "change-over-time"})
_AGREEMENT = (7, 10)
_LARGE_ABOVE = 300
_MEDIUM_FROM = 50
_KNOWN: frozenset[Direction] = frozenset({"favours-social-prescribing", "favours-comparison", "no-clear-direction"})


@dataclass(frozen=True)
class Cell:
    """What one study family found on one column.

    Attributes:
        direction: The direction that its findings share, by the rule of 70%.
        findings: What it rests on.
        measures: How many findings with a known direction it rests on; of descriptions, how many there are.
    """

    direction: Direction
    findings: tuple[PlacedFinding, ...]
    measures: int


@dataclass(frozen=True)
class EffectRow:
    """One study family in a panel.

    Attributes:
        family: Keys of all its papers.
        papers: Those whose findings stand in the row, the strongest design first.
        cells: Column to cell; a column the family says nothing on is missing.
    """

    family: frozenset[str]
    papers: tuple[Study, ...]
    cells: Mapping[str, Cell]

    @property
    def intervention_group(self) -> int | None:
        """The largest final number in the intervention group that one of the papers gives."""
        numbers = [paper.study.participants.intervention_group for paper in self.papers if paper.study.participants]
        return max((number for number in numbers if number is not None), default=None)

    @property
    def band(self) -> SizeBand:
        """The band of size of the intervention group."""
        return size_band(self.intervention_group)


@dataclass(frozen=True)
class Total:
    """How many study families point which way in one column of the comparisons.

    Attributes:
        favourable: Families that favour social prescribing.
        directional: Families that favour either side.
        unclear: Families with a known direction that is neither: left out of the proportion and of the test.
    """

    favourable: int
    directional: int
    unclear: int

    @property
    def proportion(self) -> float | None:
        """Share of the directional families that favour social prescribing, from 0 to 1; None without any."""
        return self.favourable / self.directional if self.directional else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """95% Wilson interval of the proportion."""
        return wilson_interval(self.favourable, self.directional) if self.directional else None

    @property
    def p_value(self) -> float | None:
        """Two-sided sign test, from six directional families on."""
        return sign_test(self.favourable, self.directional)


@dataclass(frozen=True)
class EffectPanel:
    """One panel of a plot: columns in order, rows, and totals where families were compared with others."""

    panel: Panel
    columns: tuple[str, ...]
    rows: tuple[EffectRow, ...]
    totals: Mapping[str, Total]


def common_direction(directions: Sequence[Direction]) -> Direction:
    """Return the direction that several findings share: one way if at least 70% of those that are known point there.

    Raises:
        ValueError: There is no finding.
    """
    if not directions:
        raise ValueError("No finding, no direction.")
    known = [one for one in directions if one in _KNOWN]
    if not known:
        return "direction-not-reported" if "direction-not-reported" in directions else "descriptive"
    part, whole = _AGREEMENT
    for direction, number in Counter(known).items():
        if number * whole >= part * len(known):
            return direction
    return "no-clear-direction"


def size_band(intervention_group: int | None) -> SizeBand:
    """Return the band of size by the final number in the intervention group: over 300, 50 to 300, under 50."""
    if intervention_group is None:
        return "unknown"
    if intervention_group > _LARGE_ABOVE:
        return "large"
    return "medium" if intervention_group >= _MEDIUM_FROM else "small"


def may_be_plotted(vocabulary: Vocabulary, placed: PlacedFinding) -> bool:
    """Tell whether a finding may stand in a plot.

    An outcome of which neither end is good has no direction of effect, and a pilot was not sized to show one: the
    vocabulary says so (`effect-plot: none`). Designs that hold several parts are judged by what the finding rests on.
    """
    if placed.panel not in PLOTTED:
        return False
    if placed.panel not in _EFFECT_PANELS:
        return True
    outcomes, designs = vocabulary.facets.get("outcome"), vocabulary.facets.get("design")
    outcome = outcomes.terms.get(placed.finding.outcome) if outcomes else None
    if outcome and outcome.effect_plot == "none":
        return False
    design = designs.terms.get(placed.study.tags.design or "") if designs else None
    return not (design and design.effect_plot == "none" and design.group == "comparative")


def effect_panels(
    library: Library, studies: Iterable[Study], columns: Sequence[str], column_of: Callable[[str], str | None]
) -> list[EffectPanel]:
    """Return the plot of some studies, panel by panel; panels and columns without a finding are left out.

    Rows stand by design in the order of the vocabulary (the fairest comparison first), then newest first.

    Args:
        library: Where families and terms stand.
        studies: The studies to plot; retracted ones are left out.
        columns: Columns in order.
        column_of: Outcome to column, or None where an outcome has no place in this plot.
    """
    cells: dict[Panel, dict[frozenset[str], dict[str, list[PlacedFinding]]]] = {panel: {} for panel in PLOTTED}
    for one in place(studies):
        column = column_of(one.finding.outcome)
        if column is not None and may_be_plotted(library.vocabulary, one):
            row = cells[one.panel].setdefault(library.families[one.study.key], {})
            row.setdefault(column, []).append(one)
    return [_panel(library, panel, found, columns) for panel, found in cells.items() if found]


def _panel(
    library: Library,
    panel: Panel,
    found: Mapping[frozenset[str], Mapping[str, Sequence[PlacedFinding]]],
    columns: Sequence[str],
) -> EffectPanel:
    rank = _ranks(library.vocabulary)
    rows = [_row(family, cells, rank) for family, cells in found.items()]
    rows.sort(key=lambda row: row.papers[0].key)
    rows.sort(key=lambda row: row.papers[0].citation.issued or "", reverse=True)
    rows.sort(key=lambda row: rank.get(row.papers[0].tags.design or "", len(rank)))
    used = tuple(column for column in columns if any(column in row.cells for row in rows))
    totals = {column: _total(rows, column) for column in used} if panel == "compared" else {}
    return EffectPanel(panel, used, tuple(rows), totals)


def _row(family: frozenset[str], cells: Mapping[str, Sequence[PlacedFinding]], rank: Mapping[str, int]) -> EffectRow:
    papers = {one.study.key: one.study for found in cells.values() for one in found}
    ordered = sorted(papers.values(), key=lambda one: (rank.get(one.tags.design or "", len(rank)), one.key))
    return EffectRow(family, tuple(ordered), {column: _cell(found) for column, found in cells.items()})


def _cell(found: Sequence[PlacedFinding]) -> Cell:
    directions: list[Direction] = [one.finding.direction for one in found]
    known = sum(1 for one in directions if one in _KNOWN)
    return Cell(common_direction(directions), tuple(found), known or len(found))


def _total(rows: Iterable[EffectRow], column: str) -> Total:
    found = Counter(row.cells[column].direction for row in rows if column in row.cells)
    favourable = found["favours-social-prescribing"]
    return Total(favourable, favourable + found["favours-comparison"], found["no-clear-direction"])


def _ranks(vocabulary: Vocabulary) -> Mapping[str, int]:
    facet = vocabulary.facets.get("design")
    return {term.id: place for place, term in enumerate(facet)} if facet else {}
