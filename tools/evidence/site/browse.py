"""The browse page and the data its script works on.

The page itself is a full list with plain links for each term, and stays so without script. With script, the same
facets become choices. The script takes the cards from the page and the names from the search data, so that the file
made here holds only what stands in neither: terms, numbers, and the words of summaries and findings.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from evidence.formats import FORMATS
from evidence.library import Library
from evidence.model import FREE_TO_READ, Study
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
    "direction": "effect-direction", "certainty": "certainty", "access": "access", "read": "read",
    "collection": "collection",
}  # fmt: skip
"""Facets whose values are codes, with their lists of codes."""
CODE_LABELS = {
    "direction": "Direction of findings", "certainty": "Certainty judged by others", "access": "Open access",
    "read": "What was read", "collection": "Collection",
}  # fmt: skip
EXPLAINED = {
    "direction": f"{addresses.METHODS}#how-findings-are-coded",
    "certainty": f"{addresses.METHODS}#certainty",
    "access": f"{addresses.METHODS}#what-free-to-read-means",
    "read": f"{addresses.METHODS}#how-far-each-work-was-read",
    "collection": f"{addresses.METHODS}#how-works-got-in",
}
"""Where the values of the code facets are explained; those of the other facets have pages of their own."""
FREE = "free"
TEXTS = ("summary", "findings", "record")
"""Fields of words that the search data does not hold."""
PEOPLE = frozenset({
    "people", "persons", "participants", "patients", "clients", "users", "adults", "children", "carers", "residents",
    "veterans", "workers", "staff", "professionals", "practitioners", "clinicians", "gps", "nurses", "students",
    "volunteers", "respondents", "interviewees", "panellists", "experts", "leaders", "managers", "stakeholders",
})  # fmt: skip
"""Last words of units of `participants` that count people, in small letters; any other number is shown, and not put in
order with numbers of people."""


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
    """A facet as the page offers it; `choices` come in groups with a heading, which may be empty.

    `address` is where its values are explained.
    """

    id: str
    label: str
    address: str
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]

    @property
    def has_links(self) -> bool:
        """Whether its values have pages of their own, so that it serves without script, too."""
        return any(choice.address for _, choices in self.groups for choice in choices)


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
        scripts=("assets/js/works.js", "assets/js/browse.js", "assets/js/export.js"),
        studies=studies,
        facets=browse_facets(library),
        years=(years[0], years[-1]) if years else None,
        exports=[
            (name, one.label, link(addresses.EVIDENCE, addresses.export_data(name))) for name, one in FORMATS.items()
        ],
    )


def browse_data(library: Library) -> Asset:
    """Return what the script needs of every work: terms with all broader ones, numbers, and words beyond its names."""
    works = [_work(library, study) for study in newest_first(library.studies.values())]
    text = json.dumps({"works": works}, ensure_ascii=False, separators=(",", ":"))
    return Asset(addresses.BROWSE_DATA, text + "\n")


def people(study: Study) -> int | None:
    """Return how many people a study is about; None where no number is known, or where it counts something else."""
    found = study.study.participants
    unit = (found.unit or "people").lower().split() if found else []
    return found.n if found and unit[-1] in PEOPLE else None


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
    values["access"] = list(study.access.values)
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
        choices = [
            Choice(
                code.id, code.label, counts[name][code.id], int(code.id in FREE_TO_READ),
                address=addresses.collection(code.id) if name == "collection" else "",
                definition=code.definition or "",
            )
            for code in (known.values if known else [])
            if counts[name][code.id]
        ]  # fmt: skip
        if name == "access" and counts[name][FREE]:
            choices.insert(0, Choice(FREE, library.vocabulary.code("free-to-read", FREE).label, counts[name][FREE]))
        if choices:
            found.append(BrowseFacet(name, CODE_LABELS[name], EXPLAINED[name], (("", tuple(choices)),)))
    return found


def _work(library: Library, study: Study) -> dict[str, Any]:
    names = study.citation.author or study.citation.editor
    words = searchable(library, study)
    counted = study.study.participants
    return {
        "key": study.key,
        "address": addresses.study(study.key),
        "year": int(study.citation.year) if study.citation.year else None,
        "author": names[0].inverted if names else "",
        "people": people(study),
        "size": f"{counted.n:,} {counted.unit or ''}".strip() if counted and counted.n is not None else "",
        "family": min(library.families[study.key]) if study.counts_as_evidence else "",
        "terms": {name: values for name, values in facet_values(library, study).items() if values},
        "texts": {name: words[name] for name in TEXTS},
    }
