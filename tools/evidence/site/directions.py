"""The direction of findings as readers see it: a shape, a word, and the company in which it may be counted.

Shapes and words: Hilton Boon and Thomson 2021 (doi:10.1002/jrsm.1458). Findings that rest on a comparison, on change
over time, on what people said, on a review or on part of the people are never added up together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from evidence.model import Direction, Finding, Study
from evidence.synthesis import Panel, PlacedFinding, panel_of
from evidence.vocabulary import Vocabulary

ORDER: tuple[Direction, ...] = get_args(Direction)


@dataclass(frozen=True)
class PanelWords:
    """How a panel is named: on a card, over a table, and the caution that stands with it."""

    short: str
    heading: str
    caution: str = ""


PANELS: dict[Panel, PanelWords] = {
    "compared": PanelWords("Compared", "Compared with another group"),
    "reviewed": PanelWords("Review", "What reviews concluded from other studies"),
    "told": PanelWords(
        "Told", "What people said", "These are accounts; they show how people saw it, not how large an effect was."
    ),
    "described": PanelWords("Counted", "Counted or measured, without a comparison"),
    "change-over-time": PanelWords(
        "Before and after",
        "Change over time, no comparison group",
        "The same people were measured twice. Without a comparison group, "
        "such a change is not an effect of the service.",
    ),
    "part-of-the-people": PanelWords(
        "Part of the people",
        "In part of the people only",
        "These results are about some of the people only, who may differ from the others in many ways. "
        "They are no fair comparison and show no effect of the service.",
    ),
}  # fmt: skip
"""Panels in the order in which a reader meets them: what bears most weight for an effect first."""

USE_WORDS: dict[Direction, str] = {
    "favours-social-prescribing": "Fewer with social prescribing",
    "favours-comparison": "More with social prescribing",
}
OVER_TIME_WORDS: dict[Direction, str] = {
    "favours-social-prescribing": "Better than before",
    "favours-comparison": "Worse than before",
    "no-clear-direction": "No clear change",
}
USE_OVER_TIME_WORDS: dict[Direction, str] = {
    "favours-social-prescribing": "Fewer than before",
    "favours-comparison": "More than before",
    "no-clear-direction": "No clear change",
}


@dataclass(frozen=True)
class Mark:
    """One direction with its word and how often it was found."""

    direction: Direction
    word: str
    count: int = 1


@dataclass(frozen=True)
class Row:
    """One finding in a table."""

    study: Study
    finding: Finding
    mark: Mark
    compared_with: str
    basis: str


@dataclass(frozen=True)
class PanelRows:
    """The findings of one panel."""

    panel: Panel
    words: PanelWords
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class DialPart:
    """How many findings of one panel point which way."""

    panel: Panel
    words: PanelWords
    marks: tuple[Mark, ...]


def labels(vocabulary: Vocabulary) -> dict[Direction, str]:
    """Return the directions in order with their words, as they stand in a legend."""
    return {one: vocabulary.code("effect-direction", one).label for one in ORDER}


def word(vocabulary: Vocabulary, finding: Finding, panel: Panel) -> str:
    """Return the word of a finding's direction."""
    return direction_word(vocabulary, finding.direction, [finding.outcome], panel)


def direction_word(vocabulary: Vocabulary, direction: Direction, outcomes: Iterable[str], panel: Panel) -> str:
    """Return the word of a direction that findings on some outcomes share.

    Use of services is fewer or more; whether that is good is for the reader to say. A change over time without a
    comparison group favours nothing: it is better or worse than before.
    """
    is_use = is_use_of_services(vocabulary, outcomes)
    words = USE_WORDS if is_use else {}
    if panel == "change-over-time":
        words = USE_OVER_TIME_WORDS if is_use else OVER_TIME_WORDS
    return words.get(direction) or vocabulary.code("effect-direction", direction).label


def is_use_of_services(vocabulary: Vocabulary, outcomes: Iterable[str]) -> bool:
    """Tell whether all of some outcomes are counts of services used, which are fewer or more, not better or worse."""
    facet = vocabulary.facets.get("outcome")
    terms = [facet.terms.get(one) for one in outcomes] if facet else []
    return bool(terms) and all(term and term.better == "context" and term.intended == "lower" for term in terms)


def row(vocabulary: Vocabulary, study: Study, finding: Finding) -> Row:
    """Return a finding as it stands in a table."""
    comparison = study.comparison_of(finding)
    compared_with = vocabulary.code("comparison", comparison).label if comparison else ""
    mark = Mark(finding.direction, word(vocabulary, finding, panel_of(study, finding)))
    return Row(study, finding, mark, compared_with, vocabulary.code("basis", finding.basis).label)


def panels(vocabulary: Vocabulary, placed: Iterable[PlacedFinding]) -> list[PanelRows]:
    """Sort findings into their panels; empty panels are left out."""
    rows: dict[Panel, list[Row]] = {panel: [] for panel in PANELS}
    for one in placed:
        rows[one.panel].append(row(vocabulary, one.study, one.finding))
    return [PanelRows(panel, PANELS[panel], tuple(found)) for panel, found in rows.items() if found]


def panels_of(vocabulary: Vocabulary, study: Study) -> list[PanelRows]:
    """Return the findings of one study by panel; a retracted work shows its own too, under its band."""
    return panels(vocabulary, [PlacedFinding(study, one, panel_of(study, one)) for one in study.findings])


def dial(vocabulary: Vocabulary, study: Study) -> Sequence[DialPart]:
    """Return how many findings of a study point which way, panel by panel; parts of the people are left out."""
    parts = []
    for group in panels_of(vocabulary, study):
        if group.panel == "part-of-the-people":
            continue
        counts = Counter(one.mark for one in group.rows)
        marks = tuple(
            Mark(one.direction, one.word, counts[one])
            for one in sorted(counts, key=lambda one: (ORDER.index(one.direction), one.word))
        )
        parts.append(DialPart(group.panel, group.words, marks))
    return parts
