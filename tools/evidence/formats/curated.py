"""What this base adds to a reference, whatever the format: keywords, a note, and the address of the record."""

from __future__ import annotations

from evidence.model import Study, Tags, hyphenated
from evidence.vocabulary import Vocabulary

FACETS = (*(hyphenated(name) for name in Tags.model_fields), "outcome")
"""Facets of a record, in the order of the file, with the one that is derived from its findings at the end."""
RECORD_LICENCE = "CC BY 4.0"
_FACETS_IN_NOTE = ("model", "population", "outcome")
_INTEGRITY = {
    "retracted": "RETRACTED: this work was withdrawn and no longer counts as evidence",
    "expression-of-concern": "EXPRESSION OF CONCERN: the publisher warns about this work",
    "corrected": "CORRECTED: a correction to this work was published",
}


def coding(study: Study) -> dict[str, list[str]]:
    """Return the ids of the terms of a record by facet, without the facets that bear none."""
    return {facet: terms for facet in FACETS if (terms := study.terms(facet))}


def labels(study: Study, facet: str, vocabulary: Vocabulary) -> list[str]:
    """Return the labels of the terms of one facet."""
    return [vocabulary.label(facet, term) for term in study.terms(facet)]


def keywords(study: Study, vocabulary: Vocabulary) -> list[str]:
    """Return the labels of all terms of a record, derived outcomes included, each once, by facet."""
    return list(dict.fromkeys(label for facet in coding(study) for label in labels(study, facet, vocabulary)))


def note(study: Study, vocabulary: Vocabulary, address: str | None) -> str:
    """Return one line on a record: what is wrong with the work, its coding, its licence, and its address."""
    coded = [f"{facet} {', '.join(found)}" for facet in _FACETS_IN_NOTE if (found := labels(study, facet, vocabulary))]
    sentences = [warning] if (warning := integrity_warning(study)) else []
    if coded:
        sentences.append(f"Coded as: {'; '.join(coded)}.")
    sentences.append(f"The record is licensed {RECORD_LICENCE}.")
    if address:
        # Last and without a full stop, which a reader's program would take into the link.
        sentences.append(f"Record: {record_address(study, address)}")
    return " ".join(sentences)


def integrity_warning(study: Study) -> str | None:
    """Return what a reader must know of a work that was retracted, corrected or warned about, else nothing."""
    warning = _INTEGRITY.get(study.integrity.status)
    if warning is None:
        return None
    return f"{warning} (notice: {study.integrity.notice})." if study.integrity.notice else f"{warning}."


def record_address(study: Study, address: str) -> str:
    """Return the address of the page of a record on the site."""
    return f"{address.rstrip('/')}/studies/{study.key}/"
