"""In which company a finding may be shown, and how findings are counted: by study family, never by paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from evidence.library import Library
from evidence.model import Direction, Finding, Study

Panel = Literal["compared", "change-over-time", "told", "reviewed", "part-of-the-people", "described"]


@dataclass(frozen=True)
class PlacedFinding:
    """A finding with its study and the panel in which it may be shown."""

    study: Study
    finding: Finding
    panel: Panel


def panel_of(study: Study, finding: Finding) -> Panel:
    """Tell in which company a finding may be shown.

    Results of part of the people, uncontrolled changes, accounts and reviews never share a panel with comparisons.
    """
    if finding.analysis == "subgroup":
        return "part-of-the-people"
    if finding.basis == "review":
        return "reviewed"
    if finding.basis == "qualitative":
        return "told"
    comparison = study.comparison_of(finding)
    if comparison == "own-baseline":
        return "change-over-time"
    if comparison in (None, "no-comparison"):
        return "described"
    return "compared"


def place(studies: Iterable[Study], outcome: str | None = None) -> list[PlacedFinding]:
    """Return the findings of some studies (on one outcome, if given), each with its panel; retracted works are out."""
    return [
        PlacedFinding(study, finding, panel_of(study, finding))
        for study in studies
        if study.counts_as_evidence
        for finding in study.findings
        if outcome is None or finding.outcome == outcome
    ]


def count_directions(library: Library, placed: Iterable[PlacedFinding]) -> dict[Direction, int]:
    """Count study families by direction; a family with findings in several directions counts once in each."""
    families: dict[Direction, set[frozenset[str]]] = {}
    for one in placed:
        families.setdefault(one.finding.direction, set()).add(library.families[one.study.key])
    return {direction: len(members) for direction, members in families.items()}
