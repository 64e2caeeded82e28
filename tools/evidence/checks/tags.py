"""Tags, outcomes and measures are terms of the vocabulary, and there are as many of them as a reader needs."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import process

from evidence.checks.fixing import item_gone, value_fix
from evidence.checks.registry import Fault, check, record_check
from evidence.library import Library
from evidence.model import Study
from evidence.vocabulary import Facet, Vocabulary
from evidence.yaml_text import Path

_NEEDED = ("model", "population", "country")
_NO_STUDY = frozenset({"guidance-or-policy", "protocol"})
_CLOSE_ENOUGH = 60
"""Likeness in per cent above which an unknown term gets a suggestion."""


def _borne(study: Study, vocabulary: Vocabulary) -> Iterator[tuple[Facet, Path, str]]:
    """Go through the terms a record bears, facet by facet; a facet that could not be read is left out."""
    for facet in vocabulary.facets.values():
        if facet.id == "outcome":
            for number, finding in enumerate(study.findings):
                yield facet, ("findings", number, "outcome"), finding.outcome
        elif not facet.described.multiple and len(study.tags.of(facet.id)) == 1:
            yield facet, ("tags", facet.id), study.tags.of(facet.id)[0]
        else:
            for number, term in enumerate(study.tags.of(facet.id)):
                yield facet, ("tags", facet.id, number), term


def _nearest(wanted: str, facet: Facet) -> str:
    names = {name: term.id for term in facet for name in (term.id, term.label, *term.synonyms)}
    best = process.extractOne(wanted.replace("-", " "), list(names), score_cutoff=_CLOSE_ENOUGH)
    return names[best[0]] if best else ""


@record_check(
    "unknown-term",
    "error",
    "Every tag, outcome and measure stands in the vocabulary.",
    "Choose a term that is there, or add the new one to the vocabulary first.",
)
def unknown_term(study: Study, library: Library) -> Iterator[Fault]:
    """Look every term up, and suggest the nearest one."""
    for facet, place, term in _borne(study, library.vocabulary):
        if term not in facet.terms:
            near = _nearest(term, facet)
            remedy = f"Did you mean {near!r}? The terms stand in vocabulary/{facet.path}.yaml." if near else ""
            yield Fault(place, f"There is no {facet.label.lower()} {term!r}.", remedy)
    measures = library.vocabulary.measures
    named: list[tuple[Path, str]] = [(("study", "measures", n), one) for n, one in enumerate(study.study.measures)]
    named += [(("findings", n, "measure"), one.measure) for n, one in enumerate(study.findings) if one.measure]
    for place, measure in named if measures else []:
        if measure not in measures:
            best = process.extractOne(measure, list(measures), score_cutoff=_CLOSE_ENOUGH)
            remedy = f"Did you mean {best[0]!r}? The measures stand in vocabulary/measures.yaml." if best else ""
            yield Fault(place, f"There is no measure {measure!r}.", remedy)


@record_check(
    "unknown-collection",
    "error",
    "Every collection stands in vocabulary/codes.yaml.",
    "Choose one that is there, or add it under `collection` in vocabulary/codes.yaml.",
)
def unknown_collection(study: Study, library: Library) -> Iterator[Fault]:
    """Look the collections up."""
    listed = library.vocabulary.codes.get("collection")
    known = {code.id for code in listed.values} if listed else set(study.collections)
    for number, collection in enumerate(study.collections):
        if collection not in known:
            yield Fault(("collections", number), f"There is no collection {collection!r}.")


def _replaced(text: str, place: Path, library: Library) -> str:
    """Write the term that replaced another one."""
    facet = library.vocabulary.facet(str(place[1]) if place[0] == "tags" else "outcome")

    def newer(term_id: str) -> str | None:
        term = facet.terms.get(term_id)
        return term.replaced_by if term else None

    return value_fix(newer)(text, place, library)


@record_check(
    "retired-term",
    "warning",
    "No record bears a term that was replaced.",
    "Use the term that replaced it.",
    fix=_replaced,
)
def retired_term(study: Study, library: Library) -> Iterator[Fault]:
    """Find terms with `replaced-by`."""
    for facet, place, term_id in _borne(study, library.vocabulary):
        term = facet.terms.get(term_id)
        if term and term.replaced_by:
            yield Fault(place, f"{term_id!r} was replaced.", f"Use {term.replaced_by!r}.")


@record_check("single-valued-facet", "error", "A facet that takes one term bears one.", "Keep the one that fits best.")
def single_valued_facet(study: Study, library: Library) -> Iterator[Fault]:
    """Find several terms where the facet allows one."""
    for facet in library.vocabulary.facets.values():
        terms = study.tags.of(facet.id)
        if not facet.described.multiple and len(terms) > 1:
            yield Fault(("tags", facet.id), f"{facet.label} takes one term, and here are {len(terms)}.")


@record_check("term-twice", "warning", "No tag stands twice in one record.", "Remove one of them.", fix=item_gone)
def term_twice(study: Study, library: Library) -> Iterator[Fault]:
    """Find equal tags; one outcome may well have several findings."""
    for facet in library.vocabulary.facets.values():
        terms = study.tags.of(facet.id)
        for number, term in enumerate(terms):
            if term in terms[:number]:
                yield Fault(("tags", facet.id, number), f"{term!r} stands twice.")


@record_check(
    "broader-and-narrower",
    "notice",
    "A record that bears a term need not bear the broader one: a search for that finds it anyway.",
    "Remove the broader term, unless the work treats it as such.",
)
def broader_and_narrower(study: Study, library: Library) -> Iterator[Fault]:
    """Find a term beside its broader one."""
    for facet in library.vocabulary.facets.values():
        terms = study.tags.of(facet.id)
        for number, term in enumerate(terms):
            below = [other for other in terms if any(up.id == term for up in facet.broader(other))]
            if below:
                yield Fault(("tags", facet.id, number), f"{term!r} is broader than {', '.join(below)}.")


@record_check(
    "missing-facet",
    "warning",
    "A study says which model it studied, in whom and in which country.",
    "Add the term; where the source does not say, use the term for that (such as model-not-clear), or `ignore`.",
)
def missing_facet(study: Study, library: Library) -> Iterator[Fault]:
    """Check the facets that the filters and the map rest on."""
    if study.tags.design is None or study.tags.design in _NO_STUDY:
        return
    designs = library.vocabulary.facets.get("design")
    design = designs.terms.get(study.tags.design) if designs else None
    for facet in _NEEDED:
        if not study.tags.of(facet):
            # A review bears the populations and countries of its studies only where the source lists them.
            is_open = design is not None and design.group == "synthesis" and facet != "model"
            message = f"No {facet} is given, so no filter by {facet} finds this study."
            yield Fault(("tags", facet), message, level="notice" if is_open else None)


@check(
    "unused-term",
    "notice",
    "Every core term is borne by some record.",
    "Nothing need be done: the term's page says that no study is known. Retire it only if nobody would ask for it.",
)
def unused_term(library: Library) -> Iterator[Fault]:
    """List the core terms without a record, in one finding a facet."""
    for facet in library.vocabulary.facets.values():
        used = {term for study in library.studies.values() for term in study.terms(facet.id)}
        unused = [term.id for term in facet if term.tier == "core" and not facet.within(term.id) & used]
        if unused and library.studies:
            path = f"vocabulary/{facet.path}.yaml"
            yield Fault(("terms",), f"No record bears {', '.join(unused)}.", path=path)
