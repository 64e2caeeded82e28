"""The pages of the miniature library, made with stand-in references so that no other program runs."""

from __future__ import annotations

from html import escape

from evidence.citations import STYLES
from evidence.library import Library
from evidence.settings import Release, Settings
from evidence.site import pages
from evidence.site.page import Asset, Page

SETTINGS = Settings("Miniature evidence base", "https://example.org/base/", "https://example.org/code")


def build(library: Library, settings: Settings = SETTINGS, release: Release | None = None) -> dict[str, Page | Asset]:
    """Return everything that is generated, by its address."""
    references = {
        style: {key: f"<p>{escape(study.citation.short)} ({style})</p>" for key, study in library.studies.items()}
        for style in STYLES
    }
    bibliographies = {style: sorted(found.items()) for style, found in references.items()}
    return {made.path: made for made in pages.build(library, references, bibliographies, settings, release)}


def page(made: dict[str, Page | Asset], path: str) -> Page:
    found = made[path]
    assert isinstance(found, Page)
    return found
