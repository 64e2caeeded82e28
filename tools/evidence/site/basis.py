"""What the base rests on and what was searched, in the same words wherever something is missing."""

from __future__ import annotations

from evidence.library import Library
from evidence.screening import load
from evidence.site import words


def basis_sentence(library: Library) -> str:
    """Return what the base rests on, until when databases were searched, and the day of the newest record.

    Raises:
        ScreeningError: The files of the search cannot be read.
    """
    studies = list(library.studies.values())
    collections = dict.fromkeys(name for study in studies for name in study.collections)
    labels = [library.vocabulary.code("collection", one).label for one in collections]
    taken = f", taken from: {words.joined(labels)}" if labels else ""
    days = [one.provenance.extraction.extracted for one in studies]
    state = f" State of the records: {words.date_in_words(max(days))}." if days else ""
    return (
        f"This base rests on {words.families_and_works(library, studies)}{taken}. {_search(library)}, "
        f"so a gap here is a gap in this base, and not in what is known.{state}"
    )


def _search(library: Library) -> str:
    screening = load(library.root)
    if screening is None or not screening.worklist.searches:
        return "Nobody searched databases for it"
    searches = screening.worklist.searches
    asked = {search.source for search in searches}
    names = [source.name for source in screening.strategy.sources if source.id in asked]
    last = max(search.on for search in searches)
    return f"Databases ({words.joined(names)}) were last searched on {words.date_in_words(last)}"
