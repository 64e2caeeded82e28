"""What the search on every page knows: one small file of questions, studies, terms and pages, by their names.

The script `search.js` reads it for the header, for home and for browsing, so that all three find the same. Words of
summaries and findings are not in it: they stand in the data of the browse page and are fetched when names do not do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from evidence.library import Library
from evidence.site import addresses, words
from evidence.site.page import Asset, Page
from evidence.site.terms import newest_first

Kind = Literal["question", "study", "term", "page"]

LISTED = frozenset(
    {
        "browse",
        "questions",
        "map",
        "picture",
        "bibliography",
        "glossary",
        "measures",
        "downloads",
        "data",
        "facet",
        "collection",
    }
)
"""Kinds of generated pages that a reader looks for by name, beside studies and terms."""


@dataclass(frozen=True)
class Entry:
    """One thing that a reader may look for.

    Attributes:
        kind: What it is.
        title: Its name, as a reader sees it.
        address: Where it stands, below the site's root.
        words: Further words by which it is found: text of a page, a definition, the authors of a study.
        synonyms: Other names for the same.
        note: What is shown beside the title: first author and year, or the facet.
        terms: Addresses of the terms it bears; it is found by their names and synonyms, too.
    """

    kind: Kind
    title: str
    address: str
    words: str = ""
    synonyms: tuple[str, ...] = ()
    note: str = ""
    terms: tuple[str, ...] = ()


GUIDES = (
    Entry(
        "page", "About this evidence base", addresses.ABOUT,
        "what social prescribing means, definitions, where to look further, licence, privacy, accessibility, contact",
    ),
    Entry(
        "page", "How this base is made", addresses.METHODS,
        "methods, how works got in, search strategy, what was read, how findings are coded and counted, checks, limits",
    ),
    Entry(
        "page", "How to take part", addresses.CONTRIBUTE,
        "contribute, suggest a correction, report an error, add a paper, rules for summaries",
    ),
)  # fmt: skip
"""The pages written by hand; their text is not known where pages are made."""


def search_data(entries: Iterable[Entry]) -> Asset:
    """Return the file of everything that can be found by name; empty fields are left out."""
    plain = [{name: value for name, value in asdict(entry).items() if value} for entry in entries]
    text = json.dumps({"entries": plain}, ensure_ascii=False, separators=(",", ":"))
    return Asset(addresses.SEARCH_DATA, text + "\n")


def question_entries(library: Library) -> Iterator[Entry]:
    """Return the questions, in the order of the site."""
    for one in library.questions.values():
        yield Entry("question", one.title, addresses.question(one.slug), one.words)


def study_entries(library: Library) -> Iterator[Entry]:
    """Return the studies, newest first: among equally good finds, that is the order shown."""
    for study in newest_first(library.studies.values()):
        cited = study.citation
        borne: dict[str, None] = {}
        for facet in library.vocabulary.facets.values():
            for term in study.terms(facet.id):
                if term in facet.terms:
                    above = [one.id for one in facet.broader(term)]
                    borne.update(dict.fromkeys(addresses.term(facet, one) for one in [term, *above]))
        authors = " ".join(name.full for name in [*cited.author, *cited.editor])
        yield Entry("study", cited.title, addresses.study(study.key), authors, (), cited.short, tuple(borne))


def term_entries(library: Library) -> Iterator[Entry]:
    """Return the terms of all facets, and the measures."""
    for facet in library.vocabulary.facets.values():
        for term in facet:
            works = len(library.with_term(facet.id, term.id))
            note = f"{facet.label}, {words.plural(works, 'work') if works else 'no study'}"
            address = addresses.term(facet, term.id)
            yield Entry("term", term.label, address, term.definition, tuple(term.synonyms), note)
    for measure in library.vocabulary.measures.values():
        yield Entry("term", measure.label, addresses.measure(measure.id), measure.id, (), "Measure")


def page_entry(page: Page) -> Entry:
    """Return a page as a reader looks for it."""
    return Entry("page", page.title, page.path, page.description)
