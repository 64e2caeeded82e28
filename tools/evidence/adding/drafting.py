"""The record of a work that comes in: everything known, and that nobody has read it yet, which is why it passes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from evidence.adding.suggesting import Suggestion, by_facet
from evidence.checks import CHECKS
from evidence.identifiers import make_key
from evidence.library import Library
from evidence.model import (
    Access,
    Citation,
    CitationProvenance,
    Extraction,
    Integrity,
    Provenance,
    Study,
    Tags,
    to_plain,
)

COLLECTION = "wider-literature"
"""Collection of what is added, unless a person names another."""
NOT_READ = "Added by its identifier or from a list; nobody has read it yet."
"""Reason why a new record has no summary."""

_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")
_MARK = re.compile(r"(?i)^\W*(?:retracted|withdrawn)(?: article| paper)?\W+")
_LONGEST_PART = 40
"""Letters of a name or word in a key: a file name has its limits, and names of groups have none."""
_WORDS_FOR = {
    "author": "authors",
    "editor": "editors",
    "issued": "date",
    "container-title": "journal or book that it stands in",
    "publisher": "publisher",
    "literal author": "publisher",
    "URL": "address",
}


@dataclass(frozen=True)
class Work:
    """What is known about a work that may come into the base.

    Attributes:
        citation: The bibliographic description.
        source: Who gave it: a service, or a file by its name.
        retrieved: The day on which it was given.
        access: How free it is to read.
        integrity: Whether it still stands.
        abstract: For suggesting tags; never stored.
        remarks: What a person should know, each a sentence.
        unverified: Whether nobody saw the citation in a source: it was taken from a file as it is.
    """

    citation: Citation
    source: str
    retrieved: date
    access: Access = field(default_factory=Access)
    integrity: Integrity = field(default_factory=Integrity)
    abstract: str | None = None
    remarks: tuple[str, ...] = ()
    unverified: bool = False


def key_of(citation: Citation) -> str:
    """Make the key of a work from its first author or editor, its year and its title; it may be taken."""
    names = citation.author or citation.editor
    # "Co-producing" is one word of a key.
    words = _MARK.sub("", citation.title).split()
    title = " ".join(_HYPHEN.sub("", word)[:_LONGEST_PART] for word in words)
    year = citation.year or ""
    return make_key(names[0].short[:_LONGEST_PART] if names else "", year if year[:1] in {"1", "2"} else "", title)


def draft(work: Work, key: str, collection: str, suggestions: Sequence[Suggestion], library: Library) -> Study:
    """Make the record of a work: what its type needs and no source gave is said under `not-seen`."""
    today = work.retrieved.isoformat()
    unverified = [name for name, value in to_plain(work.citation).items() if value not in (None, [])]
    study = Study(
        key=key,
        collections=[collection],
        citation=work.citation,
        access=Access.model_validate({"status": work.access.status, **to_plain(work.access)}),
        integrity=Integrity.model_validate({"status": work.integrity.status, **to_plain(work.integrity)}),
        tags=_tags(suggestions),
        provenance=Provenance(
            citation=CitationProvenance(source=work.source, retrieved=today)
            if not work.unverified
            else CitationProvenance(source=work.source, retrieved=today, unverified=unverified),
            extraction=Extraction(read="none", extracted=today, double_checked=False),
        ),
        no_summary=NOT_READ,
    )
    missing = _missing(study, library)
    if not missing:
        return study
    agency = work.source.partition(";")[0]
    said = [f"The {_WORDS_FOR.get(name, name)} stood in no source ({agency})." for name in missing]
    provenance = study.provenance.model_copy(update={"not_seen": said})
    return study.model_copy(update={"provenance": provenance})


def _tags(suggestions: Sequence[Suggestion]) -> Tags:
    fields = {facet: [one.term for one in found] for facet, found in by_facet(suggestions).items()}
    return Tags.model_validate({facet: terms[0] if facet == "design" else terms for facet, terms in fields.items()})


def _missing(study: Study, library: Library) -> list[str]:
    """Return the fields that the checks want of a citation of this type and that it does not have."""
    find = CHECKS["missing-field"].find
    alone = Library(library.root, library.vocabulary, {study.key: study})
    problems = find(alone) if find else ()
    return [problem.field.removeprefix("citation.") for problem in problems if problem.level == "error"]
