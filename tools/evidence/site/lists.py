"""Pages that list: home, bibliography, glossary, measures, collections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence.formats.pieces import Pieces
from evidence.library import Library
from evidence.settings import Release
from evidence.site import addresses, linked_data, words
from evidence.site.downloads import Download, downloads_of
from evidence.site.feeds import feed_link
from evidence.site.page import Asset, Page
from evidence.site.questions import Answered
from evidence.site.render import Renderer
from evidence.site.small_map import small_map
from evidence.site.terms import most_used, named_sources, newest_first
from evidence.vocabulary import Facet, Term

WAYS_IN = ("outcome", "model", "population")
TERMS_ON_HOME = 7
NEWEST_ON_HOME = 4


@dataclass(frozen=True)
class Share:
    """How many works of all: one line of a small table with bars."""

    label: str
    definition: str
    number: int


@dataclass(frozen=True)
class GlossaryEntry:
    """A term of any facet in the glossary."""

    facet: Facet
    term: Term


def home_page(renderer: Renderer, release: Release, questions: Sequence[Answered]) -> Page:
    """Return the home page: what this is, the search, the questions, the ways in, how to read it, the numbers."""
    library = renderer.library
    facets = library.vocabulary.facets
    return renderer.page(
        addresses.HOME,
        "home",
        renderer.settings.site_name,
        "What research says about link workers and social prescribing, one study at a time: "
        f"{words.families_and_works(library, list(library.studies.values()))}, with findings and how far we read each.",
        layout="home",
        head=linked_data.script(linked_data.dataset(renderer.settings, release))
        + feed_link(renderer.settings, addresses.HOME),
        ways=[(facets[one], most_used(library, facets[one], TERMS_ON_HOME)) for one in WAYS_IN if one in facets],
        questions=questions,
        map=small_map(library),
        newest=newest_first(library.studies.values())[:NEWEST_ON_HOME],
        read=extents_read(library),
        numbers=home_numbers(library),
        double_checked=sum(1 for one in library.studies.values() if one.provenance.extraction.double_checked),
    )


def home_numbers(library: Library) -> list[tuple[int, str]]:
    """Return the numbers of the base, each counted from the records."""
    studies = library.studies.values()
    findings = sum(len(study.findings) for study in studies)
    countries = {country for study in studies for country in study.tags.country}
    return [
        (len(library.studies), "work" if len(library.studies) == 1 else "works"),
        (library.count_families(studies), "study families, counted once each"),
        (findings, "findings coded to an outcome"),
        (len(library.summaries), "summaries in plain English"),
        (len(countries), "countries or parts of countries"),
    ]


def extents_read(library: Library) -> list[Share]:
    """Return of how many works how much was read, most first in the order of the code list."""
    counts: Counter[str] = Counter(study.provenance.extraction.read for study in library.studies.values())
    codes = library.vocabulary.codes.get("read")
    return [Share(code.label, code.definition or "", counts[code.id]) for code in codes.values] if codes else []


def bibliography_page(
    renderer: Renderer,
    styles: Mapping[str, str],
    bibliographies: Mapping[str, Sequence[tuple[str, str]]],
    files: Sequence[Download],
) -> Page:
    """Return the list of all works, in each style, with the downloads."""
    library = renderer.library
    return renderer.page(
        addresses.BIBLIOGRAPHY,
        "bibliography",
        "Bibliography",
        f"All {words.plural(len(library.studies), 'work')} of this base as a list of references in "
        f"{words.joined(list(styles.values()))}, to read, copy or download.",
        scripts=("assets/js/bibliography.js",),
        lists=[(style, label, bibliographies[style]) for style, label in styles.items() if style in bibliographies],
        files=files,
    )


def glossary_page(renderer: Renderer) -> Page:
    """Return all terms of all facets from A to Z, and the definitions that the base rests on."""
    vocabulary = renderer.library.vocabulary
    entries = [GlossaryEntry(facet, term) for facet in vocabulary.facets.values() for term in facet]
    entries.sort(key=lambda one: (one.term.label.lower(), one.facet.id))
    letters: dict[str, list[GlossaryEntry]] = {}
    for entry in entries:
        first = entry.term.label[:1].upper()
        letters.setdefault(first if first.isalpha() else "#", []).append(entry)
    definitions = [(one, named_sources(renderer.library, one.sources)) for one in vocabulary.definitions.values()]
    return renderer.page(
        addresses.GLOSSARY,
        "glossary",
        "Glossary",
        f"What the words mean: {words.plural(len(entries), 'term')} of social prescribing research in plain words.",
        letters=letters,
        definitions=definitions,
        about=vocabulary.about,
    )


def measures_page(renderer: Renderer) -> Page:
    """Return the table of measures: which end of each scale is good."""
    library = renderer.library
    measures = library.vocabulary.measures.values()
    used = Counter(one for study in library.studies.values() for one in study.study.measures)
    return renderer.page(
        addresses.MEASURES,
        "measures",
        "Measures",
        f"Which end of each scale is good: {words.plural(len(measures), 'measure')} of social prescribing research.",
        measures=[(one, named_sources(library, one.sources), used[one.id]) for one in measures],
    )


def collection_pages(
    renderer: Renderer, bibliography: Sequence[tuple[str, str]], made: Mapping[str, Pieces]
) -> Iterator[Page | Asset]:
    """Return a page for each collection in use, and the files beside it."""
    library = renderer.library
    for name in dict.fromkeys(name for study in library.studies.values() for name in study.collections):
        studies = newest_first(study for study in library.studies.values() if name in study.collections)
        keys = {study.key for study in studies}
        code = library.vocabulary.code("collection", name)
        files = downloads_of(made, [study.key for study in studies], addresses.collection(name) + name)
        yield from (file.asset for file in files)
        yield renderer.page(
            addresses.collection(name),
            "collection",
            code.label,
            f"{code.definition or ''} {words.families_and_works(library, studies)}.".strip(),
            collection=code,
            studies=studies,
            files=files,
            bibliography=[entry for entry in bibliography if entry[0] in keys],
        )
