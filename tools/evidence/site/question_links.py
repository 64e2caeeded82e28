"""Ways from terms and studies to the questions that speak of them."""

from __future__ import annotations

from evidence.library import Library
from evidence.questions import Question
from evidence.vocabulary import Facet, Term


def questions_on(library: Library, facet: Facet, term: Term) -> list[Question]:
    """Return the questions that are about a term, a narrower or a broader one, in the order of the site."""
    near = facet.within(term.id) | {above.id for above in facet.broader(term.id)}
    return [one for one in library.questions.values() if near.intersection(one.meta.about.get(facet.id, []))]


def questions_citing(library: Library, key: str) -> list[Question]:
    """Return the questions whose page cites a study, in the order of the site."""
    return [one for one in library.questions.values() if key in one.cited]
