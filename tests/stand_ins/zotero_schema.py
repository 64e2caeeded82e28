"""The part of Zotero's schema that the stand-in needs: item types with their fields and creators (version 41)."""

from __future__ import annotations

from typing import Any

_EVERY = "title abstractNote date language shortTitle url accessDate rights extra DOI citationKey"
_ARCHIVED = f"{_EVERY} archive archiveLocation libraryCatalog callNumber"
_BOOKISH = f"{_ARCHIVED} series seriesNumber volume numberOfVolumes edition place publisher ISBN ISSN"

_FIELDS = {
    "blogPost": f"{_EVERY} blogTitle websiteType ISSN",
    "book": f"{_BOOKISH} numPages",
    "bookSection": f"{_BOOKISH} bookTitle pages",
    "computerProgram": f"{_ARCHIVED} seriesTitle versionNumber system place company programmingLanguage ISBN",
    "conferencePaper": f"{_ARCHIVED} proceedingsTitle conferenceName place publisher volume pages series ISBN ISSN",
    "dataset": f"{_ARCHIVED} identifier type versionNumber repository repositoryLocation format",
    "document": f"{_ARCHIVED} type place publisher",
    "encyclopediaArticle": f"{_BOOKISH} encyclopediaTitle pages",
    "film": f"{_ARCHIVED} distributor genre videoRecordingFormat runningTime",
    "forumPost": f"{_EVERY} forumTitle postType",
    "journalArticle": (
        f"{_ARCHIVED} publicationTitle volume issue pages series seriesTitle seriesText journalAbbreviation ISSN PMID "
        "PMCID"
    ),
    "magazineArticle": f"{_ARCHIVED} publicationTitle volume issue pages ISSN",
    "newspaperArticle": f"{_ARCHIVED} publicationTitle place edition section pages ISSN",
    "preprint": f"{_ARCHIVED} genre repository archiveID place series seriesNumber",
    "presentation": f"{_EVERY} presentationType meetingName place",
    "report": f"{_ARCHIVED} reportNumber reportType seriesTitle place institution pages seriesNumber ISBN ISSN",
    "standard": f"{_ARCHIVED} organization committee type number versionNumber status place publisher numPages",
    "statute": (
        "nameOfAct abstractNote dateEnacted language shortTitle url accessDate rights extra DOI citationKey code "
        "codeNumber publicLawNumber pages section session history"
    ),
    "thesis": f"{_ARCHIVED} thesisType university place numPages series seriesNumber ISBN ISSN",
    "webpage": f"{_EVERY} websiteTitle websiteType place publisher",
    "note": "",
    "attachment": "title url accessDate",
}
_CREATORS = {
    "blogPost": "author commenter contributor translator",
    "book": "author contributor editor translator seriesEditor",
    "bookSection": "author contributor editor bookAuthor translator seriesEditor",
    "computerProgram": "programmer contributor",
    "conferencePaper": "author contributor editor translator seriesEditor",
    "document": "author contributor editor translator reviewedAuthor",
    "encyclopediaArticle": "author contributor editor translator seriesEditor",
    "film": "director contributor scriptwriter producer",
    "journalArticle": "author contributor editor translator reviewedAuthor",
    "preprint": "author contributor editor translator reviewedAuthor",
    "presentation": "presenter contributor",
    "report": "author contributor translator seriesEditor",
    "note": "",
    "attachment": "",
}
_YOUNG = frozenset({"citationKey", "PMID", "PMCID"})
_WITH_DOI_BEFORE = frozenset({"journalArticle", "conferencePaper", "preprint", "dataset", "standard"})


def schema(*, old: bool = False) -> dict[str, Any]:
    """The answer of `/schema`; an old one knows no citationKey, PMID and PMCID, and the DOI in few types."""
    return {
        "version": 29 if old else 41,
        "itemTypes": [
            {
                "itemType": kind,
                "fields": [{"field": name} for name in fields.split() if not (old and _is_young(kind, name))],
                "creatorTypes": [
                    {"creatorType": one} | ({"primary": True} if place == 0 else {})
                    for place, one in enumerate(_CREATORS.get(kind, "author contributor translator").split())
                ],
            }
            for kind, fields in _FIELDS.items()
        ],
    }


def _is_young(kind: str, name: str) -> bool:
    return name in _YOUNG or (name == "DOI" and kind not in _WITH_DOI_BEFORE)
