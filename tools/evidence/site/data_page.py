"""The page that says what the JSON files hold, field by field, and how far one can rely on them."""

from __future__ import annotations

from evidence.formats.tables import TABLES
from evidence.site import addresses, api
from evidence.site.page import Page
from evidence.site.render import Renderer


def data_page(renderer: Renderer) -> Page:
    """Return the page of the JSON files."""
    return renderer.page(
        addresses.DATA,
        "data",
        "Data as JSON",
        "The base as static JSON files: an index, one file a work, the vocabulary, the questions and all findings, "
        "with every field.",
        version=api.API_VERSION,
        files=[
            ("index.json", "What there is", api.INDEX_FIELDS),
            ("studies/<key>.json", "One work", api.STUDY_FIELDS),
            ("terms.json", "The vocabulary", api.TERMS_FIELDS),
            ("questions.json", "The questions and their answers", api.QUESTIONS_FIELDS),
        ],
        findings=next(table for table in TABLES if table.name == "findings"),
        example=next(iter(renderer.library.studies), ""),
    )
