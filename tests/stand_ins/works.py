"""Invented works in the shapes in which the services describe real ones: nobody in here exists."""

from __future__ import annotations

from typing import Any

Message = dict[str, Any]

DOI = "10.5555/lw.2021.007"


def on(*parts: int | None) -> Message:
    """A date as Crossref writes it."""
    return {"date-parts": [list(parts)]}


def article(doi: str = DOI, **changes: Any) -> Message:
    """An ordinary journal article as Crossref describes it.

    Args:
        doi: Its DOI.
        changes: Fields to set, with `_` for the hyphen in their names; None takes one away.
    """
    message: Message = {
        "DOI": doi,
        "type": "journal-article",
        "title": ["Link workers and the lighthouse: an invented evaluation"],
        "author": [
            {
                "ORCID": "http://orcid.org/0000-0002-1825-0097",
                "authenticated-orcid": False,
                "given": "Ada",
                "family": "Quill",
                "sequence": "first",
                "affiliation": [{"name": "University of Nowhere"}],
            },
            {"given": "Bo", "family": "van der Fen", "sequence": "additional", "affiliation": []},
        ],
        "container-title": ["Journal of Invented Care"],
        "short-container-title": ["J Inv Care"],
        "published-online": on(2021, 3, 2),
        "published-print": on(2021, 3),
        "published": on(2021, 3),
        "issued": on(2021, 3),
        "created": {"date-time": "2021-03-02T08:00:00Z"},
        "volume": "7",
        "issue": "2",
        "page": "101-110",
        "publisher": "Imaginary Press",
        "ISSN": ["1234-5679"],
        "issn-type": [{"type": "electronic", "value": "1234-5679"}],
        "language": "en",
        "license": [
            {
                "URL": "https://imaginary.example/tdm",
                "content-version": "tdm",
                "start": on(2021, 3, 2),
                "delay-in-days": 0,
            },
            {
                "URL": "http://creativecommons.org/licenses/by/4.0/",
                "content-version": "vor",
                "start": on(2021, 3, 2),
                "delay-in-days": 0,
            },
        ],
        "abstract": "<jats:title>Background</jats:title><jats:p>Older people by the sea &amp; a link worker.</jats:p>",
        "URL": f"https://doi.org/{doi}",
        "relation": {},
        "reference-count": 1,
        "reference": [{"key": "1", "unstructured": "Nobody, 1999"}],
    }
    message |= {name.replace("_", "-"): value for name, value in changes.items()}
    return {name: value for name, value in message.items() if value is not None}


def update(doi: str, kind: str, year: int = 2022, source: str = "publisher") -> Message:
    """An entry of `updated-by` or `update-to`."""
    return {"DOI": doi, "type": kind, "label": kind.title(), "source": source, "updated": on(year, 5, 6)}


def notice(doi: str, about: str, kind: str = "retraction", **changes: Any) -> Message:
    """A notice as Crossref describes it: it bears `update-to`."""
    title = [f"{kind.title()}: Link workers and the lighthouse"]
    return article(doi, title=title, author=None, update_to=[update(about, kind)], **changes)


def deposit(doi: str = "10.5555/repo.42", **changes: Any) -> Message:
    """A report of a repository as DataCite describes it."""
    attributes: Message = {
        "doi": doi,
        "creators": [
            {"name": "Quill, Ada", "nameType": "Personal", "givenName": "Ada", "familyName": "Quill"},
            {"name": "Centre for Invented Care", "nameType": "Organizational"},
        ],
        "titles": [
            {"title": "A year of <i>link</i> work"},
            {"title": "what nobody saw", "titleType": "Subtitle"},
            {"title": "Un an", "titleType": "TranslatedTitle", "lang": "fr"},
        ],
        "publisher": "University of Nowhere",
        "container": {},
        "publicationYear": 2020,
        "contributors": [{"name": "Ink, Eve", "contributorType": "Editor", "nameType": "Personal"}],
        "dates": [{"date": "2020-06-30", "dateType": "Issued"}, {"date": "2019-01-01", "dateType": "Created"}],
        "language": "en",
        "types": {"resourceTypeGeneral": "Text", "resourceType": "Evaluation report", "citeproc": "article"},
        "rightsList": [{"rights": "CC BY 4.0", "rightsUri": "https://creativecommons.org/licenses/by/4.0/legalcode"}],
        "descriptions": [{"description": "Nothing happened.", "descriptionType": "Abstract"}],
        "url": "https://repository.nowhere.example/42",
        "state": "findable",
    }
    return {name: value for name, value in (attributes | changes).items() if value is not None}


def known_to_openalex(doi: str | None = DOI, **changes: Any) -> Message:
    """A work as OpenAlex describes it."""
    work: Message = {
        "id": "https://openalex.org/W1",
        "doi": f"https://doi.org/{doi}" if doi else None,
        "ids": {
            "openalex": "https://openalex.org/W1",
            "doi": f"https://doi.org/{doi}",
            "pmid": "https://pubmed.ncbi.nlm.nih.gov/99000007",
            "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/9900007",
        },
        "is_retracted": False,
        "open_access": {"is_oa": True, "oa_status": "gold", "oa_url": "https://imaginary.example/7.pdf"},
        "best_oa_location": {
            "is_oa": True,
            "landing_page_url": f"https://doi.org/{doi}",
            "pdf_url": "https://imaginary.example/7.pdf",
            "license": "cc-by",
            "version": "publishedVersion",
        },
    }
    return work | changes
