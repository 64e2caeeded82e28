"""What machines read in the head of a study's page: `citation_*` tags and JSON-LD.

Rules: Google Scholar's inclusion guidelines; the Zotero connector's generic reader, which takes the kind of work from
which tags are there, so a page bears exactly one tag that gives a kind; schema.org, where the page describes the work
and does not pretend to be it (WebPage with mainEntity).
"""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from evidence.identifiers import doi_url
from evidence.library import Library
from evidence.model import Citation, Name, Study
from evidence.site.linked_data import LICENCE, filled, script

_SCHEMA_TYPES = {
    "article-journal": "ScholarlyArticle",
    "article": "ScholarlyArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "paper-conference": "ScholarlyArticle",
    "report": "Report",
    "thesis": "Thesis",
    "webpage": "WebPage",
    "post-weblog": "BlogPosting",
}


def study_head(library: Library, study: Study, site_name: str, address: str | None) -> str:
    """Return the tags and JSON-LD of a study's page as HTML.

    Args:
        library: Where the summary stands.
        study: The record.
        site_name: Name of the site.
        address: Address of the site, if it has one; without it, what needs it is left out.
    """
    tags = [
        Markup('<meta name="{}" content="{}">').format(name, content)
        for name, content in citation_tags(library, study, site_name)
    ]
    return "\n".join([*tags, script(json_ld(library, study, site_name, address))])


def citation_tags(library: Library, study: Study, site_name: str) -> list[tuple[str, str]]:
    """Return the `citation_*` tags of a work as pairs of name and content, in the order of reading."""
    cited = study.citation
    first, last = _pages(cited)
    summary = library.summaries.get(study.key)
    abstract = f"Plain-language summary by {site_name}, not the authors' abstract. {summary.text}" if summary else None
    pairs: list[tuple[str, str | None]] = [
        ("citation_title", cited.title),
        *(("citation_author", _indexed(name)) for name in cited.author),
        *(("citation_editor", _indexed(name)) for name in cited.editor),
        ("citation_publication_date", cited.issued.replace("-", "/") if cited.issued else None),
        *_kind(cited),
        ("citation_volume", cited.volume),
        ("citation_issue", cited.issue),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_publisher", cited.publisher),
        ("citation_issn", cited.issn),
        ("citation_doi", cited.doi),
        ("citation_pmid", cited.pmid),
        ("citation_public_url", work_address(cited)),
        ("citation_language", cited.language),
        ("citation_abstract", " ".join(abstract.split()) if abstract else None),
    ]
    return [(name, content) for name, content in pairs if content]


def json_ld(library: Library, study: Study, site_name: str, address: str | None) -> dict[str, Any]:
    """Return the JSON-LD of a study's page; every identifier in it is an absolute address."""
    cited = study.citation
    summary = library.summaries.get(study.key)
    page = f"{address.rstrip('/')}/studies/{study.key}/" if address else None
    return filled(
        {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "@id": page,
            "url": page,
            "name": cited.title,
            "description": summary.meta.key_message if summary else study.relevance,
            "inLanguage": "en-GB",
            "dateModified": study.provenance.extraction.extracted,
            "license": LICENCE,
            "isPartOf": filled(
                {"@type": "Dataset", "@id": f"{address.rstrip('/')}/" if address else None, "name": site_name}
            ),
            "mainEntity": _work(study),
        }
    )


def work_address(cited: Citation) -> str | None:
    """Return where the work itself is found: its DOI, else its address."""
    return doi_url(cited.doi) if cited.doi else cited.url


def _work(study: Study) -> dict[str, Any]:
    cited = study.citation
    first, last = _pages(cited)
    identifiers = [("DOI", cited.doi), ("PMID", cited.pmid), ("PMCID", cited.pmcid)]
    return filled(
        {
            "@type": _SCHEMA_TYPES.get(cited.type, "CreativeWork"),
            "@id": work_address(cited),
            "headline": cited.title,
            "author": [_agent(name) for name in cited.author],
            "editor": [_agent(name) for name in cited.editor],
            "datePublished": cited.issued,
            "publisher": filled({"@type": "Organization", "name": cited.publisher}) if cited.publisher else None,
            "isbn": cited.isbn,
            "identifier": [
                {"@type": "PropertyValue", "propertyID": kind, "value": value} for kind, value in identifiers if value
            ],
            "isAccessibleForFree": {"free": True, "closed": False}.get(study.access.free_to_read),
            "isPartOf": _container(cited),
            "pageStart": first,
            "pageEnd": last,
        }
    )


def _container(cited: Citation) -> dict[str, Any] | None:
    if not cited.container_title:
        return None
    if cited.type != "article-journal":
        return {"@type": "Book" if cited.type == "chapter" else "CreativeWork", "name": cited.container_title}
    part = filled({"@type": "Periodical", "name": cited.container_title, "issn": cited.issn})
    if cited.volume:
        part = {"@type": "PublicationVolume", "volumeNumber": cited.volume, "isPartOf": part}
    if cited.issue:
        part = {"@type": "PublicationIssue", "issueNumber": cited.issue, "isPartOf": part}
    return part


def _agent(name: Name) -> dict[str, Any]:
    if name.literal:
        return {"@type": "Organization", "name": name.literal}
    return filled({"@type": "Person", "name": name.full, "familyName": name.short, "givenName": name.given})


def _kind(cited: Citation) -> list[tuple[str, str | None]]:
    """Return the one tag from which a reference manager takes the kind of work, with what goes with it."""
    institution = cited.publisher or next((name.literal for name in cited.author if name.literal), None)
    journal = [
        ("citation_journal_title", cited.container_title),
        ("citation_journal_abbrev", cited.container_title_short),
    ]
    report = [
        ("citation_technical_report_institution", institution),
        ("citation_technical_report_number", cited.number),
    ]
    kinds: dict[str, list[tuple[str, str | None]]] = {
        "article-journal": journal,
        "article-magazine": journal,
        "article-newspaper": journal,
        "report": report,
        "thesis": [("citation_dissertation_institution", cited.publisher)],
        "paper-conference": [("citation_conference_title", cited.event_title or cited.container_title)],
        "chapter": [("citation_inbook_title", cited.container_title)],
        "book": [("citation_isbn", cited.isbn)],
    }
    return kinds.get(cited.type, [])


def _indexed(name: Name) -> str:
    # The Zotero connector cuts a name without a comma at its last blank; a comma at the end keeps a group whole.
    return f"{name.literal}," if name.literal else name.inverted


def _pages(cited: Citation) -> tuple[str | None, str | None]:
    if cited.page:
        first, _, last = re.sub(r"[–—]", "-", cited.page).partition("-")
        return first.strip(), last.strip() or None
    return (cited.number, None) if cited.type == "article-journal" else (None, None)
