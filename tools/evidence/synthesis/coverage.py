"""Where studies are and where none are: the numbers of an evidence and gap map, and the names of its gaps.

Rules: Campbell evidence and gap maps (doi:10.1002/cl2.1125). Study families count once; retracted works do not count;
plans of studies have no findings and stand apart. A crossing bears one gap, the first that fits: no study; studies but
no review; reviews, none of which judged the certainty better than low; reviews only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from evidence.library import Library
from evidence.model import CertaintyLevel, Study
from evidence.vocabulary import Facet, Term, Vocabulary

Gap = Literal["no-study", "no-review", "low-certainty", "only-reviews"]
Column = tuple[str, ...]
GAPS: tuple[Gap, ...] = get_args(Gap)
_REVIEWS = "synthesis"
_OTHERS = "other"
_PLAN = "protocol"
_SURE: frozenset[CertaintyLevel] = frozenset({"high", "moderate"})
_UNSURE: frozenset[CertaintyLevel] = frozenset({"low", "very-low"})
OTHER_OUTCOMES = "other-outcomes"
"""Column of outcomes that stand in no group."""


@dataclass(frozen=True)
class Coverage:
    """What the base holds on one crossing of the map.

    Attributes:
        works: The works that bear both, in the order of their keys; retracted ones are left out.
        families: How many study families they make up.
        designs: Group of designs to number of study families; a family of two designs stands in both groups.
        certainty: Levels that the reviews among the works judged for their findings on these outcomes.
    """

    works: tuple[Study, ...]
    families: int
    designs: Mapping[str, int]
    certainty: frozenset[CertaintyLevel] = frozenset()

    @property
    def gap(self) -> Gap | None:
        """What is missing: any study, a review of the studies, certainty, or the studies themselves."""
        if not self.families:
            return "no-study"
        if _REVIEWS not in self.designs:
            return "no-review"
        if self.certainty & _UNSURE and not self.certainty & _SURE:
            return "low-certainty"
        return "only-reviews" if len(self.designs) == 1 else None


def cover(
    library: Library, facet: Facet, columns: Iterable[Column], studies: Iterable[Study] | None = None
) -> dict[str, dict[Column, Coverage]]:
    """Return what the base holds on each crossing of the terms of a facet with some columns: term, column, coverage.

    A term includes its narrower ones; a column is the outcomes it holds, exactly these. Of a selection of studies only
    these are looked at; families stay those of the whole library.
    """
    bearing: dict[str, set[str]] = {}
    for study in library.studies.values() if studies is None else studies:
        if study.counts_as_evidence:
            for outcome in study.outcomes:
                bearing.setdefault(outcome, set()).add(study.key)
    held = {column: set[str]().union(*(bearing.get(one, ()) for one in column)) for column in columns}
    found = {}
    for term in facet:
        keys = {study.key for study in library.with_term(facet.id, term.id)}
        found[term.id] = {column: _coverage(library, keys & there, column) for column, there in held.items()}
    return found


def _coverage(library: Library, keys: Collection[str], outcomes: Column) -> Coverage:
    works = tuple(library.studies[key] for key in sorted(keys))
    groups: dict[str, set[frozenset[str]]] = {}
    for study in works:
        groups.setdefault(design_group(library, study), set()).add(library.families[study.key])
    judged = [level for study in works for one, level in judged_by_review(library, study) if one in outcomes]
    numbers = {name: len(found) for name, found in groups.items()}
    return Coverage(works, library.count_families(works), numbers, frozenset(judged))


def judged_by_review(library: Library, study: Study) -> list[tuple[str, CertaintyLevel]]:
    """Return the certainty that a review judged, outcome by outcome; nothing for a work that is no review."""
    if design_group(library, study) != _REVIEWS:
        return []
    return [(one.outcome, one.certainty.level) for one in study.findings if one.certainty]


def is_sure(level: CertaintyLevel) -> bool | None:
    """Tell whether a level of certainty is moderate or better, or low or worse; None where nobody graded."""
    return True if level in _SURE else False if level in _UNSURE else None


def design_group(library: Library, study: Study) -> str:
    """Return the group of designs of a study, such as `comparative`; a design not known counts with the others."""
    facet = library.vocabulary.facets.get("design")
    term = facet.terms.get(study.tags.design or "") if facet else None
    return (group_of(facet, term) if facet and term else None) or _OTHERS


def group_of(facet: Facet, term: Term) -> str | None:
    """Return the group that a term stands in: its own, else that of the nearest broader term that has one."""
    return next((one.group for one in [term, *facet.broader(term.id)] if one.group), None)


def is_plan(study: Study) -> bool:
    """Tell whether a work is a plan of a study (a protocol or a registration), with nothing found yet."""
    return study.tags.design == _PLAN


def outcome_columns(vocabulary: Vocabulary) -> dict[str, str]:
    """Return the groups of outcomes in order, id to label; outcomes without a group make a last one."""
    facet = vocabulary.facets.get("outcome")
    labels = {group.id: group.label for group in facet.described.groups} if facet else {}
    return {name: labels.get(name, "Other outcomes") for name in grouped_outcomes(vocabulary)}


def grouped_outcomes(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Return the outcomes of each group, in the order of the groups; groups without outcomes are left out."""
    facet = vocabulary.facets.get("outcome")
    if facet is None:
        return {}
    found: dict[str, list[str]] = {name: [] for name in [*(one.id for one in facet.described.groups), OTHER_OUTCOMES]}
    for term in facet:
        found.get(group_of(facet, term) or "", found[OTHER_OUTCOMES]).append(term.id)
    return {name: outcomes for name, outcomes in found.items() if outcomes}
