"""The whole site from the library: which pages there are, in one place. Pure: no file is read or written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evidence.citations import STYLES
from evidence.formats import FORMATS
from evidence.library import Library
from evidence.settings import Release, Settings
from evidence.site import addresses, downloads, words
from evidence.site.api import api
from evidence.site.browse import browse_data, browse_page
from evidence.site.data_page import data_page
from evidence.site.downloads import downloads_of
from evidence.site.feeds import feeds
from evidence.site.lists import (
    bibliography_page,
    collection_pages,
    extents_read,
    glossary_page,
    home_page,
    measures_page,
)
from evidence.site.map import map_page
from evidence.site.page import Asset, Page
from evidence.site.picture_page import picture_page
from evidence.site.questions import answered, question_pages
from evidence.site.render import Renderer
from evidence.site.search import GUIDES, LISTED, page_entry, question_entries, search_data, study_entries, term_entries
from evidence.site.study import references_of, study_page
from evidence.site.term_pages import facet_pages, term_pages

DOWNLOAD_NAME = "link-worker-evidence-base"
TERM_STYLE = "apa"


def build(
    library: Library,
    references: Mapping[str, Mapping[str, str]],
    bibliographies: Mapping[str, Sequence[tuple[str, str]]],
    settings: Settings,
    release: Release | None = None,
) -> Iterator[Page | Asset]:
    """Return every generated page and file of the site.

    Args:
        library: The validated records.
        references: For each style, each study's reference as safe HTML, standing alone.
        bibliographies: For each style, key and reference (safe HTML) of all works in the style's own order.
        settings: Addresses that belong to the installation.
        release: Version, date and authors of the base; without one, they are not named.
    """
    listed = []
    for made in _everything(library, references, bibliographies, settings, release or Release()):
        if isinstance(made, Page) and made.kind in LISTED:
            listed.append(page_entry(made))
        yield made
    yield search_data([*question_entries(library), *study_entries(library), *term_entries(library), *listed, *GUIDES])


def _everything(
    library: Library,
    references: Mapping[str, Mapping[str, str]],
    bibliographies: Mapping[str, Sequence[tuple[str, str]]],
    settings: Settings,
    release: Release,
) -> Iterator[Page | Asset]:
    renderer = Renderer(library, settings)
    made = downloads.all_pieces(library, settings)
    questions = answered(library)
    yield home_page(renderer, release, questions)
    yield from question_pages(renderer, references.get(TERM_STYLE, {}), made, questions)
    yield browse_page(renderer)
    yield browse_data(library)
    yield from map_page(renderer)
    yield from picture_page(renderer)
    for key, study in library.studies.items():
        files = downloads_of(made, [key], addresses.study(key) + key)
        yield study_page(renderer, study, references_of(study, STYLES, references), files)
        yield from (file.asset for file in files)
    apa = bibliographies.get(TERM_STYLE, ())
    yield from facet_pages(renderer)
    yield from term_pages(renderer, apa, made)
    yield from collection_pages(renderer, apa, made)
    whole = downloads_of(made, library.studies, addresses.BIBLIOGRAPHY + DOWNLOAD_NAME, FORMATS)
    yield bibliography_page(renderer, STYLES, bibliographies, whole)
    offered = [*whole, *downloads.whole_base(library, settings, release)]
    sums = downloads.checksums(offered)
    yield downloads.downloads_page(renderer, release, offered, sums)
    yield from (file.asset for file in offered)
    yield sums
    yield data_page(renderer)
    yield from api(library, settings, release, questions)
    yield from downloads.export_data(made)
    yield from feeds(library, settings)
    yield glossary_page(renderer)
    yield measures_page(renderer)


def shell_facts(library: Library) -> dict[str, str]:
    """Return what the footer of every page says of the base, counted from the records."""
    studies = list(library.studies.values())
    read = [f"{one.label.lower()} {one.number}" for one in extents_read(library)]
    checked = sum(1 for study in studies if study.provenance.extraction.double_checked)
    return {
        "size": words.families_and_works(library, studies),
        "read": f"How much we read of each work: {words.joined(read)}. "
        f"Checked in a second reading: {checked} of {len(studies)}.",
    }
