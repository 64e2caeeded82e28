"""Choosing records: by filters on facets, and by words that know the vocabulary's synonyms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from evidence.errors import EvidenceError
from evidence.library import Library
from evidence.model import Study
from evidence.vocabulary import Facet, Term

_EXTRA: Mapping[str, Callable[[Study], Iterable[str]]] = {
    "collection": lambda study: study.collections,
    "year": lambda study: [study.citation.year or ""],
    "read": lambda study: [study.provenance.extraction.read],
    "direction": lambda study: [finding.direction for finding in study.findings],
    "certainty": lambda study: study.certainties,
    "access": lambda study: study.access.values,
    "type": lambda study: [study.citation.type],
}
EXTRA_FILTERS = tuple(_EXTRA)
"""Filters that are no facets of the vocabulary."""
_SLIP = 84
"""Likeness in per cent from which a word counts as a slip of the pen for a word of the base."""
_SHORTEST_SLIP = 5
_WEIGHTS = {"title": 8.0, "tags": 5.0, "authors": 4.0, "summary": 2.0, "findings": 1.5, "record": 1.0}


class FilterError(EvidenceError):
    """A filter names a facet or term that does not exist."""


@dataclass(frozen=True)
class Hit:
    """A record that a search found, with its score."""

    study: Study
    score: float


def select(library: Library, keys: Iterable[str] = (), filters: Iterable[str] = ()) -> list[Study]:
    """Return records: those named, or all, that pass every filter.

    A filter reads `facet=term,term`: OR inside a filter, AND between filters; a broader term includes its narrower
    ones. Beside the facets: collection, year (2019 or 2017-2019), read, direction,
    certainty, access (a status, or `free` for every one that is free to read), type.

    Raises:
        NotFoundError: A key is unknown.
        FilterError: A facet or term is unknown; the message names the nearest.
    """
    named = [library.study(key) for key in keys]
    studies = list(dict.fromkeys(study.key for study in named)) or list(library.studies)
    chosen = [library.studies[key] for key in studies]
    for text in filters:
        facet, wanted = _parse(library, text)
        chosen = [study for study in chosen if wanted & _values(study, facet)]
    return chosen


def search(library: Library, words: str, studies: Iterable[Study] | None = None) -> list[Hit]:
    """Find records by words, best first: every word must be met, by itself, as the start of a word, or by a synonym.

    A word that the base does not hold is taken for the likest one that it does ("lonelyness" finds loneliness).
    """
    asked = _words(words)
    if not asked:
        return []
    texts = {
        study.key: searchable(library, study) for study in (library.studies.values() if studies is None else studies)
    }
    known = {word for fields in texts.values() for text in fields.values() for word in _words(text)}
    wanted = [_mended(word, known) for word in asked]
    hits = []
    for key, fields in texts.items():
        score = 0.0
        for word in wanted:
            best = max((_WEIGHTS[name] * _met(word, _words(text)) for name, text in fields.items()), default=0.0)
            if not best:
                break
            score += best
        else:
            hits.append(Hit(library.studies[key], score))
    return sorted(hits, key=lambda hit: (-hit.score, -(int(hit.study.citation.year or 0)), hit.study.key))


def searchable(library: Library, study: Study) -> dict[str, str]:
    """Return the text of a record by field, with the labels and synonyms of its terms."""
    summary = library.summaries.get(study.key)
    cited = study.citation
    return {
        "title": cited.title,
        "authors": " ".join(name.full for name in [*cited.author, *cited.editor]),
        "tags": " ".join(" ".join(words) for words in term_words(library, study).values()),
        "summary": summary.text if summary else "",
        "findings": " ".join([finding.finding for finding in study.findings] + [one.point for one in study.points]),
        "record": " ".join(
            part
            for part in (study.key, cited.container_title, cited.year, study.study.setting, study.study.provider)
            if part
        ),
    }


def term_words(library: Library, study: Study) -> dict[str, list[str]]:
    """Return, for each term of a record and those above it, its label and synonyms (`facet/term` -> words)."""
    words: dict[str, list[str]] = {}
    for facet in library.vocabulary.facets.values():
        for term_id in study.terms(facet.id):
            if term_id in facet.terms:
                for term in [facet.terms[term_id], *facet.broader(term_id)]:
                    words[f"{facet.id}/{term.id}"] = [term.label, *term.synonyms]
    return words


def _parse(library: Library, text: str) -> tuple[str, set[str]]:
    name, equals, value = text.partition("=")
    facet_id, terms = name.strip(), [part.strip() for part in value.split(",") if part.strip()]
    if not equals or not terms:
        raise FilterError(f"The filter {text!r} is not of the form facet=term, such as population=older-people.")
    if facet_id == "year":
        return facet_id, _years(terms, text)
    if facet_id in EXTRA_FILTERS:
        _known(facet_id, terms, {value for study in library.studies.values() for value in _values(study, facet_id)})
        return facet_id, set(terms)
    facets: Mapping[str, Facet] = library.vocabulary.facets
    if facet_id not in facets:
        known = ", ".join([*facets, *EXTRA_FILTERS])
        raise FilterError(f"There is no facet {facet_id!r}; filter by one of: {known}.")
    _known(facet_id, terms, set(facets[facet_id].terms))
    return facet_id, set().union(*(facets[facet_id].within(term) for term in terms))


def _known(facet: str, terms: Iterable[str], known: set[str]) -> None:
    for term in terms:
        if term not in known:
            near = process.extractOne(term, sorted(known))
            hint = f" Did you mean {near[0]!r}?" if near and near[1] > 60 else ""  # noqa: PLR2004 (per cent of likeness)
            raise FilterError(f"There is no {facet} {term!r}.{hint}")


def _years(terms: list[str], text: str) -> set[str]:
    years: set[str] = set()
    for term in terms:
        found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", term)
        if not found:
            raise FilterError(f"The filter {text!r} needs a year such as 2019, or a range such as 2017-2019.")
        first, last = int(found.group(1)), int(found.group(2) or found.group(1))
        years.update(str(year) for year in range(first, last + 1))
    return years


def _values(study: Study, facet: str) -> set[str]:
    return set(_EXTRA[facet](study) if facet in _EXTRA else study.terms(facet))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    # An apostrophe does not end a word: O’Brien is found as obrien, too.
    folded = unicodedata.normalize("NFKD", text.lower().replace("’", "").replace("'", ""))
    return tuple(re.findall(r"\w+", "".join(letter for letter in folded if not unicodedata.combining(letter))))


def _mended(word: str, known: set[str]) -> str:
    if len(word) < _SHORTEST_SLIP or any(one.startswith(word) for one in known):
        return word
    near = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=_SLIP - 4)
    return str(near[0]) if near else word


def _met(word: str, words: Iterable[str]) -> float:
    best = 0.0
    for one in words:
        if one == word:
            return 1.0
        if one.startswith(word):
            best = max(best, 0.6)
    return best


def find_terms(library: Library, words: str) -> list[tuple[Facet, Term]]:
    """Return the terms of the vocabulary whose label or synonyms hold all the words asked for."""
    asked = _words(words)
    found = []
    for facet in library.vocabulary.facets.values():
        for term in facet:
            own = _words(" ".join([term.label, *term.synonyms]))
            if asked and all(any(one.startswith(word) for one in own) for word in asked):
                found.append((facet, term))
    return found
