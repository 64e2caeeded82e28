"""The page of one study: what was found, how, how sure one can be, and where every value comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence.identifiers import doi_url
from evidence.library import Library, Related
from evidence.model import Participants, Study
from evidence.site import addresses, words
from evidence.site.directions import panels_of
from evidence.site.downloads import Download
from evidence.site.metadata import study_head
from evidence.site.page import Page
from evidence.site.question_links import questions_citing
from evidence.site.render import Renderer
from evidence.site.reviews import COVERS, covered, covering

AUTHORS_SHOWN = 6
SHOWN_IN_FULL = ("bibtex", "ris")
"""Formats whose text stands on the page, to be copied; the others are only files."""
FACETS_IN_GLANCE = frozenset({"design", "country", "connector", "referral-route"})


@dataclass(frozen=True)
class TermLink:
    """A term with the address of its page."""

    label: str
    address: str


@dataclass(frozen=True)
class Fact:
    """One line of "At a glance": a name, then terms, then words; empty when nobody reported it."""

    name: str
    terms: tuple[TermLink, ...] = ()
    text: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.terms or self.text)


@dataclass(frozen=True)
class OutsideLink:
    """A way to the work itself; `field` is the CSL variable it rests on."""

    label: str
    address: str
    field: str


@dataclass(frozen=True)
class Reference:
    """The reference in one style, as ready HTML."""

    id: str
    label: str
    content: str


def study_page(renderer: Renderer, study: Study, references: Sequence[Reference], files: Sequence[Download]) -> Page:
    """Return the page of a study."""
    library = renderer.library
    summary = library.summaries.get(study.key)
    facts = at_a_glance(library, study)
    message = summary.meta.key_message if summary else (study.no_summary or words.published_in(study.citation))
    return renderer.page(
        addresses.study(study.key),
        "study",
        study.citation.title,
        message,
        head=study_head(library, study, renderer.settings.site_name, renderer.settings.address),
        study=study,
        summary=summary,
        unverified=set(study.provenance.citation.unverified),
        authors_shown=AUTHORS_SHOWN,
        facts=[fact for fact in facts if fact.is_known],
        # A comment or an editorial has no participants to report: only a study can leave something out.
        missing=[words.uncapitalised(fact.name) for fact in facts if not fact.is_known] if study.findings else [],
        panels=panels_of(library.vocabulary, study),
        points=study.points,
        references=references,
        files=files,
        shown_in_full=SHOWN_IN_FULL,
        links=outside_links(study),
        family=[library.studies[key] for key in sorted(library.families[study.key] - {study.key})],
        covered=covered(library, study),
        covering=covering(library, study),
        related=related(library, study),
        questions=questions_citing(library, study.key),
        tags=tag_links(library, study),
        kicker=kicker(library, study),
    )


def kicker(library: Library, study: Study) -> list[TermLink]:
    """Return what stands over the title: design (or kind of publication), countries."""
    designs = term_links(library, study, "design")
    first = designs or [TermLink(words.type_in_words(study.citation), "")]
    return [*first, *term_links(library, study, "country")]


def term_links(library: Library, study: Study, facet_id: str) -> list[TermLink]:
    """Return the terms of a study in one facet, with their addresses."""
    facet = library.vocabulary.facets.get(facet_id)
    if facet is None:
        return []
    return [
        TermLink(facet.terms[term].label, addresses.term(facet, term))
        for term in study.terms(facet_id)
        if term in facet.terms
    ]


def tag_links(library: Library, study: Study) -> list[tuple[str, list[TermLink]]]:
    """Return all terms of a study by facet, without those that stand in "At a glance"."""
    found = [
        (facet.label, term_links(library, study, facet.id))
        for facet in library.vocabulary.facets.values()
        if facet.id not in FACETS_IN_GLANCE
    ]
    return [(label, links) for label, links in found if links]


def at_a_glance(library: Library, study: Study) -> list[Fact]:
    """Return how the study was done, known or not, in the order in which a reader asks."""
    conduct = study.study
    people = conduct.participants
    facet = library.vocabulary.facets
    measures = [library.vocabulary.measures[one] for one in conduct.measures if one in library.vocabulary.measures]
    comparison = library.vocabulary.code("comparison", conduct.comparison).label if conduct.comparison else ""

    def terms(facet_id: str) -> tuple[TermLink, ...]:
        return tuple(term_links(library, study, facet_id)) if facet_id in facet else ()

    return [
        Fact("Design", terms("design")),
        Fact("Country", terms("country")),
        Fact("Setting", text=conduct.setting or ""),
        Fact("Dates", text=conduct.period or ""),
        Fact("Number of people", text=_number(people)),
        Fact("People", text=_people(people)),
        Fact("Service", text=conduct.intervention or ""),
        _connected_by(terms("connector"), conduct.provider or ""),
        Fact("Way of referral", terms("referral-route")),
        Fact("Compared with", text=": ".join(part for part in (comparison, conduct.comparison_note) if part)),
        Fact("Follow-up", text=conduct.follow_up or ""),
        Fact(
            "Measures",
            tuple(TermLink(one.label, addresses.measure(one.id)) for one in measures),
            ("As reported: " if measures and conduct.measures_as_reported else "")
            + "; ".join(conduct.measures_as_reported),
        ),
        Fact("Funder", text=conduct.funder or ""),
    ]


def outside_links(study: Study) -> list[OutsideLink]:
    """Return the ways to the work itself, the most lasting first."""
    cited = study.citation
    links = []
    if study.access.full_text:
        links.append(OutsideLink("Free full text", study.access.full_text, "full-text"))
    if cited.doi:
        links.append(OutsideLink(f"doi:{cited.doi}", doi_url(cited.doi), "DOI"))
    if cited.pmid:
        links.append(OutsideLink(f"PubMed {cited.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{cited.pmid}/", "PMID"))
    if cited.pmcid:
        pmc = f"https://pmc.ncbi.nlm.nih.gov/articles/{cited.pmcid}/"
        links.append(OutsideLink(f"PubMed Central {cited.pmcid}", pmc, "PMCID"))
    if cited.url:
        links.append(OutsideLink(f"Page at {cited.url.split('/')[2].removeprefix('www.')}", cited.url, "URL"))
    return links


def related(library: Library, study: Study) -> list[tuple[str, Related]]:
    """Return the ties of a study, each with its name as seen from here; what reviews cover stands apart."""
    named = []
    for tie in (one for one in library.relations.get(study.key, []) if one.type != COVERS):
        code = library.vocabulary.code("relation", tie.type)
        named.append(((code.inverse or code.label) if tie.inverse else code.label, tie))
    return named


def references_of(
    study: Study, styles: Mapping[str, str], formatted: Mapping[str, Mapping[str, str]]
) -> list[Reference]:
    """Return the reference of a study in each style for which there is one."""
    return [
        Reference(style, label, formatted[style][study.key])
        for style, label in styles.items()
        if study.key in formatted.get(style, {})
    ]


def _number(people: Participants | None) -> str:
    if people is None:
        return ""
    parts = [f"{people.n:,} {people.unit or 'people'}"] if people.n is not None else []
    if people.intervention_group is not None:
        parts.append(f"{people.intervention_group:,} in the group that got the service")
    return ", ".join(parts)


def _people(people: Participants | None) -> str:
    if people is None:
        return ""
    age = f"Aged {people.age}" if people.age else ""
    return " ".join(words.sentence(part) for part in (age, people.note) if part)


def _connected_by(connectors: tuple[TermLink, ...], provider: str) -> Fact:
    # Many sources say no more than the term does; the same words twice help nobody.
    said = provider.lower() in {term.label.lower() for term in connectors}
    return Fact("Who connected people", connectors, "" if said else provider)
