"""Terms as pages show them: counted, in their groups, with their studies and their sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evidence.library import Library
from evidence.model import Study
from evidence.synthesis import group_of
from evidence.vocabulary import Facet, Term, VocabularySource


@dataclass(frozen=True)
class CountedTerm:
    """A term in a list: how many families and works bear it or a narrower one, and how deep it stands."""

    term: Term
    families: int
    works: int
    depth: int


@dataclass(frozen=True)
class TermGroup:
    """A heading with its terms; the heading is empty where a facet has no groups."""

    label: str
    terms: tuple[CountedTerm, ...]


@dataclass(frozen=True)
class DesignGroup:
    """The studies of one design, newest first."""

    label: str
    studies: tuple[Study, ...]


@dataclass(frozen=True)
class NamedSource:
    """A source of a definition; `source` is None where the vocabulary does not describe it."""

    id: str
    source: VocabularySource | None


def counted(library: Library, facet: Facet, term: Term, depth: int = 0) -> CountedTerm:
    """Return a term with the number of study families and works that bear it or a narrower one."""
    studies = library.with_term(facet.id, term.id)
    return CountedTerm(term, library.count_families(studies), len(studies), depth)


def counted_groups(library: Library, facet: Facet) -> list[TermGroup]:
    """Return all terms of a facet by group, each narrower term below its broader one.

    A term that names a group of terms stands first in its group; groups without a heading come as one.
    """
    ordered = [counted(library, facet, term, len(facet.broader(term.id))) for term in _tree(facet)]
    headings = {group.id: group.label for group in facet.described.groups}
    if not headings:
        return [TermGroup("", tuple(ordered))]
    found = [
        TermGroup(label, tuple(one for one in ordered if group_of(facet, one.term) == group_id))
        for group_id, label in headings.items()
    ]
    rest = tuple(one for one in ordered if group_of(facet, one.term) not in headings)
    return [group for group in [*found, TermGroup("Others", rest)] if group.terms]


def most_used(library: Library, facet: Facet, number: int) -> list[CountedTerm]:
    """Return the terms with most study families, those with most first; a term without studies is left out."""
    every = [counted(library, facet, term) for term in facet if not term.is_group]
    used = [one for one in every if one.works]
    # "Not clear" is honest in a list and no help as a way in.
    return sorted(used, key=lambda one: (is_unclear(one.term), -one.families, one.term.label.lower()))[:number]


def is_unclear(term: Term) -> bool:
    """Tell whether a term only says that a source does not tell, such as "Model not clear"."""
    return term.id.endswith("not-clear")


def by_design(library: Library, studies: Iterable[Study]) -> list[DesignGroup]:
    """Return studies by design, in the order of the vocabulary, those without a design last."""
    facet = library.vocabulary.facets.get("design")
    order: Mapping[str | None, str] = {term.id: term.label for term in facet} if facet else {}
    groups: dict[str, list[Study]] = {label: [] for label in order.values()}
    for study in studies:
        groups.setdefault(order.get(study.tags.design, "Design not known"), []).append(study)
    return [DesignGroup(label, tuple(newest_first(found))) for label, found in groups.items() if found]


def newest_first(studies: Iterable[Study]) -> list[Study]:
    """Return studies by date of publication, newest first, then by key."""
    return sorted(sorted(studies, key=lambda one: one.key), key=lambda one: one.citation.issued or "", reverse=True)


def named_sources(library: Library, source_ids: Iterable[str]) -> list[NamedSource]:
    """Return sources by id, with their description where there is one."""
    return [NamedSource(one, library.vocabulary.sources.get(one)) for one in source_ids]


def _tree(facet: Facet) -> Iterator[Term]:
    def below(parent: str | None) -> Iterator[Term]:
        for term in facet:
            above = term.broader if term.broader in facet.terms else None
            if above == parent:
                yield term
                yield from below(term.id)

    return below(None)
