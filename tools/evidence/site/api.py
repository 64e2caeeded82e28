"""`data/`: the base as static JSON files, a small interface that needs no server.

Fields are only added within one `apiVersion`; one that changes its meaning or goes raises the number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from evidence.formats import findings_csv
from evidence.formats.csljson import to_csl
from evidence.formats.csv_table import family_of
from evidence.formats.datapackage import how_to_cite
from evidence.formats.table import as_data
from evidence.library import Library
from evidence.model import Study
from evidence.settings import Release, Settings
from evidence.site import addresses
from evidence.site.dials import Dials
from evidence.site.linked_data import LICENCE
from evidence.site.page import Asset
from evidence.site.questions import Answered

API_VERSION = 1

INDEX_FIELDS = {
    "apiVersion": "Version of this interface; see “How far you can rely on it”",
    "name, version, released, licence, cite": "What the base is, its release, its licence and how to cite it",
    "files": "The other files, by what they hold; addresses are relative to this file",
    "studies": "One object a work: key, title, short (first author and year), year, doi, type, design, family_id, "
    "integrity, file (its JSON) and page (its page)",
}
STUDY_FIELDS = {
    "record": "The record as it stands in the repository, every field by its name there (see the JSON Schema)",
    "citation": "The reference as an item of CSL-JSON",
    "summary": "The plain-language summary: key message and five fields; null where there is none",
    "derived": "What follows from the records: outcomes, family (keys of all papers on the same people), related works",
}
TERMS_FIELDS = {
    "facets": "One object a facet: id, path (address of its pages), label, heading, question and its terms",
    "facets.terms": "id, label, definition, broader, synonyms, sources, confirmed, works (keys of the works that bear "
    "the term or a narrower one)",
}
QUESTIONS_FIELDS = {
    "questions": "One object a question, in the order of the site: slug, question, short (a name of a word or two), "
    "page, written (date), about, answer, judgements, dials, counts, cited and works",
    "questions.about": "Facet to terms: which works the question looks at; empty for all works",
    "questions.answer": "The answer as plain text",
    "questions.judgements": "The published judgements in the answer: text (as it stands there), level (in words) and "
    "judgedBy (key of the review)",
    "questions.dials": "direction: direction (null where there is none), word, and counts (direction, word and number "
    "of study families that compared people with others). certainty: least and most (1 very low to 4 high, 0 where no "
    "review judged), word, and judgedBy (keys). amount: steps (0 to 4), word, and kinds (what the studies did)",
    "questions.counts": "works; families (study families with a finding); and families by what they did: compared "
    "(with other people), over-time (the same people twice), told (accounts), counted and reviewed",
    "questions.cited": "Keys of the works that the page cites, in the order in which they first come",
    "questions.works": "Keys of all works that the question looks at",
}


def api(library: Library, settings: Settings, release: Release, questions: Sequence[Answered]) -> Iterator[Asset]:
    """Return every file of the interface but those that other pages need."""
    yield _asset("index.json", _index(library, settings, release))
    for study in library.studies.values():
        yield _asset(f"studies/{study.key}.json", _study(library, study))
    yield _asset("terms.json", {"apiVersion": API_VERSION, "licence": LICENCE, "facets": list(_facets(library))})
    asked = [_question(one) for one in questions]
    yield _asset("questions.json", {"apiVersion": API_VERSION, "licence": LICENCE, "questions": asked})
    columns = [{"name": one.name, "kind": one.kind, "description": one.description} for one in findings_csv.COLUMNS]
    rows = findings_csv.rows(library.studies.values())
    findings = list(as_data(findings_csv.COLUMNS, rows, library, settings.address))
    yield _asset(
        "findings.json", {"apiVersion": API_VERSION, "licence": LICENCE, "columns": columns, "findings": findings}
    )


def _asset(name: str, data: dict[str, Any]) -> Asset:
    return Asset(f"{addresses.DATA}{name}", json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")


def _index(library: Library, settings: Settings, release: Release) -> dict[str, Any]:
    return {
        "apiVersion": API_VERSION,
        "name": settings.site_name,
        "version": release.version or None,
        "released": release.date or None,
        "licence": LICENCE,
        "cite": how_to_cite(release, settings.address),
        "files": {
            "terms": "terms.json",
            "questions": "questions.json",
            "findings": "findings.json",
            "schema": "../schema/record.json",
        },
        "studies": [
            {
                "key": study.key,
                "title": study.citation.title,
                "short": study.citation.short,
                "year": int(study.citation.year) if study.citation.year else None,
                "doi": study.citation.doi,
                "type": study.citation.type,
                "design": study.tags.design,
                "family_id": family_of(study, library)[0],
                "integrity": study.integrity.status,
                "file": f"studies/{study.key}.json",
                "page": f"../{addresses.study(study.key)}",
            }
            for study in library.studies.values()
        ],
    }


def _study(library: Library, study: Study) -> dict[str, Any]:
    summary = library.summaries.get(study.key)
    return {
        "apiVersion": API_VERSION,
        "licence": LICENCE,
        "record": study.model_dump(mode="json", by_alias=True),
        "citation": to_csl(study),
        "summary": summary
        and {
            "keyMessage": summary.meta.key_message,
            "read": summary.meta.read,
            "written": summary.meta.written,
            "fields": [{"heading": field.heading, "text": field.text} for field in summary.fields],
        },
        "derived": {
            "outcomes": study.outcomes,
            "family": family_of(study, library),
            "related": [
                {"key": tie.study.key, "type": tie.type, "inverse": tie.inverse, "note": tie.note}
                for tie in library.relations.get(study.key, [])
            ],
        },
    }


def _facets(library: Library) -> Iterator[dict[str, Any]]:
    for facet in library.vocabulary.facets.values():
        yield {
            "id": facet.id,
            "path": addresses.facet(facet),
            "label": facet.label,
            "heading": facet.described.heading,
            "question": facet.described.question,
            "terms": [
                {
                    "id": term.id,
                    "label": term.label,
                    "definition": term.definition,
                    "broader": term.broader,
                    "synonyms": term.synonyms,
                    "sources": term.sources,
                    "confirmed": term.confirmed,
                    "works": [study.key for study in library.with_term(facet.id, term.id)],
                }
                for term in facet
            ],
        }


def _question(one: Answered) -> dict[str, Any]:
    asked = one.question
    return {
        "slug": asked.slug,
        "question": asked.title,
        "short": asked.meta.short,
        "page": f"../{addresses.question(asked.slug)}",
        "written": asked.meta.written,
        "about": asked.meta.about,
        "answer": one.text,
        "judgements": [
            {"text": part.text, "level": part.level, "judgedBy": part.judge.key} for part in one.answer if part.judge
        ],
        "dials": _dials(one.dials),
        "counts": dict(one.counts),
        "cited": list(asked.cited),
        "works": [study.key for study in one.studies],
    }


def _dials(dials: Dials) -> dict[str, Any]:
    direction, certainty, amount = dials.direction, dials.certainty, dials.amount
    return {
        "direction": {
            "direction": direction.direction,
            "word": direction.word,
            "counts": [
                {"direction": one.direction, "word": one.word, "number": one.number} for one in direction.counts
            ],
        },
        "certainty": {
            "least": certainty.least,
            "most": certainty.most,
            "word": certainty.word,
            "judgedBy": [judge.key for judge in certainty.judges],
        },
        "amount": {"steps": amount.steps, "word": amount.word, "kinds": list(amount.kinds)},
    }
