"""The pages of the vocabulary: a list of terms for each facet, and a page for each term, with or without studies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evidence.formats.pieces import Pieces
from evidence.library import Library
from evidence.model import Study
from evidence.site import addresses, linked_data, words
from evidence.site.basis import basis_sentence
from evidence.site.dials import dials_of_term
from evidence.site.directions import PanelRows, panels
from evidence.site.downloads import Download, downloads_of
from evidence.site.feeds import feed_link, feed_of
from evidence.site.gaps import TermGaps, gaps_of_terms
from evidence.site.judged import judged_rows
from evidence.site.page import Asset, Page
from evidence.site.plot_files import plot_downloads
from evidence.site.plots import plot_of
from evidence.site.question_links import questions_on
from evidence.site.render import Renderer
from evidence.site.reviews import review_matrix
from evidence.site.terms import by_design, counted, counted_groups, named_sources, newest_first
from evidence.synthesis import place
from evidence.vocabulary import Facet, Term


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
    basis, gaps = basis_sentence(library), gaps_of_terms(library)
    for facet in library.vocabulary.facets.values():
        for term in facet:
            keys = [study.key for study in library.with_term(facet.id, term.id)]
            files = downloads_of(made, keys, addresses.term(facet, term.id) + term.id.lower())
            missing = gaps.get((facet.id, term.id), ())
            yield from _term_page(
                renderer, facet, term, bibliography=bibliography, files=files, gaps=missing, basis=basis
            )
            yield from (file.asset for file in files)


def _term_page(
    renderer: Renderer,
    facet: Facet,
    term: Term,
    *,
    bibliography: Sequence[tuple[str, str]],
    files: Sequence[Download],
    gaps: Sequence[TermGaps],
    basis: str,
) -> Iterator[Page | Asset]:
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
        families=library.count_families(studies),
        broader=facet.broader(term.id),
        narrower=[counted(library, facet, one) for one in facet.narrower(term.id)],
        designs=by_design(library, studies),
        plot=plot,
        plot_files=plot_files,
        reviews=review_matrix(library, newest_first(studies)),
        panels=outcome_panels(library, facet, term, studies),
        bibliography=[entry for entry in bibliography if entry[0] in keys],
        sources=named_sources(library, term.sources),
        questions=questions_on(library, facet, term),
        dials=dials_of_term(library, facet, term, studies),
        judged=judged_rows(library, facet, term, newest_first(studies)),
        gaps=gaps,
        basis=basis,
        measures=[library.vocabulary.measures[one] for one in term.measures if one in library.vocabulary.measures],
    )


def outcome_panels(library: Library, facet: Facet, term: Term, studies: Iterable[Study]) -> list[PanelRows]:
    """Return the findings on an outcome and on those below it, by panel; nothing for other facets."""
    if facet.id != "outcome":
        return []
    wanted = facet.within(term.id)
    found = [one for one in place(newest_first(studies)) if one.finding.outcome in wanted]
    return panels(library.vocabulary, found)
