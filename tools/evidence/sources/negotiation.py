"""doi.org: which agency registered a DOI, and CSL-JSON by content negotiation for the agencies without an adapter.

Sources: DOI Handbook, "Which RA?"; https://citation.doi.org/docs.html; CSL 1.0.2 data schema.
"""

from __future__ import annotations

from typing import Any

from evidence.sources import dates, parts
from evidence.sources.errors import BadAnswerError, NotKnownError
from evidence.sources.http import Web, escape
from evidence.sources.names import persons
from evidence.sources.parts import WORK_TYPES, Described, mappings, member, numbering, text

CSL_JSON = "application/vnd.citationstyles.csl+json"
_NO_SUCH = frozenset({"doi does not exist", "invalid doi"})
"""The states that say so; "Unknown" only says that the agency is not known."""
_TYPES = {
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "journal-article": "article-journal",
    "monograph": "book",
    "motion_picture": "document",
    "posted-content": "article",
    "proceedings-article": "paper-conference",
}
"""What some agencies write instead of a CSL type."""


class Doi:
    """The DOI resolver.

    Args:
        web: The way out.
    """

    def __init__(self, web: Web) -> None:
        self._web = web

    def agency(self, doi: str) -> str:
        """Return the agency that registered a DOI, as doi.org names it: Crossref, DataCite, mEDRA ...

        Raises:
            NotKnownError: No such DOI.
            NotAnsweredError: Could not check.
            BadAnswerError: doi.org answered with something else.
        """
        answer = self._web.ask(self._web.services.doi, f"/ra/{escape(doi)}", about=f"DOI {doi}")
        found = next(iter(mappings(answer)), {})
        if agency := text(found.get("RA")):
            return agency
        status = text(found.get("status")) or ""
        if status.lower() in _NO_SUCH:
            raise NotKnownError(f"doi.org says of {doi}: {status}. Compare it with the source, letter by letter.")
        raise _odd(doi)

    def item(self, doi: str) -> dict[str, Any]:
        """Return the CSL-JSON item of a DOI, from whichever agency registered it.

        Raises:
            NotKnownError: No such DOI.
            NotAnsweredError: Could not check.
            BadAnswerError: The agency has no CSL-JSON, or answered with something else.
        """
        answer = self._web.ask(self._web.services.doi, f"/{escape(doi)}", about=f"DOI {doi}", accept=CSL_JSON)
        if not isinstance(answer, dict) or not (text(answer.get("title")) or text(answer.get("DOI"))):
            raise _odd(doi)
        return answer


def describe(item: Any, *, asked: str | None = None) -> Described:
    """Map a CSL-JSON item to a citation, a licence, the abstract and remarks. Pure, and never raises."""
    if not isinstance(item, dict):
        item = {}
    remarks: list[str] = []
    named = text(item.get("type")) or ""
    type_ = named if named in WORK_TYPES else _TYPES.get(named, "document")
    authors, left_out = persons(item.get("author"))
    editors, left_out_editors = persons(item.get("editor"))
    page, number = parts.pages(item.get("page"), item.get("article-number") or item.get("number"))
    found = parts.citation(
        type_,
        text(item.get("title")),
        title_short=text(item.get("title-short")),
        author=authors,
        editor=editors if not authors or type_ not in {"article-journal", "article"} else [],
        container_title=text(item.get("container-title")),
        container_title_short=text(item.get("container-title-short")),
        collection_title=text(item.get("collection-title")),
        event_title=text(item.get("event-title")) or text(item.get("event")),
        issued=_issued(item.get("issued")),
        volume=numbering(item.get("volume")),
        issue=numbering(item.get("issue")),
        page=page,
        number=number,
        edition=numbering(item.get("edition")),
        genre=text(item.get("genre")),
        publisher=text(item.get("publisher")),
        publisher_place=text(item.get("publisher-place")),
        language=parts.language(item.get("language")),
        doi=parts.doi(item.get("DOI")) or asked,
        isbn=parts.isbn(item.get("ISBN")),
        issn=parts.issn(item.get("ISSN")),
        url=parts.address(item.get("URL")) if "doi.org/" not in str(item.get("URL")) else None,
    )
    remarks += left_out + left_out_editors
    if asked and found.doi != asked:
        remarks.append(f"DOI {asked} is an alias: the work is registered as {found.doi}, which was taken.")
    remarks += parts.missing(found)
    return Described(found, abstract=text(item.get("abstract")), remarks=tuple(remarks))


def _issued(value: Any) -> str | None:
    written = member(value, "raw") or member(value, "literal")
    return dates.from_parts(value) or dates.from_text(written or (None if isinstance(value, dict) else value))


def _odd(doi: str) -> BadAnswerError:
    return BadAnswerError(
        f"doi.org answered about DOI {doi} with JSON of another shape than documented: enter the work by hand, or run "
        "it again later."
    )
