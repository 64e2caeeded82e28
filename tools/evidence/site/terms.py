"""The pages of the vocabulary: a list of terms for each facet, and a page for each term, with or without studies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence.formats.pieces import Pieces
from evidence.library import Library
from evidence.model import Study
from evidence.site import addresses, linked_data, words
from evidence.site.directions import PanelRows, labels, panels
from evidence.site.downloads import Download, downloads_of
from evidence.site.feeds import feed_link, feed_of
from evidence.site.page import Asset, Page
from evidence.site.plot_files import plot_csv, plot_svg
from evidence.site.plots import Plot, plot_of
from evidence.site.render import Renderer
from evidence.site.reviews import review_matrix
from evidence.synthesis import group_of, place
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


def facet_pages(renderer: Renderer) -> Iterator[Page]:
    """Return the list of terms of each facet."""
    for facet in renderer.library.vocabulary.facets.values():
        groups = counted_groups(renderer.library, facet)
        in_use = sum(1 for group in groups for one in group.terms if one.works)
        yield renderer.page(
            addresses.facet(facet),
            "facet",
            facet.described.heading,
            f"{facet.described.question} {words.plural(len(facet.terms), 'term')} with definitions and studies.",
            head=linked_data.script(linked_data.term_set(renderer.settings, facet)),
            facet=facet,
            groups=groups,
            in_use=in_use,
        )


def term_pages(
    renderer: Renderer, bibliography: Sequence[tuple[str, str]], made: Mapping[str, Pieces]
) -> Iterator[Page | Asset]:
    """Return a page for each term, and the files beside it.

    Args:
        renderer: Renders the pages.
        bibliography: Key and formatted reference of all works, in the order of the style.
        made: The references in pieces, from which the files are put together.
    """
    library = renderer.library
    for facet in library.vocabulary.facets.values():
        for term in facet:
            keys = [study.key for study in library.with_term(facet.id, term.id)]
            files = downloads_of(made, keys, addresses.term(facet, term.id) + term.id.lower())
            yield from term_page(renderer, facet, term, bibliography, files)
            yield from (file.asset for file in files)


def term_page(
    renderer: Renderer, facet: Facet, term: Term, bibliography: Sequence[tuple[str, str]], files: Sequence[Download]
) -> Iterator[Page | Asset]:
    """Return the page of one term, and its plot as files."""
    library = renderer.library
    studies = library.with_term(facet.id, term.id)
    keys = {study.key for study in studies}
    path = addresses.term(facet, term.id)
    above = [(one.label, addresses.term(facet, one.id)) for one in reversed(facet.broader(term.id))]
    trail = [(facet.described.heading, addresses.facet(facet)), *above, (term.label, path)]
    head = linked_data.script(
        linked_data.defined_term(renderer.settings, facet, term), linked_data.breadcrumbs(renderer.settings, trail)
    )
    plot = plot_of(library, facet, term, studies)
    plot_files = plot_downloads(renderer, plot, path) if plot else []
    yield from (file.asset for file in plot_files)
    yield renderer.page(
        path,
        "term",
        f"{term.label} ({facet.label.lower()})",
        f"{term.definition} {words.families_and_works(library, studies)} in this base.",
        head=head + (feed_link(renderer.settings, path, term.label) if studies else ""),
        files=files,
        feed=feed_of(path) if renderer.settings.address and studies else "",
        facet=facet,
        term=term,
        studies=studies,
        broader=facet.broader(term.id),
        narrower=[counted(library, facet, one) for one in facet.narrower(term.id)],
        designs=by_design(library, studies),
        plot=plot,
        plot_files=plot_files,
        reviews=review_matrix(library, newest_first(studies)),
        panels=outcome_panels(library, facet, term, studies),
        bibliography=[entry for entry in bibliography if entry[0] in keys],
        sources=named_sources(library, term.sources),
        collections=collection_labels(library),
        measures=[library.vocabulary.measures[one] for one in term.measures if one in library.vocabulary.measures],
    )


def plot_downloads(renderer: Renderer, plot: Plot, page: str) -> list[Download]:
    """Return a plot as files beside the page it stands on."""
    settings, words_of = renderer.settings, labels(renderer.library.vocabulary)
    source = f"{settings.site_name}, {settings.address}{page}" if settings.address else settings.site_name
    return [
        Download("svg", "picture, SVG", "image/svg+xml", Asset(f"{page}plot.svg", plot_svg(plot, words_of, source))),
        Download("csv", "table, CSV", "text/csv", Asset(f"{page}plot.csv", plot_csv(plot, renderer.library))),
    ]


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
    return sorted(used, key=lambda one: (one.term.id.endswith("not-clear"), -one.families, one.term.label.lower()))[
        :number
    ]


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


def outcome_panels(library: Library, facet: Facet, term: Term, studies: Iterable[Study]) -> list[PanelRows]:
    """Return the findings on an outcome and on those below it, by panel; nothing for other facets."""
    if facet.id != "outcome":
        return []
    wanted = facet.within(term.id)
    found = [one for one in place(newest_first(studies)) if one.finding.outcome in wanted]
    return panels(library.vocabulary, found)


def named_sources(library: Library, source_ids: Iterable[str]) -> list[NamedSource]:
    """Return sources by id, with their description where there is one."""
    return [NamedSource(one, library.vocabulary.sources.get(one)) for one in source_ids]


def collection_labels(library: Library) -> list[str]:
    """Return the names of the collections that the base rests on."""
    ids = dict.fromkeys(name for study in library.studies.values() for name in study.collections)
    return [library.vocabulary.code("collection", one).label for one in ids]


def _tree(facet: Facet) -> Iterator[Term]:
    def below(parent: str | None) -> Iterator[Term]:
        for term in facet:
            above = term.broader if term.broader in facet.terms else None
            if above == parent:
                yield term
                yield from below(term.id)

    return below(None)
