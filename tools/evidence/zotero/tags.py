"""Terms of the vocabulary as tags of Zotero, such as `model: Holistic`; any other tag is a stranger's and stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from evidence.formats.curated import FACETS
from evidence.vocabulary import Vocabulary
from evidence.zotero.names import flat

OUTCOME = "outcome"
"""The facet whose terms are derived from the findings of a record."""


def tag_field(facet: str) -> str:
    """Return the name of the field that holds the terms of a facet."""
    return facet if facet == OUTCOME else f"tags.{facet}"


def facet_of(name: str) -> str | None:
    """Return the facet whose terms a field holds, if it holds terms."""
    return name if name == OUTCOME else name.removeprefix("tags.") if name.startswith("tags.") else None


def tag_text(facet: str, label: str) -> str:
    """Write a term as a tag of Zotero, such as `referral route: GP`."""
    return f"{facet.replace('-', ' ')}: {label}"


def tag_texts(data: Mapping[str, Any]) -> list[str]:
    """Return the tags of an item as text."""
    return [str(tag.get("tag", "")) for tag in data.get("tags") or []]


def tags_by_facet(texts: Iterable[str], vocabulary: Vocabulary) -> dict[str, set[str]]:
    """Return the labels of terms among tags, by facet; tags of no facet are left out."""
    found: dict[str, set[str]] = {}
    for text in texts:
        facet, colon, label = text.partition(":")
        facet = re.sub(r"[\s-]+", "-", facet.strip().lower())
        if colon and facet in FACETS and label.strip():
            term = term_of(facet, flat(label), vocabulary)
            shown = vocabulary.label(facet, term) if term else flat(label)
            found.setdefault(facet, set()).add(shown)
    return found


def term_of(facet: str, label: str, vocabulary: Vocabulary) -> str | None:
    """Return the id of the term with a label, written in large or small letters."""
    wanted = label.casefold()
    return next((term.id for term in vocabulary.facets.get(facet, ()) if term.label.casefold() == wanted), None)
