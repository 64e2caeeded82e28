"""What the script of the map counts from: every work on the map with its terms, in one compact file.

The script counts as `synthesis.cover` does, over the works that pass the filters; a browser test holds the two equal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from evidence.library import Library
from evidence.model import CertaintyLevel, Study
from evidence.site import addresses
from evidence.site.browse import BrowseFacet, browse_facets, facet_values
from evidence.site.map_tables import FACETS
from evidence.site.page import Asset
from evidence.synthesis import design_group, is_plan, is_sure, judged_by_review

FILTERS = ("population", "design", "country", "certainty", "access", "read")
"""Facets that filter the map, beside the year; the browse page knows them all, so that links can carry them."""


def map_filters(library: Library) -> list[BrowseFacet]:
    """Return the facets that filter the map, with the values that a work on it bears."""
    borne = [facet_values(library, one) for one in _works(library)]
    offered = {facet.id: facet for facet in browse_facets(library)}
    found = []
    for facet in (offered[name] for name in FILTERS if name in offered):
        ids = {value for values in borne for value in values[facet.id]}
        groups = ((label, tuple(one for one in choices if one.id in ids)) for label, choices in facet.groups)
        found.append(replace(facet, groups=tuple((label, choices) for label, choices in groups if choices)))
    return [facet for facet in found if facet.groups]


def map_data(library: Library) -> Asset:
    """Return every work that stands on the map: those with a finding, and plans; retracted ones are left out.

    A work has `family` (a key that its papers share), `year`, `group` (of designs), `plan` where it is one, `terms` by
    facet (a narrower term brings its broader ones; outcomes stand alone), and, for a review, `sure`: outcome to whether
    its certainty was judged moderate or better.
    """
    works = [_work(library, one) for one in _works(library)]
    text = json.dumps({"works": works}, ensure_ascii=False, separators=(",", ":"))
    return Asset(addresses.MAP_DATA, text + "\n")


def _works(library: Library) -> list[Study]:
    return [one for one in library.studies.values() if one.counts_as_evidence and (one.findings or is_plan(one))]


def _work(library: Library, study: Study) -> dict[str, Any]:
    values = facet_values(library, study) | {"outcome": study.outcomes}
    work: dict[str, Any] = {
        "family": min(library.families[study.key]),
        "year": int(study.citation.year) if study.citation.year else None,
        "group": design_group(library, study),
        "terms": {name: values[name] for name in ("outcome", *FACETS, *FILTERS) if values.get(name)},
    }
    if is_plan(study):
        work["plan"] = True
    if sure := _sure(judged_by_review(library, study)):
        work["sure"] = sure
    return work


def _sure(judged: Iterable[tuple[str, CertaintyLevel]]) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for outcome, level in judged:
        sure = is_sure(level)
        if sure is not None:
            found[outcome] = found.get(outcome, False) or sure
    return found


def year_span(works: Sequence[Study]) -> tuple[int, int] | None:
    """Return the first and the last year of publication; None where no work has one."""
    years = sorted(int(one.citation.year) for one in works if one.citation.year)
    return (years[0], years[-1]) if years else None
