"""The whole site from the library: which pages there are, in one place. Pure: no file is read or written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evidence.citations import STYLES
from evidence.formats import FORMATS
from evidence.library import Library
from evidence.model import Study
from evidence.settings import Settings
from evidence.site import addresses, words
from evidence.site.browse import browse_data, browse_page
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
from evidence.site.render import Renderer
from evidence.site.study import Reference, references_of, study_page
from evidence.site.terms import facet_pages, term_pages

STUDY_FORMATS = ("bibtex", "ris")
DOWNLOAD_NAME = "link-worker-evidence-base"
TERM_STYLE = "apa"


def build(
    library: Library,
    references: Mapping[str, Mapping[str, str]],
    bibliographies: Mapping[str, Sequence[tuple[str, str]]],
    settings: Settings,
) -> Iterator[Page | Asset]:
    """Return every generated page and file of the site.

    Args:
        library: The validated records.
        references: For each style, each study's reference as safe HTML, standing alone.
        bibliographies: For each style, key and reference (safe HTML) of all works in the style's own order.
        settings: Addresses that belong to the installation.
    """
    renderer = Renderer(library, settings)
    yield home_page(renderer)
    yield browse_page(renderer)
    yield browse_data(renderer)
    yield from map_page(renderer)
    for study in library.studies.values():
        files = study_files(library, study, settings)
        yield study_page(renderer, study, references_of(study, STYLES, references), files)
        yield from (Asset(file.file, file.content) for file in files)
    apa = bibliographies.get(TERM_STYLE, ())
    yield from facet_pages(renderer)
    yield from term_pages(renderer, apa)
    yield from collection_pages(renderer, apa)
    downloads = bibliography_files(library, settings)
    yield bibliography_page(renderer, STYLES, bibliographies, downloads)
    yield from (Asset(file.file, file.content) for file in downloads)
    yield glossary_page(renderer)
    yield measures_page(renderer)


def study_files(library: Library, study: Study, settings: Settings) -> list[Reference]:
    """Return the reference of a study in the formats that reference managers read."""
    return [
        Reference(
            name,
            FORMATS[name].label,
            FORMATS[name].write([study], library, settings.address),
            f"{addresses.study(study.key)}{study.key}{FORMATS[name].extension}",
        )
        for name in STUDY_FORMATS
    ]


def bibliography_files(library: Library, settings: Settings) -> list[Reference]:
    """Return all references in every format."""
    studies = list(library.studies.values())
    return [
        Reference(
            name,
            one.label,
            one.write(studies, library, settings.address),
            f"{addresses.BIBLIOGRAPHY}{DOWNLOAD_NAME}{one.extension}",
        )
        for name, one in FORMATS.items()
    ]


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
