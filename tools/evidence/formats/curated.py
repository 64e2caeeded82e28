"""What this base adds to a reference, whatever the format: keywords, a note, and the address of the record."""

from __future__ import annotations

from evidence.model import Study, Tags, hyphenated
from evidence.vocabulary import Vocabulary

FACETS = (*(hyphenated(name) for name in Tags.model_fields), "outcome")
"""Facets of a record, in the order of the file, with the one that is derived from its findings at the end."""
RECORD_LICENCE = "CC BY 4.0"
_FACETS_IN_NOTE = ("model", "population", "outcome")
_INTEGRITY = {
    "retracted": "RETRACTED: this work was withdrawn and no longer counts as evidence.",
    "expression-of-concern": "EXPRESSION OF CONCERN: the publisher warns about this work.",
    "corrected": "CORRECTED: a correction to this work was published.",
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
    """Return one line on a record: what is wrong with the work, its coding, its address, and its licence."""
    coded = [
        f"{facet} {', '.join(found)}" for facet in _FACETS_IN_NOTE if (found := labels(study, facet, vocabulary))
    ]
    sentences = []
    if study.integrity.status in _INTEGRITY:
        sentences.append(_INTEGRITY[study.integrity.status])
    if study.integrity.notice and sentences:
        sentences.append(f"Notice: {study.integrity.notice}.")
    if coded:
        sentences.append(f"Coded as: {'; '.join(coded)}.")
    if address:
        sentences.append(f"Record: {record_address(study, address)} .")
    sentences.append(f"The coding is licensed {RECORD_LICENCE}.")
    return " ".join(sentences)


def record_address(study: Study, address: str) -> str:
    """Return the address of the page of a record on the site."""
    return f"{address.rstrip('/')}/studies/{study.key}/"
