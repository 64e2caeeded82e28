"""DataCite: reports, theses, data sets and preprints of repositories.

Source: https://support.datacite.org/reference/get_dois-id and the DataCite Metadata Schema 4.6.
"""

from __future__ import annotations

import re
from typing import Any

from evidence.model import Access, Name
from evidence.sources import dates, parts
from evidence.sources.errors import BadAnswerError
from evidence.sources.http import Web, escape
from evidence.sources.names import group, person
from evidence.sources.parts import Described, mappings, member, numbering, text

_TYPES = {
    "book": "book",
    "bookchapter": "chapter",
    "collection": "dataset",
    "conferencepaper": "paper-conference",
    "conferenceproceeding": "book",
    "datapaper": "article-journal",
    "dataset": "dataset",
    "dissertation": "thesis",
    "journalarticle": "article-journal",
    "peerreview": "review",
    "preprint": "article",
    "presentation": "speech",
    "report": "report",
    "standard": "standard",
}
_WORDS = (
    (r"thesis|dissertation", "thesis"),
    (r"book chapter|chapter", "chapter"),
    (r"pre-?print|working paper", "article"),
    (r"report|evaluation|briefing", "report"),
    (r"(?:journal|research|review) ?article", "article-journal"),
    (r"conference", "paper-conference"),
    (r"presentation|poster|lecture", "speech"),
    (r"\bbook\b|monograph", "book"),
)
"""What depositors write when the general type is only Text or Other."""
_GROUP_WORDS = re.compile(
    r"\b(?:association|centre|center|college|committee|council|department|foundation|group|institute|nhs|network|"
    r"office|of|service|society|team|trust|university)\b",
    re.IGNORECASE,
)


class DataCite:
    """DataCite's works, by DOI.

    Args:
        web: The way out.
    """

    def __init__(self, web: Web) -> None:
        self._web = web

    def work(self, doi: str) -> dict[str, Any]:
        """Return the attributes of a work.

        Raises:
            NotKnownError: DataCite does not know it.
            NotAnsweredError: Could not check.
            BadAnswerError: DataCite answered with something else.
        """
        answer = self._web.ask(self._web.services.datacite, f"/dois/{escape(doi)}", about=f"DOI {doi}")
        attributes = member(member(answer, "data"), "attributes")
        if not isinstance(attributes, dict) or not parts.doi(attributes.get("doi")):
            raise BadAnswerError(
                f"DataCite answered about DOI {doi} with JSON of another shape than documented: run it again later; "
                "if it stays so, report this as a fault of the program."
            )
        return attributes


def describe(attributes: Any, *, asked: str | None = None) -> Described:
    """Map DataCite's attributes of a work to a citation, a licence, an abstract and remarks. Pure; never raises."""
    if not isinstance(attributes, dict):
        attributes = {}
    remarks: list[str] = []
    type_ = _type(attributes)
    container = member(attributes, "container")
    page, number = parts.pages(_range(container), None)
    publisher = attributes.get("publisher")
    found = parts.citation(
        type_,
        _title(attributes, remarks),
        author=_people(attributes.get("creators")),
        editor=_people(
            [one for one in mappings(attributes.get("contributors")) if one.get("contributorType") == "Editor"]
        ),
        container_title=text(member(container, "title")),
        volume=numbering(member(container, "volume")),
        issue=numbering(member(container, "issue")),
        page=page,
        number=number,
        edition=numbering(attributes.get("version")) if type_ == "book" else None,
        issued=_issued(attributes),
        genre=text(member(attributes.get("types"), "resourceType"))
        if type_ in {"thesis", "report", "article"}
        else None,
        publisher=text(member(publisher, "name")) or text(publisher),
        language=parts.language(attributes.get("language")),
        doi=parts.doi(attributes.get("doi")),
        url=parts.address(attributes.get("url")),
    )
    if asked and found.doi and found.doi != asked:
        remarks.append(f"DOI {asked} is an alias: the work is registered as {found.doi}, which was taken.")
    remarks += parts.missing(found)
    rights = mappings(attributes.get("rightsList"))
    licence = parts.licence(one.get(name) for one in rights for name in ("rightsUri", "rightsIdentifier", "rights"))
    abstracts = [one for one in mappings(attributes.get("descriptions")) if one.get("descriptionType") == "Abstract"]
    abstract = text(abstracts[0].get("description")) if abstracts else None
    return Described(found, Access(licence=licence) if licence else Access(), abstract, tuple(remarks))


def _type(attributes: dict[str, Any]) -> str:
    types = attributes.get("types")
    general = (text(member(types, "resourceTypeGeneral")) or "").lower()
    if general in _TYPES:
        return _TYPES[general]
    words = (text(member(types, "resourceType")) or "").lower()
    for pattern, type_ in _WORDS:
        if re.search(pattern, words):
            return type_
    return "document"


def _title(attributes: dict[str, Any], remarks: list[str]) -> str | None:
    """Return title and subtitle; titles of another kind (translated, alternative) are only remarked on."""
    titles = mappings(attributes.get("titles"))
    main = [title for one in titles if not one.get("titleType") and (title := text(one.get("title")))]
    subtitle = next((text(one.get("title")) for one in titles if one.get("titleType") == "Subtitle"), None)
    if len(main) > 1:
        remarks.append(f"There are several titles; the first was taken. The others: {'; '.join(main[1:4])}.")
    if not main:
        return next((title for one in titles if (title := text(one.get("title")))), None)
    if subtitle and subtitle.casefold() not in main[0].casefold():
        return f"{main[0]}: {subtitle}"[:4000].strip()
    return main[0]


def _people(value: Any) -> list[Name]:
    found = (_one(entry) for entry in mappings(value))
    return [name for name in found if name is not None]


def _one(entry: dict[str, Any]) -> Name | None:
    """Read one name: DataCite has often only one text, "Family, Given", for persons and groups alike."""
    written = text(entry.get("name"))
    if entry.get("nameType") == "Organizational":
        return group(written)
    if text(entry.get("familyName")):
        return person(entry.get("familyName"), entry.get("givenName"))[0]
    family, comma, given = (written or "").partition(",")
    is_person = entry.get("nameType") == "Personal" or not _GROUP_WORDS.search(written or "")
    if comma and given.strip() and is_person and "," not in given:
        return person(family, given)[0]
    return group(written)


def _issued(attributes: dict[str, Any]) -> str | None:
    """Return the date of issue if it lies in the year of publication, which is the one that DataCite asks for."""
    year = dates.from_text(attributes.get("publicationYear"))
    issued = [one.get("date") for one in mappings(attributes.get("dates")) if one.get("dateType") == "Issued"]
    precise = dates.from_text(issued[0]) if issued else None
    return precise if precise and (year is None or precise[:4] == year[:4]) else year


def _range(container: Any) -> str | None:
    first, last = text(member(container, "firstPage")), text(member(container, "lastPage"))
    return f"{first}-{last}" if first and last else first
