"""The vocabulary holds together: ids and labels are unique, and whatever a term names is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evidence.checks.registry import Fault, check
from evidence.library import Library
from evidence.vocabulary import Facet, Term, code_lists_known_to_the_program
from evidence.yaml_text import Path

_LISTS = ("measures", "definitions")


def _file(name: str) -> str:
    return f"vocabulary/{name}.yaml"


def _terms(library: Library) -> Iterator[tuple[Facet, int, Term]]:
    for facet in library.vocabulary.facets.values():
        for number, term in enumerate(facet.described.terms):
            yield facet, number, term


def _raw(library: Library, name: str, within: str) -> Any:
    """Return part of a file as plain data, faulty entries included; None where the file could not be read."""
    document = library.documents.get(_file(name))
    data = document.data if document else None
    return data.get(within) if within and isinstance(data, dict) else data


def _listed(library: Library, name: str) -> list[dict[str, Any]]:
    raw = _raw(library, name, name)
    return [one if isinstance(one, dict) else {} for one in raw] if isinstance(raw, list) else []


@check(
    "duplicate-term",
    "error",
    "Each id stands once in its file.",
    "Join the two, or give one of them another id; an id that records use never changes.",
)
def duplicate_term(library: Library) -> Iterator[Fault]:
    """Find equal ids in facets, measures, definitions, groups and lists of codes."""
    groups: list[tuple[str, Path, list[Any]]] = []
    for facet in library.vocabulary.facets.values():
        groups.append((facet.path, ("terms",), [term.id for term in facet.described.terms]))
        groups.append((facet.path, ("groups",), [group.id for group in facet.described.groups]))
    groups += [(name, (name,), [one.get("id") for one in _listed(library, name)]) for name in _LISTS]
    for name, codes in library.vocabulary.codes.items():
        groups.append(("codes", (name, "values"), [code.id for code in codes.values]))
    for file, place, ids in groups:
        for number, one in enumerate(ids):
            if one is not None and one in ids[:number]:
                yield Fault((*place, number, "id"), f"The id {one!r} stands twice.", path=_file(file))


@check(
    "label-twice", "error", "No two terms of a facet bear one label.", "Give one of them a label that tells them apart."
)
def label_twice(library: Library) -> Iterator[Fault]:
    """Find labels that a reader could not tell apart."""
    for facet in library.vocabulary.facets.values():
        labels = [term.label.casefold() for term in facet.described.terms]
        for number, label in enumerate(labels):
            if label in labels[:number]:
                message = f"The label {facet.described.terms[number].label!r} stands twice."
                yield Fault(("terms", number, "label"), message, path=_file(facet.path))


@check(
    "broader-missing",
    "error",
    "A broader term, or one that replaces another, stands in the same facet.",
    "Correct the id, or add the term.",
)
def broader_missing(library: Library) -> Iterator[Fault]:
    """Look broader terms and replacements up."""
    for facet, number, term in _terms(library):
        for field, wanted in (("broader", term.broader), ("replaced-by", term.replaced_by)):
            if wanted and wanted not in facet.terms:
                yield Fault(("terms", number, field), f"There is no term {wanted!r} here.", path=_file(facet.path))


@check(
    "broader-cycle",
    "error",
    "Broader terms do not run in a circle.",
    "Remove the broader term that is the narrower one.",
)
def broader_cycle(library: Library) -> Iterator[Fault]:
    """Follow the broader terms upwards."""
    for facet, number, term in _terms(library):
        # Facet.broader stops at a circle; what it then holds includes the term it started from.
        if any(up.id == term.id for up in facet.broader(term.id)):
            yield Fault(("terms", number, "broader"), f"{term.id!r} is broader than itself.", path=_file(facet.path))


@check("group-missing", "error", "The group of a term is one of the facet's groups.", "Correct it, or add the group.")
def group_missing(library: Library) -> Iterator[Fault]:
    """Look the groups up."""
    for facet, number, term in _terms(library):
        if term.group and term.group not in {group.id for group in facet.described.groups}:
            yield Fault(("terms", number, "group"), f"There is no group {term.group!r} here.", path=_file(facet.path))


@check(
    "source-missing",
    "error",
    "Every source that a term, measure, definition or code names stands in vocabulary/sources.yaml.",
    "Correct the name, or add the source with what was seen of it.",
)
def source_missing(library: Library) -> Iterator[Fault]:
    """Look the sources up."""
    known = _raw(library, "sources", "sources")
    if not isinstance(known, dict):
        return
    for file, place, sources in _citing(library):
        for number, source in enumerate(sources):
            if source not in known:
                yield Fault((*place, "sources", number), f"There is no source {source!r}.", path=_file(file))


def _citing(library: Library) -> Iterator[tuple[str, Path, list[str]]]:
    """Go through everything that names sources: the file, the place, the names."""
    for facet in library.vocabulary.facets.values():
        yield facet.path, (), facet.described.sources
    for facet, number, term in _terms(library):
        yield facet.path, ("terms", number), term.sources
    for name in _LISTS:
        for number, one in enumerate(_listed(library, name)):
            sources = one.get("sources")
            yield name, (name, number), sources if isinstance(sources, list) else []
    for name, codes in library.vocabulary.codes.items():
        yield "codes", (name,), codes.sources


@check(
    "measure-outcome-missing",
    "error",
    "The outcome of a measure stands in vocabulary/outcomes.yaml.",
    "Correct the id, or add the outcome.",
)
def measure_outcome_missing(library: Library) -> Iterator[Fault]:
    """Look the outcomes of measures up."""
    outcomes = library.vocabulary.facets.get("outcome")
    for number, measure in enumerate(_listed(library, "measures")):
        wanted = measure.get("outcome")
        if outcomes and isinstance(wanted, str) and wanted not in outcomes.terms:
            place = ("measures", number, "outcome")
            yield Fault(place, f"There is no outcome {wanted!r}.", path=_file("measures"))


@check(
    "term-measure-missing",
    "error",
    "The measures that an outcome lists stand in vocabulary/measures.yaml.",
    "Correct the id, or add the measure.",
)
def term_measure_missing(library: Library) -> Iterator[Fault]:
    """Look the measures of outcomes up."""
    if not isinstance(_raw(library, "measures", "measures"), list):
        return
    known = {measure.get("id") for measure in _listed(library, "measures")}
    for facet, number, term in _terms(library):
        for place, measure in enumerate(term.measures):
            if measure not in known:
                where = ("terms", number, "measures", place)
                yield Fault(where, f"There is no measure {measure!r}.", path=_file(facet.path))


@check(
    "codes-differ",
    "error",
    "vocabulary/codes.yaml holds the codes that the program knows, no more and no fewer.",
    "Bring codes.yaml and tools/evidence/model.py together.",
)
def codes_differ(library: Library) -> Iterator[Fault]:
    """Hold the file against the program; lists that the program does not know by id are free."""
    raw = _raw(library, "codes", "")
    if not isinstance(raw, dict):
        return
    for name, known in code_lists_known_to_the_program().items():
        if name not in raw:
            yield Fault((), f"The list {name!r} is missing.", path=_file("codes"))
        elif name in library.vocabulary.codes:
            given = {code.id for code in library.vocabulary.codes[name].values}
            parts = [f"without {', '.join(sorted(known - given))}"] if known - given else []
            parts += [f"with {', '.join(sorted(given - known))}, unknown to the program"] if given - known else []
            if parts:
                yield Fault((name,), f"The list {name!r} stands here {' and '.join(parts)}.", path=_file("codes"))
