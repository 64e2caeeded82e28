"""The whole site as pages and files: the one place where the builders, the citations and the formats meet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evidence.citations import STYLES, format_bibliography, format_references
from evidence.library import Library
from evidence.settings import CITATION_CACHE, Settings, read_release
from evidence.site import pages
from evidence.site.page import Asset, Page


def assemble(library: Library, settings: Settings, cache: Path | None = None) -> Iterator[Page | Asset]:
    """Make every generated page and file of the site.

    Args:
        library: What the pages are made of.
        settings: Name and addresses.
        cache: Folder for formatted references; by default one inside the library's folder.

    Raises:
        CitationError: The references could not be formatted.
        YamlError: CITATION.cff is not plain YAML.
    """
    folder = cache or library.root / CITATION_CACHE
    studies = list(library.studies.values())
    references = {style: format_references(studies, style, "html", folder) for style in STYLES}
    bibliographies = {style: format_bibliography(studies, style, "html", folder) for style in STYLES}
    yield from pages.build(library, references, bibliographies, settings, read_release(library.root))
