"""Invented records that are hard to write: every character that means something to some format."""

from __future__ import annotations

from typing import Any

from evidence.library import Library
from evidence.model import Citation, Name, Study

TITLES = [
    r"100% of {braces} & $5 for #1_under_score ~ tilde ^ caret",
    r"An unbalanced { brace",
    r"Another } one, and a \backslash with \emph{LaTeX} in it",
    "Ends in a backslash \\",
    "Quotation \"marks\" and 'more' of “them” – and a dash — too",
    "<i>Markup</i> and *stars* and _lines_ and `ticks` and [brackets](https://example.org) @home",
    "Ünïcödé, Ελληνικά, кириллица, 日本語 and العربية",
    "TY  - JOUR",
    "=HYPERLINK(1)",
    "Two -- hyphens --- and three",
    "eHealth at the NHS: What the UK's GPs say about Link Workers",
]


def study_with(library: Library, key: str = "oakley2021connector", **changes: Any) -> Study:
    """A record of the miniature library with another citation: the fields given, and its type and authors."""
    study = library.studies[key]
    kept: dict[str, Any] = {"type": study.citation.type, "title": "A title", "author": study.citation.author}
    return study.model_copy(update={"citation": Citation(**{**kept, **changes})})


def group(name: str) -> Name:
    """The name of a group."""
    return Name(literal=name)
