"""What a set of studies amounts to, in three numbers kept apart: how many, which way they point, how sure someone is.

Direction and certainty are never put into one score; how much there is says nothing of either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from evidence.library import Library
from evidence.model import Direction, Study
from evidence.synthesis.certainty import Judgement, judgements
from evidence.synthesis.effects import common_direction, effect_panels
from evidence.synthesis.panels import Panel, place

_ALL = "all"


@dataclass(frozen=True)
class Overview:
    """What some studies amount to on some outcomes.

    Attributes:
        families: Study families with a finding.
        panels: How many families have a finding in each panel; only what may be plotted counts among comparisons.
        compared: How many families that compared people with others point which way.
        judgements: What reviews judged about certainty.
    """

    families: int
    panels: Mapping[Panel, int]
    compared: Mapping[Direction, int]
    judgements: tuple[Judgement, ...]

    @property
    def direction(self) -> Direction | None:
        """The way at least 70% of the comparisons with a known direction point; None where nothing was compared."""
        directions = [one for one, number in self.compared.items() for _ in range(number)]
        return common_direction(directions) if directions else None


def overview(library: Library, studies: Iterable[Study], outcomes: Collection[str] | None = None) -> Overview:
    """Return what some studies amount to.

    Args:
        library: Where families and terms stand.
        studies: The studies; retracted ones are left out.
        outcomes: Only findings on these count; None for all.
    """
    chosen = list(studies)
    placed = [one for one in place(chosen) if outcomes is None or one.finding.outcome in outcomes]
    families: dict[Panel, set[frozenset[str]]] = {}
    for one in placed:
        families.setdefault(one.panel, set()).add(library.families[one.study.key])
    counts = {panel: len(found) for panel, found in families.items()}
    drawn = effect_panels(library, chosen, [_ALL], lambda one: _ALL if outcomes is None or one in outcomes else None)
    rows = [row for panel in drawn if panel.panel == "compared" for row in panel.rows]
    return Overview(
        families=len({library.families[one.study.key] for one in placed}),
        panels={**counts, "compared": len(rows)} if rows or "compared" in counts else counts,
        compared=Counter(row.cells[_ALL].direction for row in rows),
        judgements=tuple(judgements(chosen, outcomes)),
    )
