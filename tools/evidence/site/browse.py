"""The browse page and the data its script works on.

The page itself is a full list with plain links for each term, and stays so without script. With script, the same
facets become choices; cards, terms and words come from one file, so that nothing is drawn twice in two languages.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from evidence.formats import FORMATS
from evidence.library import Library
from evidence.model import Study
from evidence.selection import searchable
from evidence.site import addresses
from evidence.site.page import Asset, Page, link
from evidence.site.render import Renderer
from evidence.site.terms import counted_groups, newest_first

FACETS = (
    "outcome", "model", "population", "activity", "connector", "referral-route", "design", "country",
)  # fmt: skip
"""Facets offered, those a reader asks for first at the top."""
CODE_FACETS = {
    "direction": "effect-direction", "certainty": "certainty", "read": "read", "access": "free-to-read",
    "collection": "collection",
}  # fmt: skip
"""Facets whose values are codes, with their lists of codes."""
CODE_LABELS = {
    "direction": "Direction of findings", "certainty": "Certainty judged by others", "read": "What was read",
    "access": "Free to read", "collection": "Collection",
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """A value of a facet that a reader may choose."""

    id: str
    label: str
    works: int
    depth: int = 0
    address: str = ""
    definition: str = ""


@dataclass(frozen=True)
class BrowseFacet:
    """A facet as the page offers it; `choices` come in groups with a heading, which may be empty."""

    id: str
    label: str
    address: str
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]


def browse_page(renderer: Renderer) -> Page:
    """Return the browse page with every work listed."""
    library = renderer.library
    studies = newest_first(library.studies.values())
    years = sorted({int(study.citation.year) for study in studies if study.citation.year})
    return renderer.page(
        addresses.EVIDENCE,
        "browse",
        "Evidence",
        "Search and filter every work in this base: by words, outcome, model, people, activity, design and country.",
        layout="wide",
        scripts=("assets/vendor/minisearch/minisearch.js", "assets/js/browse.js", "assets/js/export.js"),
        studies=studies,
        facets=browse_facets(library),
        years=(years[0], years[-1]) if years else None,
        data=link(addresses.EVIDENCE, addresses.BROWSE_DATA),
        exports=[
            (name, one.label, link(addresses.EVIDENCE, addresses.export_data(name))) for name, one in FORMATS.items()
        ],
    )


def browse_data(renderer: Renderer) -> Asset:
    """Return what the script needs of every work: its card, its terms with all broader ones, and its words."""
    library = renderer.library
    works = [_work(renderer, study) for study in newest_first(library.studies.values())]
    text = json.dumps({"works": works}, ensure_ascii=False, separators=(",", ":"))
    return Asset(addresses.BROWSE_DATA, text + "\n")


def facet_values(library: Library, study: Study) -> dict[str, list[str]]:
    """Return the values of a study in every facet of the page; a narrower term brings its broader ones with it."""
    values: dict[str, list[str]] = {}
    for name in FACETS:
        facet = library.vocabulary.facets.get(name)
        if facet is None:
            continue
        terms = [term for term in study.terms(name) if term in facet.terms]
        above = [up.id for term in terms for up in facet.broader(term)]
        values[name] = list(dict.fromkeys([*terms, *above]))
    values["direction"] = list(dict.fromkeys(finding.direction for finding in study.findings))
    values["certainty"] = list(study.certainties)
    values["access"] = [study.access.free_to_read]
    values["read"] = [study.provenance.extraction.read]
    values["collection"] = list(study.collections)
    return values


def browse_facets(library: Library) -> list[BrowseFacet]:
    """Return the facets with the number of works of each value; values without a work are left out."""
    found = []
    for name in FACETS:
        facet = library.vocabulary.facets.get(name)
        if facet is None:
            continue
        groups = []
        for group in counted_groups(library, facet):
            choices = tuple(
                Choice(
                    one.term.id, one.term.label, one.works, one.depth,
                    addresses.term(facet, one.term.id), one.term.definition,
                )
                for one in group.terms
                if one.works
            )  # fmt: skip
            if choices:
                groups.append((group.label, choices))
        if groups:
            found.append(BrowseFacet(name, facet.label, addresses.facet(facet), tuple(groups)))
    return [*found, *_code_facets(library, library.studies.values())]


def _code_facets(library: Library, studies: Iterable[Study]) -> list[BrowseFacet]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in CODE_FACETS}
    for study in studies:
        values = facet_values(library, study)
        for name, counter in counts.items():
            counter.update(values[name])
    found = []
    for name, code_list in CODE_FACETS.items():
        known = library.vocabulary.codes.get(code_list)
        codes = [code for code in known.values if counts[name][code.id]] if known else []
        choices = tuple(
            Choice(
                code.id, code.label, counts[name][code.id],
                address=addresses.collection(code.id) if name == "collection" else "",
                definition=code.definition or "",
            )
            for code in codes
        )  # fmt: skip
        if choices:
            found.append(BrowseFacet(name, CODE_LABELS[name], "", (("", choices),)))
    return found


def _work(renderer: Renderer, study: Study) -> dict[str, Any]:
    library = renderer.library
    names = study.citation.author or study.citation.editor
    return {
        "key": study.key,
        "card": renderer.html(addresses.EVIDENCE, "card", study=study).strip(),
        "year": int(study.citation.year) if study.citation.year else None,
        "author": names[0].inverted if names else "",
        "family": min(library.families[study.key]) if study.counts_as_evidence else "",
        "terms": {name: values for name, values in facet_values(library, study).items() if values},
        "words": searchable(library, study),
    }
